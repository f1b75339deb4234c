import { describe, expect, test } from 'vitest';
import { rfc3339 } from '../../../k8s/time';
import type {
  CronJob,
  Deployment,
  Job,
  Lease,
  PodDisruptionBudget,
  ReplicaSet,
  StatefulSet,
} from '../../../k8s/types';
import { cronJobTable, jobTable } from './batch';
import type { KindTable } from './columns';
import {
  deploymentTable,
  leaseTable,
  podDisruptionBudgetTable,
  replicaSetTable,
  statefulSetTable,
} from './workloads';

const NOW = Date.UTC(2026, 0, 1, 12);
const ago = (seconds: number) => rfc3339(NOW - seconds * 1000);
const metadata = { name: 'web', uid: 'u', resourceVersion: '1', creationTimestamp: ago(300) };
const template = {
  metadata: { labels: { app: 'web' } },
  spec: {
    containers: [
      { name: 'a', image: 'x' },
      { name: 'b', image: 'y:1' },
    ],
    initContainers: [{ name: 'i', image: 'z' }],
  },
};
const selector = { matchLabels: { app: 'web' } };

/** The row as `kubectl get -o wide` prints it, with two blanks between cells. */
function row<O>(table: KindTable<O>, object: object): string {
  return table.cells({ metadata, ...object } as O, NOW).join('  ');
}

function columns<O>(table: KindTable<O>): string {
  const wide = table.columns.findIndex((c) => c.wide);
  const names = table.columns.map((c) => c.name);
  return wide < 0 ? names.join(', ') : `${names.slice(0, wide).join(', ')} | ${names.slice(wide).join(', ')}`;
}

test.each<[string, string]>([
  [columns(deploymentTable), 'Name, Ready, Up-to-date, Available, Age | Containers, Images, Selector'],
  [columns(replicaSetTable), 'Name, Desired, Current, Ready, Age | Containers, Images, Selector'],
  [columns(statefulSetTable), 'Name, Ready, Age | Containers, Images'],
  [columns(podDisruptionBudgetTable), 'Name, Min Available, Max Unavailable, Allowed Disruptions, Age'],
  [columns(leaseTable), 'Name, Holder, Age'],
  [columns(jobTable), 'Name, Status, Completions, Duration, Age | Containers, Images, Selector'],
  [
    columns(cronJobTable),
    'Name, Schedule, Timezone, Suspend, Active, Last Schedule, Age | Containers, Images, Selector',
  ],
])('CLI-20 %s', (actual, expected) => {
  expect(actual).toBe(expected);
});

describe('workloads with replicas', () => {
  test('CLI-30 a Deployment', () => {
    const expressions = [
      { key: 'app', operator: 'In', values: ['web', 'x'] },
      { key: 'z', operator: 'DoesNotExist' },
    ];
    const spec = { replicas: 5, template, selector: { ...selector, matchExpressions: expressions } };
    const status = { replicas: 5, readyReplicas: 3, updatedReplicas: 4, availableReplicas: 2 };
    expect(row<Deployment>(deploymentTable, { spec, status })).toBe(
      'web  3/5  4  2  5m  a,b  x,y:1  app=web,app in (web,x),!z',
    );
    expect(row<Deployment>(deploymentTable, { spec: { ...spec, selector, replicas: 0 }, status: {} })).toBe(
      'web  0/0  0  0  5m  a,b  x,y:1  app=web',
    );
  });

  test('CLI-30 a ReplicaSet', () => {
    const object = { spec: { replicas: 3, selector, template }, status: { replicas: 2, readyReplicas: 1 } };
    expect(row<ReplicaSet>(replicaSetTable, object)).toBe('web  3  2  1  5m  a,b  x,y:1  app=web');
  });

  test('CLI-30 a StatefulSet', () => {
    const object = { spec: { replicas: 3, selector, template }, status: { replicas: 2, readyReplicas: 1 } };
    expect(row<StatefulSet>(statefulSetTable, object)).toBe('web  1/3  5m  a,b  x,y:1');
  });
});

test.each<[object, object, string]>([
  [{ minAvailable: 1 }, { disruptionsAllowed: 2 }, 'web  1  N/A  2  5m'],
  [{ maxUnavailable: '10%' }, {}, 'web  N/A  10%  0  5m'],
  [{ minAvailable: 0 }, {}, 'web  0  N/A  0  5m'],
])('CLI-32 a PodDisruptionBudget with %j', (spec, status, expected) => {
  expect(row<PodDisruptionBudget>(podDisruptionBudgetTable, { spec, status })).toBe(expected);
});

test('a Lease', () => {
  expect(row<Lease>(leaseTable, { spec: { holderIdentity: 'me' } })).toBe('web  me  5m');
  expect(row<Lease>(leaseTable, { spec: {} })).toBe('web    5m');
});

const conditions = (...types: string[]) => types.map((type) => ({ type, status: 'True' }));
const started = { startTime: ago(200) };

test.each<[string, object, object, string]>([
  ['fresh', { completions: 1 }, {}, 'Running  0/1    5m'],
  ['suspended', { completions: 1 }, { conditions: conditions('Suspended') }, 'Suspended  0/1    5m'],
  [
    'complete',
    { completions: 1 },
    {
      ...started,
      completionTime: ago(13),
      succeeded: 1,
      conditions: conditions('SuccessCriteriaMet', 'Complete'),
    },
    'Complete  1/1  3m7s  5m',
  ],
  ['of any number', { parallelism: 3 }, { ...started, succeeded: 2 }, 'Running  2/1 of 3  3m20s  5m'],
  ['of any number, one by one', { parallelism: 1 }, {}, 'Running  0/1    5m'],
  [
    'failed',
    { completions: 1 },
    { ...started, conditions: conditions('FailureTarget', 'Failed') },
    'Failed  0/1  3m20s  5m',
  ],
  [
    'about to fail',
    { completions: 1 },
    { ...started, conditions: conditions('FailureTarget') },
    'FailureTarget  0/1  3m20s  5m',
  ],
  [
    'about to succeed',
    { completions: 1 },
    { ...started, conditions: conditions('SuccessCriteriaMet') },
    'SuccessCriteriaMet  0/1  3m20s  5m',
  ],
])('a Job, %s', (_title, spec, status, expected) => {
  const object = { spec: { selector, template, ...spec }, status };
  expect(row<Job>(jobTable, object)).toBe(`web  ${expected}  a,b  x,y:1  app=web`);
});

test('a Job that is being deleted', () => {
  const deleted = { ...metadata, deletionTimestamp: ago(1) };
  const spec = { selector, template, completions: 1 };
  const job = { metadata: deleted, spec, status: { conditions: conditions('Suspended') } };
  expect(row<Job>(jobTable, job)).toContain('web  Terminating  0/1');
  expect(row<Job>(jobTable, { ...job, status: { conditions: conditions('Failed') } })).toContain(
    'web  Failed',
  );
});

test('a CronJob', () => {
  const spec = { schedule: '@daily', suspend: false, jobTemplate: { spec: { template } } };
  expect(row<CronJob>(cronJobTable, { spec, status: {} })).toBe(
    'web  @daily  <none>  False  0  <none>  5m  a,b  x,y:1  <none>',
  );
  const busy = { active: [{ name: 'a' }, { name: 'b' }], lastScheduleTime: ago(60) };
  expect(
    row<CronJob>(cronJobTable, { spec: { ...spec, suspend: true, timeZone: 'UTC' }, status: busy }),
  ).toBe('web  @daily  UTC  True  2  60s  5m  a,b  x,y:1  <none>');
});
