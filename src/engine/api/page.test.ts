import { describe, expect, test } from 'vitest';
import { Journal } from './journal';
import { createApiServer } from './server';
import { Store } from './store';
import { SeededRandom } from '../random';
import { must, START } from './testing/server-fixture';
import type { ListOptions } from './types';

/** Config maps a … e in one namespace, f in another. */
function fixture() {
  const journal = new Journal();
  const store = new Store((change) => journal.record(change));
  const api = createApiServer({ store, journal, now: () => START, random: new SeededRandom(1) })('user');
  for (const name of ['one', 'two']) must(api.create('Namespace', undefined, { metadata: { name } }));
  for (const name of ['a', 'b', 'c', 'd', 'e'])
    must(api.create('ConfigMap', 'one', { metadata: { name, labels: { early: String(name < 'c') } } }));
  must(api.create('ConfigMap', 'two', { metadata: { name: 'f' } }));
  const page = (options: ListOptions, namespace: string | undefined = 'one') => {
    const result = api.page('ConfigMap', namespace, options);
    if (!result.ok) throw new Error(result.status.message);
    return result.page;
  };
  const names = (options: ListOptions, namespace?: string) =>
    page(options, namespace)
      .items.map((o) => o.metadata.name)
      .join('');
  const refused = (options: ListOptions) => {
    const result = api.page('ConfigMap', 'one', options);
    if (result.ok) throw new Error('the list was expected to fail');
    return result.status;
  };
  return { api, store, journal, page, names, refused };
}

const token = (value: object | string) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
const V1 = 'meta.k8s.io/v1';

describe('limit and continue', () => {
  test('pages, as a real server cuts them', () => {
    const { page, store } = fixture();
    const first = page({ limit: 2 });
    expect(first.items.map((o) => o.metadata.name)).toEqual(['a', 'b']);
    expect(first.remainingItemCount).toBe(3);
    expect(JSON.parse(Buffer.from(first.continue ?? '', 'base64url').toString())).toEqual({
      v: V1,
      rv: store.resourceVersion,
      start: '/b\u0000',
    });
    const second = page({ limit: 2, continue: first.continue ?? '' });
    expect([second.items.map((o) => o.metadata.name), second.remainingItemCount]).toEqual([['c', 'd'], 1]);
    const last = page({ limit: 2, continue: second.continue ?? '' });
    expect(last).toEqual({ items: [expect.objectContaining({})], resourceVersion: first.resourceVersion });
  });

  test.each<[string, ListOptions, string, number | undefined, boolean]>([
    ['exactly all', { limit: 5 }, 'abcde', undefined, false],
    ['no limit', { limit: 0 }, 'abcde', undefined, false],
    ['a negative limit', { limit: -1 }, 'abcde', undefined, false],
    ['a selector hides how many remain', { limit: 2, labelSelector: 'early=true' }, 'ab', undefined, true],
    [
      'the last that matches is the last of all',
      { limit: 3, labelSelector: 'early=false' },
      'cde',
      undefined,
      false,
    ],
    ['version 0 knows no pages', { limit: 2, resourceVersion: '0' }, 'abcde', undefined, false],
  ])('%s', (_, options, names, remaining, more) => {
    const { page } = fixture();
    const result = page(options);
    expect(result.items.map((o) => o.metadata.name).join('')).toBe(names);
    expect([result.remainingItemCount, result.continue !== undefined]).toEqual([remaining, more]);
  });

  test('over all namespaces and over kinds without one', () => {
    const { api } = fixture();
    const all = api.page('ConfigMap', undefined, { limit: 5 });
    const namespaces = api.page('Namespace', undefined, { limit: 1 });
    const starts = [all, namespaces].map((r) =>
      r.ok ? (JSON.parse(Buffer.from(r.page.continue ?? '', 'base64url').toString()) as object) : r.status,
    );
    expect(starts).toEqual([
      expect.objectContaining({ start: '/one/e\u0000' }),
      expect.objectContaining({ start: '/one\u0000' }),
    ]);
    const rest = all.ok && api.page('ConfigMap', undefined, { continue: all.page.continue ?? '' });
    expect(rest && rest.ok && rest.page.items.map((o) => o.metadata.name)).toEqual(['f']);
  });

  test('later pages show the list as it was', () => {
    const { api, page } = fixture();
    const first = page({ limit: 1 });
    must(api.delete('ConfigMap', 'one', 'b'));
    must(api.patch('ConfigMap', 'one', 'c', 'merge', { data: { x: 'y' } }));
    must(api.create('ConfigMap', 'one', { metadata: { name: 'bb' } }));
    const rest = page({ continue: first.continue ?? '' });
    expect(rest.items.map((o) => [o.metadata.name, o.data])).toEqual([
      ['b', undefined],
      ['c', undefined],
      ['d', undefined],
      ['e', undefined],
    ]);
    expect(rest.resourceVersion).toBe(first.resourceVersion);
  });

  test('a token of a forgotten list, and the one that goes on all the same', () => {
    const { page, journal, store, refused, api } = fixture();
    const first = page({ limit: 2 });
    must(api.delete('ConfigMap', 'one', 'c'));
    journal.clear(store.resourceVersion);
    const status = refused({ continue: first.continue ?? '' });
    expect([status.code, status.reason, status.message.slice(0, 74)]).toEqual([
      410,
      'Expired',
      'The provided continue parameter is too old to display a consistent list re',
    ]);
    const again = status.metadata?.continue ?? '';
    expect(JSON.parse(Buffer.from(again, 'base64url').toString())).toEqual({
      v: V1,
      rv: -1,
      start: 'b\u0000',
    });
    const rest = page({ continue: again });
    expect(rest.items.map((o) => o.metadata.name)).toEqual(['d', 'e']);
    expect(rest.resourceVersion).toBe(String(store.resourceVersion));
  });

  test.each<[string, string]>([
    ['!!', 'illegal base64 data at input byte 0'],
    ['a', 'illegal base64 data at input byte 0'],
    ['abc', "invalid character 'i' looking for beginning of value"],
    [token('{"v":'), 'unexpected end of JSON input'],
    [token([]), 'json: cannot unmarshal array into Go value of type storage.continueToken'],
    [token({ v: V1, start: '/a' }), 'incorrect encoded start resourceVersion (version meta.k8s.io/v1)'],
    [token({ v: V1, rv: 5 }), 'encoded start key empty (version meta.k8s.io/v1)'],
    [token({ v: V1, rv: 5, start: '/../a' }), '/../a'],
  ])('a token that is none: %s', (more, why) => {
    const status = fixture().refused({ continue: more });
    expect([status.code, status.message]).toEqual([
      400,
      `invalid continue token: continue key is not valid: ${why}`,
    ]);
  });

  test('a token of another format', () => {
    expect(fixture().refused({ continue: token({}) }).message).toBe(
      'invalid continue token: continue key is not valid: server does not recognize this encoded version ',
    );
  });
});

