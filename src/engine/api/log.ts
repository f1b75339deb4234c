/** GET pods/<name>/log (CLI-100, CLI-101): the refusals of the API server and of the kubelet, and what a container has printed. */
import { parseRfc3339, rfc3339Milli } from '../../k8s/time';
import type { ContainerStatus, Node, Pod } from '../../k8s/types';
import { linesOf, nextLineAt, type Life, type LogLine } from '../kubelet/container-log';
import { badRequest, invalid, notFound, unclassified } from './errors';
import { forbidden, invalidValue, type FieldError } from './field-error';
import type { LogOptions, LogResult, Reader, Status } from './types';

/** Says why the kubelet of a node cannot be reached; undefined when it can. */
export type Dial = (node: string) => string | undefined;

/** `now`: milliseconds since the Unix epoch. */
export function podLog(
  read: Reader,
  now: number,
  namespace: string,
  name: string,
  options: LogOptions,
  dial?: Dial,
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
  const node = read.get('Node', undefined, nodeName);
  if (!node) return fail(notFound('Node', nodeName));
  const silent = dial?.(nodeName);
  if (silent !== undefined)
    return fail(unclassified(dialed(node, `${namespace}/${name}/${container}`, options, silent)));
  const run = runOf(pod, container, options.previous ?? false);
  if ('problem' in run) return fail(badRequest(run.problem));
  const since = sinceOf(options, now);
  return { ok: true, text: textOf(linesOf(run, now, since), options, since) };
}

/** When a running container prints next by itself; undefined when nothing is to be expected. */
export function nextLogLine(pod: Pod, container: string, now: number): number | undefined {
  const run = runOf(pod, container, false);
  return 'problem' in run || run.end ? undefined : nextLineAt(run, now);
}

function fail(status: Status): { ok: false; status: Status } {
  return { ok: false, status };
}

/** The API server passes the request on to the kubelet, and what comes of it back. */
function dialed(node: Node, path: string, options: LogOptions, why: string): string {
  const address = node.status.addresses?.find(({ type }) => type === 'InternalIP')?.address ?? '';
  const host = `${address}:${node.status.daemonEndpoints?.kubeletEndpoint?.Port ?? 10250}`;
  const { follow, limitBytes, previous, sinceSeconds, sinceTime, tailLines, timestamps } = options;
  const query = Object.entries({
    follow,
    limitBytes,
    previous,
    sinceSeconds,
    sinceTime,
    tailLines,
    timestamps,
  })
    .filter(([, value]) => value !== undefined && value !== false)
    .map(([key, value]) => `${key}=${encodeURIComponent(String(value))}`)
    .join('&');
  return `Get "https://${host}/containerLogs/${path}${query && '?'}${query}": dial tcp ${host}: ${why}`;
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

/** The life that the kubelet reads the log of, or why there is none. */
function runOf(pod: Pod, name: string, previous: boolean): Life | { problem: string } {
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
  if (running) return { image: found.image, startedAt: parseRfc3339(running.startedAt ?? '') };
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

function ended(
  { image }: ContainerStatus,
  { startedAt = '', finishedAt = '', exitCode: code, reason }: Terminated,
): Life {
  const at = parseRfc3339(finishedAt);
  return {
    image,
    startedAt: parseRfc3339(startedAt),
    end: { at, code, ...(reason !== undefined && { reason }) },
  };
}

/** Milliseconds since the Unix epoch. */
function sinceOf({ sinceSeconds, sinceTime }: LogOptions, now: number): number {
  if (sinceSeconds !== undefined) return now - sinceSeconds * 1000;
  return sinceTime === undefined ? 0 : parseRfc3339(sinceTime);
}

function textOf(lines: readonly LogLine[], options: LogOptions, since: number): string {
  const { tailLines, timestamps, limitBytes } = options;
  const recent = lines.filter(({ at }) => at >= since);
  const wanted = tailLines === undefined ? recent : recent.slice(Math.max(0, recent.length - tailLines));
  const text = wanted
    .map(({ at, text: line }) => `${timestamps ? `${rfc3339Milli(at).slice(0, -1)}000000Z ` : ''}${line}\n`)
    .join('');
  return limitBytes === undefined ? text : text.slice(0, limitBytes);
}
