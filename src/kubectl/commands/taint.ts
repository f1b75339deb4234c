import type { Json, Taint } from '../../k8s/types';
import { kindByWord, type Api } from '../../engine/index';
import type { Command, Line, Shell } from '../command';
import { DRY_RUN_FLAG, dryRunOf } from '../dry-run';
import { failure, isFailure, type Failure } from '../failure';
import { inSteps } from '../in-steps';
import { resultName, unknownType } from '../resource-arguments';
import { exitStatus, type Problem } from '../status-text';
import { conflicts, isTaintArgument, readTaintChanges, type TaintChanges } from '../taint-spec';
import { findObjects, SELECTOR_FLAGS, splitChanges, type FoundObject } from '../targets';

/** `kubectl taint nodes NAME key=value:Effect key-` (CLI-77, CLI-78). */
export const taint: Command = {
  name: 'taint',
  flags: [
    ...SELECTOR_FLAGS.filter((f) => f.name === 'selector' || f.name === 'all'),
    { name: 'overwrite', type: 'bool' },
    DRY_RUN_FLAG,
  ],
  run(shell, line) {
    const split = splitChanges(line.args, 'taint', isTaintArgument);
    if (isFailure(split)) return split;
    const { resources } = split;
    if (resources.length === 0) {
      return failure('one or more resources must be specified as <resource> <name>');
    }
    if (split.changes.length === 0) return failure('at least one taint update is required');
    const changes = readTaintChanges(split.changes);
    if (isFailure(changes)) return changes;
    const wrong = onlyNodes(shell.api, resources) ?? conflicts(changes) ?? exclusive(line, resources);
    if (wrong) return wrong;
    // With a selector or --all, names on the line count for nothing.
    const names = bySelection(line) ? [] : resources.slice(1).map((arg) => arg.replace(/^(nodes?|no)\//, ''));
    const found = findObjects(shell, line, ['nodes', ...names], false);
    if (isFailure(found)) return found;
    const problems: Problem[] = [...found.problems];
    return inSteps(
      found.objects,
      (item) => problems.push(...taintOne(shell, line, item, changes)),
      () => exitStatus(shell, problems, 'taint'),
    );
  },
};

/** The first word is a type, never `node/NAME`. */
function onlyNodes(api: Api, resources: readonly string[]): Failure | undefined {
  const word = (resources[0] ?? '').toLowerCase();
  const row = kindByWord(word, api);
  if (!row) return { ...unknownType(word), bare: true };
  return row.kind === 'Node'
    ? undefined
    : failure(`invalid resource type ${word}, only node types are supported`);
}

function bySelection({ flags }: Line): boolean {
  return flags.bool('all') || flags.text('selector') !== '';
}

function exclusive(line: Line, resources: readonly string[]): Failure | undefined {
  if (line.flags.bool('all') && line.flags.text('selector') !== '')
    return failure("setting 'all' parameter with a non empty selector is prohibited");
  return resources.length > 1 || bySelection(line)
    ? undefined
    : failure("at least one resource name must be specified since 'all' parameter is not set");
}

function taintOne(
  shell: Shell,
  { flags }: Line,
  { row, object }: FoundObject,
  changes: TaintChanges,
): Problem[] {
  const { name } = object.metadata;
  // As it is now: a node may be named twice.
  const latest = shell.api.get('Node', undefined, name);
  if (!latest.ok) return [latest.status];
  const node = latest.object;
  const old = node.spec.taints ?? [];
  const overwrite = flags.bool('overwrite');
  const present = changes.add.filter((t) => old.some((o) => same(o, t)));
  if (present.length > 0 && !overwrite) {
    const keys = present.map((t) => t.key).join(',');
    return [
      failure(`node ${name} already has ${keys} taint(s) with same effect(s) and --overwrite is false`),
    ];
  }
  // New ones first, then what was there, as kubectl writes them.
  const merged: Taint[] = [...changes.add, ...old.filter((o) => !changes.add.some((t) => same(o, t)))];
  const added = merged.length !== old.length;
  const missing: Failure[] = [];
  let kept = merged;
  for (const gone of changes.remove) {
    const rest = kept.filter(
      (t) => !(t.key === gone.key && (gone.effect === '' || t.effect === gone.effect)),
    );
    if (rest.length === kept.length) {
      const shown = gone.effect === '' ? gone.key : `${gone.key}:${gone.effect}`;
      missing.push(failure(`taint ${JSON.stringify(shown)} not found`));
    }
    kept = rest;
  }
  if (missing.length > 0) return missing;
  const { options } = dryRunOf(flags);
  const answer = shell.api.patch(
    'Node',
    undefined,
    name,
    'strategic',
    { spec: { taints: (kept.length === 0 ? null : kept) as unknown as Json } },
    options,
  );
  if (!answer.ok) return [answer.status];
  const removed = kept.length < merged.length;
  const word = (added && removed) || overwrite ? 'modified' : added ? 'tainted' : 'untainted';
  // Unlike other commands, this one does not say when it was a dry run.
  shell.out(`${resultName(row, name)} ${word}\n`);
  return [];
}

function same(a: Taint, b: Taint): boolean {
  return a.key === b.key && a.effect === b.effect;
}
