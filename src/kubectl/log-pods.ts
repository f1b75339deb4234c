/** Whose logs are wanted: a pod, the best of a workload's pods, or all that a selector finds. Texts are kubectl's own. */
import { kindByWord, type KindDefinition } from '../engine/index';
import { conditionOf, isPodReady } from '../k8s/conditions';
import { matchesSelector } from '../k8s/labels';
import { parseRfc3339 } from '../k8s/time';
import type { AnyObject, Pod } from '../k8s/types';
import { namespaceOf, type Line, type Pause, type Shell } from './command';
import { failure, isFailure, type Failure } from './failure';
import { unknownType } from './resource-arguments';
import { listSelected } from './select';
import type { Problem } from './status-text';
import { getObject } from './targets';
import { openWatch } from './watching';

type Selector = Parameters<typeof matchesSelector>[0];

/** How long kubectl waits for the first pod of a workload, unless told otherwise: a Go duration. */
export const POD_RUNNING_TIMEOUT = '20s';

/** The pods; a problem when there is no saying. */
export function* findLogPods(shell: Shell, line: Line): Generator<Pause, readonly Pod[] | Problem, void> {
  const { flags, args } = line;
  const selector = flags.text('selector');
  const namespace = namespaceOf(line);
  if (selector !== '') {
    const answer = listSelected(shell.api, podRow(shell), namespace, selector, '');
    if (!answer.ok) return answer.status;
    if (answer.objects.length === 0) shell.err(`No resources found in ${namespace} namespace.\n`);
    return answer.objects as readonly Pod[];
  }
  const object = getOne(shell, namespace, args[0] ?? '');
  if (isFailure(object) || object.kind === 'Status') return object;
  if (object.kind === 'Pod') return [object];
  const wanted = selectorOf(object);
  if (isFailure(wanted)) return wanted;
  const deadline = shell.cluster.now + flags.duration('pod-running-timeout');
  const pods = yield* waitForPods(shell, namespace, wanted.selector, deadline);
  if (isFailure(pods)) return pods;
  const [first] = pods;
  if (!first || pods.length === 1 || flags.bool('all-pods')) return pods;
  shell.err(`Found ${pods.length} pods, using pod/${first.metadata.name}\n`);
  return [first];
}

function podRow(shell: Shell): KindDefinition {
  return kindByWord('pods', shell.cluster.read) as KindDefinition;
}

function getOne(shell: Shell, namespace: string, arg: string): AnyObject | Problem {
  const [word = '', name = '', ...more] = arg.includes('/') ? arg.split('/') : ['pods', arg];
  if (more.length > 0) return failure('arguments in resource/name form may not have more than one slash');
  if (word === '' || name === '')
    return failure('arguments in resource/name form must have a single resource and name');
  const row = kindByWord(word, shell.cluster.read);
  if (!row) return unknownType(word);
  const answer = getObject(shell.api, row, row.namespaced ? namespace : undefined, name);
  if (answer.ok) return answer.object;
  if (answer.status.reason !== 'NotFound') return answer.status;
  return failure(`error from server (NotFound): ${answer.status.message} in namespace "${namespace}"`);
}

function selectorOf(object: AnyObject): { selector: Selector } | Failure {
  switch (object.kind) {
    case 'DaemonSet':
    case 'Deployment':
    case 'Job':
    case 'ReplicaSet':
    case 'StatefulSet':
      return { selector: object.spec?.selector };
    case 'Service': {
      const matchLabels = object.spec?.selector ?? {};
      if (Object.keys(matchLabels).length > 0) return { selector: { matchLabels } };
      const why = `invalid service '${object.metadata.name}': Service is defined without a selector`;
      return failure(`cannot get the logs from *v1.Service: ${why}`);
    }
    default: {
      const type = `*v1.${(object as { kind: string }).kind}`;
      return failure(`cannot get the logs from ${type}: selector for ${type} not implemented`);
    }
  }
}

/** The pods of a selector, the best first; those of a workload that has none yet are waited for. */
function* waitForPods(
  shell: Shell,
  namespace: string,
  selector: Selector,
  deadline: number,
): Generator<Pause, readonly Pod[] | Failure, void> {
  const found = (): Pod[] =>
    shell.api
      .list('Pod', namespace)
      .filter(({ metadata }) => matchesSelector(selector, metadata.labels))
      .sort(byUseOfLogs);
  const watch = openWatch(shell.cluster, 'Pod', namespace);
  try {
    let pods = found();
    while (pods.length === 0) {
      if (shell.cluster.now >= deadline) return failure('timed out waiting for the condition');
      yield { type: 'watch', watch, deadline };
      watch.take();
      pods = found();
    }
    return pods;
  } finally {
    watch.close();
  }
}

const PHASES: Readonly<Record<string, number>> = { Running: 0, Unknown: 1, Pending: 2 };

/** Assigned, running, ready for the longest time, restarted most often, oldest. */
export function byUseOfLogs(a: Pod, b: Pod): number {
  const assigned = Number(!a.spec.nodeName) - Number(!b.spec.nodeName);
  const phase = (PHASES[a.status.phase ?? ''] ?? 0) - (PHASES[b.status.phase ?? ''] ?? 0);
  const ready = Number(isPodReady(b)) - Number(isPodReady(a));
  const since = isPodReady(a) && isPodReady(b) ? readySince(a) - readySince(b) : 0;
  const restarts = restartsOf(b) - restartsOf(a);
  const age =
    parseRfc3339(a.metadata.creationTimestamp ?? '') - parseRfc3339(b.metadata.creationTimestamp ?? '');
  return assigned || phase || ready || since || restarts || age || 0;
}

function readySince({ status }: Pod): number {
  return parseRfc3339(conditionOf(status.conditions, 'Ready')?.lastTransitionTime ?? '');
}

function restartsOf({ status }: Pod): number {
  return Math.max(0, ...(status.containerStatuses ?? []).map((s) => s.restartCount));
}
