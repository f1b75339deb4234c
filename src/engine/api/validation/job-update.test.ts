import { describe, expect, test } from 'vitest';
import { job } from '../kinds/job';
import { QUALIFIED, NOT_NEGATIVE, ENDING_TEMPLATE, Writes, type Row } from './testing/workloads';

// What a v1.34 server answered.
const writes = new Writes(job, {
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name: 'web' },
  spec: { template: ENDING_TEMPLATE },
});

const updates: Row[] = [
  [
    'VAL-62 labels',
    { 'metadata.labels': { 'a b': 'c' } },
    [
      `metadata.labels: Invalid value: "a b": ${QUALIFIED}`,
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
      `metadata.annotations: Invalid value: "a b": ${QUALIFIED}`,
    ],
  ],
  [
    'an unqualified finalizer',
    { 'metadata.finalizers': ['x'] },
    [
      'metadata.finalizers[0]: Invalid value: "x": name is neither a standard finalizer name nor is it fully qualified',
      'metadata.finalizers[0]: Invalid value: "x": name is neither a standard finalizer name nor is it fully qualified',
    ],
  ],
  ['completions', { 'spec.completions': 2 }, ['spec.completions: Invalid value: 2: field is immutable']],
  ['parallelism', { 'spec.parallelism': 2, 'spec.suspend': true, 'spec.backoffLimit': 1 }, []],
  [
    'completionMode',
    { 'spec.completionMode': 'Indexed' },
    ['spec.completionMode: Invalid value: "Indexed": field is immutable'],
  ],
  [
    'selector',
    { 'spec.selector': { matchLabels: { app: 'web' } } },
    [
      'spec.selector: Invalid value: {"matchLabels":{"app":"web"}}: `selector` not auto-generated',
      'spec.selector: Invalid value: {"matchLabels":{"app":"web"}}: field is immutable',
    ],
  ],
  [
    'managedBy',
    { 'spec.managedBy': 'a.io/b' },
    ['spec.managedBy: Invalid value: "a.io/b": field is immutable'],
  ],
  [
    'backoffLimitPerIndex',
    { 'spec.backoffLimitPerIndex': 1 },
    [
      'spec.backoffLimitPerIndex: Invalid value: 1: requires indexed completion mode',
      'spec.backoffLimitPerIndex: Invalid value: 1: requires indexed completion mode',
      'spec.backoffLimitPerIndex: Invalid value: 1: field is immutable',
    ],
  ],
  [
    'podFailurePolicy',
    {
      'spec.podFailurePolicy': {
        rules: [
          { action: 'FailJob', onExitCodes: { operator: 'In', values: [1] } },
          { action: 'Ignore', onPodConditions: [{ type: 'x', status: 'False' }] },
        ],
      },
    },
    [
      'spec.podReplacementPolicy: Unsupported value: "TerminatingOrFailed": supported values: "Failed"',
      'spec.podReplacementPolicy: Unsupported value: "TerminatingOrFailed": supported values: "Failed"',
      'spec.podFailurePolicy: Invalid value: {"Rules":[{"Action":"FailJob","OnExitCodes":{"ContainerName":null,"Operator":"In","Values":[1]},"OnPodConditions":null},{"Action":"Ignore","OnExitCodes":null,"OnPodConditions":[{"Type":"x","Status":"False"}]}]}: field is immutable',
    ],
  ],
  [
    'successPolicy',
    { 'spec.successPolicy': { rules: [{ succeededIndexes: '0' }] } },
    [
      'spec.successPolicy: Invalid value: {"Rules":[{"SucceededIndexes":"0","SucceededCount":null}]}: requires indexed completion mode',
      'spec.successPolicy: Invalid value: {"Rules":[{"SucceededIndexes":"0","SucceededCount":null}]}: requires indexed completion mode',
      'spec.successPolicy: Invalid value: {"Rules":[{"SucceededIndexes":"0","SucceededCount":null}]}: field is immutable',
    ],
  ],
];

