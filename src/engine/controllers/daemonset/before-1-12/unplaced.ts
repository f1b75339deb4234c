/** Nodes where a set should run a pod and has no room for it: before 1.12 no pod was created there, and an event said why. */
import { refOf } from '../../../../k8s/ref';
import type { DaemonSet, Node } from '../../../../k8s/types';
import type { DaemonContext } from '../daemon-context';
import type { DaemonVerdict } from '../should-run';

/** Once for every look at the node, so several times in a sync. */
export function tellUnplaced(
  ctx: DaemonContext,
  ds: DaemonSet,
  node: Node,
  { unplaced }: DaemonVerdict,
): void {
  if (unplaced === undefined) return;
  const about = { apiVersion: ds.apiVersion, ...refOf(ds) };
  ctx.event(
    about,
    'Warning',
    'FailedPlacement',
    `failed to place pod on "${node.metadata.name}": ${unplaced}`,
  );
}

/** Takes down which nodes had no room for the set, so that it is woken when a pod leaves one of them. */
export function noteSuspended(
  ctx: DaemonContext,
  key: string,
  nodes: readonly Node[],
  verdicts: readonly DaemonVerdict[],
): void {
  const { suspended } = ctx.state;
  nodes.forEach(({ metadata: { name } }, i) => {
    const keys = suspended.get(name);
    if (verdicts[i]?.unplaced !== undefined) {
      if (keys) keys.add(key);
      else suspended.set(name, new Set([key]));
    } else if (keys?.delete(key) && keys.size === 0) suspended.delete(name);
  });
}
