import type { PodState } from './types';

/** What a status word (CLI-23) means for the picture. */
export interface WordRow {
  state: PodState;
  /** What has happened, a sentence without its full stop. */
  sentence: string;
  /** How several of them are told: `{n} evicted`. Default: `{n} pods in <word>`. */
  many?: string;
}

const REFUSED = 'The kubelet refused the pod';

/** Words of containers that cannot run for now. An init container has the same with `Init:` before it. */
const CONTAINER_WORDS: Readonly<Record<string, string>> = {
  CrashLoopBackOff:
    'A container keeps ending; the kubelet waits before it starts it again, longer each time, at most five minutes',
  ImagePullBackOff:
    'An image cannot be pulled; the kubelet waits before it tries again, longer each time, at most five minutes',
  ErrImagePull: 'An image cannot be pulled',
  ErrImageNeverPull: 'The image is not on the node, and imagePullPolicy Never forbids to pull it',
  InvalidImageName: 'The name of an image cannot be read',
  ImageInspectError: 'An image on the node cannot be inspected',
  CreateContainerConfigError:
    'A container cannot be set up: a config map, a secret or a key of it is missing',
  CreateContainerError: 'A container cannot be created',
  RunContainerError: 'A container cannot be started',
  PreCreateHookError: 'A container cannot be created',
  PreStartHookError: 'A container cannot be started',
  PostStartHookError: 'The postStart hook of a container has failed',
  StartError: 'A container cannot be started',
  ContainerCannotRun: 'A container cannot be started',
  Unknown: 'A container went down with its machine: nobody knows how it ended',
  ContainerStatusUnknown: 'The kubelet no longer knows how a container ended',
  Error: 'A container has ended with an error',
  OOMKilled: 'The kernel has killed a container because memory ran out',
  Completed: 'A container has ended with exit code 0',
  DeadlineExceeded: 'A container was stopped: it took longer than it may',
};

/** Reasons of pods that have failed as a whole. */
const FAILED_WORDS: Readonly<Record<string, Omit<WordRow, 'state'>>> = {
  Evicted: {
    sentence: 'Its node runs short of a resource, so the kubelet does not keep it',
    many: '{n} evicted',
  },
  Preempting: { sentence: 'The kubelet has stopped the pod to make room for a critical one' },
  NodeAffinity: { sentence: `${REFUSED}: the labels of the node do not match` },
  NodeName: { sentence: `${REFUSED}: it is meant for another node` },
  NodePorts: { sentence: `${REFUSED}: a host port it needs is taken` },
  TaintToleration: { sentence: `${REFUSED}: it does not tolerate a taint of the node` },
  UnexpectedAdmissionError: { sentence: REFUSED },
  NodeShutdown: { sentence: `${REFUSED}: the node is shutting down` },
  Terminated: { sentence: 'The pod was stopped because its node shut down' },
  DeadlineExceeded: { sentence: 'The pod ran longer than it may (activeDeadlineSeconds)' },
  NodeLost: { sentence: 'The node of the pod was lost' },
  Failed: { sentence: 'The pod has failed', many: '{n} failed' },
};

/** Words of a pod that is on its way. */
const ON_THE_WAY: Readonly<Record<string, string>> = {
  ContainerCreating: 'Its network, its volumes and its containers are being made',
  PodInitializing: 'Its init containers are done; its containers are being made',
};

/** The row of a word, for pods that are neither deleted nor finished; undefined when it names no trouble. */
export function troubleWord(word: string): WordRow | undefined {
  const init = word.startsWith('Init:');
  const plain = init ? word.slice('Init:'.length) : word;
  const sentence = CONTAINER_WORDS[plain] ?? codeSentence(plain);
  if (sentence === undefined) return undefined;
  const text = init ? sentence.replace(/^An? container/, 'An init container') : sentence;
  return { state: 'backoff', sentence: text };
}

function codeSentence(word: string): string | undefined {
  const [, kind, code] = /^(ExitCode|Signal):(\d+)$/.exec(word) ?? [];
  if (kind === undefined) return undefined;
  return kind === 'Signal'
    ? `A container was ended by signal ${code}`
    : `A container has ended with exit code ${code}`;
}

/** The row of a pod in phase Failed. */
export function failedWord(word: string): WordRow {
  const [, resource] = /^OutOf(.+)$/.exec(word) ?? [];
  const row: Omit<WordRow, 'state'> | undefined = resource
    ? { sentence: `${REFUSED}: its node has not enough ${resource} left` }
    : FAILED_WORDS[word];
  const sentence = row?.sentence ?? CONTAINER_WORDS[word] ?? codeSentence(word);
  return {
    state: 'failed',
    sentence: sentence ?? `The pod has failed: ${word}`,
    many: row?.many ?? `{n} failed: ${word}`,
  };
}

export function onTheWay(word: string): string | undefined {
  return ON_THE_WAY[word];
}

/** Why a pod goes, by the reason of its DisruptionTarget condition. */
export interface Disruption {
  /** In a word: `preempted`. */
  note: string;
  sentence: string;
}

const DISRUPTIONS: Readonly<Record<string, Disruption>> = {
  PreemptionByScheduler: {
    note: 'preempted',
    sentence: 'The scheduler takes its place for a pod of higher priority',
  },
  TerminationByKubelet: {
    note: 'ended by the kubelet',
    sentence: 'The kubelet ends it: the node runs short or shuts down, or a critical pod needs the place',
  },
  DeletionByTaintManager: {
    note: 'evicted by a taint',
    sentence: 'A taint of its node with effect NoExecute evicts it',
  },
  EvictionByEvictionAPI: {
    note: 'evicted',
    sentence: 'Somebody has evicted it through the API, as kubectl drain does',
  },
  DeletionByPodGC: {
    note: 'node gone',
    sentence: 'The pod garbage collector removes it: its node is gone',
  },
};

export function disruptionOf(reason: string | undefined): Disruption | undefined {
  return reason === undefined ? undefined : DISRUPTIONS[reason];
}
