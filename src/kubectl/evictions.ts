/** Taking pods away and waiting until they are gone, all at once (CLI-85 … CLI-87). */
import type { Manifest, Status } from '../engine/index';
import { goDuration } from '../k8s/duration';
import type { Pod } from '../k8s/types';
import type { Pause, Shell } from './command';
import { isSkipped, type DrainOptions } from './drain-filters';

const RETRY = 5000;
const POLL = 1000;
/** How often the client itself repeats a request when the server says when. */
const CLIENT_RETRIES = 10;
const TIMED_OUT = 'context deadline exceeded';

export interface Removal {
  shell: Shell;
  options: DrainOptions;
  dryRun: boolean;
  /** Seconds; negative = the pod's own. */
  grace: number;
  /** ms, 0 = none. */
  timeout: number;
}

/** What has become of the eviction of one pod so far. */
interface Task {
  pod: Pod;
  stage: 'new' | 'announced' | 'evicted';
  /** When to look at it again, ms. */
  at: number;
  /** Tries that nobody sees. */
  quiet: number;
}

type Outcome = 'open' | 'done' | { error: string };
type Stage = (removal: Removal, task: Task, deadline: number) => Outcome;

/** Yields while it waits. Result: the errors. */
export function* evictPods(removal: Removal, pods: readonly Pod[]): Generator<Pause, string[], void> {
  const { cluster } = removal.shell;
  const deadline = removal.timeout > 0 ? cluster.now + removal.timeout : Number.POSITIVE_INFINITY;
  let tasks = pods.map((pod): Task => ({ pod, stage: 'new', at: cluster.now, quiet: 0 }));
  const errors: string[] = [];
  while (tasks.length > 0) {
    // The real client asks for all pods at once: all are announced before the first answer comes.
    for (const stage of STAGES) {
      tasks = tasks.filter((task) => {
        const outcome = task.at > cluster.now ? 'open' : stage(removal, task, deadline);
        if (typeof outcome === 'object') errors.push(outcome.error);
        return outcome === 'open';
      });
    }
    if (tasks.length > 0) yield { type: 'until', time: Math.min(...tasks.map((task) => task.at)) };
  }
  return errors;
}

const STAGES: readonly Stage[] = [announce, request, poll];

function subjectOf({ metadata }: Pod): string {
  return `pods/${JSON.stringify(metadata.name)} -n ${JSON.stringify(metadata.namespace)}`;
}

function announce({ shell, dryRun, timeout }: Removal, task: Task, deadline: number): Outcome {
  if (task.stage !== 'new') return 'open';
  const { name, namespace } = task.pod.metadata;
  shell.out(`evicting pod ${namespace}/${name}${dryRun ? ' (server dry run)' : ''}\n`);
  task.stage = 'announced';
  if (shell.cluster.now < deadline) return 'open';
  return {
    error: `error when evicting ${subjectOf(task.pod)}: global timeout reached: ${goDuration(timeout)}`,
  };
}

function request(removal: Removal, task: Task): Outcome {
  if (task.stage !== 'announced') return 'open';
  const failed = evict(removal, task.pod);
  if (failed) return afterRefusal(removal.shell, task, failed);
  task.stage = 'evicted';
  return removal.dryRun ? 'done' : 'open';
}

function poll(removal: Removal, task: Task, deadline: number): Outcome {
  if (task.stage !== 'evicted') return 'open';
  if (isGone(removal, task.pod, 'evicted')) return 'done';
  const { now } = removal.shell.cluster;
  const { name, namespace } = task.pod.metadata;
  if (now >= deadline)
    return {
      error: `error when waiting for pod ${JSON.stringify(name)} in namespace ${JSON.stringify(namespace)} to terminate: ${TIMED_OUT}`,
    };
  task.at = Math.min(now + POLL, deadline);
  return 'open';
}

function evict({ shell, grace, dryRun }: Removal, pod: Pod): Status | undefined {
  const { name, namespace = '' } = pod.metadata;
  const answer = shell.api.evict(
    namespace,
    name,
    {
      apiVersion: 'policy/v1',
      kind: 'Eviction',
      metadata: { name, namespace },
      deleteOptions: {
        ...(grace >= 0 && { gracePeriodSeconds: grace }),
        ...(dryRun && { dryRun: ['All'] }),
      },
    } as Manifest,
    dryRun ? { dryRun } : {},
  );
  return answer.ok ? undefined : answer.status;
}

function afterRefusal(shell: Shell, task: Task, failed: Status): Outcome {
  const subject = subjectOf(task.pod);
  const { now } = shell.cluster;
  const { name, namespace } = task.pod.metadata;
  const retryAfter = failed.details?.retryAfterSeconds ?? 0;
  const isEnding = failed.details?.causes?.some((cause) => cause.reason === 'NamespaceTerminating') ?? false;
  if (failed.reason === 'NotFound') return 'done';
  if (failed.reason === 'TooManyRequests' && retryAfter > 0 && task.quiet < CLIENT_RETRIES) {
    task.quiet++;
    task.at = now + retryAfter * 1000;
    return 'open';
  }
  if (failed.reason === 'TooManyRequests')
    shell.err(`error when evicting ${subject} (will retry after 5s): ${failed.message}\n`);
  else if (failed.reason === 'Forbidden' && isEnding) {
    if (task.pod.metadata.deletionTimestamp !== undefined) {
      task.stage = 'evicted';
      return 'open';
    }
    const where = `pod ${JSON.stringify(name)} from terminating namespace ${JSON.stringify(namespace)}`;
    shell.err(`error when evicting ${where} (will retry after 5s): ${failed.message}\n`);
  } else return { error: `error when evicting ${subject}: ${failed.message}` };
  task.quiet = 0;
  task.stage = 'new';
  task.at = now + RETRY;
  return 'open';
}

/** Says so when the pod is gone, or so long in deletion that nobody waits for it. */
function isGone({ shell, options }: Removal, pod: Pod, verb: 'evicted' | 'deleted'): boolean {
  const { name, namespace, uid } = pod.metadata;
  const answer = shell.api.get('Pod', namespace, name);
  if (!answer.ok || answer.object.metadata.uid !== uid) {
    shell.out(`pod/${name} ${verb}\n`);
    return true;
  }
  if (!isSkipped(answer.object, options, shell.cluster.now)) return false;
  shell.out(
    `pod ${JSON.stringify(name)} has DeletionTimestamp older than ${options.skipWaitForDelete} seconds, skipping\n`,
  );
  return true;
}

/** The same by plain deletion, which asks no disruption budget (`--disable-eviction`). */
export function* deletePods(removal: Removal, pods: readonly Pod[]): Generator<Pause, string[], void> {
  const { shell, dryRun, grace, timeout } = removal;
  for (const { metadata } of pods) {
    const answer = shell.api.delete('Pod', metadata.namespace, metadata.name, {
      dryRun,
      ...(grace >= 0 && { gracePeriodSeconds: grace }),
    });
    if (!answer.ok && answer.status.reason !== 'NotFound') return [answer.status.message];
  }
  const deadline = timeout > 0 ? shell.cluster.now + timeout : Number.POSITIVE_INFINITY;
  let waiting = pods;
  for (;;) {
    waiting = waiting.filter((pod) => !isGone(removal, pod, 'deleted'));
    if (waiting.length === 0) return [];
    if (shell.cluster.now >= deadline) return [TIMED_OUT];
    yield { type: 'until', time: Math.min(shell.cluster.now + POLL, deadline) };
  }
}
