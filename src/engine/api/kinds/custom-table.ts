/** Tables of custom kinds: the printer columns of their definition. */
import { findValues } from '../../../k8s/jsonpath/find';
import { parseTemplate, type PathStep } from '../../../k8s/jsonpath/parse';
import { parseRfc3339 } from '../../../k8s/time';
import type { CustomObject, JsonObject } from '../../../k8s/types';
import { canonicalJson } from '../../../lib/canonical-json';
import { ageSince } from '../tables/age';
import type { KindTable, TableCell, TableColumn } from '../tables/columns';
import { numberAt, objectsAt, textAt } from '../validation/untyped';

const AGE: JsonObject = { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' };

/** `version`: an entry of `spec.versions`. */
export function customTable(version: JsonObject): KindTable<CustomObject> {
  const declared = objectsAt(version, 'additionalPrinterColumns');
  const columns = (declared.length > 0 ? declared : [AGE]).map((column) => ({
    name: textAt(column, 'name'),
    wide: (numberAt(column, 'priority') ?? 0) > 0,
    type: textAt(column, 'type'),
    steps: stepsOf(textAt(column, 'jsonPath')),
  }));
  // One path that cannot be read, and upstream prints no column of the definition.
  const good = columns.every(({ steps }) => steps !== undefined) ? columns : [];
  return {
    columns: [
      { name: 'Name', type: 'string' },
      ...good.map(({ name, type, wide }) => ({
        name,
        type: type as TableColumn['type'],
        ...(wide && { wide: true as const }),
      })),
    ],
    cells: (object, now) => [
      object.metadata.name,
      ...good.map(({ type, steps }) => {
        const found = findValues(steps ?? [], object);
        return found.ok ? cell(type, found.values[0], now) : '';
      }),
    ],
  };
}

export function stepsOf(path: string): readonly PathStep[] | undefined {
  const template = parseTemplate(`{${path}}`);
  const piece = template.ok && template.pieces.length === 1 ? template.pieces[0] : undefined;
  return piece?.type === 'path' ? piece.steps : undefined;
}

/** A value of another type than the column's is not shown. */
function cell(type: string, value: unknown, now: number): TableCell {
  if (value === undefined || value === null) return '';
  if (type === 'string') return plainText(value);
  if (type === 'date') return typeof value === 'string' ? age(value, now) : '';
  if (type === 'boolean') return typeof value === 'boolean' ? value : '';
  if (typeof value !== 'number') return '';
  return type === 'integer' ? Math.trunc(value) : value;
}

function age(time: string, now: number): string {
  if (time !== '' && time !== 'null' && Number.isNaN(parseRfc3339(time))) return '<invalid>';
  return ageSince(time === 'null' ? '' : time, now);
}

/** Maps and lists as Go writes them to JSON. */
export function plainText(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value as string | number | boolean);
  return canonicalJson(value).replace(/[<>&]/g, (char) => `\\u00${char.charCodeAt(0).toString(16)}`);
}
