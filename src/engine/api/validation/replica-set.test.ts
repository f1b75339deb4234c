import { describe, expect, test } from 'vitest';
import { replicaSet } from '../kinds/replica-set';
import { NOT_NEGATIVE, SELECTOR, TEMPLATE, Writes, type Row } from './testing/workloads';

// What a v1.34 server answered.
const writes = new Writes(replicaSet, {
  apiVersion: 'apps/v1',
  kind: 'ReplicaSet',
  metadata: { name: 'web' },
  spec: { selector: SELECTOR, template: TEMPLATE },
});

const statuses: Row[] = [
  [
    'VAL-19 negative counters',
    {
      'status.observedGeneration': -1,
      'status.replicas': -1,
      'status.fullyLabeledReplicas': -1,
      'status.readyReplicas': -1,
      'status.availableReplicas': -1,
    },
    [
      `status.replicas: Invalid value: -1: ${NOT_NEGATIVE}`,
      `status.fullyLabeledReplicas: Invalid value: -1: ${NOT_NEGATIVE}`,
      `status.readyReplicas: Invalid value: -1: ${NOT_NEGATIVE}`,
      `status.availableReplicas: Invalid value: -1: ${NOT_NEGATIVE}`,
      `status.observedGeneration: Invalid value: -1: ${NOT_NEGATIVE}`,
    ],
  ],
  [
    'parts beyond the whole',
    {
      'status.replicas': 1,
      'status.fullyLabeledReplicas': 2,
      'status.readyReplicas': 3,
      'status.availableReplicas': 4,
    },
    [
      'status.fullyLabeledReplicas: Invalid value: 2: cannot be greater than status.replicas',
      'status.readyReplicas: Invalid value: 3: cannot be greater than status.replicas',
      'status.availableReplicas: Invalid value: 4: cannot be greater than status.replicas',
      'status.availableReplicas: Invalid value: 4: cannot be greater than readyReplicas',
    ],
  ],
];

describe('ReplicaSet', () => {
  test.each(statuses)('status: %s', (_title, changes, refused) => {
    expect(writes.updateStatus(changes)).toEqual(refused);
  });
});
