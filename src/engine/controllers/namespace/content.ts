/** Empties a namespace, as far as that goes at once. */
import { isPodTerminal } from '../../../k8s/conditions';
import { parseRfc3339 } from '../../../k8s/time';
import type { AnyObject, Kind, Namespace } from '../../../k8s/types';
import { definitionOf, namespacedKinds } from '../../api/kinds/lookup';
import type { Context } from '../../component';
import type { Rest } from './conditions';

type Ctx = Context<null>;

/** Longest wait for somebody else's finalizer before another look, seconds. */
const FINALIZER_ESTIMATE = 15;

export interface Emptied extends Rest {
  /** Seconds until the rest may be gone; 0: nothing is left to wait for. */
  estimate: number;
  /** Pods are left: nothing else has been touched, and nothing is counted. */
  pods: boolean;
}

/** Deletes all pods and, once none is left, everything else. */
export function emptyNamespace(ctx: Ctx, namespace: Namespace): Emptied {
  const emptied: Emptied = {
    kinds: new Map(),
    finalizers: new Map(),
    errors: [],
    estimate: 0,
    pods: false,
  };
  emptyKind(ctx, namespace, 'Pod', emptied);
  emptied.pods = emptied.kinds.size > 0;
  if (!emptied.pods)
    for (const kind of namespacedKinds(ctx.read))
      if (kind !== 'Pod') emptyKind(ctx, namespace, kind, emptied);
  return emptied;
}

function emptyKind(ctx: Ctx, namespace: Namespace, kind: Kind, emptied: Emptied): void {
  const { name } = namespace.metadata;
  const list = (): readonly AnyObject[] => ctx.read.list(kind, name) as readonly AnyObject[];
  if (list().length === 0) return;
  let estimate = kind === 'Pod' ? graceOf(ctx, namespace) : 0;
  const deleted = ctx.api.deleteCollection(kind, name, {}, { propagationPolicy: 'Background' });
  const left = list();
  if (!deleted.ok) emptied.errors.push(deleted.status.message);
  else if (left.length > 0) {
    const finalizers = left.flatMap(({ metadata }) => metadata.finalizers ?? []);
    for (const finalizer of finalizers)
      emptied.finalizers.set(finalizer, (emptied.finalizers.get(finalizer) ?? 0) + 1);
    const { plural = '', group = '', version = '' } = definitionOf(kind, ctx.read) ?? {};
    emptied.kinds.set(`${plural}.${group}`, left.length);
    if (estimate === 0 && finalizers.length > 0) estimate = FINALIZER_ESTIMATE;
    else if (estimate === 0)
      emptied.errors.push(
        `unexpected items still remain in namespace: ${name} for gvr: ${group}/${version}, Resource=${plural}`,
      );
  } else estimate = 0;
  emptied.estimate = Math.max(emptied.estimate, estimate);
}

/** The longest grace of its pods, seconds; 0 when that has passed since the namespace was deleted. */
function graceOf(ctx: Ctx, { metadata: { name, deletionTimestamp = '' } }: Namespace): number {
  const graces = ctx.read
    .list('Pod', name)
    .filter((pod) => !isPodTerminal(pod))
    .map(({ spec }) => spec.terminationGracePeriodSeconds ?? 0);
  const longest = Math.max(0, ...graces);
  return ctx.now - parseRfc3339(deletionTimestamp) >= longest * 1000 ? 0 : longest;
}
