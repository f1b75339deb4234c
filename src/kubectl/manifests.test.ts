import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { Cluster } from '../engine/index';
import type { Json } from '../k8s/types';
import { runBlocking } from './shell';

/**
 * What a real kubectl v1.34.0 made of texts: `kubectl -n rules create --dry-run=client -o json -f -`, some with
 * `--validate=false`. Rows: the text, whether it was validated, the objects printed, the errors.
 */
const rows = JSON.parse(readFileSync(new URL('./testdata/reading.json', import.meta.url), 'utf8')) as [
  text: string,
  validated: boolean,
  objects: Json[],
  errors: string,
][];

const cluster = new Cluster({ seed: 1, startTime: Date.UTC(2026, 0, 1) });

function create(text: string, validated: boolean): [objects: unknown[], errors: string] {
  const line = `kubectl -n rules create --dry-run=client -o json${validated ? '' : ' --validate=false'} -f -`;
  const { lines } = runBlocking(cluster, line, text);
  const printed = (stream: string): string =>
    lines.flatMap((one) => (one.stream === stream ? [`${one.text}\n`] : [])).join('');
  const objects = printed('stdout')
    .split(/(?<=^\})\n/m)
    .filter((one) => one !== '');
  return [objects.map((one) => JSON.parse(one) as unknown), printed('stderr')];
}

describe('VAL-25 texts are read as the real kubectl reads them', () => {
  test('there are captures', () => {
    expect(rows.length).toBeGreaterThan(400);
  });

  test.each(rows.map((row): [string, (typeof rows)[number]] => [JSON.stringify(row[0]).slice(0, 200), row]))(
    '%s',
    (_, [text, validated, objects, errors]) => {
      expect(create(text, validated)).toEqual([objects, errors]);
    },
  );
});
