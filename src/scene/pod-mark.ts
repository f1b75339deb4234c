import { conditionOf, isPodAvailable, isPodReady, isTerminating } from '../k8s/conditions';
import { podRestartCount, podStatusWord } from '../k8s/pod-status';
import { parseRfc3339 } from '../k8s/time';
import type { Node, Pod } from '../k8s/types';
import { isCurrent, revisionOf, type SetView } from './set-view';
import type { PodMark, PodState } from './types';

/** A mark before the slot gives it a place. */
export type MarkContent = Omit<PodMark, 'x' | 'w'> & {
  /** Its words depend on the clock. */
  timed: boolean;
  available: boolean;
  /** Set when it has come to a halt (failing, unschedulable, lost, not ready for long): in a word or two. */
  halt: string | undefined;
};

interface Stage {
  state: PodState;
  word: string;
  title: string;
  progress?: number;
  timed?: boolean;
  /** It does not get on by itself. */
  stuck?: boolean;
}

/** The pod in words and shape. `activity`: what the kubelet is doing for it (`Pulling`, `FailedMount`, …), if known. */
export function podMark(
  pod: Pod,
  view: SetView,
  node: Node | undefined,
  now: number,
  activity: string | undefined,
): MarkContent {
  const available = isPodAvailable(pod, view.minReadySeconds, now);
  const stage = stageOf(pod, view.minReadySeconds, node, now, activity, available);
  const revision = revisionOf(pod, view);
  return {
    uid: pod.metadata.uid,
    namespace: pod.metadata.namespace ?? 'default',
    name: pod.metadata.name,
    state: stage.state,
    word: stage.word,
    title: stage.title,
    colour: revision?.colour ?? 0,
    revision: revision?.revision,
    current: isCurrent(pod, view),
    progress: stage.progress,
    timed: stage.timed ?? false,
    available,
    halt: stage.stuck === true ? stage.word : restarted(pod, now),
  };
}

/** The shape alone, which unlike the words does not depend on the set. */
export function podState(
  pod: Pod,
  node: Node | undefined,
  now: number,
  activity: string | undefined,
): PodState {
  return stageOf(pod, 0, node, now, activity, true).state;
}

function stageOf(
  pod: Pod,
  minReadySeconds: number,
  node: Node | undefined,
  now: number,
  activity: string | undefined,
  available: boolean,
): Stage {
  const word = podStatusWord(pod);
  if (pod.status.phase === 'Failed')
    return {
      state: 'failed',
      word,
      title: pod.status.message ?? `The pod has failed: ${word}`,
      stuck: true,
    };
  if (pod.status.phase === 'Succeeded')
    return { state: 'succeeded', word, title: 'The pod has finished; a DaemonSet replaces it' };
  if (isTerminating(pod)) return terminating(pod, node, now);
  const scheduled = conditionOf(pod.status.conditions, 'PodScheduled');
  if (!pod.spec.nodeName)
    return {
      state: 'pending',
      word: word === 'SchedulingGated' ? word : 'Pending',
      title: scheduled?.message ?? 'Waiting for the scheduler',
      stuck: scheduled?.status === 'False',
    };
  if (node && conditionOf(node.status.conditions, 'Ready')?.status === 'Unknown')
    return {
      state: 'unknown',
      word: 'Unknown',
      title: `The kubelet of ${node.metadata.name} has stopped reporting, so nobody knows whether the pod still runs; kubectl goes on showing ${word}`,
      stuck: true,
    };
  if (isStuck(word)) return { state: 'backoff', word, title: waitingMessage(pod) ?? word, stuck: true };
  if (pod.status.phase === 'Running')
    return isPodReady(pod) ? ready(pod, minReadySeconds, now, available) : notReady(pod, word, now);
  return creating(word, activity);
}

function terminating(pod: Pod, node: Node | undefined, now: number): Stage {
  const grace = pod.metadata.deletionGracePeriodSeconds ?? 0;
  const asked = parseRfc3339(pod.metadata.deletionTimestamp ?? '') - grace * 1000;
  const seconds = Math.max(0, Math.floor((now - asked) / 1000));
  const lost = node && conditionOf(node.status.conditions, 'Ready')?.status === 'Unknown';
  return {
    state: 'terminating',
    word: `Terminating ${shortSeconds(seconds)}`,
    title: lost
      ? `Deleted ${seconds} s ago, but the kubelet of ${node.metadata.name} has stopped reporting: the pod stays until the node returns or is deleted`
      : `Deleted ${seconds} s ago; the kubelet gives it ${grace} s to stop`,
    timed: true,
  };
}

