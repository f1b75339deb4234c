import { countText } from '../explain/words';
import type { Reader, WorldReader } from '../engine/index';
import { rolloutWait } from '../explain/rollout';
import type { DaemonSet } from '../k8s/types';
import type { Faults } from './faults';
import { haltWords } from './halts';
import type { NodeContent } from './node-content';
import { versionText, type RevisionView, type SetView } from './set-view';
import type { SceneTarget, Segment, SetCard } from './types';

interface Around {
  read: Reader;
  now: number;
  faults: Faults;
  world: WorldReader | undefined;
}

/** A set's card. `index`: its place among the slots of every node. */
export function setCard(
  set: DaemonSet,
  view: SetView,
  index: number,
  nodes: readonly NodeContent[],
  around: Around,
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
  const trouble = troubleOf(around, set, index, nodes);
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

/** Why the set does not get on: the pods that have come to a halt, and what they hold up (DS-53, DS-56). */
function troubleOf(
  { read, now, faults, world }: Around,
  set: DaemonSet,
  index: number,
  nodes: readonly NodeContent[],
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
    return mark?.halt === undefined ? [] : [{ place: node, halt: mark.halt }];
  });
  if (faults.controllersStopped) return withoutControllers(slots, rolls, haltWords(halted));
  const unscheduled = faults.schedulerStopped && slots.some(({ slot }) => slot.state === 'pending');
  const { detail, budgetUsed } =
    halted.length > 0 && rolls && !unscheduled
      ? rolloutWait(read, set, now, world)
      : { detail: '', budgetUsed: false };
  return budgetUsed ? `The rollout waits: ${detail}` : haltWords(halted);
}

/** What no longer happens while the controller manager is stopped, and what was wrong anyway. */
function withoutControllers(
  slots: readonly { slot: NodeContent['slots'][number] }[],
  rolls: boolean,
  halts: string | undefined,
): string | undefined {
  const missing = slots.filter(({ slot }) => slot.absence?.kind === 'waiting').length;
  const undone = [
    ...(missing > 0 ? [`nobody creates ${countText(missing, 'pod')}`] : []),
    ...(rolls ? ['the rollout stands still'] : []),
  ];
  const words = undone.length > 0 ? [`controller manager stopped: ${undone.join(', ')}`] : [];
  const all = [...words, ...(halts === undefined ? [] : [halts])];
  return all.length > 0 ? all.join('; ') : undefined;
}