const statuses: Row[] = [
  [
    'negative counters',
    {
      'status.active': -1,
      'status.succeeded': -1,
      'status.failed': -1,
      'status.ready': -1,
      'status.terminating': -1,
    },
    [
      `status.active: Invalid value: -1: ${NOT_NEGATIVE}`,
      `status.succeeded: Invalid value: -1: ${NOT_NEGATIVE}`,
      `status.failed: Invalid value: -1: ${NOT_NEGATIVE}`,
      `status.ready: Invalid value: -1: ${NOT_NEGATIVE}`,
      `status.terminating: Invalid value: -1: ${NOT_NEGATIVE}`,
      'status.failed: Invalid value: -1: cannot decrease the failed counter',
      'status.succeeded: Invalid value: -1: cannot decrease the succeeded counter',
    ],
  ],
  [
    'uncounted pods',
    { 'status.uncountedTerminatedPods': { succeeded: ['', 'a'], failed: ['a'] } },
    [
      'status.uncountedTerminatedPods.succeeded[0]: Invalid value: "": must not be empty',
      'status.uncountedTerminatedPods.failed[0]: Duplicate value: "a"',
    ],
  ],
  [
    'complete by itself',
    { 'status.conditions': [{ type: 'Complete', status: 'True' }] },
    [
      'status.completionTime: Required value: completionTime is required for Complete jobs',
      'status.conditions: Invalid value: cannot set Complete=True condition without the SuccessCriteriaMet=true condition',
      'status.startTime: Required value: startTime is required for finished job',
    ],
  ],
  [
    'failed by itself',
    { 'status.conditions': [{ type: 'Failed', status: 'True' }] },
    [
      'status.conditions: Invalid value: cannot set Failed=True condition without the FailureTarget=true condition',
      'status.startTime: Required value: startTime is required for finished job',
    ],
  ],
  [
    'everything at once',
    {
      'status.conditions': [
        { type: 'Failed', status: 'True' },
        { type: 'Complete', status: 'True' },
        { type: 'FailureTarget', status: 'True' },
        { type: 'SuccessCriteriaMet', status: 'True' },
      ],
      'status.active': 1,
      'status.terminating': 1,
      'status.ready': 2,
      'status.uncountedTerminatedPods': { succeeded: ['a'] },
    },
    [
      'status.conditions: Invalid value: cannot set Complete=True and Failed=true conditions',
      'status.conditions: Invalid value: cannot set Complete=True and FailureTarget=true conditions',
      'status.completionTime: Required value: completionTime is required for Complete jobs',
      'status.active: Invalid value: 1: active>0 is invalid for finished job',
      'status.startTime: Required value: startTime is required for finished job',
      'status.uncountedTerminatedPods: Invalid value: {"Succeeded":["a"],"Failed":null}: must be empty for finished job',
      'status.terminating: Invalid value: 1: terminating>0 is invalid for finished job',
      'status.ready: Invalid value: 2: cannot set more ready pods than active',
      'status.conditions: Invalid value: cannot set SuccessCriteriaMet=True and Failed=true conditions',
      'status.conditions: Invalid value: cannot set SuccessCriteriaMet=True and FailureTarget=true conditions',
    ],
  ],
  [
    'a completion before the start',
    { 'status.startTime': '2026-01-02T00:00:00Z', 'status.completionTime': '2026-01-01T00:00:00Z' },
    [
      'status.completionTime: Invalid value: "2026-01-01T00:00:00Z": cannot set completionTime when there is no Complete=True condition',
      'status.completionTime: Invalid value: "2026-01-01T00:00:00Z": must be equal to or after `startTime`',
    ],
  ],
  [
    'indexes',
    { 'status.completedIndexes': '0-3', 'status.failedIndexes': '0' },
    [
      'status.completedIndexes: Invalid value: "0-3": error parsing completedIndexes: too large index: "3"',
      'status.completedIndexes: Invalid value: "0-3": cannot set non-empty completedIndexes when non-indexed completion mode',
      'status.failedIndexes: Invalid value: "0": cannot set non-null failedIndexes when backoffLimitPerIndex is null',
    ],
  ],
  [
    'done',
    {
      'status.startTime': '2026-01-01T00:00:00Z',
      'status.completionTime': '2026-01-02T00:00:00Z',
      'status.succeeded': 1,
      'status.conditions': [
        { type: 'SuccessCriteriaMet', status: 'True' },
        { type: 'Complete', status: 'True' },
      ],
    },
    [],
  ],
];

describe('Job', () => {
  test.each(updates)('update: %s', (_title, changes, refused) => {
    expect(writes.update(changes)).toEqual(refused);
  });

  test.each(statuses)('status: %s', (_title, changes, refused) => {
    expect(writes.updateStatus(changes)).toEqual(refused);
  });
});
