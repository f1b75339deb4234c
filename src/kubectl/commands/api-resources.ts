import { kindRows, verbsOf, type KindRow, type KindSource } from '../../engine/index';
import { compareText } from '../../lib/compare';
import type { Command } from '../command';
import { failure, usageFailure } from '../failure';
import { createTableWriter } from '../table';

type Resource = Pick<
  KindRow,
  'plural' | 'shortNames' | 'apiVersion' | 'group' | 'namespaced' | 'kind' | 'categories'
> & { verbs: readonly string[] };

/** `kubectl api-resources` (CLI-105). */
export const apiResources: Command = {
  name: 'api-resources',
  flags: [
    { name: 'api-group', type: 'string' },
    { name: 'cached', type: 'bool' },
    { name: 'categories', type: 'list' },
    { name: 'namespaced', type: 'bool', default: 'true' },
    { name: 'no-headers', type: 'bool' },
    { name: 'output', short: 'o', type: 'string' },
    { name: 'sort-by', type: 'string' },
    { name: 'verbs', type: 'list' },
  ],
  run(shell, { flags, args }) {
    if (args.length > 0) return usageFailure(`unexpected arguments: [${args.join(' ')}]`);
    const output = flags.text('output');
    if (!['', 'wide', 'name'].includes(output)) return failure(`--output ${output} is not available`);
    const sortBy = flags.text('sort-by');
    if (!['', 'name', 'kind'].includes(sortBy)) return failure('--sort-by accepts only name or kind');
    const wanted = resourcesOf(shell.cluster.read).filter(
      (r) =>
        (!flags.given('api-group') || r.group === flags.text('api-group')) &&
        (!flags.given('namespaced') || r.namespaced === flags.bool('namespaced')) &&
        flags.list('verbs').every((verb) => r.verbs.includes(verb)) &&
        flags.list('categories').every((category) => r.categories.includes(category)),
    );
    const key = (r: Resource): string => (sortBy === 'kind' ? r.kind : r.plural);
    const sorted = wanted.toSorted(
      (a, b) => (sortBy === '' ? compareText(a.group, b.group) : 0) || compareText(key(a), key(b)),
    );
    if (output === 'name') {
      for (const { plural, group } of sorted) shell.out(`${group === '' ? plural : `${plural}.${group}`}\n`);
      return 0;
    }
    const wide = output === 'wide' ? 7 : 5;
    const rows = sorted.map((r) => [
      r.plural,
      r.shortNames.join(','),
      r.apiVersion,
      String(r.namespaced),
      r.kind,
      r.verbs.join(','),
      r.categories.join(','),
    ]);
    if (!flags.bool('no-headers'))
      rows.unshift(['NAME', 'SHORTNAMES', 'APIVERSION', 'NAMESPACED', 'KIND', 'VERBS', 'CATEGORIES']);
    shell.out(createTableWriter().write(rows.map((row) => row.slice(0, wide))));
    return 0;
  },
};

/** Each in the version that the server prefers. */
function resourcesOf(kinds: KindSource): Resource[] {
  const seen = new Set<string>();
  const resources: Resource[] = [BINDINGS];
  for (const row of kindRows(kinds)) {
    if (seen.has(row.id)) continue;
    seen.add(row.id);
    resources.push({ ...row, verbs: verbsOf(row) });
  }
  return resources;
}

/** Pods are bound to their nodes with it; there is nothing to list. */
const BINDINGS: Resource = {
  plural: 'bindings',
  shortNames: [],
  apiVersion: 'v1',
  group: '',
  namespaced: true,
  kind: 'Binding',
  categories: [],
  verbs: ['create'],
};
