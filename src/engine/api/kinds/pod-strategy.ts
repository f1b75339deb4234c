/** What the server does with a new or changed pod before it is validated. */
import type { Pod, PodSpec } from '../../../k8s/types';
import { defaultTolerations } from '../admission/default-toleration-seconds';
import { mapKeeping, withChanges } from '../defaults/keep';
import type { Allotment, AllotmentHost } from './definition';

type Selector = { matchLabels?: Record<string, string>; matchExpressions?: Requirement[] };
type Requirement = { key: string; operator: string; values?: string[] };
type Keyed = { labelSelector?: Selector; matchLabelKeys?: string[]; mismatchLabelKeys?: string[] };
type Affinity = NonNullable<PodSpec['affinity']>['podAffinity'];

/** Keys of labels stand for the pod's own values of them, which are spelled out once and for all. */
export function withOwnLabels({ metadata, spec }: Pod): PodSpec {
  const labels = metadata.labels ?? {};
  const spell = <T extends Keyed>(term: T): T => {
    const { labelSelector, matchLabelKeys = [], mismatchLabelKeys = [] } = term;
    const found = [
      ...matchLabelKeys.map((key) => ({ key, operator: 'In' })),
      ...mismatchLabelKeys.map((key) => ({ key, operator: 'NotIn' })),
    ].flatMap(({ key, operator }) =>
      Object.hasOwn(labels, key) ? [{ key, operator, values: [labels[key] as string] }] : [],
    );
    if (!labelSelector || found.length === 0) return term;
    const matchExpressions = [...(labelSelector.matchExpressions ?? []), ...found];
    return { ...term, labelSelector: { ...labelSelector, matchExpressions } };
  };
  const ofAffinity = (affinity: Affinity): Affinity => {
    const {
      requiredDuringSchedulingIgnoredDuringExecution: hard,
      preferredDuringSchedulingIgnoredDuringExecution: soft,
    } = affinity ?? {};
    return withChanges(affinity ?? {}, {
      ...(hard && { requiredDuringSchedulingIgnoredDuringExecution: mapKeeping(hard, spell) }),
      ...(soft && {
        preferredDuringSchedulingIgnoredDuringExecution: mapKeeping(soft, (term) =>
          withChanges(term, { podAffinityTerm: spell(term.podAffinityTerm) }),
        ),
      }),
    });
  };
  const { affinity, topologySpreadConstraints } = spec;
  let next = spec;
  if (topologySpreadConstraints)
    next = withChanges(next, { topologySpreadConstraints: mapKeeping(topologySpreadConstraints, spell) });
  if (!affinity?.podAffinity && !affinity?.podAntiAffinity) return next;
  const { podAffinity, podAntiAffinity } = affinity;
  return withChanges(next, {
    affinity: withChanges(affinity, {
      ...(podAffinity && { podAffinity: ofAffinity(podAffinity) }),
      ...(podAntiAffinity && { podAntiAffinity: ofAffinity(podAntiAffinity) }),
    }),
  });
}

/** Admission of updates: what admission once filled in is filled in again. */
export function refilled(next: Pod, old: Pod): Pod {
  const { priority, preemptionPolicy } = old.spec;
  const spec = withChanges(next.spec, {
    priority: next.spec.priority ?? priority,
    preemptionPolicy: next.spec.preemptionPolicy ?? preemptionPolicy,
  });
  return defaultTolerations(spec === next.spec ? next : { ...next, spec });
}

/** Admission: only a runtime class can say what a pod costs beside its containers. */
export function overheadAllowed(pod: Pod, old: Pod | undefined, { read }: AllotmentHost): Allotment<Pod> {
  const { overhead, runtimeClassName } = pod.spec ?? {};
  if (old || !overhead) return { object: pod };
  if (runtimeClassName && read.get('RuntimeClass', undefined, runtimeClassName)?.overhead)
    return { object: pod };
  const why = 'pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead';
  return { how: 'forbidden', why };
}
