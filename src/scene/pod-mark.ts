import { conditionOf, isPodAvailable, isPodReady, isPodTerminal, isTerminating } from '../k8s/conditions';
import { podRestartCount, podStatusWord } from '../k8s/pod-status';
import { isSidecar } from '../k8s/resources';
import { parseRfc3339 } from '../k8s/time';
import type { Container, ContainerStatus, Node, Pod } from '../k8s/types';
import { listText } from '../explain/words';
import type { FaultMark } from './faults';
import { disruptionOf, failedWord, onTheWay, troubleWord } from './pod-words';
import { isCurrent, revisionOf, type SetView } from './set-view';
import { oftener, type Timed } from './timed';
import type { PodMark, PodState } from './types';

/** A mark before the slot gives it a place. */
export type MarkContent = Omit<PodMark, 'x' | 'w'> & {
  /** How its words follow the clock. */
  timed: Timed;
  available: boolean;
  /** Set when it has come to a halt (failing, unschedulable, lost, not ready for long). */
  halt: Halt | undefined;
};

export interface Halt {
  /** In a word or two: `CrashLoopBackOff`. */
  word: string;
  /** Several of them: `{n} pods in CrashLoopBackOff`. */
  many: string;
}

/** What a mark depends on beside the pod. */
export interface Surroundings {
  node: Node | undefined;
  /** Virtual time, ms since the Unix epoch. */
  now: number;
  /** What the kubelet does for it: a word of its own (`pulling`) or the reason of an event (`Pulling`, `FailedMount: …`). */
  activity: string | undefined;
  /** Faults of the pod or its controller. */
  faults?: readonly FaultMark[];
  schedulerStopped?: boolean;
}

interface Stage {
  state: PodState;
  word: string;
  /** More about it in a word or two: `preempted`. */
  note?: string;
  title: string;
  progress?: number;
  timed?: Timed;
  /** It does not get on by itself; how several of them are told. */
  stuck?: string;
}

/** The pod in words and shape. Without a view: of a pod that belongs to no DaemonSet. */
export function podMark(pod: Pod, view: SetView | undefined, around: Surroundings): MarkContent {
  const { now, faults = [] } = around;
  const minReadySeconds = view?.minReadySeconds ?? 0;
  const available = isPodAvailable(pod, minReadySeconds, now);
  const stage = stageOf(pod, minReadySeconds, around, available);
  const revision = view && revisionOf(pod, view);
  const probation = restarted(pod, now);
  return {
    uid: pod.metadata.uid,
    namespace: pod.metadata.namespace ?? 'default',
    name: pod.metadata.name,
    state: stage.state,
    word: stage.word,
    note: stage.note,
    title: [stage.title, ...faults.map(({ title }) => title)].join('\n'),
    fault: faults.length > 0 ? listText(faults.map(({ word }) => word)) : undefined,
    colour: revision?.colour ?? 0,
    revision: revision?.revision,
    current: view === undefined || isCurrent(pod, view),
    progress: stage.progress,
    timed: [awaited(pod, minReadySeconds, available), trusted(pod, probation)].reduce(
      oftener,
      stage.timed ?? false,
    ),
    available,
    halt:
      stage.stuck === undefined
        ? probation
        : {
            word: stage.note === undefined ? stage.word : `${stage.word} (${stage.note})`,
            many: stage.stuck,
          },
  };
}

/** How availability follows the clock, whatever else the words tell. */
function awaited(pod: Pod, minReadySeconds: number, available: boolean): Timed {
  if (minReadySeconds === 0 || !isPodReady(pod)) return false;
  return available ? 'past' : 'second';
}

/** A container on probation is trusted again when the time is over. */
function trusted(pod: Pod, probation: Halt | undefined): Timed {
  if (probation) return 'second';
  return podRestartCount(pod) > 0 ? 'past' : false;
}

