import { describe, expect, test } from 'vitest';
import { job } from '../kinds/job';
import { ENDING_TEMPLATE, Writes, type Row } from './testing/workloads';

// What a v1.34 server answered.
const POD = 'spec.template.spec';
const manifest = {
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name: 'web' },
  spec: {
    suspend: true,
    template: {
      ...ENDING_TEMPLATE,
      spec: {
        ...ENDING_TEMPLATE.spec,
        affinity: {
          podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: 'zone' }] },
          nodeAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: {
              nodeSelectorTerms: [{ matchExpressions: [{ key: 'a', operator: 'Exists' }] }],
            },
          },
        },
      },
    },
  },
};
const suspended = new Writes(job, manifest);

describe('a suspended Job that has never started', () => {
  test.each<[string, object]>([
    [
      'node selector and tolerations',
      { [`${POD}.nodeSelector`]: { a: 'b' }, [`${POD}.tolerations`]: [{ operator: 'Exists' }] },
    ],
    [
      'labels and annotations',
      { 'spec.template.metadata.labels.x': 'y', 'spec.template.metadata.annotations': { a: 'b' } },
    ],
    ['node affinity', { [`${POD}.affinity.nodeAffinity`]: undefined }],
    [
      'the selector together with the resumption',
      { 'spec.suspend': false, [`${POD}.nodeSelector`]: { a: 'b' } },
    ],
  ])('may change %s', (_title, changes) => {
    expect(suspended.update(changes as Row[1])).toEqual([]);
  });

  test.each<[string, object]>([
    ['its image', { [`${POD}.containers[0].image`]: 'x:1' }],
    ['pod affinity', { [`${POD}.affinity.podAffinity`]: undefined }],
    ['all affinity', { [`${POD}.affinity`]: undefined }],
  ])('may not change %s', (_title, changes) => {
    expect(suspended.update(changes as Row[1])).toEqual([
      expect.stringMatching(/^spec\.template: Invalid value: .*: field is immutable$/),
    ]);
  });
});

const indexed = new Writes(job, {
  ...manifest,
  spec: {
    completionMode: 'Indexed',
    completions: 3,
    parallelism: 3,
    backoffLimitPerIndex: 1,
    template: ENDING_TEMPLATE,
  },
});

const updates: Row[] = [
  [
    'completions alone',
    { 'spec.completions': 4 },
    ['spec.completions: Invalid value: 4: can only be modified in tandem with spec.parallelism'],
  ],
  ['completions and parallelism', { 'spec.completions': 4, 'spec.parallelism': 4 }, []],
  [
    'no backoffLimitPerIndex',
    { 'spec.backoffLimitPerIndex': undefined },
    ['spec.backoffLimitPerIndex: Invalid value: null: field is immutable'],
  ],
];
const statuses: Row[] = [
  [
    'overlapping indexes',
    { 'status.completedIndexes': '0-1', 'status.failedIndexes': '1,2' },
    ['status.failedIndexes: Invalid value: "1,2": failedIndexes and completedIndexes overlap at index: 1'],
  ],
  [
    'malformed indexes',
    { 'status.completedIndexes': '3', 'status.failedIndexes': '1-' },
    [
      'status.completedIndexes: Invalid value: "3": error parsing completedIndexes: too large index: "3"',
      'status.failedIndexes: Invalid value: "1-": error parsing failedIndexes: cannot convert string to integer for index: ""',
    ],
  ],
  ['failed indexes', { 'status.failedIndexes': '1' }, []],
];

describe('an indexed Job', () => {
  test.each(updates)('update: %s', (_title, changes, refused) => {
    expect(indexed.update(changes)).toEqual(refused);
  });

  test.each(statuses)('status: %s', (_title, changes, refused) => {
    expect(indexed.updateStatus(changes)).toEqual(refused);
  });
});
