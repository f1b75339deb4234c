import { describe, expect, test } from 'vitest';
import { Cluster } from './cluster';
import type { EntryWatch, WatchOptions } from './api/types';

const START = Date.UTC(2026, 0, 1);

/** Config maps of the namespace `default`. */
function fixture() {
  const cluster = new Cluster({ seed: 1, startTime: START });
  const { api } = cluster;
  const create = (name: string, labels = {}, namespace = 'default') =>
    api.create('ConfigMap', namespace, { metadata: { name, labels } });
  const label = (name: string, labels: Record<string, string | null>) =>
    api.patch('ConfigMap', 'default', name, 'merge', { metadata: { labels } });
  const version = () => {
    const result = api.page('ConfigMap', 'default', {});
    return result.ok ? result.page.resourceVersion : '';
  };
  const watch = (options: WatchOptions = {}, namespace: string | undefined = 'default') => {
    const result = cluster.watchFrom('ConfigMap', namespace, options);
    if (!result.ok) throw new Error(result.status.message);
    return result.watch;
  };
  return { cluster, api, create, label, version, watch };
}

function said(watch: EntryWatch): string[] {
  return watch
    .take()
    .map((entry) =>
      entry.type === 'ERROR'
        ? `ERROR ${entry.status.code} ${entry.status.reason}: ${entry.status.message}`
        : `${entry.type} ${entry.object.metadata.name ?? ''}`.trim(),
    );
}

describe('API-43 where a watch starts', () => {
  test.each<[string, WatchOptions]>([
    ['without a version', {}],
    ['with version 0', { resourceVersion: '0' }],
    ['with sendInitialEvents', { resourceVersion: '1', sendInitialEvents: true }],
  ])('%s: what exists comes first', (_, options) => {
    const { create, watch } = fixture();
    create('b');
    create('a');
    create('x', {}, 'kube-system');
    const open = watch(options);
    expect(said(open)).toEqual(['ADDED a', 'ADDED b']);
    create('c');
    create('y', {}, 'kube-system');
    expect(said(open)).toEqual(['ADDED c']);
    expect(said(open)).toEqual([]);
  });

  test('with a version: what has changed since', () => {
    const { api, create, label, version, watch } = fixture();
    create('a');
    const from = version();
    create('b');
    label('a', { x: 'y' });
    api.delete('ConfigMap', 'default', 'b');
    const open = watch({ resourceVersion: from });
    expect(said(open)).toEqual(['ADDED b', 'MODIFIED a', 'DELETED b']);
    label('a', { x: 'z' });
    expect(said(open)).toEqual(['MODIFIED a']);
  });

  test('of the future: nothing until then', () => {
    const { create, watch, version } = fixture();
    const open = watch({ resourceVersion: String(Number(version()) + 1) });
    create('a');
    create('b');
    expect(said(open)).toEqual(['ADDED b']);
  });

  test('of the future, with first objects: the open watch says that there are none yet', () => {
    const { watch } = fixture();
    const open = watch({ resourceVersion: '9999999', sendInitialEvents: true, allowWatchBookmarks: true });
    expect(said(open)).toEqual([
      expect.stringMatching(
        /^ERROR 504 Timeout: Timeout: Too large resource version: 9999999, current: \d+$/,
      ),
    ]);
  });

  test('without first objects', () => {
    const { create, watch } = fixture();
    create('a');
    const open = watch({ sendInitialEvents: false });
    create('b');
    expect(said(open)).toEqual(['ADDED b']);
  });

  test('API-32 too long ago: the open watch says so and ends', () => {
    const { label, create, watch } = fixture();
    create('a');
    for (let i = 0; i < 2500; i++) label('a', { x: String(i) });
    const open = watch({ resourceVersion: '2' });
    expect(said(open)).toEqual([
      expect.stringMatching(/^ERROR 410 Expired: too old resource version: 2 \(\d+\)$/),
    ]);
    label('a', { x: 'y' });
    expect(said(open)).toEqual([]);
  });

  test.each<[WatchOptions, number, string]>([
    [
      { resourceVersion: 'x' },
      500,
      'resourceVersion: Invalid value: "x": strconv.ParseUint: parsing "x": invalid syntax',
    ],
    [{ labelSelector: 'a=b=c' }, 400, "found '=', expected: ',' or 'end of string'"],
    [
      { fieldSelector: 'x=b' },
      400,
      '"x" is not a known field selector: only "metadata.name", "metadata.namespace"',
    ],
  ])('%j is refused', (options, code, message) => {
    const result = fixture().cluster.watchFrom('ConfigMap', 'default', options);
    expect(!result.ok && [result.status.code, result.status.message]).toEqual([code, message]);
  });

  test('an unknown kind', () => {
    expect(fixture().cluster.watchFrom('things.example.com', 'default').ok).toBe(false);
  });
});

describe('API-43 selectors', () => {
  test('what starts to match is ADDED, what stops is DELETED as it was, with the version of the change', () => {
    const { api, create, label, watch } = fixture();
    const open = watch({ labelSelector: 'app=x' });
    create('a', { app: 'x' });
    create('b', { app: 'y' });
    label('a', { more: '1' });
    label('b', { app: 'x' });
    const left = label('a', { app: 'y', more: '2' });
    label('a', { more: '3' });
    api.delete('ConfigMap', 'default', 'b');
    const entries = open.take();
    expect(entries.map((e) => `${e.type} ${e.type === 'ERROR' ? '' : e.object.metadata.name}`)).toEqual([
      'ADDED a',
      'MODIFIED a',
      'ADDED b',
      'DELETED a',
      'DELETED b',
    ]);
    const gone = entries[3];
    expect(
      gone?.type === 'DELETED' && [gone.object.metadata.labels, gone.object.metadata.resourceVersion],
    ).toEqual([{ app: 'x', more: '1' }, left.ok && left.object.metadata.resourceVersion]);
  });

  test('by field, also in what has been', () => {
    const { create, version, watch } = fixture();
    const from = version();
    create('a');
    create('b');
    expect(said(watch({ fieldSelector: 'metadata.name=b', resourceVersion: from }))).toEqual(['ADDED b']);
  });
});

describe('bookmarks', () => {
  test('the end of the first objects, and others when asked for', () => {
    const { create, watch, version } = fixture();
    create('a');
    const open = watch({ allowWatchBookmarks: true });
    const [, end] = open.take();
    expect(end).toEqual({
      type: 'BOOKMARK',
      object: {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { resourceVersion: version(), annotations: { 'k8s.io/initial-events-end': 'true' } },
      },
    });
    create('x', {}, 'kube-system');
    expect(open.bookmark()).toEqual({
      type: 'BOOKMARK',
      object: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { resourceVersion: version() } },
    });
  });

  test('not for clients that did not allow them', () => {
    const { create, watch } = fixture();
    create('a');
    const open = watch();
    expect([said(open), open.bookmark()]).toEqual([['ADDED a'], undefined]);
  });
});

test('a closed watch hears nothing any more', () => {
  const { create, watch } = fixture();
  const open = watch();
  open.close();
  create('a');
  expect(said(open)).toEqual([]);
});

test('a seek back ends watches, and versions from before it are too old', () => {
  const { cluster, create, watch, version } = fixture();
  cluster.advanceTo(START + 10_000);
  create('a');
  const from = version();
  cluster.advanceTo(START + 60_000);
  create('b');
  const open = watch({ resourceVersion: from });
  cluster.seek(START + 20_000);
  expect(said(open).at(-1)).toMatch(/^ERROR 410 Expired: too old resource version/);
  expect(said(watch())).toEqual(['ADDED a']);
});
