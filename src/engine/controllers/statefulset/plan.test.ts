import { describe, expect, test } from 'vitest';
import { rfc3339 } from '../../../k8s/time';
import type { Pod, StatefulSet } from '../../../k8s/types';
import { START } from '../../testing/fake-context';
import { planSteps, type Step } from './plan';

interface PodState {
  phase?: string;
  ready?: boolean;
  going?: boolean;
  old?: boolean;
}

function aPod(ordinal: number, { phase = 'Running', ready = true, going, old }: PodState): Pod {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: `web-${ordinal}`,
      namespace: 'default',
      uid: `uid-${ordinal}`,
      resourceVersion: '1',
      creationTimestamp: rfc3339(START),
      labels: { 'controller-revision-hash': old ? 'web-old' : 'web-new' },
      ...(going && { deletionTimestamp: rfc3339(START) }),
    },
    spec: { containers: [] },
    status: {
      phase,
      conditions: [
        { type: 'Ready', status: ready ? 'True' : 'False', lastTransitionTime: rfc3339(START - 60_000) },
      ],
    },
  };
}

function aSet(spec: Partial<StatefulSet['spec']> = {}, currentReplicas = 0): StatefulSet {
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: {
      name: 'web',
      namespace: 'default',
      uid: 'set',
      resourceVersion: '1',
      creationTimestamp: rfc3339(START),
    },
    spec: {
      replicas: 3,
      podManagementPolicy: 'OrderedReady',
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 0 } },
      selector: {},
      serviceName: 'web',
      template: {},
      ...spec,
    },
    status: { replicas: 0, availableReplicas: 0, currentReplicas },
  };
}

const FINE: PodState = {};
const OLD: PodState = { old: true };
const GOING: PodState = { going: true };
const UNREADY: PodState = { ready: false };
const PENDING: PodState = { phase: 'Pending', ready: false };

/** Pods from number 0 on; `undefined` = there is none. */
function steps(states: readonly (PodState | undefined)[], set: StatefulSet): string {
  const pods = states.flatMap((state, i) => (state ? [aPod(i, state)] : []));
  const plan = planSteps({ set, pods, update: 'web-new', now: START });
  const text = (step: Step) => {
    if (step.type === 'create') return `create ${step.ordinal}${step.isOld ? ' old' : ''}`;
    if (step.type === 'delete') return `delete ${step.pod.metadata.name.slice(4)}`;
    return step.type === 'claims' ? `claims ${step.pod.metadata.name.slice(4)}` : '';
  };
  return [...plan.replicas, ...plan.condemned, plan.update].flat().map(text).filter(Boolean).join(', ');
}

const PARALLEL = { podManagementPolicy: 'Parallel' };
const partition = (n: number) => ({
  updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: n } },
});

