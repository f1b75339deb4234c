import { compareText } from '../lib/compare';
import { sameItems } from '../lib/equal';
import { isPodReady } from '../k8s/conditions';
import { controllerOf } from '../k8s/owner';
import type { Node, Pod } from '../k8s/types';
import { countText } from '../explain/words';
import type { DaemonPlacement, DaemonVerdict, daemonJudge } from '../engine/index';
import { exclusionWords } from '../explain/placement';
import type { Activity } from './activity';
import { faultChips, labelChips, taintChips } from './chips';
import type { FaultMark, Faults } from './faults';
import { looseContent, type LooseContent } from './loose-pods';
import { nodeWords, type NodeWords } from './node-words';
import { podMark, type MarkContent } from './pod-mark';
import type { SetView } from './set-view';
import type { Absence, PodState } from './types';

/** Share of a set's rollout that a node stands for; `none` = the set does not want it. */
export type Tally = 'done' | 'busy' | 'old' | 'none';

export interface SlotContent {
  view: SetView;
  marks: readonly MarkContent[];
  absence: Absence | undefined;
  state: PodState | 'empty';
  misscheduled: boolean;
  tally: Tally;
  /** Colour of the old pod that `old` counts. */
  oldColour: number;
  label: string;
}

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
  /** Its words depend on the clock. */
  timed: boolean;
}

/** Words that depend on the clock are refreshed this often, in virtual milliseconds. */
const TICK = 250;

/** Moments with the same tick have the same words. */
export function tickOf(now: number): number {
  return Math.floor(now / TICK);
}

/** Contents by their node, with all that they were made from. */
export type ContentMemory = WeakMap<Node, { inputs: readonly unknown[]; content: NodeContent }>;

/** Which nodes a set wants (DS-22): beside set and node, a verdict depends on the node's pods and on who places daemon pods. */
export interface Placing {
  by: DaemonPlacement;
  judge: ReturnType<typeof daemonJudge>;
}

