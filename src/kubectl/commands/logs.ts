import type { LogOptions } from '../../engine/index';
import { parseRfc3339 } from '../../k8s/time';
import type { Container, Pod } from '../../k8s/types';
import type { Command, Line, Run, Shell } from '../command';
import { failure, isFailure, usageFailure, type Failure } from '../failure';
import { findLogPods, POD_RUNNING_TIMEOUT } from '../log-pods';
import { followAll, print, startFollowing, type Followed, type Stream } from '../log-streams';
import { problemText, type Problem } from '../status-text';

const USAGE =
  "expected 'logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]'.\nPOD or TYPE/NAME is a required argument for the logs command";

/** Lines of each stream that a selector finds. */
const SELECTOR_TAIL = 10;

/** `kubectl logs` (CLI-100, CLI-101). */
export const logs: Command = {
  name: 'logs',
  flags: [
    { name: 'all-containers', type: 'bool' },
    { name: 'all-pods', type: 'bool' },
    { name: 'container', short: 'c', type: 'string' },
    { name: 'follow', short: 'f', type: 'bool' },
    { name: 'ignore-errors', type: 'bool' },
    { name: 'insecure-skip-tls-verify-backend', type: 'bool' },
    { name: 'limit-bytes', type: 'int', default: '0' },
    { name: 'max-log-requests', type: 'int', default: '5' },
    { name: 'pod-running-timeout', type: 'duration', default: POD_RUNNING_TIMEOUT },
    { name: 'prefix', type: 'bool' },
    { name: 'previous', short: 'p', type: 'bool' },
    { name: 'selector', short: 'l', type: 'string' },
    { name: 'since', type: 'duration', default: '0s' },
    { name: 'since-time', type: 'string' },
    { name: 'tail', type: 'int', default: '-1' },
    { name: 'timestamps', type: 'bool' },
  ],
  run(shell, line) {
    const selected = line.flags.text('selector') !== '';
    if (line.args.length > 2 || (line.args.length === 0 && !selected)) return usageFailure(USAGE);
    if (line.args.length === 1 && selected)
      return usageFailure('only a selector (-l) or a POD name is allowed');
    const options = logOptions(line);
    return isFailure(options) ? options : show(shell, line, options);
  },
};

function logOptions({ flags, args }: Line): LogOptions | Failure {
  const options: LogOptions = {};
  const container = args.length === 2 ? args[1] : flags.text('container');
  if (container) options.container = container;
  if (flags.bool('follow')) options.follow = true;
  if (flags.bool('previous')) options.previous = true;
  if (flags.bool('timestamps')) options.timestamps = true;
  const since = flags.text('since-time');
  if (since !== '') {
    if (Number.isNaN(parseRfc3339(since))) {
      const layout = '2006-01-02T15:04:05Z07:00';
      const quoted = JSON.stringify(since);
      return failure(`parsing time ${quoted} as "${layout}": cannot parse ${quoted} as "2006"`);
    }
    options.sinceTime = since;
  }
  if (flags.int('limit-bytes') !== 0) options.limitBytes = flags.int('limit-bytes');
  if (flags.duration('since') !== 0) options.sinceSeconds = Math.round(flags.duration('since') / 1000);
  const tail = flags.int('tail');
  if (flags.text('selector') !== '' && !flags.given('tail')) options.tailLines = SELECTOR_TAIL;
  else if (tail !== -1) options.tailLines = tail;
  return options;
}

/** What kubectl checks once it has found the pods' owner. */
function refusal({ flags, args }: Line, options: LogOptions): Failure | undefined {
  if (flags.text('since-time') !== '' && flags.duration('since') !== 0)
    return failure('at most one of `sinceTime` or `sinceSeconds` may be specified');
  if (flags.bool('all-containers') && options.container)
    return failure(`--all-containers=true should not be specified with container name ${options.container}`);
  if (flags.given('container') && args.length === 2)
    return failure('only one of -c or an inline [CONTAINER] arg is allowed');
  if (flags.int('limit-bytes') < 0) return failure('--limit-bytes must be greater than 0');
  if ((options.sinceSeconds ?? 0) < 0) return failure('--since must be greater than 0');
  if ((options.tailLines ?? 0) < -1) return failure('--tail must be greater than or equal to -1');
  return undefined;
}

function* show(shell: Shell, line: Line, options: LogOptions): Run {
  const { flags } = line;
  const end = (problem: Problem): number => {
    shell.err(problemText(problem, 'logs'));
    return 1;
  };
  const pods = yield* findLogPods(shell, line);
  if (isFailure(pods) || 'kind' in pods) return end(pods);
  const refused = refusal(line, options);
  if (refused) return end(refused);
  const streams: Stream[] = [];
  for (const pod of pods) {
    const found = streamsOf(shell, line, pod, options);
    if (isFailure(found)) return end(found);
    streams.push(...found);
  }
  const follow = flags.bool('follow');
  const most = flags.int('max-log-requests');
  if (follow && streams.length > most) {
    const text = `you are attempting to follow ${streams.length} log streams, but maximum allowed concurrency is ${most}, use --max-log-requests to increase the limit`;
    if (streams.length > 1) return end(failure(text));
  }
  const followed: Followed[] = [];
  for (const stream of streams) {
    const { namespace = '', name } = stream.pod.metadata;
    const result = shell.api.log(namespace, name, stream.options);
    if (result.ok) {
      print(shell, stream, result.text);
      if (follow) followed.push(startFollowing(shell, stream));
    } else if (flags.bool('ignore-errors')) {
      shell.out(`error: ${result.status.message}\n`);
    } else return end(result.status);
  }
  if (followed.length > 0) yield* followAll(shell, namespaceOfAll(pods), followed);
  return 0;
}

function namespaceOfAll([first]: readonly Pod[]): string {
  return first?.metadata.namespace ?? '';
}

function streamsOf(shell: Shell, { flags }: Line, pod: Pod, options: LogOptions): Stream[] | Failure {
  const { initContainers = [], containers, ephemeralContainers = [] } = pod.spec;
  const all = [...initContainers, ...containers, ...ephemeralContainers] as readonly Container[];
  const prefixed = flags.bool('prefix') || flags.bool('all-pods');
  const stream = (container: string): Stream => ({
    pod,
    options: { ...options, container },
    prefix: prefixed ? `[pod/${pod.metadata.name}/${container}] ` : '',
  });
  if (flags.bool('all-containers')) return all.map(({ name }) => stream(name));
  const name = options.container ?? defaultContainer(shell, pod, all, flags.bool('all-pods'));
  if (!all.some((c) => c.name === name))
    return failure(`container ${name} is not valid for pod ${pod.metadata.name}`);
  return [stream(name)];
}

function defaultContainer(shell: Shell, pod: Pod, all: readonly Container[], quiet: boolean): string {
  const annotated = pod.metadata.annotations?.['kubectl.kubernetes.io/default-container'];
  if (annotated) {
    if (all.some((c) => c.name === annotated)) return annotated;
    shell.err(`Default container name ${JSON.stringify(annotated)} not found in pod ${pod.metadata.name}\n`);
  }
  const { containers, ephemeralContainers = [], initContainers = [] } = pod.spec;
  const name = containers[0]?.name ?? '';
  if (all.length > 1 && !quiet) {
    const names = [
      ...containers.map((c) => c.name),
      ...ephemeralContainers.map((c) => `${c.name} (ephem)`),
      ...initContainers.map((c) => `${c.name} (init)`),
    ];
    shell.err(`Defaulted container ${JSON.stringify(name)} out of: ${names.join(', ')}\n`);
  }
  return name;
}
