import { kindByWord, type KindRow, type Manifest } from '../../engine/index';
import type { AnyObject } from '../../k8s/types';
import { withLastApplied } from '../apply';
import { namespaceOf, type Command, type Line, type Shell } from '../command';
import { DRY_RUN_FLAG, dryRunOf } from '../dry-run';
import { failure, isFailure, usageFailure, type Failure } from '../failure';
import { inSteps } from '../in-steps';
import {
  mapObject,
  nameOf,
  readFile,
  STDIN_NAME,
  targetNamespace,
  withNamespace,
  type FileObject,
} from '../manifests';
import { printerFor, type Printer } from '../printers/output';
import { resultName } from '../resource-arguments';
import { exitStatus, problemsText, withSource, type Problem } from '../status-text';
import { VALIDATE_FLAG, validationOf } from '../validation';

/** `kubectl create -f -`, and the generators for namespaces, service accounts and config maps. */
export const create: Command = {
  name: 'create',
  flags: [
    { name: 'filename', short: 'f', type: 'list' },
    { name: 'output', short: 'o', type: 'string' },
    DRY_RUN_FLAG,
    VALIDATE_FLAG,
    { name: 'save-config', type: 'bool' },
    { name: 'from-literal', type: 'list' },
    { name: 'value', type: 'int' },
  ],
  run(shell, line) {
    const printer = printerFor(line.flags.text('output'), { columns: false, headers: true });
    if (isFailure(printer)) return printer;
    const [word] = line.args;
    if (word !== undefined) return generate(shell, line, word, printer);
    const file = readFile(shell, line, validationOf(line.flags));
    if (isFailure(file)) return file;
    const problems: Problem[] = [];
    if (file.objects.length === 0 && file.problems.length === 0)
      return failure('no objects passed to create');
    return inSteps(
      file.objects,
      (found) => {
        const problem = createOne(shell, line, found, printer);
        if (problem) problems.push(problem);
      },
      () => exitStatus(shell, [...problems, ...file.problems], 'create'),
    );
  },
};

function createOne(
  shell: Shell,
  line: Line,
  found: FileObject,
  printer: Printer | undefined,
): Problem | undefined {
  const { object } = found;
  const row = mapObject(found, STDIN_NAME, shell.api);
  if (isFailure(row)) return row;
  const namespace = targetNamespace(row, object, line.flags.text('namespace'));
  if (isFailure(namespace)) return namespace;
  return post(shell, line, row, namespace, withNamespace(object, namespace), printer, STDIN_NAME);
}

function post(
  shell: Shell,
  { flags }: Line,
  row: KindRow,
  namespace: string | undefined,
  object: Manifest,
  printer: Printer | undefined,
  fileName: string | undefined,
): Problem | undefined {
  const { mode, options, suffix } = dryRunOf(flags);
  const manifest = flags.bool('save-config') ? withLastApplied(object) : object;
  if (mode === 'client') {
    // Client dry runs send nothing: what is printed is what would be sent.
    const text =
      printer?.([manifest as unknown as AnyObject], false) ??
      `${resultName(row, nameOf(manifest).name)} created${suffix}\n`;
    if (isFailure(text)) return text;
    shell.out(text);
    return undefined;
  }
  const answer = shell.api.create(row.id, namespace, manifest, {
    fieldValidation: validationOf(flags),
    ...options,
  });
  if (!answer.ok) {
    return fileName === undefined ? answer.status : withSource(answer.status, 'creating', fileName);
  }
  for (const warning of answer.warnings ?? []) shell.err(`Warning: ${warning}\n`);
  const stored = answer.object as AnyObject;
  if (printer) {
    const text = printer([stored], false);
    if (isFailure(text)) return text;
    shell.out(text);
  } else {
    shell.out(`${resultName(row, stored.metadata.name)} created${suffix}\n`);
  }
  return undefined;
}

/** Kinds that can be made without a manifest, and what kubectl writes into them unasked. */
const GENERATED: ReadonlyMap<string, Manifest> = new Map<string, Manifest>([
  ['Namespace', { spec: {}, status: {} }],
  ['ServiceAccount', {}],
  ['ConfigMap', {}],
  ['PriorityClass', { preemptionPolicy: 'PreemptLowerPriority' }],
]);

function generate(shell: Shell, line: Line, word: string, printer: Printer | undefined): number | Failure {
  const row = kindByWord(word, shell.api);
  const extra = row && GENERATED.get(row.kind);
  if (!extra) return usageFailure(`Unexpected args: [${line.args.join(' ')}]`);
  const names = line.args.slice(1);
  const [name] = names;
  if (name === undefined || names.length !== 1) {
    return {
      error: `exactly one NAME is required, got ${names.length}\nSee 'kubectl create ${row.singular} -h' for help and examples`,
    };
  }
  const namespace = row.namespaced ? namespaceOf(line) : undefined;
  const object: Manifest = {
    apiVersion: row.apiVersion,
    kind: row.kind,
    metadata: {
      name,
      ...(row.namespaced && line.flags.given('namespace') ? { namespace: namespaceOf(line) } : {}),
    },
    ...extra,
  };
  if (row.kind === 'PriorityClass') object['value'] = line.flags.int('value');
  if (row.kind === 'ConfigMap' && line.flags.given('from-literal')) {
    const data = new Map<string, string>();
    for (const pair of line.flags.list('from-literal')) {
      const equals = pair.indexOf('=');
      if (equals <= 0) return failure(`invalid literal source ${pair}, expected key=value`);
      data.set(pair.slice(0, equals), pair.slice(equals + 1));
    }
    object['data'] = Object.fromEntries(data);
  }
  const problem = post(shell, line, row, namespace, object, printer, undefined);
  if (!problem) return 0;
  // Generators report in their own words, without a file.
  shell.err(
    'kind' in problem && problem.reason !== 'Invalid'
      ? `error: failed to create ${row.singular}: ${problem.message}\n`
      : problemsText([problem], 'create'),
  );
  return 1;
}
