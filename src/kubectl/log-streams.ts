/** Logs that are printed as they grow, while virtual time moves. */
import { nextLogLine, type LogOptions } from '../engine/index';
import type { Pod } from '../k8s/types';
import { addedText } from '../lib/text-growth';
import type { Run, Shell } from './command';
import { openWatch } from './watching';

/** The log of one container of one pod. */
export interface Stream {
  pod: Pod;
  options: LogOptions & { container: string };
  prefix: string;
}

export function print(shell: Shell, { prefix }: Stream, text: string): void {
  shell.out(prefix === '' ? text : text.replace(/^(?=.)/gm, prefix));
}

export interface Followed {
  stream: Stream;
  /** The last line of the log when it was last looked at, with its time; empty when there was none. */
  last: string;
  done: boolean;
}

export function startFollowing(shell: Shell, stream: Stream): Followed {
  const text = logSince(shell, stream, stream.options.previous ?? false, '');
  return { stream, last: lastLine(text ?? ''), done: text === undefined || !isRunning(shell, stream) };
}

function lastLine(text: string): string {
  return text.slice(text.lastIndexOf('\n', text.length - 2) + 1);
}

/** Until all containers have ended; time moves on in between. */
export function* followAll(shell: Shell, namespace: string, followed: readonly Followed[]): Run {
  const watch = openWatch(shell.cluster, 'Pod', namespace);
  try {
    for (;;) {
      const open = followed.filter(({ done }) => !done);
      if (open.length === 0) return 0;
      const next = Math.min(...open.map(({ stream }) => nextLine(shell, stream)));
      yield { type: 'watch', watch, ...(next < Infinity && { deadline: next }) };
      watch.take();
      for (const one of open) goOn(shell, one);
    }
  } finally {
    watch.close();
  }
}

function goOn(shell: Shell, one: Followed): void {
  const { stream, last } = one;
  const addedIn = (previous: boolean): string | undefined => {
    const text = logSince(shell, stream, previous, last);
    return text === undefined ? undefined : addedText(last, text);
  };
  const now = addedIn(false);
  // A container that has been restarted since: its end is in the log of the life before.
  const added = now ?? addedIn(true) ?? '';
  print(shell, stream, stream.options.timestamps ? added : added.replace(/^\S+ /gm, ''));
  if (added !== '') one.last = lastLine(added);
  one.done = now === undefined || !isRunning(shell, stream);
}

/** The log from a line on, with times: what is cut off by a number of lines is no start for what follows. */
function logSince(
  shell: Shell,
  { pod, options }: Stream,
  previous: boolean,
  line: string,
): string | undefined {
  const { namespace = '', name } = pod.metadata;
  const sinceTime = line.slice(0, Math.max(0, line.indexOf(' ')));
  const { container } = options;
  const since = sinceTime !== '' && { sinceTime };
  const result = shell.api.log(namespace, name, { container, previous, timestamps: true, ...since });
  return result.ok ? result.text : undefined;
}

function isRunning(shell: Shell, stream: Stream): boolean {
  const now = current(shell, stream);
  const { initContainerStatuses = [], containerStatuses = [] } = now?.status ?? {};
  const status = [...initContainerStatuses, ...containerStatuses].find(
    (s) => s.name === stream.options.container,
  );
  return status?.state?.running !== undefined;
}

function nextLine(shell: Shell, stream: Stream): number {
  const pod = current(shell, stream);
  const next = pod && nextLogLine(pod, stream.options.container, shell.cluster.now);
  return next ?? Infinity;
}

/** The pod as it is now. */
function current(shell: Shell, { pod }: Stream): Pod | undefined {
  const { namespace = '', name, uid } = pod.metadata;
  const answer = shell.api.get('Pod', namespace, name);
  return answer.ok && answer.object.metadata.uid === uid ? answer.object : undefined;
}
