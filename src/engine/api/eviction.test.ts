import { describe, expect, test } from 'vitest';
import { rfc3339 } from '../../k8s/time';
import type { Json } from '../../k8s/types';
import { must, podManifest, rejected, serverFixture, START } from './testing/server-fixture';
import type { Manifest } from './types';

const VIOLATES = "Cannot evict pod as it would violate the pod's disruption budget.";
const READY = { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] };
const UNREADY = { phase: 'Running', conditions: [{ type: 'Ready', status: 'False' }] };

const eviction = (deleteOptions?: Json, name = 'x'): Manifest => ({
  apiVersion: 'policy/v1',
  kind: 'Eviction',
  metadata: { name },
  ...(deleteOptions !== undefined && { deleteOptions }),
});

/** A pod `x` on a node, and budgets that select it. The status of a budget is that of a controller that has seen it, unless given. */
function fixture(status: Manifest = READY, ...budgets: { spec?: Manifest; status?: Manifest }[]) {
  const server = serverFixture();
  const { user, component, store } = server;
  const manifest = podManifest('x', { nodeName: 'n' });
  must(user.create('Pod', 'default', { ...manifest, metadata: { name: 'x', labels: { app: 'a' } } }));
  must(component.patch('Pod', 'default', 'x', 'merge', { status }, { subresource: 'status' }));
  budgets.forEach((budget, i) => {
    const name = `b${i}`;
    const spec = { minAvailable: 2, selector: { matchLabels: { app: 'a' } }, ...budget.spec };
    must(user.create('PodDisruptionBudget', 'default', { metadata: { name }, spec }));
    const seen = { observedGeneration: 1, currentHealthy: 1, desiredHealthy: 2, expectedPods: 2 };
    const patch = { status: budget.status ?? { ...seen, disruptionsAllowed: 0 } };
    must(component.patch('PodDisruptionBudget', 'default', name, 'merge', patch, { subresource: 'status' }));
  });
  server.changes.length = 0;
  const pod = () => store.get('Pod', 'default', 'x');
  const budget = () => store.get('PodDisruptionBudget', 'default', 'b0');
  return { ...server, pod, budget };
}

describe('without a budget', () => {
  test.each<[string, Json | undefined, number]>([
    ['the pod’s own grace', undefined, 30],
    ['that of the delete options', { gracePeriodSeconds: 7 }, 7],
  ])('recording 09: the pod says so and is deleted: %s', (_, options, grace) => {
    const { user, pod } = fixture();
    must(user.evict('default', 'x', eviction(options)));
    expect(pod()?.metadata).toMatchObject({
      deletionGracePeriodSeconds: grace,
      deletionTimestamp: rfc3339(START + grace * 1000),
    });
    expect(pod()?.status.conditions?.at(-1)).toEqual({
      type: 'DisruptionTarget',
      status: 'True',
      lastProbeTime: null,
      lastTransitionTime: rfc3339(START),
      reason: 'EvictionByEvictionAPI',
      message: 'Eviction API: evicting',
    });
  });

  test('evicted again: nothing changes', () => {
    const { user, pod, changes } = fixture();
    must(user.evict('default', 'x', eviction()));
    const [before, written] = [pod(), changes.length];
    must(user.evict('default', 'x', eviction()));
    expect([pod(), changes.length]).toEqual([before, written]);
  });

  test('a dry run changes nothing', () => {
    const { user, changes } = fixture();
    must(user.evict('default', 'x', eviction(), { dryRun: true }));
    must(user.evict('default', 'x', eviction({ dryRun: ['All'] })));
    expect(changes).toEqual([]);
  });
});

