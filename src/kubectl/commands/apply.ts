import type { AnyObject } from '../../k8s/types';
import { applyInSteps, type AppliedDocument, type ApplyOptions } from '../apply';
import type { Command, Run, Shell } from '../command';
import { DRY_RUN_FLAG, dryRunOf } from '../dry-run';
import { failure, isFailure, usageFailure } from '../failure';
import { readFile, STDIN_NAME, type Manifests } from '../manifests';
import { printerFor, type Printer } from '../printers/output';
import { resultName } from '../resource-arguments';
import { exitStatus, type Problem } from '../status-text';
import { VALIDATE_FLAG, validationOf } from '../validation';

/** `kubectl apply -f -`, client-side (API-46 … API-51). */
export const apply: Command = {
  name: 'apply',
  flags: [
    { name: 'filename', short: 'f', type: 'list' },
    { name: 'output', short: 'o', type: 'string' },
    DRY_RUN_FLAG,
    VALIDATE_FLAG,
    { name: 'server-side', type: 'bool' },
    { name: 'force', type: 'bool' },
    { name: 'field-manager', type: 'string' },
    { name: 'overwrite', type: 'bool', default: 'true' },
  ],
  run(shell, { flags, args }) {
    if (args.length > 0) return usageFailure(`Unexpected args: [${args.join(' ')}]`);
    const validation = validationOf(flags);
    const file = readFile(shell, { flags, args: [] }, validation);
    if (isFailure(file)) return file;
    if (flags.bool('server-side')) return failure('server-side apply is not supported here');
    const printer = printerFor(flags.text('output'), { columns: false, headers: true });
    if (isFailure(printer)) return printer;
    if (file.objects.length === 0 && file.problems.length === 0) return failure('no objects passed to apply');
    const { options, suffix } = dryRunOf(flags);
    const how = { namespace: flags.text('namespace'), ...options, fileName: STDIN_NAME, validation };
    return applyAll(shell, file, how, printer, suffix);
  },
};

function* applyAll(
  shell: Shell,
  file: Manifests,
  options: ApplyOptions,
  printer: Printer | undefined,
  suffix: string,
): Run {
  const applied = yield* applyInSteps(shell.api, file.objects, options);
  const problems: Problem[] = [...file.problems];
  // kubectl reports what it cannot map (VAL-25) while it still collects objects, so first.
  for (const document of applied) if (!document.row) problems.push(...problemOf(document));
  for (const document of applied) {
    for (const warning of document.warnings) shell.err(`Warning: ${warning}\n`);
    for (const note of document.notes ?? []) shell.err(note);
    if (document.outcome === 'failed') {
      if (document.row) problems.push(...problemOf(document));
      continue;
    }
    const { row } = document;
    if (!row) continue;
    if (printer) {
      const stored = shell.api.get(row.id, document.ref.namespace, document.ref.name);
      const text = stored.ok ? printer([stored.object as AnyObject], false) : '';
      if (isFailure(text)) return exitStatus(shell, [text], 'apply');
      shell.out(text);
    } else shell.out(`${resultName(row, document.ref.name)} ${document.outcome}${suffix}\n`);
  }
  return exitStatus(shell, problems, 'apply');
}

function problemOf(document: AppliedDocument): Problem[] {
  if (document.status) return [document.status];
  const { clientError, bare } = document;
  return clientError === undefined ? [] : [{ ...failure(clientError), ...(bare ? { bare } : {}) }];
}
