import { sameItems } from '../lib/equal';
import { controllerOf } from '../k8s/owner';
import type { Node, Pod } from '../k8s/types';
import { countText } from '../explain/words';
import type { DaemonPlacement } from '../engine/index';
import type { Activity } from './activity';
import { faultChips, labelChips, taintChips } from './chips';
import type { FaultMark, Faults } from './faults';
import { looseContent, type LooseContent } from './loose-pods';
import { nodeWords, type NodeWords } from './node-words';
import type { SetView } from './set-view';
import {
  isUnderWay,
  markOf,
  slotContent,
  slotTimed,
  type Judge,
  type SlotContent,
  type SlotSurroundings,
} from './slot-content';
import { holds, oftener, type Timed } from './timed';

export type { SlotContent } from './slot-content';

/** All of a tile but its place and selection. Built again only when something it shows has changed. */
export interface NodeContent {
  node: Node;
  words: NodeWords;
  /** What is really the matter with the machine. */
  faults: readonly FaultMark[];
  chips: Record<'faults' | 'labels' | 'taints', ReturnType<typeof labelChips>>;
  slots: readonly SlotContent[];
  others: LooseContent;
  /** Its labels in short. */
  traits: string;
  label: string;
  /** What the kubelet does for pods whose status does not tell, by uid: asked again, it may have gone on without any write. */
  doing: readonly (readonly [uid: string, activity: string | undefined])[];
  /** How its words follow the clock. */
  timed: Timed;
}

/** What is the same for all nodes. */
export interface Ground {
  /** The same list as long as its views are. */
  views: readonly SetView[];
  faults: Faults;
  placedBy: DaemonPlacement;
  judge: Judge;
}

/** A content with all that it was made from. */
export interface NodeRecord {
  node: Node;
  pods: readonly Pod[];
  views: readonly SetView[];
  faults: Faults;
  placedBy: DaemonPlacement;
  /** The moment whose words these are, ms since the Unix epoch. */
  at: number;
  facts: NodeFacts;
  /** The pods of each slot. */
  bySet: ReadonlyMap<string, readonly Pod[]>;
  content: NodeContent;
}

const NONE: readonly Pod[] = [];

/**
 * What a node's tile shows. `pods`: those bound to it and those pinned to it that still wait for the scheduler. `before`: the last
 * record of a node of that name; it comes back when all is as it was, and what is left of it is used again.
 */
export function recordNode(
  node: Node,
  pods: readonly Pod[],
  ground: Ground,
  now: number,
  activity: Activity,
  before: NodeRecord | undefined,
): NodeRecord {
  const { views, faults, placedBy, judge } = ground;
  const known =
    before?.node === node &&
    // Marks of pods differ whenever any fault comes or goes, which is seldom.
    before.faults === faults &&
    before.placedBy === placedBy
      ? before
      : undefined;
  if (known && known.views === views && sameItems(known.pods, pods) && isFresh(known, now, activity))
    return known;
  const bySet = podsBySet(pods);
  const around: SlotSurroundings = { node, now, activity, faults, judge };
  const slots = views.map((view) => {
    const own = bySet.get(view.uid) ?? NONE;
    return (known && keptSlot(known, view, own, now, activity)) ?? slotContent(around, view, own);
  });
  const facts = before?.node === node ? before.facts : factsOf(node, now);
  const words = facts.words ?? nodeWords(node, now);
  const sets = new Set(views.map((view) => view.uid));
  const others = looseContent(
    pods.filter((pod) => !sets.has(controllerOf(pod)?.uid ?? '')),
    (pod) => markOf(around, undefined, pod),
  );
  const timed = slots.reduce<Timed>(
    (most, slot) => oftener(most, slotTimed(slot)),
    oftener(words.timed ? 'second' : false, others.timed),
  );
  const broken = faults.ofNode(node.metadata.name);
  const content: NodeContent = {
    node,
    words,
    faults: broken,
    chips: { faults: faultChips(broken), ...facts.chips },
    slots,
    others,
    traits: facts.traits,
    label: nodeLabel(node, words, broken, slots),
    doing: doingOf(pods, activity),
    timed,
  };
  return { node, pods, views, faults, placedBy, at: now, facts, bySet, content };
}

/** Whether neither the clock nor a kubelet makes other words of the same objects. */
function isFresh({ content, at }: NodeRecord, now: number, activity: Activity): boolean {
  const { timed, doing } = content;
  return holds(timed, at, now) && doing.every(([uid, words]) => activity.ofPod(uid) === words);
}

/** The slot of a set with these pods, when it is as it was. */
function keptSlot(
  { bySet, views, content, placedBy, at }: NodeRecord,
  view: SetView,
  pods: readonly Pod[],
  now: number,
  activity: Activity,
): SlotContent | undefined {
  // Before 1.12 the other pods of the node decide, too, whether one is wanted.
  if (placedBy !== 'scheduler') return undefined;
  const slot = content.slots[views.indexOf(view)];
  if (!slot || !sameItems(bySet.get(view.uid) ?? NONE, pods)) return undefined;
  if (!holds(slotTimed(slot), at, now)) return undefined;
  const isSame = content.doing.every(
    ([uid, words]) => activity.ofPod(uid) === words || pods.every(({ metadata }) => metadata.uid !== uid),
  );
  return isSame ? slot : undefined;
}

function doingOf(pods: readonly Pod[], activity: Activity): NodeContent['doing'] {
  return pods.filter(isUnderWay).map(({ metadata }) => [metadata.uid, activity.ofPod(metadata.uid)] as const);
}

type Chips = ReturnType<typeof labelChips>;

/** What the node alone tells, without the clock. */
interface NodeFacts {
  chips: Record<'labels' | 'taints', Chips>;
  traits: string;
  /** Undefined while they follow the clock. */
  words: NodeWords | undefined;
}

// Far more often than a node change the pods on it.
function factsOf(node: Node, now: number): NodeFacts {
  const labels = labelChips(node);
  const words = nodeWords(node, now);
  return {
    chips: { labels, taints: taintChips(node) },
    traits: labels.map(({ text }) => text).join(' · '),
    words: words.timed ? undefined : words,
  };
}

function podsBySet(pods: readonly Pod[]): Map<string, Pod[]> {
  const groups = new Map<string, Pod[]>();
  for (const pod of pods) {
    const uid = controllerOf(pod)?.uid;
    if (uid === undefined) continue;
    const group = groups.get(uid);
    if (group) group.push(pod);
    else groups.set(uid, [pod]);
  }
  return groups;
}

function nodeLabel(
  node: Node,
  words: NodeWords,
  faults: readonly FaultMark[],
  slots: readonly SlotContent[],
): string {
  const states = [
    words.role,
    words.ready ? 'ready' : 'not ready',
    ...(words.unheard ? ['not heard of'] : []),
    ...(words.cordoned ? ['cordoned'] : []),
    ...words.pressure,
    ...faults.map(({ word }) => `fault: ${word}`),
  ];
  const taints = (node.spec.taints ?? []).length;
  if (taints > 0) states.push(countText(taints, 'taint'));
  const pods = slots.reduce((sum, slot) => sum + slot.marks.length, 0);
  return `${node.metadata.name}, ${states.join(', ')}, ${countText(pods, 'pod')} of DaemonSets`;
}
