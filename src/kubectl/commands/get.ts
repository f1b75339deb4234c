import { isStatus, problemsText, type Problem } from '../status-text';
import { namespaceOf, type Command, type Line, type Shell } from '../command';
import { failure, isFailure, usageFailure, type Failure } from '../failure';
import { printerFor } from '../printers/output';
import { tableText } from '../printers/table';
import { namesSeveralKinds } from '../resource-arguments';
import { sortObjects } from '../sort-by';
import { findObjects, SELECTOR_FLAGS, type Found, type FoundObject } from '../targets';

/** `kubectl get` (chapter H.2). */
export const get: Command = {
  name: 'get',
  flags: [
    ...SELECTOR_FLAGS.filter((f) => f.name !== 'all'),
    { name: 'output', short: 'o', type: 'string' },
    { name: 'sort-by', type: 'string' },
    { name: 'show-labels', type: 'bool' },
    { name: 'show-kind', type: 'bool' },
    { name: 'label-columns', short: 'L', type: 'list' },
    { name: 'no-headers', type: 'bool' },
    { name: 'show-managed-fields', type: 'bool' },
    { name: 'chunk-size', type: 'int', default: '500' },
    { name: 'server-print', type: 'bool', default: 'true' },
    { name: 'watch', short: 'w', type: 'bool' },
  ],
  run(shell, line) {
    const { flags, args } = line;
    if (args.length === 0 && !flags.given('filename')) return nothingNamed(shell);
    if (flags.bool('watch')) return failure('watching is not supported here; repeat the command instead');
    const output = flags.text('output');
    if (flags.bool('show-labels') && output !== '' && output !== 'wide') {
      return failure(`--show-labels option cannot be used with ${output} printer`);
    }
    const found = findObjects(shell, line, args);
    if (isFailure(found)) return found;
    const printer = printerFor(output, { columns: true, headers: !flags.bool('no-headers') });
    if (isFailure(printer)) return printer;
    const sorted = sortObjects(found.objects, flags.text('sort-by'));
    if (isFailure(sorted)) return sorted;
    if (printer === undefined) return printTables(shell, line, found, sorted);
    if (found.single && found.problems.length > 0) return finish(shell, found.problems);
    if (sorted.length === 0 && flags.bool('ignore-not-found')) return finish(shell, found.problems);
    const text = printer(
      sorted.map((o) => o.object),
      !found.single,
    );
    if (isFailure(text)) return text;
    shell.out(text);
    return finish(shell, found.problems);
  },
};

/** CLI-13. */
function nothingNamed(shell: Shell): Failure {
  shell.err(
    'You must specify the type of resource to get. Use "kubectl api-resources" for a complete list of supported resources.\n\n',
  );
  return usageFailure(
    'Required resource not specified.\nUse "kubectl explain <resource>" for a detailed description of that resource (e.g. kubectl explain pods).',
  );
}

function printTables(shell: Shell, line: Line, found: Found, objects: readonly FoundObject[]): number {
  const { flags, args } = line;
  const groups: { row: FoundObject['row']; objects: FoundObject['object'][] }[] = [];
  for (const { row, object } of objects) {
    const last = groups.at(-1);
    if (last?.row.id === row.id) last.objects.push(object);
    else groups.push({ row, objects: [object] });
  }
  const kinds = flags.bool('show-kind') || namesSeveralKinds(shell.cluster.read, args) || groups.length > 1;
  shell.out(
    tableText(groups, {
      now: shell.cluster.now,
      wide: flags.text('output') === 'wide',
      headers: !flags.bool('no-headers'),
      namespaces: flags.bool('all-namespaces'),
      kinds,
      labels: flags.bool('show-labels'),
      labelKeys: flags.list('label-columns').filter(Boolean),
    }),
  );
  if (objects.length === 0 && found.problems.length === 0 && !flags.bool('ignore-not-found')) {
    const inNamespace = !flags.bool('all-namespaces') && found.targets.every((t) => t.row.namespaced);
    shell.err(
      inNamespace ? `No resources found in ${namespaceOf(line)} namespace.\n` : 'No resources found\n',
    );
  }
  return finish(shell, found.problems);
}

function finish(shell: Shell, problems: readonly Problem[]): number {
  if (problems.length === 0) return 0;
  shell.err(
    problemsText(
      problems.filter((p) => isStatus(p) || p.error !== ''),
      'get',
    ),
  );
  return 1;
}
