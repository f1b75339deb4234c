/** Human-readable tables of `get` (CLI-10 … CLI-14). */
import { compareText } from '../../lib/compare';
import { NONE, type KindDefinition } from '../../engine/index';
import type { AnyObject } from '../../k8s/types';
import { typeName } from '../resource-arguments';
import { createTableWriter, singleLine } from '../table';

export interface TableOptions {
  now: number;
  wide: boolean;
  headers: boolean;
  /** Column NAMESPACE first (`-A`). */
  namespaces: boolean;
  /** NAME cells carry `<kind>.<group>/`. */
  kinds: boolean;
  /** LABELS last. */
  labels: boolean;
  /** One column for each key (`-L`). */
  labelKeys: readonly string[];
}

/** One table for each run of objects of a kind, separated by a blank line. */
export function tableText(
  groups: readonly { row: KindDefinition; objects: readonly AnyObject[] }[],
  options: TableOptions,
): string {
  const tables = groups.filter((g) => g.objects.length > 0).map((g) => oneTable(g.row, g.objects, options));
  return tables.join(options.headers ? '\n' : '');
}

function oneTable(row: KindDefinition, objects: readonly AnyObject[], options: TableOptions): string {
  const { table } = row;
  const shown = table.columns.map((c) => options.wide || !c.wide);
  const namespaces = options.namespaces && row.namespaced;
  const lines: string[][] = [];
  if (options.headers) {
    lines.push([
      ...(namespaces ? ['NAMESPACE'] : []),
      ...table.columns.filter((_, i) => shown[i]).map((c) => c.name.toUpperCase()),
      ...options.labelKeys.map(labelHeader),
      ...(options.labels ? ['LABELS'] : []),
    ]);
  }
  const nameColumn = table.columns.findIndex((c) => c.name === 'Name');
  for (const object of objects) {
    const cells = table.cells(object, options.now).map((cell) => singleLine(String(cell)));
    if (options.kinds && nameColumn >= 0) cells[nameColumn] = `${typeName(row)}/${cells[nameColumn]}`;
    lines.push([
      ...(namespaces ? [object.metadata.namespace ?? ''] : []),
      ...cells.filter((_, i) => shown[i]),
      ...options.labelKeys.map((key) => ownLabel(object, key)),
      ...(options.labels ? [labelsText(object)] : []),
    ]);
  }
  return createTableWriter().write(lines);
}

function labelHeader(key: string): string {
  return key.slice(key.lastIndexOf('/') + 1).toUpperCase();
}

function labelsText(object: AnyObject): string {
  const pairs = Object.entries(object.metadata.labels ?? {}).toSorted(([a], [b]) => compareText(a, b));
  return pairs.length === 0 ? NONE : pairs.map(([k, v]) => `${k}=${v}`).join(',');
}

function ownLabel({ metadata: { labels = {} } }: AnyObject, key: string): string {
  return Object.hasOwn(labels, key) ? (labels[key] ?? '') : '';
}
