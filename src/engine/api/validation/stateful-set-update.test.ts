import { describe, expect, test } from 'vitest';
import { statefulSet } from '../kinds/stateful-set';
import { QUALIFIED, NOT_NEGATIVE, SELECTOR, TEMPLATE, Writes, type Row } from './testing/workloads';

// What a v1.34 server answered.
const writes = new Writes(statefulSet, {
  apiVersion: 'apps/v1',
  kind: 'StatefulSet',
  metadata: { name: 'web' },
  spec: { serviceName: 'web', selector: SELECTOR, template: TEMPLATE },
});

const updates: Row[] = [
  [
    'VAL-6 another selector',
    { 'spec.selector': { matchLabels: { app: 'x' } } },
    [
      'spec.template.metadata.labels: Invalid value: {"app":"web"}: `selector` does not match template `labels`',
      "spec: Forbidden: updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden",
    ],
  ],
  [
    'VAL-6 another selector with its labels',
    { 'spec.selector': { matchLabels: { app: 'x' } }, 'spec.template.metadata.labels': { app: 'x' } },
    [
      "spec: Forbidden: updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden",
    ],
  ],
  [
    'VAL-6 no selector',
    { 'spec.selector': undefined },
    [
      'spec.selector: Required value',
      'spec.template.metadata.labels: Invalid value: {"app":"web"}: `selector` does not match template `labels`',
      "spec: Forbidden: updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden",
    ],
  ],
  [
    'several faults',
    {
      'metadata.labels': { 'a b': 'c' },
      'spec.replicas': -1,
      'spec.selector': {},
      'spec.template.spec.containers[0].image': '',
    },
    [
      `metadata.labels: Invalid value: "a b": ${QUALIFIED}`,
      `metadata.labels: Invalid value: "a b": ${QUALIFIED}`,
      `metadata.labels: Invalid value: "a b": ${QUALIFIED}`,
      `spec.replicas: Invalid value: -1: ${NOT_NEGATIVE}`,
      'spec.selector: Invalid value: {}: empty selector is invalid for statefulset',
      'spec.template.spec.containers[0].image: Required value',
      "spec: Forbidden: updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden",
    ],
  ],
  [
    'serviceName',
    { 'spec.serviceName': 'other' },
    [
      "spec: Forbidden: updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden",
    ],
  ],
  [
    'a malformed serviceName',
    { 'spec.serviceName': 'A_b' },
    [
      "spec: Forbidden: updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden",
    ],
  ],
  [
    'podManagementPolicy',
    { 'spec.podManagementPolicy': 'Parallel' },
    [
      "spec: Forbidden: updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden",
    ],
  ],
  [
    'a claim',
    {
      'spec.volumeClaimTemplates': [
        {
          metadata: { name: 'data' },
          spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
        },
      ],
    },
    [
      "spec: Forbidden: updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden",
    ],
  ],
  [
    'a malformed claim',
    { 'spec.volumeClaimTemplates': [{ metadata: { name: 'data' }, spec: {} }] },
    [
      "spec: Forbidden: updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden",
    ],
  ],
  [
    'what may change',
    {
      'spec.replicas': 3,
      'spec.ordinals': { start: 1 },
      'spec.minReadySeconds': 5,
      'spec.revisionHistoryLimit': 3,
      'spec.updateStrategy': { type: 'OnDelete' },
      'spec.persistentVolumeClaimRetentionPolicy': { whenDeleted: 'Delete', whenScaled: 'Delete' },
    },
    [],
  ],
];

const statuses: Row[] = [
  [
    'VAL-19 negative counters',
    {
      'status.observedGeneration': -1,
      'status.replicas': -1,
      'status.readyReplicas': -1,
      'status.currentReplicas': -1,
      'status.updatedReplicas': -1,
      'status.availableReplicas': -1,
      'status.collisionCount': -1,
    },
    [
      `status.replicas: Invalid value: -1: ${NOT_NEGATIVE}`,
      `status.readyReplicas: Invalid value: -1: ${NOT_NEGATIVE}`,
      `status.currentReplicas: Invalid value: -1: ${NOT_NEGATIVE}`,
      `status.updatedReplicas: Invalid value: -1: ${NOT_NEGATIVE}`,
      `status.availableReplicas: Invalid value: -1: ${NOT_NEGATIVE}`,
      `status.observedGeneration: Invalid value: -1: ${NOT_NEGATIVE}`,
      `status.collisionCount: Invalid value: -1: ${NOT_NEGATIVE}`,
    ],
  ],
  [
    'parts beyond the whole',
    {
      'status.replicas': 1,
      'status.readyReplicas': 2,
      'status.currentReplicas': 3,
      'status.updatedReplicas': 4,
      'status.availableReplicas': 5,
    },
    [
      'status.readyReplicas: Invalid value: 2: cannot be greater than status.replicas',
      'status.currentReplicas: Invalid value: 3: cannot be greater than status.replicas',
      'status.updatedReplicas: Invalid value: 4: cannot be greater than status.replicas',
      'status.availableReplicas: Invalid value: 5: cannot be greater than status.replicas',
      'status.availableReplicas: Invalid value: 5: cannot be greater than status.readyReplicas',
    ],
  ],
];

describe('StatefulSet', () => {
  test.each(updates)('update: %s', (_title, changes, refused) => {
    expect(writes.update(changes)).toEqual(refused);
  });

  test.each(statuses)('status: %s', (_title, changes, refused) => {
    expect(writes.updateStatus(changes)).toEqual(refused);
  });
});
