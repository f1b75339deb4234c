import { describe, expect, test } from 'vitest';
import { deployment } from '../kinds/deployment';
import { PERCENT, NOT_NEGATIVE, SELECTOR, TEMPLATE, Writes, type Row } from './testing/workloads';

// What a v1.34 server answered.
const writes = new Writes(deployment, {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web' },
  spec: { selector: SELECTOR, template: TEMPLATE },
});

const creates: Row[] = [
  [
    'revisionHistoryLimit',
    { 'spec.revisionHistoryLimit': -1 },
    [`spec.revisionHistoryLimit: Invalid value: -1: ${NOT_NEGATIVE}`],
  ],
  [
    'progressDeadlineSeconds below minReadySeconds',
    { 'spec.progressDeadlineSeconds': 5, 'spec.minReadySeconds': 5 },
    ['spec.progressDeadlineSeconds: Invalid value: 5: must be greater than minReadySeconds'],
  ],
  [
    'minReadySeconds beyond the default deadline',
    { 'spec.minReadySeconds': 600 },
    ['spec.progressDeadlineSeconds: Invalid value: 600: must be greater than minReadySeconds'],
  ],
  [
    'a negative deadline',
    { 'spec.progressDeadlineSeconds': -1 },
    [
      `spec.progressDeadlineSeconds: Invalid value: -1: ${NOT_NEGATIVE}`,
      'spec.progressDeadlineSeconds: Invalid value: -1: must be greater than minReadySeconds',
    ],
  ],
  [
    'an unknown strategy',
    { 'spec.strategy.type': 'Foo' },
    [
      'spec.strategy: Unsupported value: {"Type":"Foo","RollingUpdate":null}: supported values: "Recreate", "RollingUpdate"',
    ],
  ],
  [
    'an unknown strategy with rollingUpdate',
    { 'spec.strategy': { type: 'Foo', rollingUpdate: { maxSurge: 1 } } },
    [
      'spec.strategy: Unsupported value: {"Type":"Foo","RollingUpdate":{"MaxUnavailable":0,"MaxSurge":1}}: supported values: "Recreate", "RollingUpdate"',
    ],
  ],
  ['Recreate', { 'spec.strategy.type': 'Recreate' }, []],
  [
    'Recreate with rollingUpdate',
    { 'spec.strategy': { type: 'Recreate', rollingUpdate: { maxSurge: 1 } } },
    ["spec.strategy.rollingUpdate: Forbidden: may not be specified when strategy `type` is 'Recreate'"],
  ],
  [
    'WL-17 neither surge nor unavailable',
    { 'spec.strategy.rollingUpdate': { maxSurge: 0, maxUnavailable: 0 } },
    ['spec.strategy.rollingUpdate.maxUnavailable: Invalid value: 0: may not be 0 when `maxSurge` is 0'],
  ],
  [
    'WL-17 neither, as percentages',
    { 'spec.strategy.rollingUpdate': { maxSurge: '0%', maxUnavailable: '0%' } },
    ['spec.strategy.rollingUpdate.maxUnavailable: Invalid value: "0%": may not be 0 when `maxSurge` is 0'],
  ],
  ['WL-9 surge alone', { 'spec.strategy.rollingUpdate': { maxSurge: 1, maxUnavailable: 0 } }, []],
  [
    'negative limits',
    { 'spec.strategy.rollingUpdate': { maxSurge: -1, maxUnavailable: -1 } },
    [
      `spec.strategy.rollingUpdate.maxUnavailable: Invalid value: -1: ${NOT_NEGATIVE}`,
      `spec.strategy.rollingUpdate.maxSurge: Invalid value: -1: ${NOT_NEGATIVE}`,
    ],
  ],
  [
    'text that is no percentage',
    { 'spec.strategy.rollingUpdate': { maxSurge: 'x', maxUnavailable: '5' } },
    [
      `spec.strategy.rollingUpdate.maxUnavailable: Invalid value: "5": ${PERCENT}`,
      `spec.strategy.rollingUpdate.maxSurge: Invalid value: "x": ${PERCENT}`,
    ],
  ],
  [
    'more than all',
    { 'spec.strategy.rollingUpdate': { maxSurge: '200%', maxUnavailable: '101%' } },
    ['spec.strategy.rollingUpdate.maxUnavailable: Invalid value: "101%": must not be greater than 100%'],
  ],
];

const updates: Row[] = [
  [
    'strategy Recreate keeps rollingUpdate',
    { 'spec.strategy.type': 'Recreate' },
    ["spec.strategy.rollingUpdate: Forbidden: may not be specified when strategy `type` is 'Recreate'"],
  ],
];

const statuses: Row[] = [
  [
    'VAL-19 negative counters',
    {
      'status.observedGeneration': -1,
      'status.replicas': -1,
      'status.updatedReplicas': -1,
      'status.readyReplicas': -1,
      'status.availableReplicas': -1,
      'status.unavailableReplicas': -1,
      'status.collisionCount': -1,
    },
    [
      `status.observedGeneration: Invalid value: -1: ${NOT_NEGATIVE}`,
      `status.replicas: Invalid value: -1: ${NOT_NEGATIVE}`,
      `status.updatedReplicas: Invalid value: -1: ${NOT_NEGATIVE}`,
      `status.readyReplicas: Invalid value: -1: ${NOT_NEGATIVE}`,
      `status.availableReplicas: Invalid value: -1: ${NOT_NEGATIVE}`,
      `status.unavailableReplicas: Invalid value: -1: ${NOT_NEGATIVE}`,
      `status.collisionCount: Invalid value: -1: ${NOT_NEGATIVE}`,
    ],
  ],
  [
    'parts beyond the whole',
    {
      'status.replicas': 1,
      'status.updatedReplicas': 2,
      'status.readyReplicas': 3,
      'status.availableReplicas': 4,
    },
    [
      'status.updatedReplicas: Invalid value: 2: cannot be greater than status.replicas',
      'status.readyReplicas: Invalid value: 3: cannot be greater than status.replicas',
      'status.availableReplicas: Invalid value: 4: cannot be greater than status.replicas',
      'status.availableReplicas: Invalid value: 4: cannot be greater than readyReplicas',
    ],
  ],
  [
    'a consistent status',
    {
      'status.replicas': 3,
      'status.updatedReplicas': 2,
      'status.readyReplicas': 2,
      'status.availableReplicas': 1,
    },
    [],
  ],
];

describe('Deployment', () => {
  test.each(creates)('create: %s', (_title, changes, refused) => {
    expect(writes.create(changes)).toEqual(refused);
  });

  test.each(updates)('update: %s', (_title, changes, refused) => {
    expect(writes.update(changes)).toEqual(refused);
  });

  test.each(statuses)('status: %s', (_title, changes, refused) => {
    expect(writes.updateStatus(changes)).toEqual(refused);
  });
});
