import { compareText } from '../lib/compare';
import { deepEqual, sameItems } from '../lib/equal';
import { daemonJudge } from '../engine/index';
import type { DaemonSet, Node } from '../k8s/types';
import { activityOf, type Activity } from './activity';
import { createArranger, type Frame } from './arrange';
import type { SceneInput } from './build-scene';
import type { Changes } from './changes';
import { faultsOf, type Faults } from './faults';
import { levelFor } from './layout';
import { recordNode, type Ground as NodeGround, type NodeContent, type NodeRecord } from './node-content';
import { NodeOrder } from './node-order';
import { NodeTally } from './node-tally';
import { setCard } from './set-card';
import { SetTally } from './set-tally';
import { isBackground, setView, type SetView } from './set-view';
import { periodOf, tickOf } from './timed';
import type { Scene, SetCard, Workload } from './types';
import { WaitingPods } from './waiting-pods';
import { workloadsOf } from './workloads';

export interface SceneBuilder {
  /**
   * The picture of the cluster. `changes`: all that was written since the last call; undefined = anything may have been. What is unchanged is
   * the same object as in the scene before: tiles, cards, lists.
   */
  build(input: SceneInput, changes?: Changes): Scene;
  /**
   * The same, a piece at a time: works while `mayGoOn`, at least on one tile. Undefined: the picture is not whole yet, call again soon
   * with what has changed since; until then the last one stands. It ends, however much changes meanwhile.
   */
  follow(input: SceneInput, changes: Changes | undefined, mayGoOn: () => boolean): Scene | undefined;
  /** What the tiles of the last scene show, before they got their places; the page's first picture is made of it (ui/outlook.ts). */
  readonly contents: readonly NodeContent[];
}

/** What every tile depends on: when any of it changes, every tile is looked at. */
interface Ground extends NodeGround {
  sets: readonly DaemonSet[];
}

interface CardKept {
  inputs: readonly unknown[];
  card: SetCard;
}

/** Calls after which a picture is finished at once: where everything changes all the time it would never be whole. */
const MOST_CALLS = 60;

/**
 * Builds one scene after the other at the cost of what changes between them. The invariant, held by a test: the scene is the same as
 * one built from nothing.
 */
