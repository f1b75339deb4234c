/** GET pods/<name>/log (CLI-100, CLI-101): the refusals of the API server and of the kubelet, and what a container has printed. */
import { parseRfc3339 } from '../../k8s/time';
import type { ContainerStatus, Pod } from '../../k8s/types';
import { badRequest, invalid, notFound } from './errors';
import { forbidden, invalidValue, type FieldError } from './field-error';
import type { LogOptions, LogResult, Reader, Status } from './types';

/** `now`: milliseconds since the Unix epoch. */
export function podLog(
  read: Reader,
  now: number,
  namespace: string,
  name: string,
  options: LogOptions,
): LogResult {
  const errors = optionErrors(options);
  if (errors.length > 0) return fail(invalid({ kind: 'PodLogOptions', group: '', plural: '' }, name, errors));
  const pod = read.get('Pod', namespace, name);
  if (!pod) return fail(notFound('Pod', name));
  const names = containerNames(pod);
  let { container = '' } = options;
  if (container === '') {
    const { containers } = pod.spec;
    if (containers.length !== 1) {
      const choice = `a container name must be specified for pod ${name}, choose one of: [${names.join(' ')}]`;
      return fail(badRequest(choice));
    }
    container = containers[0]?.name ?? '';
  } else if (!names.includes(container)) {
    return fail(badRequest(`container ${container} is not valid for pod ${name}`));
  }
  const { nodeName } = pod.spec;
  if (!nodeName) return { ok: true, text: '' };
  if (!read.get('Node', undefined, nodeName)) return fail(notFound('Node', nodeName));
  const run = runOf(pod, container, options.previous ?? false);
  if ('problem' in run) return fail(badRequest(run.problem));
  return { ok: true, text: textOf(linesOf(run), options, now) };
}

function fail(status: Status): { ok: false; status: Status } {
  return { ok: false, status };
}

function optionErrors({ tailLines, limitBytes, sinceSeconds, sinceTime }: LogOptions): FieldError[] {
  const errors: FieldError[] = [];
  if (tailLines !== undefined && tailLines < 0)
    errors.push(invalidValue('tailLines', tailLines, 'must be greater than or equal to 0'));
  if (limitBytes !== undefined && limitBytes < 1)
    errors.push(invalidValue('limitBytes', limitBytes, 'must be greater than 0'));
  if (sinceSeconds !== undefined && sinceTime !== undefined)
    errors.push(forbidden('[]', 'at most one of `sinceTime` or `sinceSeconds` may be specified'));
  else if (sinceSeconds !== undefined && sinceSeconds < 1)
    errors.push(invalidValue('sinceSeconds', sinceSeconds, 'must be greater than 0'));
  return errors;
}

function containerNames({ spec }: Pod): string[] {
  const { initContainers = [], containers, ephemeralContainers = [] } = spec;
  return [...initContainers, ...containers, ...ephemeralContainers].map((c) => c.name);
}

/** One life of a container. */
interface Run {
  image: string;
  startedAt: string;
  end?: { exitCode: number; finishedAt: string };
}

/** The life that the kubelet reads the log of, or why there is none. */
function runOf(pod: Pod, name: string, previous: boolean): Run | { problem: string } {
  const { status } = pod;
  const all = [
    ...(status.containerStatuses ?? []),
    ...(status.initContainerStatuses ?? []),
    ...(status.ephemeralContainerStatuses ?? []),
  ];
  const found = all.find((c) => c.name === name);
  const who = `container ${JSON.stringify(name)} in pod ${JSON.stringify(pod.metadata.name)}`;
  if (!found) return { problem: `${who} is not available` };
  const { running, terminated, waiting } = found.state ?? {};
  const last = found.lastState?.terminated;
  if (previous)
    return last?.containerID ? ended(found, last) : { problem: `previous terminated ${who} not found` };
  if (running) return { image: found.image, startedAt: running.startedAt ?? '' };
  if (terminated?.containerID) return ended(found, terminated);
  if (last?.containerID) return ended(found, last);
  if (terminated ?? last) return { problem: `${who} is terminated` };
  if (waiting)
    return { problem: `${who} is waiting to start: ${PULLING[waiting.reason ?? ''] ?? waiting.reason}` };
  return { problem: `${who} is waiting to start - no logs yet` };
}

const PULLING: Readonly<Record<string, string>> = {
  ErrImagePull: "image can't be pulled",
  ImagePullBackOff: 'trying and failing to pull image',
};

type Terminated = NonNullable<NonNullable<ContainerStatus['state']>['terminated']>;

function ended({ image }: ContainerStatus, { startedAt = '', finishedAt = '', exitCode }: Terminated): Run {
  return { image, startedAt, end: { exitCode, finishedAt } };
}

interface Line {
  at: string;
  text: string;
}

/** Nothing runs in a container here: all that can be told is when it started and ended. */
function linesOf({ image, startedAt, end }: Run): Line[] {
  const lines = [{ at: startedAt, text: `${image} started` }];
  if (end) lines.push({ at: end.finishedAt, text: `${image} exited with code ${end.exitCode}` });
  return lines;
}

function textOf(lines: readonly Line[], options: LogOptions, now: number): string {
  const { sinceSeconds, sinceTime, tailLines, timestamps, limitBytes } = options;
  const since =
    sinceSeconds !== undefined
      ? now - sinceSeconds * 1000
      : sinceTime === undefined
        ? 0
        : parseRfc3339(sinceTime);
  const recent = lines.filter(({ at }) => parseRfc3339(at) >= since);
  const wanted = tailLines === undefined ? recent : recent.slice(Math.max(0, recent.length - tailLines));
  const text = wanted
    .map(({ at, text: line }) => `${timestamps ? `${at.replace('Z', '.000000000Z')} ` : ''}${line}\n`)
    .join('');
  return limitBytes === undefined ? text : text.slice(0, limitBytes);
}