/** The shape alone, which unlike the words does not depend on the set. */
export function podState(
  pod: Pod,
  node: Node | undefined,
  now: number,
  activity: string | undefined,
): PodState {
  return stageOf(pod, 0, { node, now, activity }, true).state;
}

/** `preempted`, … when a DisruptionTarget condition tells why the pod goes or has gone. */
function disruption(pod: Pod) {
  const condition = conditionOf(pod.status.conditions, 'DisruptionTarget');
  const known = condition?.status === 'True' ? disruptionOf(condition.reason) : undefined;
  return known && { ...known, message: condition?.message };
}

function stageOf(pod: Pod, minReadySeconds: number, around: Surroundings, available: boolean): Stage {
  const { node, now, activity } = around;
  const word = podStatusWord(pod);
  if (isTerminating(pod)) return terminating(pod, word, node, now);
  if (pod.status.phase === 'Failed') {
    // The reason of the pod as a whole tells more than how its containers ended, which is what kubectl prints.
    const reason = pod.status.reason || word;
    const { state, sentence, many = '' } = failedWord(reason);
    const printed = reason === word ? '' : ` (kubectl shows ${word})`;
    return {
      state,
      word: reason,
      title: said(`${sentence}${printed}`, pod.status.message ?? waitingMessage(pod)),
      stuck: many,
    };
  }
  if (pod.status.phase === 'Succeeded')
    return {
      state: 'succeeded',
      word,
      title: pod.metadata.ownerReferences?.some(({ kind }) => kind === 'DaemonSet')
        ? 'The pod has finished; a DaemonSet replaces it'
        : 'The pod has finished',
    };
  if (!pod.spec.nodeName) return pending(pod, word, around.schedulerStopped === true);
  if (node && conditionOf(node.status.conditions, 'Ready')?.status === 'Unknown')
    return {
      state: 'unknown',
      word: 'Unknown',
      title: `The kubelet of ${node.metadata.name} has stopped reporting, so nobody knows whether the pod still runs; kubectl goes on showing ${word}`,
      stuck: '{n} pods on lost nodes',
    };
  const trouble = troubleWord(word);
  if (trouble)
    return {
      state: trouble.state,
      word,
      title: said(trouble.sentence, waitingMessage(pod)),
      stuck: `{n} pods in ${word}`,
    };
  if (pod.status.phase === 'Running')
    return isPodReady(pod) ? ready(pod, minReadySeconds, now, available) : notReady(pod, word, around);
  return creating(pod, word, activity);
}

function said(sentence: string, message: string | undefined): string {
  const text = message?.trim();
  return text ? `${sentence}: ${text}` : sentence;
}

const NO_SCHEDULER = 'scheduler stopped';

/** Not bound to a node. */
function pending(pod: Pod, word: string, schedulerStopped: boolean): Stage {
  if (word === 'SchedulingGated') {
    const gates = (pod.spec.schedulingGates ?? []).map(({ name }) => name);
    return {
      state: 'pending',
      word,
      title: `The scheduler leaves it alone until its scheduling gates are removed: ${listText(gates)}`,
      stuck: '{n} pods in SchedulingGated',
    };
  }
  const scheduled = conditionOf(pod.status.conditions, 'PodScheduled');
  const nominated = pod.status.nominatedNodeName;
  if (nominated)
    return {
      state: 'pending',
      word: 'Pending',
      note: 'nominated',
      title: said(
        `Pods of lower priority leave ${nominated} to make room for it (nominatedNodeName)`,
        scheduled?.message,
      ),
      stuck: '{n} pods waiting for room',
    };
  if (schedulerStopped)
    return {
      state: 'pending',
      word: 'Pending',
      note: NO_SCHEDULER,
      title: said('The scheduler does not run, so nobody gives the pod a node', scheduled?.message),
      stuck: `${NO_SCHEDULER}: {n} pods waiting`,
    };
  const stuck = scheduled?.status === 'False';
  return {
    state: 'pending',
    word: 'Pending',
    title: scheduled?.message ?? 'Waiting for the scheduler',
    ...(stuck ? { stuck: '{n} pods Pending' } : {}),
  };
}

