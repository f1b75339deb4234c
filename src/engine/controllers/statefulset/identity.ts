/** Names, numbers and what else makes a pod one of the row (WL-18). */
import { controllerReference } from '../../../k8s/owner';
import type { Pod, PodSpec, PodTemplateSpec, StatefulSet, Volume } from '../../../k8s/types';
import type { Manifest } from '../../api/types';

export const REVISION_LABEL = 'controller-revision-hash';
const NAME_LABEL = 'statefulset.kubernetes.io/pod-name';
const INDEX_LABEL = 'apps.kubernetes.io/pod-index';
const LARGEST = 2 ** 31 - 1;

/** What stands before the number in a pod's name, and the number; -1 when there is none. */
export function parentAndOrdinal(name: string): { parent: string; ordinal: number } {
  const match = /^(.*)-(\d+)$/s.exec(name);
  if (!match) return { parent: '', ordinal: -1 };
  const ordinal = Number(match[2]);
  return { parent: match[1] ?? '', ordinal: ordinal > LARGEST ? -1 : ordinal };
}

export function ordinalOf(pod: Pod): number {
  return parentAndOrdinal(pod.metadata.name).ordinal;
}

export function isMember(set: StatefulSet, pod: Pod): boolean {
  return parentAndOrdinal(pod.metadata.name).parent === set.metadata.name;
}

export function podName(set: StatefulSet, ordinal: number): string {
  return `${set.metadata.name}-${ordinal}`;
}

/** The first number, and the one behind the last. */
export function ordinalRange({ spec }: StatefulSet): { start: number; end: number } {
  const start = spec.ordinals?.start ?? 0;
  return { start, end: start + (spec.replicas ?? 1) };
}

export function claimName(set: StatefulSet, template: string, ordinal: number): string {
  return `${template}-${podName(set, ordinal)}`;
}

/** Name of the revision that a pod was made from. */
export function revisionOf(pod: Pod): string | undefined {
  return pod.metadata.labels?.[REVISION_LABEL];
}

export function newPod(
  set: StatefulSet,
  template: PodTemplateSpec,
  revision: string,
  ordinal: number,
): Manifest {
  const name = podName(set, ordinal);
  const { labels, annotations, finalizers } = template.metadata ?? {};
  const spec: PodSpec = template.spec ?? { containers: [] };
  const { serviceName } = set.spec;
  const volumes = withClaims(set, spec.volumes ?? [], ordinal);
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      generateName: `${set.metadata.name}-`,
      name,
      namespace: set.metadata.namespace,
      labels: { ...labels, ...identityLabels(name, ordinal), [REVISION_LABEL]: revision },
      ...(annotations && { annotations }),
      ...(finalizers && { finalizers }),
      ownerReferences: [controllerReference(set)],
    },
    spec: {
      ...spec,
      hostname: name,
      ...(serviceName && { subdomain: serviceName }),
      ...(volumes.length > 0 && { volumes }),
    },
  } as unknown as Manifest;
}

function identityLabels(name: string, ordinal: number): Record<string, string> {
  return { [NAME_LABEL]: name, [INDEX_LABEL]: String(ordinal) };
}

/** A claim takes the place of a volume of its name; claims come first. */
function withClaims(set: StatefulSet, volumes: readonly Volume[], ordinal: number): Volume[] {
  const claims = set.spec.volumeClaimTemplates ?? [];
  const names = claims.map((claim) => claim.metadata?.name ?? '');
  return [
    ...names.map((name) => ({ name, persistentVolumeClaim: { claimName: claimName(set, name, ordinal) } })),
    ...volumes.filter((volume) => !names.includes(volume.name)),
  ];
}

/** The pod with its labels and volumes set right; undefined when they are. An adopted pod may lack them. */
export function corrected(set: StatefulSet, pod: Pod): Pod | undefined {
  const { name } = pod.metadata;
  const ordinal = ordinalOf(pod);
  const isNamed = pod.metadata.labels?.[NAME_LABEL] === name;
  const volumes = pod.spec.volumes ?? [];
  const isMounted = (set.spec.volumeClaimTemplates ?? []).every(({ metadata }) => {
    const volume = volumes.find((v) => v.name === metadata?.name);
    const wanted = claimName(set, metadata?.name ?? '', ordinal);
    return volume?.persistentVolumeClaim?.claimName === wanted;
  });
  if (isNamed && isMounted) return undefined;
  const labels = { ...pod.metadata.labels, ...identityLabels(name, ordinal) };
  return {
    ...pod,
    metadata: isNamed ? pod.metadata : { ...pod.metadata, labels },
    spec: isMounted ? pod.spec : { ...pod.spec, volumes: withClaims(set, volumes, ordinal) },
  };
}
