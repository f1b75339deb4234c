/** Tables of the workloads with replicas and of what guards them (CLI-20, CLI-30, CLI-32). */
import { selectorText } from '../../../k8s/labels';
import type {
  Deployment,
  LabelSelector,
  Lease,
  PodDisruptionBudget,
  PodTemplateSpec,
  ReplicaSet,
  StatefulSet,
} from '../../../k8s/types';
import { ageOf } from './age';
import { columnsOf, type KindTable } from './columns';

const count = (n: number | undefined): number => n ?? 0;

/** The wide cells CONTAINERS and IMAGES. */
export function containerCells(template: PodTemplateSpec | undefined): [string, string] {
  const containers = template?.spec?.containers ?? [];
  return [containers.map((c) => c.name).join(','), containers.map((c) => c.image ?? '').join(',')];
}

/** The wide cells CONTAINERS, IMAGES and SELECTOR. */
export function wideCells(
  template: PodTemplateSpec | undefined,
  selector: LabelSelector | undefined,
): string[] {
  return [...containerCells(template), selectorText(selector)];
}

export const deploymentTable: KindTable<Deployment> = {
  columns: columnsOf('Name Ready Up-to-date Available Age|Containers Images Selector'),
  cells: (d, now) => [
    d.metadata.name,
    `${count(d.status?.readyReplicas)}/${count(d.spec?.replicas)}`,
    count(d.status?.updatedReplicas),
    count(d.status?.availableReplicas),
    ageOf(d, now),
    ...wideCells(d.spec?.template, d.spec?.selector),
  ],
};

export const replicaSetTable: KindTable<ReplicaSet> = {
  columns: columnsOf('Name Desired:integer Current:integer Ready:integer Age|Containers Images Selector'),
  cells: (set, now) => [
    set.metadata.name,
    count(set.spec?.replicas),
    count(set.status?.replicas),
    count(set.status?.readyReplicas),
    ageOf(set, now),
    ...wideCells(set.spec?.template, set.spec?.selector),
  ],
};

export const statefulSetTable: KindTable<StatefulSet> = {
  columns: columnsOf('Name Ready Age|Containers Images'),
  cells: (set, now) => [
    set.metadata.name,
    `${count(set.status?.readyReplicas)}/${count(set.spec?.replicas)}`,
    ageOf(set, now),
    ...containerCells(set.spec?.template),
  ],
};

export const podDisruptionBudgetTable: KindTable<PodDisruptionBudget> = {
  columns: columnsOf('Name Min_Available Max_Unavailable Allowed_Disruptions:integer Age'),
  cells: (budget, now) => [
    budget.metadata.name,
    String(budget.spec?.minAvailable ?? 'N/A'),
    String(budget.spec?.maxUnavailable ?? 'N/A'),
    count(budget.status?.disruptionsAllowed),
    ageOf(budget, now),
  ],
};

export const leaseTable: KindTable<Lease> = {
  columns: columnsOf('Name Holder Age'),
  cells: (lease, now) => [lease.metadata.name, lease.spec?.holderIdentity ?? '', ageOf(lease, now)],
};
