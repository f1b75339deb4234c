import { compareText } from '../lib/compare';
import { conditionOf, isNodeReady } from '../k8s/conditions';
import { nodeRoles } from '../k8s/node-status';
import { controllerOf } from '../k8s/owner';
import { parseRfc3339 } from '../k8s/time';
import type { Node, Pod } from '../k8s/types';
import { countText } from '../explain/words';
import { nodeShouldRunDaemonPod } from '../engine/index';
import { exclusionWords } from '../explain/placement';
import type { Activity } from './activity';
import { labelChips, taintChips } from './chips';
import { podMark, shortSeconds, type MarkContent } from './pod-mark';
import { sameItems, type SetView } from './set-view';
import type { Absence, PodState, Tone } from './types';

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
  role: string;
  controlPlane: boolean;
  ready: boolean;
  cordoned: boolean;
  note: string;
  noteTone: Tone;
  labels: ReturnType<typeof labelChips>;
  taints: ReturnType<typeof taintChips>;
  slots: readonly SlotContent[];
  others: { text: string; title: string; count: number };
  label: string;
}

/** Words that depend on the clock are refreshed this often, in virtual milliseconds. */
const TICK = 250;

interface Kept {
  inputs: readonly unknown[];
  timed: boolean;
  content: NodeContent;
}
const memo = new WeakMap<Node, Kept>();

/** Content of a node's tile. `pods`: those bound to it and those pinned to it that still wait for the scheduler. */
export function nodeContent(
  node: Node,
  pods: readonly Pod[],
  views: readonly SetView[],
  now: number,
  activity: Activity,
): NodeContent {
  const activities = pods.map((pod) => (isBeingCreated(pod) ? activity.ofPod(pod.metadata.uid) : undefined));
  const inputs = [...pods, undefined, ...views, undefined, ...activities];
  const kept = memo.get(node);
  const tick = Math.floor(now / TICK);
  if (kept && sameItems(kept.inputs, kept.timed ? [...inputs, tick] : inputs)) return kept.content;
  const bySet = podsBySet(pods);
  const slots = views.map((view) => slotContent(node, view, bySet.get(view.uid) ?? [], now, activity));
  const header = headerOf(node, now);
  const timed =
    header.timed ||
    slots.some(
      (slot) =>
        (slot.absence !== undefined && slot.absence.kind !== 'excluded') ||
        slot.marks.some((mark) => mark.timed),
    );
  const content: NodeContent = {
    node,
    ...header.words,
    labels: labelChips(node),
    taints: taintChips(node),
    slots,
    others: othersOf(pods, views),
    label: nodeLabel(node, header.words, slots),
  };
  memo.set(node, { inputs: timed ? [...inputs, tick] : inputs, timed, content });
  return content;
}

function isBeingCreated(pod: Pod): boolean {
  return pod.status.phase === 'Pending' && pod.spec.nodeName !== undefined;
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

function slotContent(
  node: Node,
  view: SetView,
  pods: readonly Pod[],
  now: number,
  activity: Activity,
): SlotContent {
  const { shouldRun } = nodeShouldRunDaemonPod(view.set, node);
  const marks = [...pods]
    .sort(compareAge)
    .map((pod) =>
      podMark(pod, view, node, now, isBeingCreated(pod) ? activity.ofPod(pod.metadata.uid) : undefined),
    );
  const youngest = marks.findLast((mark) => mark.state !== 'terminating') ?? marks.at(-1);
  const absence = youngest ? undefined : absenceOf(node, view, shouldRun, activity);
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

function absenceOf(node: Node, view: SetView, shouldRun: boolean, activity: Activity): Absence {
  if (!shouldRun) return { kind: 'excluded', ...exclusionWords(view.set, node) };
  const waiting = (reason: string, title: string): Absence => ({
    kind: 'waiting',
    reason,
    short: reason,
    title,
  });
  if (view.deleting)
    return waiting('set being deleted', 'The DaemonSet is being deleted: it creates no more pods');
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
    mark.revision === undefined ? mark.word : `${mark.word}, revision ${mark.revision} of ${view.latest}`,
  );
  return `${head}: ${parts.join('; ')}${misscheduled ? '; misscheduled' : ''}`;
}

type Header = Pick<NodeContent, 'role' | 'controlPlane' | 'ready' | 'cordoned' | 'note' | 'noteTone'>;

function headerOf(node: Node, now: number): { words: Header; timed: boolean } {
  const roles = nodeRoles(node);
  const controlPlane = roles.includes('control-plane') || roles.includes('master');
  const role = roles.length === 0 ? 'worker' : roles.map((name) => name.replaceAll('-', ' ')).join(', ');
  const ready = isNodeReady(node);
  const cordoned = node.spec.unschedulable === true;
  const words = { role, controlPlane, ready, cordoned };
  if (!ready) {
    const condition = conditionOf(node.status.conditions, 'Ready');
    const since = parseRfc3339(condition?.lastTransitionTime ?? node.metadata.creationTimestamp);
    const note = `NotReady ${shortSeconds(Math.max(0, Math.floor((now - since) / 1000)))}`;
    return { words: { ...words, note, noteTone: 'bad' }, timed: true };
  }
  if (cordoned) return { words: { ...words, note: 'cordoned', noteTone: 'warn' }, timed: false };
  return { words: { ...words, note: role, noteTone: 'muted' }, timed: false };
}

function othersOf(pods: readonly Pod[], views: readonly SetView[]): NodeContent['others'] {
  const sets = new Set(views.map((view) => view.uid));
  const others = pods.filter((pod) => !sets.has(controllerOf(pod)?.uid ?? ''));
  const fixed = others.filter(
    (pod) => pod.metadata.annotations?.['kubernetes.io/config.mirror'] !== undefined,
  );
  const naked = others.length - fixed.length;
  const parts = [
    ...(fixed.length > 0 ? [countText(fixed.length, 'static pod')] : []),
    ...(naked > 0 ? [countText(naked, 'other pod')] : []),
  ];
  return {
    count: others.length,
    text: parts.join(' · '),
    title: others
      .map((pod) => `${pod.metadata.namespace}/${pod.metadata.name}: ${pod.status.phase}`)
      .join('\n'),
  };
}

function nodeLabel(node: Node, header: Header, slots: readonly SlotContent[]): string {
  const states = [
    header.role,
    header.ready ? 'ready' : 'not ready',
    ...(header.cordoned ? ['cordoned'] : []),
  ];
  const taints = (node.spec.taints ?? []).length;
  if (taints > 0) states.push(countText(taints, 'taint'));
  const pods = slots.reduce((sum, slot) => sum + slot.marks.length, 0);
  return `${node.metadata.name}, ${states.join(', ')}, ${countText(pods, 'pod')} of DaemonSets`;
}
