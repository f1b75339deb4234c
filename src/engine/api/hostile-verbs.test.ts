/** Rule 10 for the verbs beside create, update and patch: see hostile-requests.test.ts. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Json, JsonObject } from '../../k8s/types';
import { Journal } from './journal';
import {
  daemonSetManifest,
  must,
  podManifest,
  serverFixture,
  type ServerFixture,
} from './testing/server-fixture';
import type { DeleteOptions, ListOptions, LogOptions } from './types';

const text = fc.oneof(
  fc.string(),
  fc.constantFrom(
    '',
    '0',
    'x',
    '__proto__',
    'constructor',
    'a=b',
    'a in (',
    'metadata.name=x',
    '\\',
    '99999999999999999999',
  ),
  fc.jsonValue().map((value) => Buffer.from(JSON.stringify(value)).toString('base64url')),
);
const json = fc.oneof(fc.jsonValue(), text) as fc.Arbitrary<Json>;
const body = fc.dictionary(
  fc.constantFrom('metadata', 'spec', 'target', 'deleteOptions', 'kind', '__proto__', 'foo'),
  fc.oneof(
    json,
    fc.dictionary(
      fc.constantFrom(
        'name',
        'uid',
        'resourceVersion',
        'replicas',
        'gracePeriodSeconds',
        'preconditions',
        'dryRun',
        'annotations',
      ),
      json,
    ),
    fc.constant({ name: 'x' }),
  ),
) as fc.Arbitrary<JsonObject>;
const listOptions = fc.record(
  {
    labelSelector: text,
    fieldSelector: text,
    limit: fc.integer(),
    continue: text,
    resourceVersion: text,
    resourceVersionMatch: text,
  },
  { requiredKeys: [] },
) as fc.Arbitrary<ListOptions>;
const logOptions = fc.record(
  {
    container: text,
    previous: fc.boolean(),
    tailLines: fc.integer(),
    sinceSeconds: fc.integer(),
    sinceTime: text,
    limitBytes: fc.integer(),
  },
  { requiredKeys: [] },
) as fc.Arbitrary<LogOptions>;
const deleteOptions = fc.record(
  {
    gracePeriodSeconds: fc.integer(),
    propagationPolicy: fc.constantFrom('Background', 'Foreground', 'Orphan'),
    preconditions: fc.record({ uid: text, resourceVersion: text }, { requiredKeys: [] }),
    dryRun: fc.boolean(),
  },
  { requiredKeys: [] },
) as fc.Arbitrary<DeleteOptions>;

type Result = { ok: true } | { ok: false; status: { message: string; code: number } };
type Request = (fixture: ServerFixture) => Result;

const strict = { fieldValidation: 'strict' } as const;
const request: fc.Arbitrary<Request> = fc.oneof(
  body.map(
    (b): Request =>
      ({ user }) =>
        user.evict('default', 'x', b, strict),
  ),
  body.map(
    (b): Request =>
      ({ user }) =>
        user.bind('default', 'x', b),
  ),
  body.map(
    (b): Request =>
      ({ user }) =>
        user.update('ReplicaSet', 'default', 'x', b, { subresource: 'scale' }),
  ),
  body.map(
    (b): Request =>
      ({ user }) =>
        user.update('Namespace', undefined, 'default', b, { subresource: 'finalize' }),
  ),
  fc.tuple(fc.constantFrom('strategic', 'merge', 'json'), json).map(
    ([type, b]): Request =>
      ({ user }) =>
        user.patch('ReplicaSet', 'default', 'x', type, b, { subresource: 'scale' }),
  ),
  listOptions.map(
    (options): Request =>
      ({ user }) =>
        user.page('Pod', 'default', options),
  ),
  fc.tuple(listOptions, deleteOptions).map(
    ([list, options]): Request =>
      ({ user }) =>
        user.deleteCollection('Pod', 'default', list, options),
  ),
  deleteOptions.map(
    (options): Request =>
      ({ user }) =>
        user.delete('Pod', 'default', 'x', options),
  ),
  logOptions.map(
    (options): Request =>
      ({ user }) =>
        user.log('default', 'x', options),
  ),
);

test('rule 10: no verb throws, and a request that is refused changes nothing and says why', () => {
  fc.assert(
    fc.property(request, (ask) => {
      const fixture = serverFixture();
      const { user, changes, store } = fixture;
      must(user.create('Node', undefined, { metadata: { name: 'n' } }));
      must(user.create('Pod', 'default', podManifest('x', { nodeName: 'n' })));
      must(user.create('ReplicaSet', 'default', daemonSetManifest('x', { replicas: 1 })));
      changes.length = 0;
      const result = ask(fixture);
      if (result.ok) return;
      expect(changes).toEqual([]);
      expect(result.status.message).not.toBe('');
      expect(result.status.code).toBeGreaterThanOrEqual(400);
      expect(new Journal().listAt('Pod', 0, store.list('Pod'))).toBe(store.list('Pod'));
    }),
    { numRuns: 2000 },
  );
});
