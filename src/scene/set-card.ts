import { countText } from '../explain/words';
import type { DaemonSet } from '../k8s/types';
import type { NodeContent } from './node-content';
import { versionText, type RevisionView, type SetView } from './set-view';
import type { SceneTarget, Segment, SetCard } from './types';

/** A set's card. `index`: its place among the slots of every node. */
export function setCard(
  set: DaemonSet,
  view: SetView,
  index: number,
  nodes: readonly NodeContent[],
  selection: SceneTarget | undefined,
): SetCard {
  const status = set.status;
  const counters = {
    desired: status.desiredNumberScheduled,
    current: status.currentNumberScheduled,
    ready: status.numberReady,
    upToDate: status.updatedNumberScheduled ?? 0,
    available: status.numberAvailable ?? 0,
    misscheduled: status.numberMisscheduled,
  };
  const { segments, eligible, old } = rollout(view, index, nodes);
  const excluded = nodes.length - eligible;
  const summary = [
    countText(nodes.length, 'node'),
    `${eligible} eligible`,
    ...(excluded > 0 ? [`${excluded} excluded`] : []),
  ].join(' · ');
  const version = versionText(view.current, old);
  return {
    uid: view.uid,
    namespace: view.namespace,
    name: view.name,
    system: view.system,
    counters,
    rolling: counters.upToDate < counters.desired || counters.available < counters.desired,
    replacing: old.length > 0,
    versionText: version,
    colour: view.quiet ? 0 : (view.current?.colour ?? 0),
    segments,
    summary,
    label: `DaemonSet ${view.name}, namespace ${view.namespace}: ${counters.ready} of ${counters.desired} ready, ${counters.upToDate} up to date${old.length > 0 ? `, rolling out ${version}` : ''}`,
    selected:
      selection?.type === 'set' && selection.name === view.name && selection.namespace === view.namespace,
  };
}

function rollout(view: SetView, index: number, nodes: readonly NodeContent[]) {
  let done = 0;
  let busy = 0;
  const oldByColour = new Map<number, number>();
  const seen = new Set<number>();
  for (const node of nodes) {
    const slot = node.slots[index];
    if (!slot) continue;
    for (const mark of slot.marks) if (!mark.current && mark.revision !== undefined) seen.add(mark.revision);
    if (slot.tally === 'done') done += 1;
    else if (slot.tally === 'busy') busy += 1;
    else if (slot.tally === 'old')
      oldByColour.set(slot.oldColour, (oldByColour.get(slot.oldColour) ?? 0) + 1);
  }
  const old = [...oldByColour.values()].reduce((sum, count) => sum + count, 0);
  const eligible = done + busy + old;
  const colour = view.current?.colour ?? 0;
  const parts: Omit<Segment, 'share'>[] = [
    { kind: 'done', count: done, colour },
    { kind: 'busy', count: busy, colour },
    ...[...oldByColour].map(([oldColour, count]) => ({ kind: 'old' as const, count, colour: oldColour })),
  ];
  const segments: Segment[] = parts
    .filter((part) => part.count > 0)
    .map((part) => ({ ...part, share: part.count / eligible }));
  const revisions: RevisionView[] = [...view.revisions.values()]
    .filter((revision) => seen.has(revision.revision) && revision !== view.current)
    .sort((a, b) => b.revision - a.revision);
  return { segments, eligible, old: revisions };
}
