/** What each kind does with a new or changed object before it is validated (API-4 … API-6). */
import { qosClass } from '../../k8s/qos';
import type { AnyObject, DaemonSet, Kind, Node, Pod, Service } from '../../k8s/types';
import { deepEqual } from '../../lib/equal';
import type { Random } from '../component';
import type { Reader } from './types';

/** API-5. */
export const TEMPLATE_GENERATION = 'deprecated.daemonset.template.generation';

/** `metadata.generation` of a new object; undefined for kinds without one. */
export function firstGeneration(kind: Kind): number | undefined {
  return kind === 'DaemonSet' || kind === 'Pod' || kind === 'PriorityClass' ? 1 : undefined;
}

/** A new object: the client's status goes, but a Node's, which its kubelet posts with the object. */
export function preparedCreate(object: AnyObject, read: Reader, random: Random): AnyObject {
  switch (object.kind) {
    case 'Pod':
      return { ...object, status: { phase: 'Pending', qosClass: qosClass(object.spec) } };
    case 'DaemonSet':
      return {
        ...object,
        metadata: withTemplateGeneration(object, Math.max(1, templateGeneration(object) ?? 1)),
        status: {
          currentNumberScheduled: 0,
          desiredNumberScheduled: 0,
          numberMisscheduled: 0,
          numberReady: 0,
        },
      };
    case 'Namespace':
      return { ...object, spec: { finalizers: ['kubernetes'] }, status: { phase: 'Active' } };
    case 'Node':
      return { ...object, spec: object.spec ?? {}, status: object.status ?? {} };
    case 'Service':
      return { ...object, spec: withClusterIp(object.spec, read, random), status: { loadBalancer: {} } };
    default:
      return object;
  }
}

/** A changed object; `metadata` already has the server's fields of the old one. */
export function preparedUpdate(next: AnyObject, old: AnyObject): AnyObject {
  switch (next.kind) {
    case 'Pod':
      return preparedPod({ ...next, status: (old as Pod).status }, old as Pod);
    case 'DaemonSet':
      return preparedDaemonSet({ ...next, status: (old as DaemonSet).status }, old as DaemonSet);
    case 'Node':
      return { ...next, spec: next.spec ?? {}, status: (old as Node).status };
    case 'Namespace':
      return old.kind === 'Namespace' ? { ...next, status: old.status } : next;
    case 'Service':
      return old.kind === 'Service'
        ? { ...next, spec: keepClusterIp(next.spec, old.spec), status: old.status }
        : next;
    default:
      return next;
  }
}

/** A write to the status subresource: nothing but the status changes; pods and nodes also let labels and annotations through (API-6). */
export function preparedStatusUpdate(next: AnyObject, old: AnyObject): AnyObject {
  if (!('status' in next)) return old;
  if (next.kind === 'Pod' || next.kind === 'Node') {
    const { ownerReferences } = old.metadata;
    const metadata =
      next.metadata.ownerReferences === ownerReferences
        ? next.metadata
        : { ...next.metadata, ownerReferences };
    const status = next.kind === 'Pod' ? withProbeTimes(next.status) : next.status;
    return { ...old, metadata, status } as AnyObject;
  }
  return { ...old, status: next.status } as AnyObject;
}

/** The field is never left out, even if nobody sets it; in a strategic patch a null could not say so. */
function withProbeTimes(status: Pod['status']): Pod['status'] {
  const { conditions } = status;
  if (!conditions || conditions.every((condition) => condition.lastProbeTime !== undefined)) return status;
  const complete = conditions.map((condition) => ({
    ...condition,
    lastProbeTime: condition.lastProbeTime ?? null,
  }));
  // The published types do not know the null that the server really sends.
  return { ...status, conditions: complete as unknown as typeof conditions };
}

function preparedPod(next: Pod, old: Pod): Pod {
  if (deepEqual(next.spec, old.spec)) return next;
  return { ...next, metadata: bumped(next.metadata) };
}

/** API-4: one step of the generation for any change of the spec; API-5: and one of the counter for a change of the template. */
function preparedDaemonSet(next: DaemonSet, old: DaemonSet): DaemonSet {
  const before = templateGeneration(old) ?? 1;
  const sameTemplate = deepEqual(next.spec.template, old.spec.template);
  const metadata = withTemplateGeneration(next, sameTemplate ? before : before + 1);
  if (sameTemplate && deepEqual(next.spec, old.spec)) return { ...next, metadata };
  return { ...next, metadata: bumped(metadata) };
}

function bumped<T extends { generation?: number }>(metadata: T): T {
  return { ...metadata, generation: (metadata.generation ?? 0) + 1 };
}

function templateGeneration(set: DaemonSet): number | undefined {
  const text = set.metadata.annotations?.[TEMPLATE_GENERATION];
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

function withTemplateGeneration(set: DaemonSet, generation: number): DaemonSet['metadata'] {
  const text = String(generation);
  const { annotations } = set.metadata;
  if (annotations?.[TEMPLATE_GENERATION] === text) return set.metadata;
  return { ...set.metadata, annotations: { ...annotations, [TEMPLATE_GENERATION]: text } };
}

type ServiceSpec = Service['spec'];

/** A free address of 10.96.0.0/12, as kubeadm's default service network has them. */
function withClusterIp(spec: ServiceSpec, read: Reader, random: Random): ServiceSpec {
  if (!spec || spec.type === 'ExternalName') return spec;
  if (spec.clusterIP) return { ...spec, clusterIPs: spec.clusterIPs ?? [spec.clusterIP] };
  const taken = new Set(read.list('Service').map((s) => s.spec?.clusterIP));
  for (;;) {
    const clusterIP = `10.${random.int(96, 111)}.${random.int(0, 255)}.${random.int(1, 254)}`;
    if (!taken.has(clusterIP)) return { ...spec, clusterIP, clusterIPs: [clusterIP] };
  }
}

function keepClusterIp(spec: ServiceSpec, old: ServiceSpec): ServiceSpec {
  if (!spec || spec.clusterIP || !old?.clusterIP || spec.type === 'ExternalName') return spec;
  return { ...spec, clusterIP: old.clusterIP, clusterIPs: old.clusterIPs };
}
