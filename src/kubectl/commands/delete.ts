import type { DeleteOptions, Propagation, Status } from '../../engine/index';
import type { Command, Line, Run, Shell } from '../command';
import { deleted, untilGone } from '../deletion';
import { DRY_RUN_FLAG, dryRunOf } from '../dry-run';
import { failure, isFailure, type Failure } from '../failure';
import { typeName } from '../resource-arguments';
import { problemsText, withSource, type Problem } from '../status-text';
import { findObjects, SELECTOR_FLAGS, type Found, type FoundObject } from '../targets';

const PROPAGATION: Record<string, Propagation> = {
  background: 'Background',
  foreground: 'Foreground',
  orphan: 'Orphan',
  true: 'Background',
  false: 'Orphan',
};

/** `kubectl delete` (CLI-90 … CLI-92). */
export const remove: Command = {
  name: 'delete',
  flags: [
    ...SELECTOR_FLAGS,
    { name: 'cascade', type: 'string', bare: 'background', default: 'background' },
    { name: 'grace-period', type: 'int', default: '-1' },
    { name: 'force', type: 'bool' },
    { name: 'now', type: 'bool' },
    { name: 'wait', type: 'bool', default: 'true' },
    { name: 'timeout', type: 'duration', default: '0s' },
    DRY_RUN_FLAG,
    { name: 'output', short: 'o', type: 'string' },
  ],
  run(shell, line) {
    if (line.flags.bool('all') && line.flags.text('selector') !== '')
      return failure("setting 'all' parameter but found a non empty selector.");
    const options = readOptions(line);
    if (isFailure(options)) return options;
    const found = findObjects(shell, line, line.args, false);
    if (isFailure(found)) return found;
    return deleteAll(shell, line, found, options);
  },
};

function readOptions({ flags }: Line): DeleteOptions | Failure {
  const cascade = flags.text('cascade');
  const propagationPolicy = PROPAGATION[cascade];
  if (!propagationPolicy) {
    return failure(`invalid cascade value (${cascade}). Must be "background", "foreground", or "orphan"`);
  }
  let grace = flags.int('grace-period');
  if (flags.bool('now')) {
    if (grace !== -1) return failure('--now and --grace-period cannot be specified together');
    grace = 1;
  }
  const force = flags.bool('force');
  if (force && grace > 0)
    return failure('--force and --grace-period greater than 0 cannot be specified together');
  if (force && grace < 0) grace = 0;
  // Without --force kubectl never asks for grace 0, as that would not wait for the containers.
  if (!force && grace === 0) grace = 1;
  return { propagationPolicy, ...(grace >= 0 ? { gracePeriodSeconds: grace } : {}) };
}

function* deleteAll(shell: Shell, line: Line, found: Found, options: DeleteOptions): Run {
  const { flags } = line;
  const force = options.gracePeriodSeconds === 0;
  const dry = dryRunOf(flags);
  const forReal = dry.mode === 'none';
  const problems: Problem[] = [];
  const waiting: FoundObject[] = [];
  if (force && forReal) {
    shell.err(
      'Warning: Immediate deletion does not wait for confirmation that the running resource has been terminated. The resource may continue to run on the cluster indefinitely.\n',
    );
  }
  for (const [i, item] of found.objects.entries()) {
    if (i > 0) yield { type: 'breath', share: i / found.objects.length };
    const { row, object } = item;
    const { name, namespace } = object.metadata;
    const answer = shell.api.delete(row.id, namespace, name, { ...options, ...dry.options });
    if (!answer.ok) {
      const status = withRequest(answer.status, item);
      problems.push(flags.given('filename') ? withSource(status, 'deleting', 'STDIN') : status);
      continue;
    }
    waiting.push(item);
    if (flags.text('output') === 'name') {
      shell.out(`${typeName(row)}/${name}\n`);
      continue;
    }
    shell.out(deleted(row, object, force ? 'force deleted' : 'deleted', dry.suffix));
  }
  problems.push(...found.problems.map((p) => asDeleteProblem(p, line)));
  if (problems.length > 0) {
    shell.err(problemsText(problems, 'delete'));
    return 1;
  }
  if (found.objects.length === 0) {
    if (!flags.bool('ignore-not-found') || found.targets.some((t) => t.name === undefined)) {
      shell.out('No resources found\n');
    }
    return 0;
  }
  if (!flags.bool('wait') || !forReal) return 0;
  const timeout = flags.duration('timeout');
  const deadline = timeout > 0 ? shell.cluster.now + timeout : undefined;
  for (const item of waiting) {
    const { row, object } = item;
    if (yield* untilGone(shell, item, deadline)) continue;
    shell.err(`error: timed out waiting for the condition on ${row.plural}/${object.metadata.name}\n`);
    return 1;
  }
  return 0;
}

/** A path that the server no longer knows, as its definition went just before: the client adds what it asked for. */
function withRequest(status: Status, { row, object }: FoundObject): Status {
  if (status.message !== 'the server could not find the requested resource') return status;
  const resource = row.group === '' ? row.plural : `${row.plural}.${row.group}`;
  return { ...status, message: `${status.message} (delete ${resource} ${object.metadata.name})` };
}

/** In `delete -f` what is missing is reported with its file (API-34). */
function asDeleteProblem(problem: Problem, line: Line): Problem {
  if (!line.flags.given('filename') || !('kind' in problem)) return problem;
  return withSource(problem, 'deleting', 'STDIN');
}
