import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { JsonObject, KubeObject } from '../../../k8s/types';
import { kindOf } from '../kinds/registry';
import { TABLE_CASES } from './testing/table-cases';

/** Rows that a kube-apiserver v1.34.0 printed for the objects beside them; `testing/capture-tables.ts` asks for them. */
const rows = JSON.parse(readFileSync(new URL('./testdata/tables.json', import.meta.url), 'utf8')) as [
  title: string,
  now: number,
  object: JsonObject,
  columns: [name: string, type: string, priority: number][],
  cells: unknown[],
][];

test('each case has a capture', () => {
  expect(rows.map(([title]) => title)).toEqual(TABLE_CASES.map(({ title }) => title));
});

test.each(rows)('%s', (_, now, object, columns, cells) => {
  const table = kindOf(object['kind'] as string)?.table;
  expect(table?.columns.map(({ name, type, wide }) => [name, type, wide ? 1 : 0])).toEqual(columns);
  expect(table?.cells(object as unknown as KubeObject, now)).toEqual(cells);
});
