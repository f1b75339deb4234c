import type { Command, Shell } from '../command';
import { DRY_RUN_FLAG, dryRunOf } from '../dry-run';
import { failure, isFailure, type Failure } from '../failure';
import { resultName, typeName } from '../resource-arguments';
import { isStatus, problemText, problemsText, type Problem } from '../status-text';
import { findObjects, SELECTOR_FLAGS } from '../targets';

/** `kubectl scale` (CLI-94, CLI-95). Nothing here is asked to wait for the replicas. */
export const scale: Command = {
  name: 'scale',
  flags: [
    ...SELECTOR_FLAGS.filter((f) => ['selector', 'all', 'filename'].includes(f.name)),
    { name: 'replicas', type: 'int' },
    { name: 'current-replicas', type: 'int', default: '-1' },
    { name: 'resource-version', type: 'string' },
    { name: 'output', short: 'o', type: 'string' },
    DRY_RUN_FLAG,
  ],
  run(shell, line) {
    const { flags } = line;
    if (!flags.given('replicas')) return failure('required flag(s) "replicas" not set');
    const replicas = flags.int('replicas');
    if (replicas < 0)
      return failure('The --replicas=COUNT flag is required, and COUNT must be greater than or equal to 0');
    const output = flags.text('output');
    if (output !== '' && output !== 'name') return failure(`--output ${output} is not available`);
    const found = findObjects(shell, line, line.args, false);
    if (isFailure(found)) return found;
    if (flags.text('resource-version') !== '' && found.objects.length > 1)
      return failure('cannot use --resource-version with multiple resources');
    if (found.objects.length === 0) return nothing(found.problems);
    const { mode, options, suffix } = dryRunOf(flags);
    for (const { row, object } of found.objects) {
      const { name, namespace } = object.metadata;
      if (mode !== 'client') {
        const now = shell.api.getScale(row.id, namespace, name);
        const unfit = now.ok
          ? unmet(flags.int('current-replicas'), flags.text('resource-version'), now.object)
          : now.status;
        if (unfit) return stop(shell, unfit);
        const body = { spec: { replicas } };
        const answer = shell.api.patch(row.id, namespace, name, 'merge', body, {
          subresource: 'scale',
          ...options,
        });
        if (!answer.ok) return stop(shell, answer.status);
      }
      shell.out(
        output === 'name' ? `${typeName(row)}/${name}\n` : `${resultName(row, name)} scaled${suffix}\n`,
      );
    }
    if (found.problems.length === 0) return 0;
    shell.err(problemsText(found.problems, 'scale'));
    return 1;
  },
};

/** The first thing that cannot be scaled ends the command. */
function stop(shell: Shell, problem: Problem): number {
  shell.err(problemText(problem, 'scale'));
  return 1;
}

/** What `--current-replicas` and `--resource-version` ask for in vain. */
function unmet(
  count: number,
  version: string,
  { spec, metadata }: { spec: { replicas?: number }; metadata: { resourceVersion: string } },
): Failure | undefined {
  const current = spec.replicas ?? 0;
  if (count !== -1 && count !== current) return failure(`Expected replicas to be ${count}, was ${current}`);
  if (version !== '' && version !== metadata.resourceVersion)
    return failure(`Expected resource version to be ${version}, was ${metadata.resourceVersion}`);
  return undefined;
}

function nothing(problems: readonly Problem[]): Failure {
  const texts = problems.map((p) => (isStatus(p) ? p.message : p.error));
  const why = texts.length > 1 ? ` [${texts.join(', ')}]` : texts.length === 1 ? ` ${texts[0]}` : '';
  return failure(`no objects passed to scale${why}`);
}
