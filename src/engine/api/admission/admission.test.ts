import { describe, expect, test } from 'vitest';
import type { Manifest } from '../types';
import { must, podManifest, rejected, serverFixture } from '../testing/server-fixture';

const TOKEN_PATH = '/var/run/secrets/kubernetes.io/serviceaccount';
const generated = (spec: Manifest = {}): Manifest => ({
  metadata: { generateName: 'x-' },
  spec: { containers: [{ name: 'c', image: 'nginx:1' }], ...spec },
});

describe('API-7 namespaces', () => {
  test('missing', () => {
    const { user } = serverFixture();
    const status = rejected(user.create('Pod', 'nope', podManifest('x')));
    expect([status.reason, status.message]).toEqual(['NotFound', 'namespaces "nope" not found']);
  });
  test('terminating', () => {
    const { user } = serverFixture();
    must(user.create('Namespace', undefined, { metadata: { name: 'old' } }));
    must(user.delete('Namespace', undefined, 'old'));
    const status = rejected(user.create('Pod', 'old', podManifest('x')));
    expect([status.reason, status.message]).toEqual([
      'Forbidden',
      'pods "x" is forbidden: unable to create new content in namespace old because it is being terminated',
    ]);
  });
  test.each(['default', 'kube-system'])('%s cannot be deleted', (name) => {
    const status = rejected(serverFixture().user.delete('Namespace', undefined, name));
    expect(status.message).toBe(`namespaces "${name}" is forbidden: this namespace may not be deleted`);
  });
});

describe('VAL-4 service accounts', () => {
  test('the default account and its token', () => {
    const pod = must(serverFixture().user.create('Pod', 'default', podManifest('x')));
    expect(pod.spec).toMatchObject({ serviceAccountName: 'default', serviceAccount: 'default' });
    const [volume] = pod.spec.volumes ?? [];
    expect(volume?.name).toMatch(/^kube-api-access-[bcdfghjklmnpqrstvwxz2456789]{5}$/);
    expect(volume?.projected?.defaultMode).toBe(420);
    expect(pod.spec.containers[0]?.volumeMounts).toEqual([
      { mountPath: TOKEN_PATH, name: volume?.name, readOnly: true },
    ]);
  });
  test('every container gets it, but one that has that mount already', () => {
    const own = [{ name: 'own', mountPath: TOKEN_PATH }];
    const pod = must(
      serverFixture().user.create(
        'Pod',
        'default',
        podManifest('x', {
          volumes: [{ name: 'own', emptyDir: {} }],
          initContainers: [{ name: 'i', image: 'a:1' }],
          containers: [{ name: 'c', image: 'a:1', volumeMounts: own }],
        }),
      ),
    );
    expect(pod.spec.volumes).toHaveLength(2);
    expect(pod.spec.initContainers?.[0]?.volumeMounts).toHaveLength(1);
    expect(pod.spec.containers[0]?.volumeMounts).toEqual(own);
  });
  test('automountServiceAccountToken: false', () => {
    const spec = { automountServiceAccountToken: false };
    const pod = must(serverFixture().user.create('Pod', 'default', podManifest('x', spec)));
    expect(pod.spec.volumes).toBeUndefined();
  });
  test('a missing account is named by the prefix of the pod', () => {
    const status = rejected(
      serverFixture().component.create('Pod', 'default', generated({ serviceAccountName: 'sa' })),
    );
    expect([status.code, status.message]).toEqual([
      403,
      'pods "x-" is forbidden: error looking up service account default/sa: serviceaccount "sa" not found',
    ]);
  });
});

describe('SCH-33 priority', () => {
  test.each([
    [undefined, 0],
    ['system-node-critical', 2000001000],
    ['system-cluster-critical', 2000000000],
  ])('class %s: %d', (priorityClassName, value) => {
    const spec: Manifest = priorityClassName === undefined ? {} : { priorityClassName };
    const pod = must(serverFixture().user.create('Pod', 'default', podManifest('x', spec)));
    expect(pod.spec).toMatchObject({ priority: value, preemptionPolicy: 'PreemptLowerPriority' });
  });
  test('an unknown class', () => {
    const status = rejected(
      serverFixture().component.create('Pod', 'default', generated({ priorityClassName: 'top' })),
    );
    expect(status.message).toBe('pods "x-" is forbidden: no PriorityClass with name top was found');
  });
  test('the global default class', () => {
    const { user } = serverFixture();
    const metadata = { name: 'mine' };
    must(
      user.create('PriorityClass', undefined, {
        metadata,
        value: 5,
        globalDefault: true,
        preemptionPolicy: 'Never',
      }),
    );
    const pod = must(user.create('Pod', 'default', podManifest('x')));
    expect(pod.spec).toMatchObject({ priorityClassName: 'mine', priority: 5, preemptionPolicy: 'Never' });
  });
  test('a number of its own', () => {
    const status = rejected(serverFixture().user.create('Pod', 'default', podManifest('x', { priority: 3 })));
    expect(status.message).toBe(
      'pods "x" is forbidden: the integer value of priority (3) must not be provided in pod spec; priority admission controller computed 0 from the given PriorityClass name',
    );
  });
});

describe('NODE-20 default tolerations', () => {
  const added = (key: string) => ({ key, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 });
  const NOT_READY = 'node.kubernetes.io/not-ready';
  const UNREACHABLE = 'node.kubernetes.io/unreachable';
  test.each<[string, Manifest[], string[]]>([
    ['none', [], [NOT_READY, UNREACHABLE]],
    ['not-ready already there', [{ key: NOT_READY, operator: 'Exists', effect: 'NoExecute' }], [UNREACHABLE]],
    [
      'another effect of the key',
      [{ key: NOT_READY, operator: 'Exists', effect: 'NoSchedule' }],
      [NOT_READY, UNREACHABLE],
    ],
    ['everything tolerated', [{ operator: 'Exists' }], []],
  ])('%s', (_, own, keys) => {
    const pod = must(serverFixture().user.create('Pod', 'default', podManifest('x', { tolerations: own })));
    expect(pod.spec.tolerations ?? []).toEqual([...own, ...keys.map(added)]);
  });
});

describe('NODE-2 a new node', () => {
  const taint = { key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' };
  test('is tainted', () => {
    const node = must(serverFixture().user.create('Node', undefined, { metadata: { name: 'n' } }));
    expect(node.spec.taints).toEqual([taint]);
  });
  test('is not tainted twice, nor when it is ready', () => {
    const { component } = serverFixture();
    const tainted = must(
      component.create('Node', undefined, { metadata: { name: 'a' }, spec: { taints: [taint] } }),
    );
    expect(tainted.spec.taints).toEqual([taint]);
    const status = { conditions: [{ type: 'Ready', status: 'True' }] };
    const ready = must(component.create('Node', undefined, { metadata: { name: 'b' }, status }));
    expect([ready.spec.taints, ready.status.conditions]).toEqual([undefined, status.conditions]);
  });
});
