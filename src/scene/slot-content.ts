import { compareText } from '../lib/compare';
import { isPodReady } from '../k8s/conditions';
import type { Node, Pod } from '../k8s/types';
import type { daemonJudge, DaemonVerdict } from '../engine/index';
import { exclusionWords } from '../explain/placement';
import type { Activity } from './activity';
import type { Faults } from './faults';
import { podMark, type MarkContent } from './pod-mark';
import type { SetView } from './set-view';
import { oftener, type Timed } from './timed';
import type { Absence, PodState } from './types';

/** Share of a set's rollout that a node stands for; `none` = the set does not want it. */
export type Tally = 'done' | 'busy' | 'old' | 'none';

/** What a set has on a node. */
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

/** Which nodes a set wants (DS-22): beside set and node, a verdict depends on the node's pods and on who places daemon pods. */
export type Judge = ReturnType<typeof daemonJudge>;

/** What a slot depends on beside its set and pods. */
export interface SlotSurroundings {
  node: Node;
  now: number;
  activity: Activity;
  faults: Faults;
  judge: Judge;
}

export function markOf(around: SlotSurroundings, view: SetView | undefined, pod: Pod): MarkContent {
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
export function isUnderWay(pod: Pod): boolean {
  if (pod.spec.nodeName === undefined) return false;
  return pod.status.phase === 'Pending' || (pod.status.phase === 'Running' && !isPodReady(pod));
}

// Age decides what is left and right, so that a pod never changes sides (DS-35 without its scheduled-first clause).
function compareAge(a: Pod, b: Pod): number {
  return (
    compareText(a.metadata.creationTimestamp, b.metadata.creationTimestamp) ||
    compareText(a.metadata.name, b.metadata.name)
  );
}

export function slotContent(around: SlotSurroundings, view: SetView, pods: readonly Pod[]): SlotContent {
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

function absenceOf(
  { node, activity, faults }: SlotSurroundings,
  view: SetView,
  verdict: DaemonVerdict,
): Absence {
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

/** How the words of a slot follow the clock. */
export function slotTimed({ absence, marks }: SlotContent): Timed {
  // What keeps a pod from being created is told by events.
  const waiting = absence !== undefined && absence.kind !== 'excluded' ? 'quarter' : false;
  return marks.reduce((timed, mark) => oftener(timed, mark.timed), waiting as Timed);
}
