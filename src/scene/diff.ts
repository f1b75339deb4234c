import type { PodMark, PodState, Scene, SetName, Slot, Tile } from './types';

/** A difference between two scenes, as far as it is worth telling. */
export type SceneChange =
  | {
      type: 'node-added' | 'node-removed' | 'node-ready' | 'node-lost' | 'node-cordoned' | 'node-uncordoned';
      node: string;
    }
  /** `resource`: `MemoryPressure`, … */
  | { type: 'node-pressed' | 'node-relieved'; node: string; resource: string }
  | { type: 'set-added' | 'set-removed'; set: SetName }
  | { type: 'rollout-started'; set: SetName; version: string }
  /** Every wanted pod is up to date and available. */
  | { type: 'set-complete'; set: SetName; pods: number }
  | { type: 'pod-added' | 'pod-removed'; pod: string; set: SetName; node: string; state: PodState }
  | {
      type: 'pod-state';
      pod: string;
      set: SetName;
      node: string;
      state: PodState;
      word: string;
      /** Why, in a word or two: `preempted`. */
      note: string | undefined;
    };

/** What has changed from one scene to a later one. Tiles that are the same object are not looked into. */
export function diffScenes(before: Scene, after: Scene): SceneChange[] {
  return [...diffNodes(before, after), ...diffSets(before, after)];
}

function diffNodes(before: Scene, after: Scene): SceneChange[] {
  const changes: SceneChange[] = [];
  const old = new Map(before.tiles.map((tile) => [tile.uid, tile]));
  for (const tile of after.tiles) {
    const known = old.get(tile.uid);
    old.delete(tile.uid);
    if (known === tile) continue;
    if (!known) changes.push({ type: 'node-added', node: tile.name });
    else diffNode(known, tile, changes);
    diffPods(known?.slots ?? [], tile.slots, changes);
    if (known) diffLoose(known, tile, changes);
  }
  for (const tile of old.values()) changes.push({ type: 'node-removed', node: tile.name });
  return changes;
}

function diffNode(before: Tile, after: Tile, changes: SceneChange[]): void {
  const node = after.name;
  if (before.ready !== after.ready) changes.push({ type: after.ready ? 'node-ready' : 'node-lost', node });
  if (before.cordoned !== after.cordoned)
    changes.push({ type: after.cordoned ? 'node-cordoned' : 'node-uncordoned', node });
  if (before.pressure === after.pressure) return;
  for (const resource of after.pressure)
    if (!before.pressure.includes(resource)) changes.push({ type: 'node-pressed', node, resource });
  for (const resource of before.pressure)
    if (!after.pressure.includes(resource)) changes.push({ type: 'node-relieved', node, resource });
}

function marksOf(slots: readonly Slot[]): Map<string, { mark: PodMark; slot: Slot }> {
  return new Map(slots.flatMap((slot) => slot.pods.map((mark) => [mark.uid, { mark, slot }] as const)));
}

function diffPods(before: readonly Slot[], after: readonly Slot[], changes: SceneChange[]): void {
  // Most slots are as they were, and stay the same object.
  const old = marksOf(before.filter((slot) => !after.includes(slot)));
  for (const [uid, { mark, slot }] of marksOf(after.filter((each) => !before.includes(each)))) {
    const known = old.get(uid);
    old.delete(uid);
    const about = { pod: mark.name, set: slot.set, node: slot.node, state: mark.state };
    if (!known) changes.push({ type: 'pod-added', ...about });
    if (known?.mark.state !== mark.state)
      changes.push({ type: 'pod-state', ...about, word: mark.word, note: mark.note });
  }
  for (const { mark, slot } of old.values())
    changes.push({ type: 'pod-removed', pod: mark.name, set: slot.set, node: slot.node, state: mark.state });
}

/** Pods of no DaemonSet: only those drawn before and after, for a mark may have had to make room. */
function diffLoose(before: Tile, after: Tile, changes: SceneChange[]): void {
  if (before.others.marks === after.others.marks) return;
  const old = new Map(before.others.marks.map((mark) => [mark.uid, mark]));
  for (const { uid, name, namespace, owner, state, word, note } of after.others.marks) {
    const known = old.get(uid);
    if (!known || known.state === state) continue;
    const set = { namespace, name: owner };
    changes.push({ type: 'pod-state', pod: name, set, node: after.name, state, word, note });
  }
}

function diffSets(before: Scene, after: Scene): SceneChange[] {
  const changes: SceneChange[] = [];
  const old = new Map(before.sets.map((card) => [card.uid, card]));
  for (const card of after.sets) {
    const set = { namespace: card.namespace, name: card.name };
    const known = old.get(card.uid);
    old.delete(card.uid);
    if (!known) changes.push({ type: 'set-added', set });
    if (card.replacing && !known?.replacing)
      changes.push({ type: 'rollout-started', set, version: card.versionText });
    if (known?.rolling && !card.rolling)
      changes.push({ type: 'set-complete', set, pods: card.counters.desired });
  }
  for (const card of old.values())
    changes.push({ type: 'set-removed', set: { namespace: card.namespace, name: card.name } });
  return changes;
}
