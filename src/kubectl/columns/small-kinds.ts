/** Tables of the kinds with few columns (CLI-20, CLI-30, CLI-32). */
import { controllerOf } from '../../k8s/owner';
import type {
  ConfigMap,
  ControllerRevision,
  KubeObject,
  Namespace,
  PriorityClass,
  Secret,
  Service,
  ServiceAccount,
} from '../../k8s/types';
import { ageOf } from './age';
import { columnsOf, NONE, orNone, type KindTable } from './columns';
import { labelPairs } from './daemon-set';

export const namespaceTable: KindTable<Namespace> = {
  columns: columnsOf('NAME STATUS AGE'),
  cells: (ns, now) => [ns.metadata.name, ns.status?.phase ?? '', ageOf(ns, now)],
};

export const configMapTable: KindTable<ConfigMap> = {
  columns: columnsOf('NAME DATA AGE'),
  cells: (map, now) => [map.metadata.name, String(size(map.data) + size(map.binaryData)), ageOf(map, now)],
};

export const secretTable: KindTable<Secret> = {
  columns: columnsOf('NAME TYPE DATA AGE'),
  cells: (secret, now) => [
    secret.metadata.name,
    secret.type ?? '',
    String(size(secret.data)),
    ageOf(secret, now),
  ],
};

export const serviceAccountTable: KindTable<ServiceAccount> = {
  columns: columnsOf('NAME SECRETS AGE'),
  cells: (account, now) => [account.metadata.name, String(account.secrets?.length ?? 0), ageOf(account, now)],
};

export const priorityClassTable: KindTable<PriorityClass> = {
  columns: columnsOf('NAME VALUE GLOBAL-DEFAULT AGE PREEMPTIONPOLICY'),
  cells: (c, now) => [
    c.metadata.name,
    String(c.value),
    String(c.globalDefault ?? false),
    ageOf(c, now),
    c.preemptionPolicy ?? '',
  ],
};

export const controllerRevisionTable: KindTable<ControllerRevision> = {
  columns: columnsOf('NAME CONTROLLER REVISION AGE'),
  cells(revision, now) {
    const owner = controllerOf(revision);
    const group = owner?.apiVersion.includes('/') ? `.${owner.apiVersion.split('/')[0]}` : '';
    const controller = owner ? `${owner.kind.toLowerCase()}${group}/${owner.name}` : NONE;
    return [revision.metadata.name, controller, String(revision.revision), ageOf(revision, now)];
  },
};

/** CLI-32. */
export const serviceTable: KindTable<Service> = {
  columns: columnsOf('NAME TYPE CLUSTER-IP EXTERNAL-IP PORT(S) AGE|SELECTOR'),
  cells(service, now) {
    const spec = service.spec;
    const ports = (spec?.ports ?? []).map((p) => {
      const node = p.nodePort ? `:${p.nodePort}` : '';
      return `${p.port}${node}/${p.protocol ?? 'TCP'}`;
    });
    return [
      service.metadata.name,
      spec?.type ?? 'ClusterIP',
      orNone(spec?.clusterIP),
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
  const given = (service.status?.loadBalancer?.ingress ?? []).map((i) => i.ip ?? i.hostname ?? '');
  const all = [...given, ...outside].join(',');
  return all === '' ? '<pending>' : all;
}

/** Kinds without a printer of their own. */
export const otherTable: KindTable<KubeObject> = {
  columns: columnsOf('NAME AGE'),
  cells: (object, now) => [object.metadata.name, ageOf(object, now)],
};

function size(map: object | undefined): number {
  return Object.keys(map ?? {}).length;
}
