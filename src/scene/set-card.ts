import { countText } from '../explain/words';
import type { Reader, WorldReader } from '../engine/index';
import { rolloutWait } from '../explain/rollout';
import type { DaemonSet } from '../k8s/types';
import type { Faults } from './faults';
import { haltWords } from './halts';
import type { SetTally } from './set-tally';
import { revisionNames, versionText, type RevisionView, type SetView } from './set-view';
import type { SceneTarget, Segment, SetCard } from './types';

interface Around {
  read: Reader;
  now: number;
  faults: Faults;
  world: WorldReader | undefined;
  /** Number of nodes, and the place of each in the picture. */
  nodes: number;
  indexOf: (node: string) => number;
}

/** A set's card from the sums over its slots. */
export function setCard(
  set: DaemonSet,
  view: SetView,
  tally: SetTally,
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
  const { segments, eligible, old } = rollout(view, tally);
  const excluded = around.nodes - eligible;
  const summary = [
    countText(around.nodes, 'node'),
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
    versions: revisionNames(view),
    segments,
    summary,
    label: `DaemonSet ${view.name}, namespace ${view.namespace}: ${counters.ready} of ${counters.desired} ready, ${counters.upToDate} up to date${old.length > 0 ? `, rolling out ${version}` : ''}`,
    trouble: troubleOf(around, set, tally),
    selected:
      selection?.type === 'set' && selection.name === view.name && selection.namespace === view.namespace,
  };
}

function rollout(view: SetView, tally: SetTally) {
  const { done, busy, oldByColour } = tally;
  const eligible = done + busy + oldByColour.reduce((sum, [, count]) => sum + count, 0);
  const colour = view.current?.colour ?? 0;
  const parts: Omit<Segment, 'share'>[] = [
    { kind: 'done', count: done, colour },
    { kind: 'busy', count: busy, colour },
    ...oldByColour.map(([oldColour, count]) => ({ kind: 'old' as const, count, colour: oldColour })),
  ];
  const segments: Segment[] = parts
    .filter((part) => part.count > 0)
    .map((part) => ({ ...part, share: part.count / eligible }));
  const old: RevisionView[] = [...view.revisions.values()]
    .filter((revision) => tally.has(revision.revision) && revision !== view.current)
    .sort((a, b) => b.revision - a.revision);
  return { segments, eligible, old };
}

/** Why the set does not get on: the pods that have come to a halt, and what they hold up (DS-53, DS-56). */
function troubleOf(
  { read, now, faults, world, indexOf }: Around,
  set: DaemonSet,
  tally: SetTally,
): string | undefined {
  const troubled = tally.troubled(indexOf);
  const refused = troubled.find((trouble) => trouble.refused)?.refused;
  if (refused) return `${refused.reason}: ${refused.title}`;
  const rolls = set.spec.updateStrategy?.type !== 'OnDelete' && tally.oldByColour.length > 0;
  // A lost node is its tile's to tell, unless it holds up a rollout.
  const halted = troubled.flatMap(({ place, halt, lost }) =>
    halt === undefined || (lost && !rolls) ? [] : [{ place, halt }],
  );
  if (faults.controllersStopped) return withoutControllers(tally.waiting, rolls, haltWords(halted));
  const unscheduled = faults.schedulerStopped && tally.pending > 0;
  const { detail, budgetUsed } =
    halted.length > 0 && rolls && !unscheduled
      ? rolloutWait(read, set, now, world)
      : { detail: '', budgetUsed: false };
  return budgetUsed ? `The rollout waits: ${detail}` : haltWords(halted);
}

/** What no longer happens while the controller manager is stopped, and what was wrong anyway. `missing`: pods to come. */
function withoutControllers(missing: number, rolls: boolean, halts: string | undefined): string | undefined {
  const undone = [
    ...(missing > 0 ? [`nobody creates ${countText(missing, 'pod')}`] : []),
    ...(rolls ? ['the rollout stands still'] : []),
  ];
  const words = undone.length > 0 ? [`controller manager stopped: ${undone.join(', ')}`] : [];
  const all = [...words, ...(halts === undefined ? [] : [halts])];
  return all.length > 0 ? all.join('; ') : undefined;
}
