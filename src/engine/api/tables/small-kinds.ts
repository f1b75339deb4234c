/** Tables of the kinds with few columns (CLI-20, CLI-30, CLI-32). */
import { controllerOf } from '../../../k8s/owner';
import { compareText } from '../../../lib/compare';
import type {
  ConfigMap,
  ControllerRevision,
  Namespace,
  PriorityClass,
  Secret,
  Service,
  ServiceAccount,
} from '../../../k8s/types';
import { ageOf } from './age';
import { columnsOf, NONE, orNone, type KindTable } from './columns';
import { labelPairs } from './daemon-set';

export const namespaceTable: KindTable<Namespace> = {
  columns: columnsOf('Name Status Age'),
  cells: (ns, now) => [ns.metadata.name, ns.status?.phase ?? '', ageOf(ns, now)],
};

export const configMapTable: KindTable<ConfigMap> = {
  columns: columnsOf('Name Data Age'),
  cells: (map, now) => [map.metadata.name, size(map.data) + size(map.binaryData), ageOf(map, now)],
};

export const secretTable: KindTable<Secret> = {
  columns: columnsOf('Name Type Data Age'),
  cells: (secret, now) => [secret.metadata.name, secret.type ?? '', size(secret.data), ageOf(secret, now)],
};

export const serviceAccountTable: KindTable<ServiceAccount> = {
  columns: columnsOf('Name Secrets Age'),
  cells: (account, now) => [account.metadata.name, account.secrets?.length ?? 0, ageOf(account, now)],
};

export const priorityClassTable: KindTable<PriorityClass> = {
  columns: columnsOf('Name Value:integer Global-Default:boolean Age PreemptionPolicy'),
  cells: (c, now) => [
    c.metadata.name,
    c.value,
    c.globalDefault ?? false,
    ageOf(c, now),
    c.preemptionPolicy ?? '',
  ],
};

export const controllerRevisionTable: KindTable<ControllerRevision> = {
  columns: columnsOf('Name Controller Revision Age'),
  cells(revision, now) {
    const owner = controllerOf(revision);
    const group = owner?.apiVersion.includes('/') ? `.${owner.apiVersion.split('/')[0]}` : '';
    const controller = owner ? `${owner.kind.toLowerCase()}${group}/${owner.name}` : NONE;
    return [revision.metadata.name, controller, revision.revision, ageOf(revision, now)];
  },
};

/** CLI-32. */
export const serviceTable: KindTable<Service> = {
  columns: columnsOf('Name Type Cluster-IP External-IP Port(s) Age|Selector'),
  cells(service, now) {
    const spec = service.spec;
    const ports = (spec?.ports ?? []).map((p) => {
      const node = p.nodePort ? `:${p.nodePort}` : '';
      return `${p.port}${node}/${p.protocol ?? 'TCP'}`;
    });
    return [
      service.metadata.name,
      spec?.type ?? 'ClusterIP',
      orNone(spec?.clusterIPs?.[0]),
      externalAddress(service),
      orNone(ports.join(',')),
      ageOf(service, now),
      labelPairs(spec?.selector),
    ];
  },
};

function externalAddress(service: Service): string {
  const spec = service.spec;
  if (spec?.type === 'ExternalName') return spec.externalName ?? '';
  const outside = spec?.externalIPs ?? [];
  if (spec?.type !== 'LoadBalancer') return orNone(outside.join(','));
  const ingress = service.status?.loadBalancer?.ingress ?? [];
  const given = [...new Set(ingress.flatMap((i) => i.ip || i.hostname || []))].toSorted(compareText);
  const all = [...given, ...outside].join(',');
  return all === '' ? '<pending>' : all;
}

function size(map: object | undefined): number {
  return Object.keys(map ?? {}).length;
}