export function createSceneBuilder(): SceneBuilder {
  /** By name of the node. */
  const records = new Map<string, NodeRecord>();
  const arranger = createArranger();
  const order = new NodeOrder();
  let ground: Ground | undefined;
  let waiting: WaitingPods | undefined;
  /** With holes for nodes that have not been looked at yet. */
  let contents: (NodeContent | undefined)[] = [];
  let indexes = new Map<string, number>();
  let nodeTally = new NodeTally();
  let setTallies: SetTally[] = [];
  /** Nodes to look at though nothing was written: the kubelet is at work there, or the words follow the clock. */
  const alive = new Set<string>();
  const timed = { second: new Set<string>(), quarter: new Set<string>() };
  let lookedAt = Number.NaN;
  /** Names of the nodes still to look at before there is a picture. */
  const due = new Set<string>();
  /** Indexes of the contents that differ from those of the last picture; undefined = any may. */
  let touched: Set<number> | undefined;
  let calls = 0;
  /** Whether no pod or node has changed since the last picture. */
  let quiet = false;
  const cards = new Map<string, CardKept>();
  let workloads: { inputs: readonly unknown[]; list: readonly Workload[] } = { inputs: [], list: [] };
  let last: Scene | undefined;

  function follow(
    input: SceneInput,
    changes: Changes | undefined,
    mayGoOn: () => boolean,
  ): Scene | undefined {
    const activity = activityOf(input.read, input.activity);
    const next = groundOf(input, ground);
    const known = changes && ground && sameGround(ground, next);
    if (known) note(input, activity, changes);
    else begin(input, next, ground && changes);
    ground = next;
    lookedAt = input.now;
    calls += 1;
    quiet &&= changes !== undefined && changes.pods.length === 0 && changes.nodes.size === 0;
    for (const name of due) {
      look(name, input, activity, next);
      due.delete(name);
      if (due.size > 0 && calls < MOST_CALLS && !mayGoOn()) return undefined;
    }
    calls = 0;
    const scene = compose(input, next);
    touched = new Set();
    quiet = true;
    return scene;
  }

  /** Every node is due. `changes`: all that was written since the last call, where there was one. */
  function begin({ read }: SceneInput, { views }: Ground, changes: Changes | undefined): void {
    if (!changes || changes.nodes.size > 0) order.update(read.list('Node'));
    const sets = views.map(({ uid }) => uid);
    if (changes && waiting?.isOf(sets)) for (const { pod, gone } of changes.pods) waiting.note(pod, gone);
    else waiting = new WaitingPods(read, sets);
    nodeTally = new NodeTally();
    setTallies = views.map(() => new SetTally());
    cards.clear();
    alive.clear();
    timed.second.clear();
    timed.quarter.clear();
    const names = order.nodes.map(({ metadata }) => metadata.name);
    contents = names.map(() => undefined);
    indexes = new Map(names.map((name, i) => [name, i]));
    forgetGone();
    due.clear();
    for (const name of names) due.add(name);
    touched = undefined;
  }

  /** Finds out which nodes may have changed. */
  function note(input: SceneInput, activity: Activity, changes: Changes): void {
    for (const name of changes.nodes) due.add(name);
    for (const { pod, gone } of changes.pods) {
      const node = waiting?.note(pod, gone);
      if (node !== undefined) due.add(node);
    }
    for (const name of alive) if (!due.has(name) && hasGoneOn(name, activity)) due.add(name);
    for (const period of ['second', 'quarter'] as const)
      if (tickOf(input.now, period) !== tickOf(lookedAt, period))
        for (const name of timed[period]) due.add(name);
    if (changes.nodes.size > 0 && reorder(input)) touched = undefined;
  }

  function look(name: string, input: SceneInput, activity: Activity, base: Ground): void {
    const index = indexes.get(name);
    const node = index === undefined ? undefined : order.nodes[index];
    if (index === undefined || !node) return;
    const before = contents[index];
    const content = contentOf(node, input, activity, base);
    if (content === before) return;
    if (before) leave(before);
    enter(content);
    contents[index] = content;
    touched?.add(index);
    // A picture that takes several calls has its tiles when the last of them comes.
    if (!touched) arranger.prepare(content, index, frameOf(input));
  }

  /** Takes in nodes that have come, gone or changed places. False when the list is that of before, but for the objects in it. */
  function reorder({ read }: SceneInput): boolean {
    const before = order.nodes;
    order.update(read.list('Node'));
    const { nodes } = order;
    if (sameItems(before.map(uidOf), nodes.map(uidOf))) return false;
    const known = new Map(contents.flatMap((content) => (content ? [[uidOf(content.node), content]] : [])));
    // A new node is among those that have changed, so it is due.
    contents = nodes.map((node) => known.get(uidOf(node)));
    for (const node of nodes) known.delete(uidOf(node));
    for (const content of known.values()) leave(content);
    indexes = new Map(nodes.map(({ metadata }, i) => [metadata.name, i]));
    forgetGone();
    return true;
  }

  function forgetGone(): void {
    if (records.size <= indexes.size) return;
    for (const name of records.keys()) if (!indexes.has(name)) records.delete(name);
  }

  function contentOf(node: Node, input: SceneInput, activity: Activity, base: Ground): NodeContent {
    const { name } = node.metadata;
    const bound = input.read.podsOnNode(name);
    const unbound = waiting?.on(name) ?? [];
    const pods = unbound.length > 0 ? [...bound, ...unbound] : bound;
    const record = recordNode(node, pods, base, input.now, activity, records.get(name));
    records.set(name, record);
    return record.content;
  }

  function hasGoneOn(name: string, activity: Activity): boolean {
    const content = contents[indexes.get(name) ?? -1];
    return content?.doing.some(([uid, words]) => activity.ofPod(uid) !== words) ?? false;
  }

  function enter(content: NodeContent): void {
    const name = nameOf(content);
    nodeTally.add(content.words);
    for (const [i, slot] of content.slots.entries()) setTallies[i]?.add(name, slot);
    if (content.doing.length > 0) alive.add(name);
    const period = periodOf(content.timed);
    if (period) timed[period].add(name);
  }

  function leave(content: NodeContent): void {
    const name = nameOf(content);
    nodeTally.remove(content.words);
    for (const [i, slot] of content.slots.entries()) setTallies[i]?.remove(name, slot);
    alive.delete(name);
    const period = periodOf(content.timed);
    if (period) timed[period].delete(name);
  }

  function compose(input: SceneInput, { sets, views, faults }: Ground): Scene {
    const { now } = input;
    const frame = frameOf(input);
    const { level, width } = frame;
    const placed = arranger.place(whole(), touched, frame);
    const nextCards = sets.map((set, i) => cardOf(input, set, views[i] as SetView, i, faults));
    workloads = workloadsNow(input, faults);
    const scene: Scene = {
      now,
      level,
      width,
      ...placed,
      sets: last && sameItems(last.sets, nextCards) ? last.sets : nextCards,
      workloads: workloads.list,
      summary: nodeTally.words,
    };
    last = scene;
    return scene;
  }

  function frameOf({ level, width, height = 0, selection, group = 'zone' }: SceneInput): Frame {
    return { level: level ?? levelFor(contents.length), width, height, group, selection };
  }

  /** None of the contents is missing when no node is due. */
  function whole(): readonly NodeContent[] {
    return contents as readonly NodeContent[];
  }

  function cardOf(
    { read, now, world, selection }: SceneInput,
    set: DaemonSet,
    view: SetView,
    i: number,
    faults: Faults,
  ): SetCard {
    const tally = setTallies[i] as SetTally;
    const kept = cards.get(view.uid);
    // A selection of anything else is nothing to a card.
    const chosen = selection?.type === 'set' ? selection : undefined;
    const inputs = [set, view, tally.version, contents.length, faults, chosen];
    if (kept && sameItems(kept.inputs, inputs)) return kept.card;
    const indexOf = (name: string) => indexes.get(name) ?? -1;
    const around = { read, now, faults, world, nodes: contents.length, indexOf };
    const fresh = setCard(set, view, tally, around, selection);
    const card = kept && deepEqual(kept.card, fresh) ? kept.card : fresh;
    cards.set(view.uid, { inputs, card });
    return card;
  }

  function workloadsNow({ read, now }: SceneInput, faults: Faults) {
    const inputs = [
      read.list('Deployment'),
      read.list('StatefulSet'),
      read.list('ReplicaSet'),
      faults,
      tickOf(now),
    ];
    if (quiet && sameItems(workloads.inputs, inputs)) return workloads;
    const list = workloadsOf(read, now, faults);
    return { inputs, list: deepEqual(workloads.list, list) ? workloads.list : list };
  }

  return {
    follow,
    build: (input, changes) => follow(input, changes, () => true) as Scene,
    get contents() {
      return whole();
    },
  };
}

function groundOf({ read, world }: SceneInput, before: Ground | undefined): Ground {
  const sets = [...read.list('DaemonSet')].sort(compareSets);
  const views = sets.map((set) => setView(set, read));
  return {
    sets,
    views: before && sameItems(before.views, views) ? before.views : views,
    faults: faultsOf(world),
    placedBy: world?.daemonPlacement ?? 'scheduler',
    judge: daemonJudge(read, world),
  };
}

// The sets themselves change with every status; what tiles show of them are the views.
function sameGround(a: Ground, b: Ground): boolean {
  return a.views === b.views && a.faults === b.faults && a.placedBy === b.placedBy;
}

function compareSets(a: DaemonSet, b: DaemonSet): number {
  const system = Number(isBackground(a)) - Number(isBackground(b));
  return (
    system ||
    compareText(a.metadata.namespace ?? '', b.metadata.namespace ?? '') ||
    compareText(a.metadata.name, b.metadata.name)
  );
}

function nameOf(content: NodeContent): string {
  return content.node.metadata.name;
}

function uidOf(node: Node): string {
  return node.metadata.uid;
}
