import type { PatchType } from '../../engine/index';
import type { Json } from '../../k8s/types';
import { deepEqual } from '../../lib/equal';
import { parseDocuments } from '../../yaml/documents';
import type { Command } from '../command';
import { DRY_RUN_FLAG, dryRunOf } from '../dry-run';
import { failure, isFailure, type Failure } from '../failure';
import { goKind, resultName } from '../resource-arguments';
import { problemsText, type Problem } from '../status-text';
import { findObjects, SELECTOR_FLAGS } from '../targets';

/** `kubectl patch` (CLI-71). */
export const patch: Command = {
  name: 'patch',
  flags: [
    ...SELECTOR_FLAGS.filter((f) => f.name === 'filename'),
    { name: 'patch', short: 'p', type: 'string' },
    { name: 'type', type: 'string', default: 'strategic' },
    { name: 'subresource', type: 'string' },
    DRY_RUN_FLAG,
  ],
  run(shell, line) {
    const { flags } = line;
    const type = flags.text('type').toLowerCase();
    if (!isPatchType(type))
      return failure(
        `--type must be one of [json merge strategic], not ${JSON.stringify(flags.text('type'))}`,
      );
    if (!flags.given('patch'))
      return failure('must specify --patch or --patch-file containing the contents of the patch');
    const body = readPatch(flags.text('patch'));
    if (isFailure(body)) return body;
    const found = findObjects(shell, line, line.args, false);
    if (isFailure(found)) return found;
    const problems: Problem[] = [...found.problems];
    const { options } = dryRunOf(flags);
    for (const { row, object } of found.objects) {
      const { name, namespace } = object.metadata;
      if (type === 'strategic' && row.id !== row.kind) {
        problems.push(
          failure(
            `application/strategic-merge-patch+json is not supported by ${goKind(row)}: ${UNKNOWN_FORMAT}`,
          ),
        );
        continue;
      }
      // kubectl leaves it to the server how to mind fields: it warns.
      const answer = shell.api.patch(row.id, namespace, name, type, body.json, {
        fieldValidation: 'warn',
        ...(flags.text('subresource') === 'status' ? { subresource: 'status' as const } : {}),
        ...options,
      });
      if (!answer.ok) {
        problems.push(answer.status);
        continue;
      }
      for (const warning of answer.warnings ?? []) shell.err(`Warning: ${warning}\n`);
      // Unlike other commands, this one does not say when it was a dry run.
      const unchanged = deepEqual(answer.object, object);
      shell.out(`${resultName(row, name)} patched${unchanged ? ' (no change)' : ''}\n`);
    }
    if (problems.length === 0) return 0;
    shell.err(problemsText(problems, 'patch'));
    return 1;
  },
};

/** Custom resources have no strategic merge patches. */
const UNKNOWN_FORMAT =
  'the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml';

function isPatchType(type: string): type is PatchType {
  return type === 'strategic' || type === 'merge' || type === 'json';
}

/** JSON or YAML. */
function readPatch(text: string): { json: Json } | Failure {
  try {
    return { json: JSON.parse(text) as Json };
  } catch {
    const { documents, diagnostics } = parseDocuments(text);
    const object = documents[0]?.object;
    if (object !== undefined) return { json: object };
    const why = diagnostics[0]?.message.replace(/^error converting YAML to JSON: /, '') ?? 'no patch';
    return failure(`unable to parse ${JSON.stringify(text)}: ${why}`);
  }
}
