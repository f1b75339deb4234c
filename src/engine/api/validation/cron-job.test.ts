import { describe, expect, test } from 'vitest';
import { cronJob } from '../kinds/cron-job';
import { QUALIFIED, SUBDOMAIN, NOT_NEGATIVE, ENDING_TEMPLATE, Writes, type Row } from './testing/workloads';

// What a v1.34 server answered.
const writes = new Writes(cronJob, {
  apiVersion: 'batch/v1',
  kind: 'CronJob',
  metadata: { name: 'web' },
  spec: { schedule: '*/5 * * * *', jobTemplate: { spec: { template: ENDING_TEMPLATE } } },
});

const creates: Row[] = [
  ['the manifest as it is', {}, []],
  ['no schedule', { 'spec.schedule': undefined }, ['spec.schedule: Required value']],
  [
    'startingDeadlineSeconds',
    { 'spec.startingDeadlineSeconds': -1 },
    [`spec.startingDeadlineSeconds: Invalid value: -1: ${NOT_NEGATIVE}`],
  ],
  [
    'concurrencyPolicy',
    { 'spec.concurrencyPolicy': 'Foo' },
    ['spec.concurrencyPolicy: Unsupported value: "Foo": supported values: "Allow", "Forbid", "Replace"'],
  ],
  [
    'history limits',
    { 'spec.successfulJobsHistoryLimit': -1, 'spec.failedJobsHistoryLimit': -1 },
    [
      `spec.successfulJobsHistoryLimit: Invalid value: -1: ${NOT_NEGATIVE}`,
      `spec.failedJobsHistoryLimit: Invalid value: -1: ${NOT_NEGATIVE}`,
    ],
  ],
  [
    'no jobTemplate',
    { 'spec.jobTemplate': undefined },
    [
      'spec.jobTemplate.spec.template.spec.containers: Required value',
      'spec.jobTemplate.spec.template.spec.restartPolicy: Required value: valid values: "OnFailure", "Never"',
    ],
  ],
  [
    'a selector',
    { 'spec.jobTemplate.spec.selector': { matchLabels: { app: 'web' } } },
    [
      'spec.jobTemplate.spec.selector: Invalid value: {"matchLabels":{"app":"web"}}: `selector` will be auto-generated',
    ],
  ],
  [
    'manualSelector',
    { 'spec.jobTemplate.spec.manualSelector': true },
    ['spec.jobTemplate.spec.manualSelector: Unsupported value: true: supported values: "nil", "false"'],
  ],
  [
    'the default restartPolicy',
    { 'spec.jobTemplate.spec.template.spec.restartPolicy': undefined },
    ['spec.jobTemplate.spec.template.spec.restartPolicy: Required value: valid values: "OnFailure", "Never"'],
  ],
  [
    'numbers of the job',
    { 'spec.jobTemplate.spec.parallelism': -1, 'spec.jobTemplate.spec.backoffLimit': -1 },
    [
      `spec.jobTemplate.spec.parallelism: Invalid value: -1: ${NOT_NEGATIVE}`,
      `spec.jobTemplate.spec.backoffLimit: Invalid value: -1: ${NOT_NEGATIVE}`,
    ],
  ],
  [
    'a long name',
    { 'metadata.name': 'a'.repeat(53) },
    [
      'metadata.name: Invalid value: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa": must be no more than 52 characters',
    ],
  ],
  [
    'everything',
    {
      'metadata.name': 'Aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
      'spec.schedule': 'x',
      'spec.concurrencyPolicy': 'Foo',
      'spec.jobTemplate': undefined,
      'spec.failedJobsHistoryLimit': -1,
    },
    [
      `metadata.name: Invalid value: "Aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa": ${SUBDOMAIN}`,
      'spec.schedule: Invalid value: "x": expected exactly 5 fields, found 1: [x]',
      'spec.concurrencyPolicy: Unsupported value: "Foo": supported values: "Allow", "Forbid", "Replace"',
      'spec.jobTemplate.spec.template.spec.containers: Required value',
      'spec.jobTemplate.spec.template.spec.restartPolicy: Required value: valid values: "OnFailure", "Never"',
      `spec.failedJobsHistoryLimit: Invalid value: -1: ${NOT_NEGATIVE}`,
      'metadata.name: Invalid value: "Aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa": must be no more than 52 characters',
    ],
  ],
  ['labels of the job', { 'spec.jobTemplate.metadata': { labels: { 'a b': 'c' } } }, []],
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
  [
    'an unqualified finalizer',
    { 'metadata.finalizers': ['x'] },
    [
      'metadata.finalizers[0]: Invalid value: "x": name is neither a standard finalizer name nor is it fully qualified',
    ],
  ],
  [
    'schedule',
    { 'spec.schedule': 'x' },
    ['spec.schedule: Invalid value: "x": expected exactly 5 fields, found 1: [x]'],
  ],
  [
    'a zone in the schedule',
    { 'spec.schedule': 'TZ=UTC 0 0 * * *' },
    [
      'spec.schedule: Invalid value: "TZ=UTC 0 0 * * *": cannot use TZ or CRON_TZ in schedule, use timeZone field instead',
    ],
  ],
  ['timeZone', { 'spec.timeZone': 'Foo' }, ['spec.timeZone: Invalid value: "Foo": unknown time zone Foo']],
  ['another image', { 'spec.jobTemplate.spec.template.spec.containers[0].image': 'nginx:2' }, []],
];

const statuses: Row[] = [
  ['VAL-62 nothing but metadata', { 'status.lastScheduleTime': '2026-01-02T00:00:00Z' }, []],
];

describe('CronJob', () => {
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
