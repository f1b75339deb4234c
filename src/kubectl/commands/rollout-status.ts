import type { KindRow } from '../../engine/index';
import type { AnyObject, DaemonSet } from '../../k8s/types';
import type { Command, Line, Pause, Run, Shell } from '../command';
import { failure, isFailure, type Failure } from '../failure';
import { findRolloutObjects, groupKind, ROLLOUT_FLAGS } from '../rollout-objects';
import { deploymentRollout } from '../rollout-deployment';
import { statefulSetRollout } from '../rollout-statefulset';
import { problemsText, type Problem } from '../status-text';
import type { Found } from '../targets';
import { openWatch } from '../watching';

/** `kubectl rollout status` (CLI-60, CLI-61). */
export const rolloutStatus: Command = {
  name: 'rollout status',
  flags: [
    ...ROLLOUT_FLAGS,
    { name: 'watch', short: 'w', type: 'bool', default: 'true' },
    { name: 'timeout', type: 'duration', default: '0s' },
    { name: 'revision', type: 'int', default: '0' },
  ],
  run(shell, line) {
    const revision = line.flags.int('revision');
    const named = line.args.length > 0 || line.flags.given('filename');
    if (named && revision < 0) return failure(`revision must be a positive integer: ${revision}`);
    const found = findRolloutObjects(shell, line);
    if (typeof found === 'number' || isFailure(found)) return found;
    return statusOfAll(shell, line, found);
  },
};

function* statusOfAll(shell: Shell, line: Line, found: Found): Run {
  const timeout = line.flags.duration('timeout');
  const problems: Problem[] = [...found.problems];
  const revision = line.flags.int('revision');
  for (const { row, object } of found.objects) {
    // Each has the whole time.
    const deadline = timeout > 0 ? shell.cluster.now + timeout : undefined;
    const say = (state: AnyObject) => rolloutState(row, state, revision);
    const problem = yield* watchOne(shell, object, say, line.flags.bool('watch'), deadline);
    if (problem) problems.push(problem);
  }
  if (problems.length === 0) return 0;
  shell.err(problemsText(problems, 'rollout status'));
  return 1;
}

function* watchOne(
  shell: Shell,
  first: AnyObject,
  say: (object: AnyObject) => RolloutState,
  keepWatching: boolean,
  deadline: number | undefined,
): Generator<Pause, Failure | undefined, void> {
  const { name, namespace } = first.metadata;
  const watch = openWatch(shell.cluster, first.kind, namespace, name);
  try {
    let state = say(first);
    for (;;) {
      if (isFailure(state)) return state;
      shell.out(`${state.text}\n`);
      if (state.done || !keepWatching) return undefined;
      const events = watch.take();
      while (events.length === 0) {
        if (deadline !== undefined && shell.cluster.now >= deadline) {
          return failure('timed out waiting for the condition');
        }
        yield { type: 'watch', watch, ...(deadline === undefined ? {} : { deadline }) };
        events.push(...watch.take());
      }
      for (const [i, event] of events.entries()) {
        if (event.type === 'DELETED') return failure('object has been deleted');
        state = say(event.object as AnyObject);
        // The loop's top prints the last of several; the earlier ones are printed here.
        if (i === events.length - 1) break;
        if (isFailure(state)) return state;
        shell.out(`${state.text}\n`);
        if (state.done) return undefined;
      }
    }
  } finally {
    watch.close();
  }
}

type RolloutState = { text: string; done: boolean } | Failure;

/** What one state of an object says; a Failure when kubectl cannot tell. */
function rolloutState(row: KindRow, object: AnyObject, revision: number): RolloutState {
  switch (object.kind) {
    case 'Deployment':
      return deploymentRollout(object, revision);
    case 'DaemonSet':
      return daemonSetRollout(object);
    case 'StatefulSet':
      return statefulSetRollout(object);
    default:
      return failure(`no status viewer has been implemented for ${groupKind(row)}`);
  }
}

/** CLI-60: what one state of the object says. */
export function daemonSetRollout(set: DaemonSet): { text: string; done: boolean } | Failure {
  if (set.spec.updateStrategy?.type !== 'RollingUpdate') {
    return failure('rollout status is only available for RollingUpdate strategy type');
  }
  const { status } = set;
  const { name, generation = 0 } = set.metadata;
  if (generation > (status?.observedGeneration ?? 0)) {
    return { text: 'Waiting for daemon set spec update to be observed...', done: false };
  }
  const desired = status.desiredNumberScheduled ?? 0;
  const updated = status.updatedNumberScheduled ?? 0;
  const available = status.numberAvailable ?? 0;
  const waiting = `Waiting for daemon set ${JSON.stringify(name)} rollout to finish`;
  if (updated < desired) {
    return { text: `${waiting}: ${updated} out of ${desired} new pods have been updated...`, done: false };
  }
  if (available < desired) {
    return { text: `${waiting}: ${available} of ${desired} updated pods are available...`, done: false };
  }
  return { text: `daemon set ${JSON.stringify(name)} successfully rolled out`, done: true };
}
