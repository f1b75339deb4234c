import { describe, expect, test } from 'vitest';
import { lease } from '../kinds/lease';
import { QUALIFIED, SUBDOMAIN, NOT_NEGATIVE, Writes, type Row } from './testing/workloads';

// What a v1.34 server answered.
const writes = new Writes(lease, {
  apiVersion: 'coordination.k8s.io/v1',
  kind: 'Lease',
  metadata: { name: 'web' },
  spec: { holderIdentity: 'me' },
});

const creates: Row[] = [
  ['the manifest as it is', {}, []],
  ['no spec', { spec: undefined }, []],
  [
    'leaseDurationSeconds',
    { 'spec.leaseDurationSeconds': 0 },
    ['spec.leaseDurationSeconds: Invalid value: 0: must be greater than 0'],
  ],
  [
    'leaseTransitions',
    { 'spec.leaseTransitions': -1 },
    [`spec.leaseTransitions: Invalid value: -1: ${NOT_NEGATIVE}`],
  ],
  ['fields behind a gate', { 'spec.strategy': 'Foo', 'spec.preferredHolder': 'x' }, []],
  ['VAL-60 a name', { 'metadata.name': 'A_b' }, [`metadata.name: Invalid value: "A_b": ${SUBDOMAIN}`]],
  [
    'everything',
    { 'metadata.labels': { 'a b': 'c' }, 'spec.leaseDurationSeconds': -5, 'spec.leaseTransitions': -1 },
    [
      `metadata.labels: Invalid value: "a b": ${QUALIFIED}`,
      'spec.leaseDurationSeconds: Invalid value: -5: must be greater than 0',
      `spec.leaseTransitions: Invalid value: -1: ${NOT_NEGATIVE}`,
    ],
  ],
];

const updates: Row[] = [
  [
    'VAL-62 labels',
    { 'metadata.labels': { 'a b': 'c' } },
    [
      `metadata.labels: Invalid value: "a b": ${QUALIFIED}`,
      `metadata.labels: Invalid value: "a b": ${QUALIFIED}`,
      `metadata.labels: Invalid value: "a b": ${QUALIFIED}`,
    ],
  ],
  [
    'VAL-64 annotations',
    { 'metadata.annotations': { 'a b': 'c' } },
    [
      `metadata.annotations: Invalid value: "a b": ${QUALIFIED}`,
      `metadata.annotations: Invalid value: "a b": ${QUALIFIED}`,
      `metadata.annotations: Invalid value: "a b": ${QUALIFIED}`,
    ],
  ],
  ['an unqualified finalizer', { 'metadata.finalizers': ['x'] }, []],
  [
    'leaseDurationSeconds',
    { 'spec.leaseDurationSeconds': -1 },
    ['spec.leaseDurationSeconds: Invalid value: -1: must be greater than 0'],
  ],
  ['another holder', { 'spec.holderIdentity': 'you' }, []],
];

describe('Lease', () => {
  test.each(creates)('create: %s', (_title, changes, refused) => {
    expect(writes.create(changes)).toEqual(refused);
  });

  test.each(updates)('update: %s', (_title, changes, refused) => {
    expect(writes.update(changes)).toEqual(refused);
  });
});