function terminating(pod: Pod, printed: string, node: Node | undefined, now: number): Stage {
  const grace = pod.metadata.deletionGracePeriodSeconds ?? 0;
  const asked = parseRfc3339(pod.metadata.deletionTimestamp ?? '') - grace * 1000;
  const seconds = Math.max(0, Math.floor((now - asked) / 1000));
  const lost = node && conditionOf(node.status.conditions, 'Ready')?.status === 'Unknown';
  const cause = disruption(pod);
  const how = lost
    ? `Deleted ${seconds} s ago, but the kubelet of ${node.metadata.name} has stopped reporting: the pod stays until the node returns or is deleted`
    : isPodTerminal(pod)
      ? `Deleted ${seconds} s ago; its containers have ended (kubectl shows ${printed}), and it is about to be gone`
      : `Deleted ${seconds} s ago; the kubelet gives it ${grace} s to stop`;
  return {
    state: 'terminating',
    word: `Terminating ${shortSeconds(seconds)}`,
    ...(cause ? { note: cause.note } : {}),
    title: cause ? `${said(cause.sentence, cause.message)}\n${how}` : how,
    timed: 'second',
  };
}

/** A container that has failed is not trusted again before it has run for so long, milliseconds. */
const PROBATION = 60_000;

/** So that the words for a crash loop stay while the container runs for a moment. */
function restarted(pod: Pod, now: number): Halt | undefined {
  const restarts = podRestartCount(pod);
  if (restarts === 0 || isTerminating(pod)) return undefined;
  const starts = (pod.status.containerStatuses ?? []).map(({ state }) =>
    state?.running?.startedAt === undefined ? now : parseRfc3339(state.running.startedAt),
  );
  return now - Math.max(...starts) < PROBATION
    ? { word: restartWords(restarts), many: '{n} pods restarted' }
    : undefined;
}

function restartWords(restarts: number): string {
  return `restarted ${restarts === 1 ? 'once' : `${restarts} times`}`;
}

/** `; restarted 3 times, last after OOMKilled (exit code 137)`, or nothing. */
function pastTrouble(pod: Pod): string {
  const restarts = podRestartCount(pod);
  if (restarts === 0) return '';
  const ends = (pod.status.containerStatuses ?? []).flatMap(({ lastState }) => lastState?.terminated ?? []);
  const last = ends.at(-1);
  const why = last ? `, last after ${last.reason ?? 'an end'} (exit code ${last.exitCode})` : '';
  return `; ${restartWords(restarts)}${why}`;
}

function ready(pod: Pod, minReadySeconds: number, now: number, available: boolean): Stage {
  if (available) return { state: 'ready', word: 'Ready', title: `Running and ready${pastTrouble(pod)}` };
  const since = parseRfc3339(conditionOf(pod.status.conditions, 'Ready')?.lastTransitionTime ?? '');
  const seconds = Math.max(0, Math.floor((now - since) / 1000));
  return {
    state: 'ready',
    word: `Ready ${seconds}/${minReadySeconds}s`,
    title: `Ready for ${seconds} s; counts as available after minReadySeconds: ${minReadySeconds}`,
    progress: minReadySeconds > 0 ? Math.min(1, (now - since) / (minReadySeconds * 1000)) : undefined,
    // The bar grows between two seconds, too.
    timed: 'quarter',
  };
}

/** A pod that has not become ready for so long will hardly do so by itself, milliseconds. */
const PATIENCE = 20_000;