describe('resourceVersion', () => {
  const invalid = (why: string) => `ListOptions.meta.k8s.io "" is invalid: ${why}`;
  const required =
    'resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided';
  const unsupported =
    'resourceVersionMatch: Unsupported value: "Foo": supported values: "Exact", "NotOlderThan", ""';

  test.each<[ListOptions, number, string]>([
    [
      { resourceVersion: 'x' },
      400,
      'invalid resource version: resourceVersion: Invalid value: "x": strconv.ParseUint: parsing "x": invalid syntax',
    ],
    [{ resourceVersion: '1', limit: 2 }, 410, 'The resourceVersion for the provided list is too old.'],
    [
      { resourceVersion: '1', resourceVersionMatch: 'Exact' },
      410,
      'The resourceVersion for the provided list is too old.',
    ],
    [{ resourceVersionMatch: 'Exact' }, 422, invalid(required)],
    [{ resourceVersionMatch: 'Foo' }, 422, invalid(`[${required}, ${unsupported}]`)],
    [{ resourceVersion: '1', resourceVersionMatch: 'Foo' }, 422, invalid(unsupported)],
    [
      { resourceVersion: '0', resourceVersionMatch: 'Exact' },
      422,
      invalid(
        'resourceVersionMatch: Forbidden: resourceVersionMatch "exact" is forbidden for resourceVersion "0"',
      ),
    ],
    [
      { resourceVersion: '5', continue: token({ v: V1, rv: 5, start: '/a' }) },
      400,
      'specifying resource version is not allowed when using continue',
    ],
  ])('%j is refused', (options, code, message) => {
    const { refused, journal } = fixture();
    journal.clear(2);
    const status = refused(options);
    expect([status.code, status.message]).toEqual([code, message]);
  });

  test.each<ListOptions>([
    { resourceVersion: '9999999' },
    { resourceVersion: '9999999', resourceVersionMatch: 'NotOlderThan' },
    { resourceVersion: '9999999', resourceVersionMatch: 'Exact' },
    { continue: token({ v: V1, rv: 9999999, start: '/a' }) },
  ])('of the future: %j', (options) => {
    const { refused, store } = fixture();
    expect(refused(options)).toMatchObject({
      code: 504,
      reason: 'Timeout',
      message: `Timeout: Too large resource version: 9999999, current: ${store.resourceVersion}`,
      details: {
        causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }],
        retryAfterSeconds: 1,
      },
    });
  });

  test('the list of an exact version', () => {
    const { api, page, names } = fixture();
    const { resourceVersion } = page({});
    must(api.delete('ConfigMap', 'one', 'a'));
    expect(names({})).toBe('bcde');
    expect(names({ resourceVersion })).toBe('bcde');
    expect(names({ resourceVersion, resourceVersionMatch: 'Exact' })).toBe('abcde');
    expect(page({ resourceVersion, resourceVersionMatch: 'Exact' }).resourceVersion).toBe(resourceVersion);
  });
});