// All answers as a real server gives them.
describe('API-31 WL-28 with a budget', () => {
  const allowed = {
    observedGeneration: 1,
    disruptionsAllowed: 1,
    currentHealthy: 2,
    desiredHealthy: 2,
    expectedPods: 2,
  };
  const healthy = { ...allowed, disruptionsAllowed: 0 };

  test('none left: 429 and why', () => {
    const { user, changes } = fixture(READY, {});
    const status = rejected(user.evict('default', 'x', eviction()));
    expect(status).toEqual({
      kind: 'Status',
      apiVersion: 'v1',
      status: 'Failure',
      message: VIOLATES,
      reason: 'TooManyRequests',
      details: {
        causes: [
          {
            reason: 'DisruptionBudget',
            message: 'The disruption budget b0 needs 2 healthy pods and has 1 currently',
          },
        ],
      },
      code: 429,
    });
    expect(changes).toEqual([]);
  });

  test('one that the controller has not seen yet', () => {
    const { user } = fixture(READY, { status: {} });
    const status = rejected(user.evict('default', 'x', eviction()));
    expect([status.code, status.message, status.details]).toEqual([
      429,
      VIOLATES,
      {
        causes: [
          {
            reason: 'DisruptionBudget',
            message: 'The disruption budget b0 is still being processed by the server.',
          },
        ],
        retryAfterSeconds: 10,
      },
    ]);
  });

  test('the last one is taken, and noted', () => {
    const { user, pod, budget } = fixture(READY, { status: allowed });
    must(user.evict('default', 'x', eviction()));
    expect(pod()?.metadata.deletionTimestamp).toBeDefined();
    expect(budget()?.status).toEqual({
      ...allowed,
      disruptionsAllowed: 0,
      disruptedPods: { x: rfc3339(START) },
      conditions: [
        {
          type: 'DisruptionAllowed',
          status: 'False',
          observedGeneration: 1,
          lastTransitionTime: rfc3339(START),
          reason: 'InsufficientPods',
          message: '',
        },
      ],
    });
  });

  test('one of several: the condition stays', () => {
    const { user, budget } = fixture(READY, { status: { ...allowed, disruptionsAllowed: 2 } });
    must(user.evict('default', 'x', eviction()));
    expect(budget()?.status).toEqual({ ...allowed, disruptedPods: { x: rfc3339(START) } });
  });

  test('a dry run takes none', () => {
    const { user, changes } = fixture(READY, { status: allowed });
    must(user.evict('default', 'x', eviction(), { dryRun: true }));
    expect(changes).toEqual([]);
    expect(rejected(fixture(READY, {}).user.evict('default', 'x', eviction(), { dryRun: true })).code).toBe(
      429,
    );
  });

  test('one that selects other pods does not matter', () => {
    const { user, pod } = fixture(READY, { spec: { selector: { matchLabels: { app: 'b' } } } });
    must(user.evict('default', 'x', eviction()));
    expect(pod()?.metadata.deletionTimestamp).toBeDefined();
  });

  test('two of them', () => {
    const { user } = fixture(READY, { status: allowed }, { status: allowed });
    const status = rejected(user.evict('default', 'x', eviction()));
    expect([status.code, status.reason, status.message]).toEqual([
      500,
      '',
      'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.',
    ]);
  });

  test.each<[string, Manifest, Manifest, Manifest, boolean]>([
    ['unready, budget not healthy', UNREADY, {}, { ...healthy, currentHealthy: 1 }, false],
    ['unready, budget healthy', UNREADY, {}, healthy, true],
    ['unready, nothing wanted', UNREADY, {}, { ...healthy, desiredHealthy: 0 }, false],
    [
      'unready, always allowed',
      UNREADY,
      { unhealthyPodEvictionPolicy: 'AlwaysAllow' },
      { ...healthy, currentHealthy: 0 },
      true,
    ],
    ['ready, always allowed', READY, { unhealthyPodEvictionPolicy: 'AlwaysAllow' }, healthy, false],
    ['pending', { phase: 'Pending' }, {}, healthy, true],
    ['succeeded', { phase: 'Succeeded' }, {}, healthy, true],
    ['failed', { phase: 'Failed' }, {}, healthy, true],
  ])('%s', (_, podStatus, spec, status, evicted) => {
    const { user, budget } = fixture(podStatus, { spec, status });
    const before = budget();
    expect(user.evict('default', 'x', eviction()).ok).toBe(evicted);
    // Nobody pays for a pod that did not count.
    expect(budget()).toBe(before);
  });
});

describe('refusals', () => {
  test.each<[string, Manifest, number, string]>([
    ['another name', eviction(undefined, 'y'), 400, 'name in URL does not match name in Eviction object'],
    ['no name', {}, 400, 'name in URL does not match name in Eviction object'],
    [
      'another namespace',
      { metadata: { name: 'x', namespace: 'kube-system' } },
      400,
      'the namespace of the provided object does not match the namespace sent on the request',
    ],
    [
      'an unknown field',
      { metadata: { name: 'x' }, foo: 1 },
      400,
      'Eviction in version "v1" cannot be handled as a Eviction: strict decoding error: unknown field "foo"',
    ],
    [
      'a wrong type',
      eviction({ gracePeriodSeconds: 'x' }),
      400,
      'Eviction in version "v1" cannot be handled as a Eviction: json: cannot unmarshal string into Go struct field DeleteOptions.deleteOptions.gracePeriodSeconds of type int64',
    ],
    [
      'API-17 another version',
      eviction({ preconditions: { resourceVersion: '1' } }),
      409,
      'Operation cannot be fulfilled on Pod "x": the ResourceVersion in the precondition (1) does not match the ResourceVersion in record (6). The object might have been modified',
    ],
  ])('%s', (_, body, code, message) => {
    const { user, changes } = fixture();
    const status = rejected(user.evict('default', 'x', body, { fieldValidation: 'strict' }));
    expect([status.code, status.message]).toEqual([code, message]);
    expect(changes).toEqual([]);
  });

  test('dry runs that contradict each other', () => {
    const { user } = fixture();
    expect(
      rejected(user.evict('default', 'x', eviction({ dryRun: ['Foo'] }), { dryRun: true })).message,
    ).toBe('Non-matching dry-run options in request and content: [All] and [Foo]');
  });

  test('API-7 in a namespace that goes away, or is not there', () => {
    const { user } = fixture();
    must(user.create('Namespace', undefined, { metadata: { name: 'team' } }));
    must(user.delete('Namespace', undefined, 'team'));
    expect(rejected(user.evict('team', 'x', eviction(undefined, 'y'))).message).toBe(
      'pods "x" is forbidden: unable to create new content in namespace team because it is being terminated',
    );
    expect(rejected(user.evict('no', 'x', eviction())).message).toBe('namespaces "no" not found');
  });

  test('API-25 no such pod', () => {
    expect(rejected(fixture().user.evict('default', 'no', eviction(undefined, 'no'))).message).toBe(
      'pods "no" not found',
    );
  });
});