/** Content of a node's tile. `pods`: those bound to it and those pinned to it that still wait for the scheduler. */
export function nodeContent(
  node: Node,
  pods: readonly Pod[],
  views: readonly SetView[],
  now: number,
  activity: Activity,
  faults: Faults,
  placing: Placing,
  memory: ContentMemory,
): NodeContent {
  const broken = faults.ofNode(node.metadata.name);
  const doing = pods
    .filter(isUnderWay)
    .map(({ metadata }) => [metadata.uid, activity.ofPod(metadata.uid)] as const);
  const inputs = [
    ...pods,
    undefined,
    ...views,
    undefined,
    ...doing.map(([, words]) => words),
    broken,
    // Marks of pods differ whenever any fault comes or goes, which is seldom.
    faults,
    placing.by,
  ];
  const kept = memory.get(node);
  const tick = tickOf(now);
  if (kept && sameItems(kept.inputs, kept.content.timed ? [...inputs, tick] : inputs)) return kept.content;
  const bySet = podsBySet(pods);
  const surroundings = { node, now, activity, faults, judge: placing.judge };
  const slots = views.map((view) => slotContent(surroundings, view, bySet.get(view.uid) ?? []));
  const facts = factsOf(node, now);
  const words = facts.words ?? nodeWords(node, now);
  const sets = new Set(views.map((view) => view.uid));
  const others = looseContent(
    pods.filter((pod) => !sets.has(controllerOf(pod)?.uid ?? '')),
    (pod) => markOf(surroundings, undefined, pod),
  );
  const timed =
    words.timed ||
    others.timed ||
    slots.some(
      (slot) =>
        (slot.absence !== undefined && slot.absence.kind !== 'excluded') ||
        slot.marks.some((mark) => mark.timed),
    );
  const content: NodeContent = {
    node,
    words,
    faults: broken,
    chips: { faults: faultChips(broken), ...facts.chips },
    slots,
    others,
    traits: facts.traits,
    label: nodeLabel(node, words, broken, slots),
    doing,
    timed,
  };
  memory.set(node, { inputs: timed ? [...inputs, tick] : inputs, content });
  return content;
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
const factMemo = new WeakMap<Node, NodeFacts>();

function factsOf(node: Node, now: number): NodeFacts {
  let facts = factMemo.get(node);
  if (!facts) {
    const labels = labelChips(node);
    const words = nodeWords(node, now);
    facts = {
      chips: { labels, taints: taintChips(node) },
      traits: labels.map(({ text }) => text).join(' · '),
      words: words.timed ? undefined : words,
    };
    factMemo.set(node, facts);
  }
  return facts;
}

interface Surroundings {
  node: Node;
  now: number;
  activity: Activity;
  faults: Faults;
  judge: Placing['judge'];
}

function markOf(around: Surroundings, view: SetView | undefined, pod: Pod): MarkContent {
  const { node, now, activity, faults } = around;
  return podMark(pod, view, {
    node,
    now,
    activity: isUnderWay(pod) ? activity.ofPod(pod.metadata.uid) : undefined,
    faults: faults.ofPod(pod),
    schedulerStopped: faults.schedulerStopped,
  });
}

/** Pods whose status alone does not tell what goes on. */
function isUnderWay(pod: Pod): boolean {
  if (pod.spec.nodeName === undefined) return false;
  return pod.status.phase === 'Pending' || (pod.status.phase === 'Running' && !isPodReady(pod));
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

// Age decides what is left and right, so that a pod never changes sides (DS-35 without its scheduled-first clause).
function compareAge(a: Pod, b: Pod): number {
  return (
    compareText(a.metadata.creationTimestamp, b.metadata.creationTimestamp) ||
    compareText(a.metadata.name, b.metadata.name)
  );
}

function slotContent(around: Surroundings, view: SetView, pods: readonly Pod[]): SlotContent {
  const { node } = around;
  const verdict = around.judge(view.set, node);
  const { shouldRun } = verdict;
  const marks = [...pods].sort(compareAge).map((pod) => markOf(around, view, pod));
  const youngest = marks.findLast((mark) => mark.state !== 'terminating') ?? marks.at(-1);
  const absence = youngest ? undefined : absenceOf(around, view, verdict);
  const misscheduled = !shouldRun && marks.length > 0;
  const tally = tallyOf(shouldRun, marks);
  return {
    view,
    marks,
    absence,
    state: youngest?.state ?? 'empty',
    misscheduled,
    tally,
    oldColour: tally === 'old' ? (marks.find((mark) => !mark.current)?.colour ?? 0) : 0,
    label: slotLabel(node, view, marks, absence, misscheduled),
  };
}

function absenceOf({ node, activity, faults }: Surroundings, view: SetView, verdict: DaemonVerdict): Absence {
  if (!verdict.shouldRun) return { kind: 'excluded', ...exclusionWords(view.set, node, verdict) };
  const waiting = (reason: string, title: string): Absence => ({
    kind: 'waiting',
    reason,
    short: reason,
    title,
  });
  if (view.deleting)
    return waiting('set being deleted', 'The DaemonSet is being deleted: it creates no more pods');
  if (faults.controllersStopped)
    return waiting(
      'nobody creates it',
      'The controller manager does not run, and the DaemonSet controller with it: nobody creates the pod',
    );
  if (verdict.unplaced !== undefined)
    return {
      ...waiting('FailedPlacement', `failed to place pod on "${node.metadata.name}": ${verdict.unplaced}`),
      kind: 'failing',
    };
  const doing = activity.ofSet(view.uid);
  if (doing?.startsWith('FailedCreate'))
    return { ...waiting('FailedCreate', doing.replace('FailedCreate: ', '')), kind: 'failing' };
  return waiting('waiting for a pod', 'The DaemonSet controller is about to create a pod');
}

function tallyOf(shouldRun: boolean, marks: readonly MarkContent[]): Tally {
  if (!shouldRun) return 'none';
  if (marks.some((mark) => mark.current && mark.available && mark.state !== 'terminating'))
    return marks.length === 1 ? 'done' : 'busy';
  const old = marks.filter((mark) => !mark.current);
  return old.length > 0 && old.length === marks.length && old.some((mark) => mark.state !== 'terminating')
    ? 'old'
    : 'busy';
}

function slotLabel(
  node: Node,
  view: SetView,
  marks: readonly MarkContent[],
  absence: Absence | undefined,
  misscheduled: boolean,
): string {
  const head = `${view.name} on ${node.metadata.name}`;
  if (absence) return `${head}: no pod, ${absence.reason}`;
  const parts = marks.map((mark) =>
    [
      mark.word,
      ...(mark.note === undefined ? [] : [mark.note]),
      ...(mark.revision === undefined ? [] : [`revision ${mark.revision} of ${view.latest}`]),
      ...(mark.fault === undefined ? [] : [`fault: ${mark.fault}`]),
    ].join(', '),
  );
  return `${head}: ${parts.join('; ')}${misscheduled ? '; misscheduled' : ''}`;
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