function notReady(pod: Pod, word: string, { node, now, activity }: Surroundings): Stage {
  const since = parseRfc3339(
    conditionOf(pod.status.conditions, 'Ready')?.lastTransitionTime ?? pod.metadata.creationTimestamp,
  );
  const patient = now - since < PATIENCE;
  // An eviction or a probe: the API shows it only when the containers have ended.
  if (activity === 'stopping')
    return {
      state: 'running',
      word: 'Not ready',
      note: 'being stopped',
      title: `${word}: the kubelet is stopping its containers${pastTrouble(pod)}`,
    };
  return {
    state: 'running',
    word: 'Not ready',
    title: `${word}: ${notReadyWords(pod, node)}${pastTrouble(pod)}`,
    ...(patient ? {} : { stuck: '{n} pods not ready' }),
    timed: patient ? 'second' : 'past',
  };
}

/** Which probe keeps a running pod from being Ready, as far as its status tells. */
function notReadyWords(pod: Pod, node: Node | undefined): string {
  const running = (pod.status.containerStatuses ?? []).filter(({ state }) => state?.running);
  const named = (statuses: readonly ContainerStatus[], probe: 'startupProbe' | 'readinessProbe') =>
    statuses.filter(({ name }) => containerOf(pod, name)?.[probe] !== undefined).map(({ name }) => name);
  const unstarted = named(
    running.filter(({ started }) => started === false),
    'startupProbe',
  );
  if (unstarted.length > 0) return `the startup probe of ${listText(unstarted)} has not succeeded yet`;
  const unready = named(
    running.filter((status) => !status.ready),
    'readinessProbe',
  );
  if (unready.length > 0) return `the readiness probe of ${listText(unready)} does not succeed`;
  if (node && conditionOf(node.status.conditions, 'Ready')?.status !== 'True')
    return 'the containers run, but their node is not Ready, and so are its pods';
  return 'the containers run, but the pod is not Ready';
}

function containerOf(pod: Pod, name: string): Container | undefined {
  return pod.spec.containers.find((container) => container.name === name);
}

function creating(pod: Pod, word: string, activity: string | undefined): Stage {
  if (activity !== undefined && /^pulling/i.test(activity))
    return { state: 'pulling', word: 'Pulling', title: `${word}: pulling the image` };
  // The container stays in ContainerCreating: only the event tells that it cannot go on (POD-24).
  if (activity === 'waiting-volumes')
    return {
      state: 'backoff',
      word: 'FailedMount',
      title: `${word}: a volume cannot be set up`,
      stuck: '{n} pods waiting for a volume',
    };
  if (activity?.startsWith('Failed'))
    return {
      state: 'backoff',
      word: activity.split(':', 1)[0] ?? activity,
      ...missing(activity),
      title: `${word}: ${activity}`,
      stuck: '{n} pods waiting for a volume',
    };
  if (activity === 'waiting-network')
    return { state: 'starting', word: 'Starting', title: `${word}: waiting for the network of its node` };
  if (word === 'ContainerCreating' || !onTheWay(word)) return initializing(pod, word);
  return { state: 'starting', word, title: onTheWay(word) ?? word };
}

/** `no configmap settings`, from the message of a volume that cannot be set up. */
function missing(activity: string): { note?: string } {
  const [, kind, name] = /\b(configmap|secret) "([^"]+)" not found/.exec(activity) ?? [];
  return kind === undefined ? {} : { note: `no ${kind} ${name}` };
}

/** `Init:1/3`: the second of three init containers is at work, or a sidecar that has not started yet. */
function initializing(pod: Pod, word: string): Stage {
  const [, done, total] = /^Init:(\d+)\/(\d+)$/.exec(word) ?? [];
  const container = done === undefined ? undefined : pod.spec.initContainers?.[Number(done)];
  if (!container) return { state: 'starting', word: 'Starting', title: onTheWay(word) ?? word };
  return {
    state: 'starting',
    word,
    title: isSidecar(container)
      ? `The sidecar ${container.name} has not started yet; what comes after it waits`
      : `Init container ${container.name}, ${Number(done) + 1} of ${total}, has to end before the next one starts`,
  };
}

/** Message of the first container that waits or has stopped. */
function waitingMessage(pod: Pod): string | undefined {
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
