/** What a daemon pod looks like when the controller creates it (DS-23 … DS-31). */
import { controllerReference } from '../../../k8s/owner';
import type { DaemonSet, NodeSelector, Pod, PodSpec } from '../../../k8s/types';
import type { Manifest } from '../../api/types';
import { daemonTolerations } from './default-tolerations';

export const HASH_LABEL = 'controller-revision-hash';
export const GENERATION_LABEL = 'pod-template-generation';
const GENERATION_ANNOTATION = 'deprecated.daemonset.template.generation';
const NAME_LENGTH = 253;

/** The deprecated template generation (API-5); undefined when the annotation is absent or no number. */
export function templateGeneration(ds: DaemonSet): number | undefined {
  const text = ds.metadata.annotations?.[GENERATION_ANNOTATION];
  return text !== undefined && /^[+-]?\d+$/.test(text) ? Number(text) : undefined;
}

/** DS-32. */
export function isPodUpdated(pod: Pod, hash: string, generation: number | undefined): boolean {
  const labels = pod.metadata.labels;
  if (!labels) return false;
  if (hash !== '' && labels[HASH_LABEL] === hash) return true;
  return generation !== undefined && labels[GENERATION_LABEL] === String(generation);
}

/** `<ds>-`, or without the dash when that would be too long for a pod name (DS-23). */
export function podNamePrefix(ds: DaemonSet): string {
  return ds.metadata.name.length + 1 > NAME_LENGTH ? ds.metadata.name : `${ds.metadata.name}-`;
}

/** The required terms become exactly this node; preferred terms and pod affinity stay (DS-27). */
export function pinnedToNode(spec: PodSpec, nodeName: string): PodSpec {
  const required: NodeSelector = {
    nodeSelectorTerms: [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: [nodeName] }] }],
  };
  return {
    ...spec,
    affinity: {
      ...spec.affinity,
      nodeAffinity: {
        ...spec.affinity?.nodeAffinity,
        requiredDuringSchedulingIgnoredDuringExecution: required,
      },
    },
  };
}

/** A function from node name to the pod to create there. What all pods of the set share is built once. `place`: how it gets there. */
export function podFactory(
  ds: DaemonSet,
  hash: string,
  place: (spec: PodSpec, nodeName: string) => PodSpec = pinnedToNode,
): (nodeName: string) => Manifest {
  const template = ds.spec.template;
  const generation = templateGeneration(ds);
  const labels: Record<string, string> = { ...template.metadata?.labels };
  if (generation !== undefined) labels[GENERATION_LABEL] = String(generation);
  if (hash !== '') labels[HASH_LABEL] = hash;
  const metadata = {
    generateName: podNamePrefix(ds),
    namespace: ds.metadata.namespace,
    labels,
    ...(template.metadata?.annotations && { annotations: template.metadata.annotations }),
    ...(template.metadata?.finalizers && { finalizers: template.metadata.finalizers }),
    ownerReferences: [controllerReference(ds)],
  };
  const base: PodSpec = template.spec ?? { containers: [] };
  const spec: PodSpec = { ...base, tolerations: daemonTolerations(base) };
  return (nodeName) =>
    ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata,
      spec: place(spec, nodeName) as unknown as Manifest,
    }) as unknown as Manifest;
}
