import type { KindDefinition, Manifest } from '../../engine/index';
import { isObject } from '../../yaml/list-items';
import type { Command, Line, Run, Shell } from '../command';
import { deleted, untilGone } from '../deletion';
import { DRY_RUN_FLAG, dryRunOf } from '../dry-run';
import { failure, isFailure, type Failure } from '../failure';
import {
  mapObject,
  nameOf,
  readFile,
  STDIN_NAME,
  targetNamespace,
  textOf,
  withNamespace,
} from '../manifests';
import { resultName, typeName } from '../resource-arguments';
import { problemsText, withSource, type Problem } from '../status-text';
import { VALIDATE_FLAG, validationOf } from '../validation';

/** What is sent for one object of the file. */
interface Plan {
  row: KindDefinition;
  namespace: string | undefined;
  name: string;
  object: Manifest;
}

/** `kubectl replace -f -` (CLI-73). */
export const replace: Command = {
  name: 'replace',
  flags: [
    { name: 'filename', short: 'f', type: 'list' },
    { name: 'output', short: 'o', type: 'string' },
    { name: 'force', type: 'bool' },
    DRY_RUN_FLAG,
    VALIDATE_FLAG,
  ],
  run(shell, line) {
    const output = line.flags.text('output');
    if (output !== '' && output !== 'name') return failure(`--output ${output} is not available`);
    if (line.flags.bool('force') && dryRunOf(line.flags).mode !== 'none')
      return failure('--dry-run can not be used when --force is set');
    const file = readFile(shell, { ...line, args: [] }, validationOf(line.flags));
    if (isFailure(file)) return file;
    const problems: Problem[] = [...file.problems];
    const plans: Plan[] = [];
    for (const found of file.objects) {
      const row = mapObject(found, STDIN_NAME, shell.api);
      const namespace = isFailure(row)
        ? row
        : targetNamespace(row, found.object, line.flags.text('namespace'));
      if (isFailure(row)) problems.push(row);
      else if (isFailure(namespace)) problems.push(namespace);
      else {
        const object = withNamespace(found.object, namespace);
        plans.push({ row, namespace, name: nameOf(object).name, object });
      }
    }
    return line.flags.bool('force')
      ? force(shell, line, plans, problems)
      : inPlace(shell, line, plans, problems);
  },
};

function inPlace(shell: Shell, line: Line, plans: readonly Plan[], problems: Problem[]): number {
  const { mode, options, suffix } = dryRunOf(line.flags);
  for (const { row, namespace, name, object } of plans) {
    if (name === '') {
      problems.push(failure('error when replacing "STDIN": resource name may not be empty'));
      continue;
    }
    if (mode !== 'client') {
      const write = { fieldValidation: validationOf(line.flags), ...options };
      const answer = shell.api.update(
        row.id,
        namespace,
        name,
        overLive(shell, row, namespace, object),
        write,
      );
      if (!answer.ok) {
        problems.push(withSource(answer.status, 'replacing', STDIN_NAME));
        continue;
      }
      for (const warning of answer.warnings ?? []) shell.err(`Warning: ${warning}\n`);
    }
    said(shell, line, row, name, suffix);
  }
  return finish(shell, problems);
}

/** A file that names no version means whatever is there: kubectl asks for it and sends that. */
function overLive(
  shell: Shell,
  row: KindDefinition,
  namespace: string | undefined,
  object: Manifest,
): Manifest {
  const metadata = object['metadata'];
  if (!isObject(metadata) || textOf(metadata['resourceVersion']) !== '') return object;
  const live = shell.api.get(row.id, namespace, nameOf(object).name);
  if (!live.ok) return object;
  return { ...object, metadata: { ...metadata, resourceVersion: live.object.metadata.resourceVersion } };
}

/** Deletes, waits until all are gone, and creates anew; what was not there is no fault. */
function* force(shell: Shell, line: Line, plans: readonly Plan[], problems: Problem[]): Run {
  for (const { row, namespace, name } of plans) {
    const old = shell.api.get(row.id, namespace, name);
    if (!old.ok) continue;
    const answer = shell.api.delete(row.id, namespace, name, { propagationPolicy: 'Background' });
    if (!answer.ok) problems.push(withSource(answer.status, 'deleting', STDIN_NAME));
    else {
      const isName = line.flags.text('output') === 'name';
      shell.out(isName ? `${typeName(row)}/${name}\n` : deleted(row, old.object, 'deleted', ''));
      yield* untilGone(shell, { row, object: old.object }, undefined);
    }
  }
  if (problems.length > 0) return finish(shell, problems);
  for (const { row, namespace, name, object } of plans) {
    const write = { fieldValidation: validationOf(line.flags) };
    const answer = shell.api.create(row.id, namespace, object, write);
    if (answer.ok) said(shell, line, row, name, '');
    else problems.push(answer.status);
  }
  return finish(shell, problems);
}

function said(shell: Shell, line: Line, row: KindDefinition, name: string, suffix: string): void {
  const isName = line.flags.text('output') === 'name';
  shell.out(isName ? `${typeName(row)}/${name}\n` : `${resultName(row, name)} replaced${suffix}\n`);
}

function finish(shell: Shell, problems: readonly (Problem | Failure)[]): number {
  if (problems.length === 0) return 0;
  shell.err(problemsText(problems, 'replace'));
  return 1;
}
