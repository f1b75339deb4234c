/** What a namespace that is being deleted says about how that goes (NamespaceCondition). */
import { conditionOf } from '../../../k8s/conditions';
import { rfc3339 } from '../../../k8s/time';
import type { Namespace } from '../../../k8s/types';
import { compareText } from '../../../lib/compare';

type Conditions = NonNullable<NonNullable<Namespace['status']>['conditions']>;

/** What is left after everything has been asked to go. */
export interface Rest {
  /** `configmaps.` or `replicasets.apps` → how many. */
  kinds: Map<string, number>;
  /** Finalizer → how many objects have it. */
  finalizers: Map<string, number>;
  /** What went wrong. */
  errors: string[];
}

/** In order: type, then reason and message of False. */
const FINE: readonly [string, string, string][] = [
  ['NamespaceDeletionDiscoveryFailure', 'ResourcesDiscovered', 'All resources successfully discovered'],
  [
    'NamespaceDeletionGroupVersionParsingFailure',
    'ParsedGroupVersions',
    'All legacy kube types successfully parsed',
  ],
  [
    'NamespaceDeletionContentFailure',
    'ContentDeleted',
    'All content successfully deleted, may be waiting on finalization',
  ],
  ['NamespaceContentRemaining', 'ContentRemoved', 'All content successfully removed'],
  ['NamespaceFinalizersRemaining', 'ContentHasNoFinalizers', 'All content-preserving finalizers finished'],
];

/** The conditions as they are to be; `isCounted`: whether what is left is told, or only what went wrong. `now` in ms. */
export function namespaceConditions(
  old: Conditions,
  { kinds, finalizers, errors }: Rest,
  isCounted: boolean,
  now: number,
): Conditions {
  const bad = new Map<string, [reason: string, message: string]>();
  if (errors.length > 0)
    bad.set('NamespaceDeletionContentFailure', [
      'ContentDeletionFailed',
      `Failed to delete all resource types, ${errors.length} remaining: ${errors.toSorted(compareText).join(', ')}`,
    ]);
  if (isCounted && kinds.size > 0)
    bad.set('NamespaceContentRemaining', [
      'SomeResourcesRemain',
      `Some resources are remaining: ${list(kinds, (kind, count) => `${kind} has ${count} resource instances`)}`,
    ]);
  if (isCounted && finalizers.size > 0)
    bad.set('NamespaceFinalizersRemaining', [
      'SomeFinalizersRemain',
      `Some content in the namespace has finalizers remaining: ${list(finalizers, (name, count) => `${name} in ${count} resource instances`)}`,
    ]);
  const next = [...old];
  for (const [type, ...fine] of FINE) {
    const [reason, message] = bad.get(type) ?? fine;
    const status = bad.has(type) ? 'True' : 'False';
    const before = conditionOf(old, type);
    const lastTransitionTime = before?.status === status ? before.lastTransitionTime : rfc3339(now);
    const condition = { type, status, lastTransitionTime, reason, message } as Conditions[number];
    if (before) next[old.indexOf(before)] = condition;
    else next.push(condition);
  }
  return next;
}

function list(counts: ReadonlyMap<string, number>, say: (name: string, count: number) => string): string {
  return [...counts]
    .map(([name, count]) => say(name, count))
    .sort(compareText)
    .join(', ');
}
