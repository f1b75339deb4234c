import { describe, expect, test } from 'vitest';
import { must, podManifest, rejected, serverFixture } from './testing/server-fixture';
import type { Manifest } from './types';

function fixture() {
  const server = serverFixture();
  must(server.user.create('Pod', 'default', podManifest('x')));
  server.changes.length = 0;
  return { ...server, pod: () => server.store.get('Pod', 'default', 'x') };
}

const binding = (target: Manifest | undefined, meta: Manifest = {}): Manifest => ({
  apiVersion: 'v1',
  kind: 'Binding',
  metadata: { name: 'x', ...meta },
  ...(target && { target }),
});
const NODE = { kind: 'Node', name: 'n1' };

describe('SCH-41 a Binding of a client', () => {
  test('puts the pod on a node, even on one that does not exist, and hands over its annotations', () => {
    const { user, pod } = fixture();
    must(user.bind('default', 'x', binding(NODE, { annotations: { a: 'b' }, labels: { l: 'm' } })));
    expect(pod()?.spec.nodeName).toBe('n1');
    expect([pod()?.metadata.annotations, pod()?.metadata.labels]).toEqual([{ a: 'b' }, undefined]);
  });

  test('a dry run', () => {
    const { user, changes } = fixture();
    expect(must(user.bind('default', 'x', binding(NODE), { dryRun: true })).spec.nodeName).toBe('n1');
    expect(changes).toEqual([]);
  });

  // All texts as a real server gives them.
  test.each<[string, Manifest, number, string]>([
    ['another name', binding(NODE, { name: 'y' }), 400, 'name in URL does not match name in Binding object'],
    ['no target', binding(undefined), 500, 'target.name: Required value'],
    ['no node', binding({ kind: 'Node' }), 500, 'target.name: Required value'],
    [
      'another kind',
      binding({ kind: 'Pod', name: 'n' }),
      500,
      'target.kind: Unsupported value: "Pod": supported values: "Node", "<empty>"',
    ],
    [
      'another namespace',
      binding(NODE, { namespace: 'kube-system' }),
      400,
      'the namespace of the provided object does not match the namespace sent on the request',
    ],
    [
      'an unknown field',
      { ...binding(NODE), foo: 1 },
      400,
      'Binding in version "v1" cannot be handled as a Binding: strict decoding error: unknown field "foo"',
    ],
  ])('%s', (_, body, code, message) => {
    const { user, changes } = fixture();
    const status = rejected(user.bind('default', 'x', body, { fieldValidation: 'strict' }));
    expect([status.code, status.message]).toEqual([code, message]);
    expect(changes).toEqual([]);
  });

  test.each<[string, Manifest]>([
    ['UID', { uid: 'other' }],
    ['ResourceVersion', { resourceVersion: '1' }],
  ])('a precondition on the %s', (what, meta) => {
    const { user, pod } = fixture();
    const status = rejected(user.bind('default', 'x', binding(NODE, meta)));
    const { uid, resourceVersion } = pod()?.metadata ?? {};
    const [wanted, actual] = what === 'UID' ? ['other', uid] : ['1', resourceVersion];
    expect([status.code, status.message]).toEqual([
      409,
      `Operation cannot be fulfilled on pods "x": StorageError: invalid object, Code: 4, Key: /registry/pods/default/x, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: ${what} in precondition: ${wanted}, ${what} in object meta: ${actual}`,
    ]);
  });

  test('API-7 in a namespace that goes away, or is not there', () => {
    const { user } = fixture();
    must(user.create('Namespace', undefined, { metadata: { name: 'team' } }));
    must(user.delete('Namespace', undefined, 'team'));
    expect(rejected(user.bind('team', 'x', binding(NODE))).message).toBe(
      'pods "x" is forbidden: unable to create new content in namespace team because it is being terminated',
    );
    expect(rejected(user.bind('no', 'x', binding(NODE))).message).toBe('namespaces "no" not found');
  });

  test('a pod that is being deleted', () => {
    const { user } = fixture();
    must(user.bind('default', 'x', binding(NODE)));
    must(user.delete('Pod', 'default', 'x'));
    expect(rejected(user.bind('default', 'x', binding(NODE)))).toMatchObject({
      code: 409,
      message:
        'Operation cannot be fulfilled on pods/binding "x": pod x is being deleted, cannot be assigned to a host',
      details: { name: 'x', kind: 'pods/binding' },
    });
  });
});
