import { expect, test } from 'vitest';
import { door } from './testing/door';
import type { Sent } from './testing/door';

const C = '/api/v1/namespaces/rest/configmaps';
const TABLE = { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json' };

interface Line {
  type: string;
  object: {
    kind: string;
    metadata: { name?: string; resourceVersion: string; annotations?: object };
    rows?: { cells: unknown[] }[];
    columnDefinitions?: unknown[] | null;
    code?: number;
    message?: string;
  };
}

function watching(sent: Sent, before: (d: ReturnType<typeof door>) => void = () => {}) {
  const d = door();
  before(d);
  const answer = d.ask(sent);
  if (answer.type !== 'stream') throw new Error(answer.body);
  const chunks: string[] = [];
  const stream = answer.open((chunk) => chunks.push(chunk));
  const take = (): Line[] => {
    stream.pump();
    return chunks
      .splice(0)
      .join('')
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Line);
  };
  return { ...d, answer, stream, take };
}

function create({ send }: Pick<ReturnType<typeof door>, 'send'>, name: string, labels = {}): void {
  send({ method: 'POST', path: C, body: JSON.stringify({ metadata: { name, labels } }) });
}

const told = (lines: Line[]): string[] => lines.map(({ type, object }) => `${type} ${object.metadata.name}`);

test('API-43 a watch without a version begins with what exists', () => {
  const w = watching({ path: `${C}?watch=true` }, (d) => create(d, 'a'));
  expect(told(w.take())).toEqual(['ADDED a']);
  create(w, 'b');
  w.send({ method: 'DELETE', path: `${C}/a` });
  expect(told(w.take())).toEqual(['ADDED b', 'DELETED a']);
  w.stream.close();
  create(w, 'c');
  expect(w.take()).toEqual([]);
});

test.each(['1', 'true', 'foo', ''])('watch=%s is a watch', (value) => {
  expect(door().ask({ path: `${C}?watch=${value}` }).type).toBe('stream');
});

test.each([
  '/api/v1/watch/namespaces/rest/configmaps',
  '/api/v1/watch/namespaces/rest/configmaps/a',
  `${C}/a?watch=true`,
])('%s is a watch as well', (path) => {
  const w = watching({ path }, (d) => create(d, 'a'));
  expect(told(w.take())).toContain('ADDED a');
  create(w, 'b');
  expect(told(w.take())).toEqual(path.includes('configmaps/a') ? [] : ['ADDED b']);
});

test('watch=0 is a list', () => {
  expect(door().json({ path: `${C}?watch=0` })).toMatchObject({ kind: 'ConfigMapList' });
});

test('API-43 from the version of a list on nothing is missed', () => {
  const d = door();
  create(d, 'a');
  const { metadata } = d.json({ path: C }) as { metadata: { resourceVersion: string } };
  create(d, 'b');
  const answer = d.ask({ path: `${C}?watch=true&resourceVersion=${metadata.resourceVersion}` });
  const chunks: string[] = [];
  if (answer.type === 'stream') answer.open((chunk) => chunks.push(chunk)).pump();
  expect(told(chunks.map((chunk) => JSON.parse(chunk) as Line))).toEqual(['ADDED b']);
});

test('API-43 what a selector no longer selects is deleted for the client', () => {
  const w = watching({ path: `${C}?watch=true&labelSelector=a%3Db` }, (d) => create(d, 'a', { a: 'b' }));
  expect(told(w.take())).toEqual(['ADDED a']);
  w.send({
    method: 'PATCH',
    path: `${C}/a`,
    headers: { 'content-type': 'application/merge-patch+json' },
    body: '{"metadata":{"labels":null}}',
  });
  expect(told(w.take())).toEqual(['DELETED a']);
});

test('API-43 a streaming list ends with a bookmark', () => {
  const query =
    'watch=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true';
  const [added, bookmark] = watching({ path: `${C}?${query}` }, (d) => create(d, 'a')).take();
  expect(added).toMatchObject({ type: 'ADDED', object: { metadata: { name: 'a' } } });
  expect(bookmark).toMatchObject({
    type: 'BOOKMARK',
    object: {
      kind: 'ConfigMap',
      apiVersion: 'v1',
      metadata: { annotations: { 'k8s.io/initial-events-end': 'true' } },
    },
  });
});

test('CLI-10 a watch as tables, as `kubectl get -w` asks for it', () => {
  const query =
    'watch=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true';
  const [added, bookmark] = watching({ path: `${C}?${query}`, headers: TABLE }, (d) => create(d, 'a')).take();
  expect(added?.object).toMatchObject({ kind: 'Table', rows: [{ cells: ['a', 0, '0s'] }] });
  expect(added?.object.columnDefinitions).toHaveLength(3);
  expect(bookmark?.object).toMatchObject({
    kind: 'Table',
    columnDefinitions: null,
    rows: [{ cells: ['', '', '<unknown>'], object: { kind: 'PartialObjectMetadata' } }],
  });
});

test('a bookmark between tells how far a client is, if it asked for such', () => {
  const w = watching({ path: `${C}?watch=true&allowWatchBookmarks=true` });
  w.take();
  w.stream.bookmark();
  expect(w.take()).toMatchObject([{ type: 'BOOKMARK', object: { kind: 'ConfigMap' } }]);
  const other = watching({ path: `${C}?watch=true` });
  other.stream.bookmark();
  expect(other.take()).toEqual([]);
});

test('API-32 a version that is forgotten ends the watch with an error', () => {
  const w = watching({ path: `${C}?watch=true` });
  w.cluster.seek(w.cluster.now - 1);
  expect(w.take()).toMatchObject([
    { type: 'ERROR', object: { kind: 'Status', code: 410, reason: 'Expired' } },
  ]);
  expect(w.stream.pump()).toBe(true);
});

test('timeoutSeconds is handed on', () => {
  expect(door().ask({ path: `${C}?watch=true&timeoutSeconds=7` })).toMatchObject({ timeoutSeconds: 7 });
});
