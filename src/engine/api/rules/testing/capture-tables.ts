/**
 * Asks a real API server for the table rows that `tables.test.ts` compares with:
 * `KUBE_SERVER=https://127.0.0.1:6443 KUBE_TOKEN=… tsx src/engine/api/rules/testing/capture-tables.ts`.
 */
import { writeFileSync } from 'node:fs';
import type { JsonObject } from '../../../../k8s/types';
import { realServer } from './real-server';
import { TABLE_CASES } from './table-cases';

const send = realServer();

const lines: string[] = [];
for (const [at, { title, root, object, status }] of TABLE_CASES.entries()) {
  const name = `t-${at}`;
  const metadata = { ...(object['metadata'] as JsonObject | undefined), name };
  const created = await send('POST', root, { ...object, metadata });
  if (created.body['kind'] === 'Status') throw new Error(`${title}: ${JSON.stringify(created.body)}`);
  const path = `${root}/${name}`;
  if (status) {
    const put = await send('PUT', `${path}/status`, { ...created.body, status });
    if (put.body['kind'] === 'Status') throw new Error(`${title}: ${JSON.stringify(put.body)}`);
  }
  const { body } = await send('GET', path);
  const table = await send('GET', path, undefined, 'application/json;as=Table;v=v1;g=meta.k8s.io');
  await send('DELETE', `${path}?gracePeriodSeconds=0`);
  const { managedFields: _, ...meta } = body['metadata'] as JsonObject;
  const columns = (table.body['columnDefinitions'] as JsonObject[]).map((c) => [
    c['name'],
    c['type'],
    c['priority'],
  ]);
  const [row] = table.body['rows'] as JsonObject[];
  lines.push(JSON.stringify([title, table.date, { ...body, metadata: meta }, columns, row?.['cells']]));
}
writeFileSync(new URL('../testdata/tables.json', import.meta.url), `[\n${lines.join(',\n')}\n]\n`);