describe('OrderedReady', () => {
  test.each<[string, (PodState | undefined)[], Partial<StatefulSet['spec']>, string]>([
    ['WL-19 the first of an empty row', [], {}, 'create 0'],
    ['WL-19 the next after a ready one', [FINE], {}, 'create 1'],
    ['WL-19 nothing after one that is not ready', [UNREADY], {}, ''],
    ['WL-19 nothing after one that is not available', [FINE], { minReadySeconds: 120 }, ''],
    ['WL-19 the next after an available one', [FINE], { minReadySeconds: 30 }, 'create 1'],
    ['WL-19 a pending pod: its claims', [PENDING], {}, 'claims 0'],
    ['WL-26 nothing while one goes', [GOING, FINE, FINE], {}, ''],
    ['WL-19 a gap is filled before anything else', [FINE, undefined, FINE, FINE], {}, 'create 1'],
    ['WL-21 a failed pod goes', [FINE, { phase: 'Failed' }, FINE], {}, 'delete 1'],
    ['WL-21 a finished pod goes too', [{ phase: 'Succeeded' }], {}, 'delete 0'],
    ['WL-21 a failed pod that goes is waited for', [{ phase: 'Failed', going: true }], {}, ''],
    ['WL-19 the highest of those too many', [FINE, FINE, FINE], { replicas: 1 }, 'delete 2'],
    ['WL-19 one at a time', [FINE, FINE, GOING], { replicas: 1 }, ''],
    ['WL-19 none while a replica is not ready', [UNREADY, FINE, FINE], { replicas: 1 }, ''],
    ['WL-19 not while a lower one that goes too is not ready', [FINE, UNREADY, UNREADY], { replicas: 1 }, ''],
    ['WL-19 the only one that is not ready may go', [FINE, FINE, UNREADY], { replicas: 1 }, 'delete 2'],
    ['WL-20 the highest old one', [OLD, OLD, OLD], {}, 'delete 2'],
    ['WL-20 the next old one', [OLD, OLD, FINE], {}, 'delete 1'],
    ['WL-20 not while a new one is not ready', [OLD, OLD, UNREADY], {}, ''],
    ['WL-20 an old one that is not ready blocks the row', [OLD, { ...UNREADY, old: true }, FINE], {}, ''],
    ['WL-20 not below the partition', [OLD, OLD, FINE], partition(2), ''],
    ['WL-20 a partition beyond the row', [OLD, OLD, OLD], partition(9), ''],
    ['WL-20 OnDelete', [OLD, OLD, OLD], { updateStrategy: { type: 'OnDelete' } }, ''],
    ['WL-20 below the partition it is the old revision that comes back', [], partition(1), 'create 0 old'],
    ['WL-19 numbers from ordinals.start', [FINE, FINE], { ordinals: { start: 2 } }, 'create 2'],
    [
      'WL-19 those below ordinals.start are too many',
      [FINE, FINE, FINE],
      { ordinals: { start: 2 }, replicas: 1 },
      'delete 1',
    ],
  ])('%s', (_title, states, spec, expected) => {
    expect(steps(states, aSet(spec))).toBe(expected);
  });

  test('WL-20 without rollingUpdate, as many as were current come back as they were', () => {
    const spec = { updateStrategy: { type: 'RollingUpdate' } };
    expect(steps([], aSet(spec, 1))).toBe('create 0 old');
    expect(steps([OLD], aSet(spec, 1))).toBe('create 1');
  });

  test('WL-18 nothing is done for a set that is being deleted', () => {
    const set = aSet();
    const going = { ...set, metadata: { ...set.metadata, deletionTimestamp: rfc3339(START) } };
    expect(steps([], going)).toBe('');
  });
});

describe('Parallel', () => {
  test.each<[string, (PodState | undefined)[], Partial<StatefulSet['spec']>, string]>([
    ['WL-19 all at once', [], {}, 'create 0, create 1, create 2'],
    ['WL-19 no waiting', [UNREADY, GOING], {}, 'create 2'],
    ['WL-19 all that are too many', [UNREADY, FINE, FINE], { replicas: 0 }, 'delete 2, delete 1, delete 0'],
    [
      'WL-19 creations and deletions',
      [FINE, FINE],
      { ordinals: { start: 1 }, replicas: 2 },
      'create 2, delete 0',
    ],
    ['WL-20 updates are still one at a time', [OLD, OLD, OLD], {}, 'delete 2'],
    ['WL-20 and wait for the new one', [OLD, OLD, UNREADY], {}, ''],
    ['WL-20 but not for an old one', [OLD, { ...UNREADY, old: true }, FINE], {}, 'delete 1'],
  ])('%s', (_title, states, spec, expected) => {
    expect(steps(states, aSet({ ...PARALLEL, ...spec }))).toBe(expected);
  });

  test('WL-19 not more than 500 pods in one go, however many are wanted', () => {
    const set = aSet({ ...PARALLEL, replicas: 2_147_483_647 });
    expect(planSteps({ set, pods: [], update: 'web-new', now: START }).replicas).toHaveLength(500);
  });
});
