/** What woke sets before 1.12: node events were judged at once, and sets without room waited for pods of the node to go. */
import type { DaemonSet, Node, Pod } from '../../../../k8s/types';
import { deepEqual } from '../../../../lib/equal';
import type { DaemonContext } from '../daemon-context';
import type { DaemonVerdict } from '../should-run';
import { fitJudge } from './fit-judge';
import { tellUnplaced } from './unplaced';

/** `changed`: it is new, or its labels or taints differ. */
export function setsOfNodeEvent(
  ctx: DaemonContext,
  node: Node,
  old: Node | undefined,
  changed: boolean,
): readonly DaemonSet[] {
  if (old && !changed && deepEqual(trueConditions(old), trueConditions(node))) return [];
  const judge = fitJudge(ctx.read);
  const judged = (ds: DaemonSet, seen: Node): DaemonVerdict => {
    const verdict = judge(ds, seen);
    tellUnplaced(ctx, ds, seen, verdict);
    return verdict;
  };
  return ctx.read.list('DaemonSet').filter((ds) => {
    const before = old && judged(ds, old);
    const now = judged(ds, node);
    if (!before) return schedulable(now);
    return (
      schedulable(before) !== schedulable(now) || before.shouldContinueRunning !== now.shouldContinueRunning
    );
  });
}

function schedulable({ shouldRun, unplaced }: DaemonVerdict): boolean {
  return shouldRun && unplaced === undefined;
}

function trueConditions(node: Node): string[] {
  return (node.status.conditions ?? []).flatMap(({ type, status }) => (status === 'True' ? [type] : []));
}

/** The first delay of the queue's back-off, ms. */
const RATE_LIMITED = 5;

/** A pod that belongs to no set goes, or has been told to: sets that had no room on its node try again. */
export function wakeSuspended(ctx: DaemonContext, pod: Pod): void {
  for (const key of ctx.state.suspended.get(pod.spec.nodeName ?? '') ?? [])
    ctx.enqueueAfter(key, RATE_LIMITED);
}
