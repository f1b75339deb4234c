import { countText } from '../explain/words';
import type { Reader } from '../engine/index';
import { rolloutWait } from '../explain/rollout';
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
  { read, now }: { read: Reader; now: number },
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
  const trouble = troubleOf(read, set, index, nodes, now);
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
    trouble,
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

/** Nodes named before the rest is counted. */
const NAMED = 2;

/** Why the set does not get on: the first pod that has come to a halt, and what it holds up (DS-53, DS-56). */
function troubleOf(
  read: Reader,
  set: DaemonSet,
  index: number,
  nodes: readonly NodeContent[],
  now: number,
): string | undefined {
  const slots = nodes.flatMap((node) => {
    const slot = node.slots[index];
    return slot ? [{ node: node.node.metadata.name, slot }] : [];
  });
  const refused = slots.find(({ slot }) => slot.absence?.kind === 'failing')?.slot.absence;
  if (refused) return `${refused.reason}: ${refused.title}`;
  const rolls =
    set.spec.updateStrategy?.type !== 'OnDelete' && slots.some(({ slot }) => slot.tally === 'old');
  const halted = slots.flatMap(({ node, slot }) => {
    const mark = slot.misscheduled ? undefined : slot.marks.findLast((m) => m.state !== 'terminating');
    // A lost node is its tile's to tell, unless it holds up a rollout.
    if (mark?.state === 'unknown' && !rolls) return [];
    return mark?.halt === undefined ? [] : [`${node}: ${mark.halt}`];
  });
  if (halted.length === 0) return undefined;
  const { detail, budgetUsed } = rolls ? rolloutWait(read, set, now) : { detail: '', budgetUsed: false };
  if (budgetUsed) return `The rollout waits: ${detail}`;
  const more = halted.length > NAMED ? ` and ${halted.length - NAMED} more` : '';
  return `${halted.slice(0, NAMED).join(', ')}${more}`;
}
