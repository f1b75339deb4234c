/** `-o custom-columns=NAME:.metadata.name,…` (CLI-37). */
import { failure, type Failure } from '../failure';
import { findValues } from '../../k8s/jsonpath/find';
import { parseRelaxedPath, type PathStep } from '../../k8s/jsonpath/parse';
import { valueText } from '../jsonpath/render';
import { createTableWriter } from '../table';

interface CustomColumn {
  header: string;
  steps: readonly PathStep[];
}

export function customColumns(spec: string, objects: readonly unknown[], headers: boolean): string | Failure {
  if (spec === '') return failure('custom-columns format specified but no custom columns given');
  const columns: CustomColumn[] = [];
  for (const part of spec.split(',')) {
    const colon = part.indexOf(':');
    if (colon < 0)
      return failure(`unexpected custom-columns spec: ${part}, expected <header>:<json-path-expr>`);
    const path = parseRelaxedPath(part.slice(colon + 1));
    if (!path.ok) return failure(path.message);
    columns.push({ header: part.slice(0, colon), steps: path.steps });
  }
  const lines: string[][] = headers ? [columns.map((c) => c.header)] : [];
  for (const object of objects) lines.push(columns.map((c) => cell(c, object)));
  return createTableWriter().write(lines);
}

function cell(column: CustomColumn, object: unknown): string {
  const found = findValues(column.steps, object);
  if (!found.ok || found.values.length === 0) return '<none>';
  return found.values.map((value) => (value === null ? '<nil>' : customText(value))).join(',');
}

/** Maps and lists as Go's `%v` prints them. */
function customText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(customText).join(' ')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).filter(([, v]) => v !== undefined);
    return `map[${entries
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([k, v]) => `${k}:${customText(v)}`)
      .join(' ')}]`;
  }
  return valueText(value);
}