/** A container that has failed is not trusted again before it has run for so long, milliseconds. */
const PROBATION = 60_000;

/** So that the words for a crash loop stay while the container runs for a moment. */
function restarted(pod: Pod, now: number): string | undefined {
  const restarts = podRestartCount(pod);
  if (restarts === 0 || isTerminating(pod)) return undefined;
  const starts = (pod.status.containerStatuses ?? []).map(({ state }) =>
    state?.running?.startedAt === undefined ? now : parseRfc3339(state.running.startedAt),
  );
  return now - Math.max(...starts) < PROBATION
    ? `restarted ${restarts === 1 ? 'once' : `${restarts} times`}`
    : undefined;
}

function ready(pod: Pod, minReadySeconds: number, now: number, available: boolean): Stage {
  if (available) return { state: 'ready', word: 'Ready', title: 'Running and ready' };
  const since = parseRfc3339(conditionOf(pod.status.conditions, 'Ready')?.lastTransitionTime ?? '');
  const seconds = Math.max(0, Math.floor((now - since) / 1000));
  return {
    state: 'ready',
    word: `Ready ${seconds}/${minReadySeconds}s`,
    title: `Ready for ${seconds} s; counts as available after minReadySeconds: ${minReadySeconds}`,
    progress: minReadySeconds > 0 ? Math.min(1, (now - since) / (minReadySeconds * 1000)) : undefined,
    timed: true,
  };
}

/** A pod that has not become ready for so long will hardly do so by itself, milliseconds. */
const PATIENCE = 20_000;

function notReady(pod: Pod, word: string, now: number): Stage {
  const since = parseRfc3339(
    conditionOf(pod.status.conditions, 'Ready')?.lastTransitionTime ?? pod.metadata.creationTimestamp,
  );
  const stuck = now - since >= PATIENCE;
  return {
    state: 'running',
    word: 'Not ready',
    title: `${word}: the containers run, but the pod is not Ready`,
    stuck,
    timed: !stuck,
  };
}

/** `activity` is a word of the kubelet's (`pulling`) or the reason of an event (`Pulling`, `FailedMount: …`). */
function creating(word: string, activity: string | undefined): Stage {
  if (activity !== undefined && /^pulling/i.test(activity))
    return { state: 'pulling', word: 'Pulling', title: `${word}: pulling the image` };
  // The container stays in ContainerCreating: only the event tells that it cannot go on (POD-24).
  if (activity === 'waiting-volumes')
    return {
      state: 'backoff',
      word: 'FailedMount',
      title: `${word}: a volume cannot be set up`,
      stuck: true,
    };
  if (activity?.startsWith('Failed'))
    return {
      state: 'backoff',
      word: activity.split(':', 1)[0] ?? activity,
      title: `${word}: ${activity}`,
      stuck: true,
    };
  if (activity === 'waiting-network')
    return { state: 'starting', word: 'Starting', title: `${word}: waiting for the network of its node` };
  return { state: 'starting', word: 'Starting', title: word };
}

const STUCK =
  /^(Init:)?(CrashLoopBackOff|ImagePullBackOff|ErrImagePull|ErrImageNeverPull|InvalidImageName|ImageInspectError|CreateContainer(Config)?Error|RunContainerError|Error|OOMKilled|StartError|ContainerStatusUnknown|ExitCode:.*|Signal:.*)$/;

/** Whether a status word (CLI-23) names a container that cannot run for now. */
export function isStuck(word: string): boolean {
  return STUCK.test(word);
}

/** Message of the first container that waits or has stopped. */
export function waitingMessage(pod: Pod): string | undefined {
  const statuses = [...(pod.status.initContainerStatuses ?? []), ...(pod.status.containerStatuses ?? [])];
  for (const { state, name } of statuses) {
    if (state?.waiting?.message) return state.waiting.message;
    const stopped = state?.terminated;
    if (stopped && stopped.exitCode !== 0)
      return stopped.message ?? `Container ${name} stopped with exit code ${stopped.exitCode}`;
  }
  return undefined;
}

/** `12s`, `2m`, `3h`: one unit, so that a word keeps its width. */
export function shortSeconds(seconds: number): string {
  if (seconds < 100) return `${seconds}s`;
  return seconds < 6000 ? `${Math.floor(seconds / 60)}m` : `${Math.floor(seconds / 3600)}h`;
}
