import { describe, expect, test } from 'vitest';
import type { KubeObject } from '../../../k8s/types';
import type { Changes } from '../validation/testing/objects';
import { ENDING_TEMPLATE, SELECTOR, TEMPLATE, Writes } from '../validation/testing/workloads';
import { cronJob } from './cron-job';
import { deployment } from './deployment';
import { job } from './job';
import { lease } from './lease';
import { podDisruptionBudget } from './pod-disruption-budget';
import { replicaSet } from './replica-set';
import { statefulSet } from './stateful-set';

// What a v1.34 server stored.
const metadata = { name: 'web' };
const apps = (kind: string, spec: object = {}) => ({
  apiVersion: 'apps/v1',
  kind,
  metadata,
  spec: { selector: SELECTOR, template: TEMPLATE, ...spec },
});
const writes = {
  deployment: new Writes(deployment, apps('Deployment')),
  replicaSet: new Writes(replicaSet, apps('ReplicaSet')),
  statefulSet: new Writes(
    statefulSet,
    apps('StatefulSet', {
      volumeClaimTemplates: [{ metadata: { name: 'data' }, spec: { accessModes: ['ReadWriteOnce'] } }],
    }),
  ),
  budget: new Writes(podDisruptionBudget, {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata,
    spec: { minAvailable: 1, selector: SELECTOR },
  }),
  lease: new Writes(lease, {
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    metadata,
    spec: { holderIdentity: 'me', strategy: 'OldestEmulationVersion', preferredHolder: 'you' },
  }),
  job: new Writes(job, {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata,
    spec: { template: ENDING_TEMPLATE },
  }),
  cronJob: new Writes(cronJob, {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata,
    spec: { schedule: '@daily', jobTemplate: { spec: { template: { spec: ENDING_TEMPLATE.spec } } } },
  }),
};

describe('defaults', () => {
  test('WL-6 of a Deployment', () => {
    const { template, selector: _selector, ...spec } = writes.deployment.stored.spec;
    expect(spec).toEqual({
      replicas: 1,
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' } },
      revisionHistoryLimit: 10,
      progressDeadlineSeconds: 600,
    });
    expect(template.spec).toMatchObject({ restartPolicy: 'Always', terminationGracePeriodSeconds: 30 });
    expect(writes.deployment.stored.status).toEqual({});
    expect(writes.deployment.made({ 'spec.strategy': { type: 'Recreate' } }).spec.strategy).toEqual({
      type: 'Recreate',
    });
  });

  test('WL-1 of a ReplicaSet', () => {
    const { spec, status } = writes.replicaSet.stored;
    expect(Object.keys(spec).sort()).toEqual(['replicas', 'selector', 'template']);
    expect(spec.replicas).toBe(1);
    expect(status).toEqual({ replicas: 0 });
  });

  test('of a StatefulSet', () => {
    const { template: _template, selector: _selector, ...spec } = writes.statefulSet.stored.spec;
    expect(spec).toEqual({
      podManagementPolicy: 'OrderedReady',
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 0 } },
      persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
      replicas: 1,
      revisionHistoryLimit: 10,
      serviceName: '',
      volumeClaimTemplates: [
        {
          apiVersion: 'v1',
          kind: 'PersistentVolumeClaim',
          metadata: { name: 'data' },
          spec: { accessModes: ['ReadWriteOnce'], resources: {}, volumeMode: 'Filesystem' },
          status: { phase: 'Pending' },
        },
      ],
    });
    expect(writes.statefulSet.stored.status).toEqual({ replicas: 0, availableReplicas: 0 });
  });

  test('a StatefulSet that names its strategy gets no rollingUpdate, and never has maxUnavailable', () => {
    const strategy = (updateStrategy: { type?: string; rollingUpdate?: { maxUnavailable: number } }) =>
      writes.statefulSet.made({ 'spec.updateStrategy': updateStrategy }).spec.updateStrategy;
    expect(strategy({ type: 'RollingUpdate' })).toEqual({ type: 'RollingUpdate' });
    expect(strategy({ rollingUpdate: { maxUnavailable: 2 } })).toEqual({
      type: 'RollingUpdate',
      rollingUpdate: { partition: 0 },
    });
  });

  test('of a PodDisruptionBudget and a Lease', () => {
    expect(writes.budget.stored.spec).toEqual({ minAvailable: 1, selector: SELECTOR });
    expect(writes.budget.stored.status).toEqual({
      disruptionsAllowed: 0,
      currentHealthy: 0,
      desiredHealthy: 0,
      expectedPods: 0,
    });
    // The rest is behind a gate that is off.
    expect(writes.lease.stored.spec).toEqual({ holderIdentity: 'me' });
    expect(writes.lease.stored).not.toHaveProperty('status');
  });

  test('of a CronJob', () => {
    const { jobTemplate, ...spec } = writes.cronJob.stored.spec ?? {};
    expect(spec).toEqual({
      schedule: '@daily',
      concurrencyPolicy: 'Allow',
      suspend: false,
      successfulJobsHistoryLimit: 3,
      failedJobsHistoryLimit: 1,
    });
    expect(jobTemplate).toMatchObject({ metadata: {}, spec: { template: { metadata: {} } } });
    expect(Object.keys(jobTemplate?.spec ?? {})).toEqual(['template']);
  });
});

describe('a Job', () => {
  const GENERATED = {
    'batch.kubernetes.io/controller-uid': 'UID',
    'batch.kubernetes.io/job-name': 'web',
    'controller-uid': 'UID',
    'job-name': 'web',
  };

  test('gets defaults, a selector and labels', () => {
    const { template, ...spec } = writes.job.stored.spec ?? { template: {} };
    expect(spec).toEqual({
      parallelism: 1,
      completions: 1,
      backoffLimit: 6,
      completionMode: 'NonIndexed',
      suspend: false,
      manualSelector: false,
      podReplacementPolicy: 'TerminatingOrFailed',
      selector: { matchLabels: { 'batch.kubernetes.io/controller-uid': 'UID' } },
    });
    expect(template.metadata?.labels).toEqual({ app: 'web', ...GENERATED });
    expect(writes.job.stored.status).toEqual({});
  });

  test('without labels has those of its template', () => {
    expect(writes.job.stored.metadata.labels).toEqual({ app: 'web', ...GENERATED });
    expect(writes.job.made({ 'spec.template.metadata': undefined }).metadata.labels).toEqual(GENERATED);
  });

  test('with labels keeps them', () => {
    expect(writes.job.made({ 'metadata.labels': { a: 'b' } }).metadata.labels).toEqual({ a: 'b' });
    // Even where they are the very map of the template, by an anchor in the YAML.
    const labels = { app: 'web' };
    const template = { ...ENDING_TEMPLATE, metadata: { labels } };
    const object = job.defaults?.({
      ...writes.job.stored,
      metadata: { ...writes.job.stored.metadata, labels },
      spec: { template },
    });
    const host = { read: undefined, random: undefined } as never;
    expect(object && job.prepareCreate?.(object, host).metadata.labels).toEqual(labels);
  });

  test('with manualSelector is left alone', () => {
    const { spec } = writes.job.made({ 'spec.manualSelector': true, 'spec.selector': SELECTOR });
    expect(spec?.selector).toEqual(SELECTOR);
    expect(spec?.template.metadata?.labels).toEqual({ app: 'web' });
  });

  test('has other defaults where others are set', () => {
    expect(writes.job.made({ 'spec.parallelism': 3 }).spec?.completions).toBeUndefined();
    expect(writes.job.made({ 'spec.backoffLimitPerIndex': 1 }).spec?.backoffLimit).toBe(2147483647);
    const policy = { rules: [{ action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget' }] }] };
    expect(writes.job.made({ 'spec.podFailurePolicy': policy }).spec).toMatchObject({
      podReplacementPolicy: 'Failed',
      podFailurePolicy: { rules: [{ onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] }] },
    });
  });
});

describe('generation', () => {
  const kinds = Object.entries(writes).filter(([name]) => name !== 'lease');

  test.each(kinds)('API-4 of a %s does not follow labels and status', (_name, kind) => {
    expect(kind.updated({ 'metadata.labels.x': 'y' }).metadata.generation).toBe(1);
    const next = kind.updated({ status: { replicas: 7 } });
    expect(next).toEqual(kind.stored);
  });

  test.each(kinds)('API-4 of a %s follows annotations for Deployments alone', (name, kind) => {
    const { generation } = kind.updated({ 'metadata.annotations': { a: 'b' } }).metadata;
    expect(generation).toBe(name === 'deployment' ? 2 : 1);
  });

  test.each<[string, Pick<Writes<KubeObject>, 'updated'>, Changes]>([
    ['Deployment', writes.deployment, { 'spec.replicas': 2, 'metadata.annotations': { a: 'b' } }],
    ['ReplicaSet', writes.replicaSet, { 'spec.replicas': 2 }],
    ['StatefulSet', writes.statefulSet, { 'spec.replicas': 2 }],
    ['PodDisruptionBudget', writes.budget, { 'spec.minAvailable': 2 }],
    ['Job', writes.job, { 'spec.suspend': true }],
    ['CronJob', writes.cronJob, { 'spec.suspend': true }],
  ])('API-4 of a %s follows the spec, by one step', (_name, kind, changes) => {
    expect(kind.updated(changes).metadata.generation).toBe(2);
  });

  test('a Lease has none', () => {
    expect(writes.lease.stored.metadata).not.toHaveProperty('generation');
  });
});

describe('a write to the status', () => {
  const sent = { labels: { x: 'y' }, annotations: { a: 'b' }, finalizers: ['example.com/x'] };

  test('API-6 brings metadata along (v1.34.0 does, unlike the rule)', () => {
    const old = writes.replicaSet.stored;
    const next = { ...old, metadata: { ...old.metadata, ...sent }, spec: { ...old.spec, replicas: 9 } };
    const status = { replicas: 3 };
    expect(replicaSet.prepareStatusUpdate?.({ ...next, status }, old)).toEqual({
      ...old,
      metadata: { ...old.metadata, ...sent },
      status,
    });
  });

  test('API-6 of a Deployment leaves the labels', () => {
    const old = writes.deployment.stored;
    const next = { ...old, metadata: { ...old.metadata, ...sent }, status: { replicas: 3 } };
    const { metadata: meta } = deployment.prepareStatusUpdate?.(next, old) ?? old;
    expect(meta).toEqual({ ...old.metadata, ...sent, labels: old.metadata.labels });
  });
});

describe('warnings', () => {
  const named = (name: string) => ({ metadata: { name }, spec: { template: TEMPLATE } });
  const NAME =
    'metadata.name: this is used in Pod names and hostnames, which can result in surprising behavior; a DNS label is recommended: [must not contain dots]';

  test.each([deployment, replicaSet, job, cronJob])('API-38 a name with dots: $kind', (kind) => {
    expect(kind.warnings?.(named('web.1'))).toEqual([NAME]);
    expect(kind.warnings?.(named('web'))).toEqual([]);
    expect(kind.warnings?.({ ...named(''), metadata: { generateName: 'web-' } })).toEqual([]);
    expect(kind.warnings?.({ ...named(''), metadata: { name: 'web.1', generation: 2 } })).toEqual([]);
  });

  test('API-38 a negative history of a StatefulSet', () => {
    expect(statefulSet.warnings?.({ ...named('web.1'), spec: { revisionHistoryLimit: -1 } })).toEqual([
      'spec.revisionHistoryLimit: a negative value retains all historical revisions; a value >= 0 is recommended',
    ]);
  });

  test('API-38 odd sizes of claims', () => {
    const resources = { requests: { storage: '1500m' }, limits: { storage: '1Gi' } };
    const spec = { volumeClaimTemplates: [{ spec: { resources } }] };
    expect(statefulSet.warnings?.({ ...named('web'), spec })).toEqual([
      'spec.volumeClaimTemplates[0].resources.requests[storage]: fractional byte value "1500m" is invalid, must be an integer',
    ]);
  });

  test('API-38 an indexed Job beyond what can be tracked', () => {
    const spec = { completionMode: 'Indexed', completions: 100_001, parallelism: 10_001 };
    expect(job.warnings?.({ ...named('web'), spec })).toEqual([
      'spec: In Indexed Jobs with a number of completions higher than 10^5 and a parallelism higher than 10^4, Kubernetes might not be able to track completedIndexes when a big number of indexes fail',
    ]);
  });

  test('API-38 the template of a CronJob', () => {
    const pod = { terminationGracePeriodSeconds: -1 };
    const spec = { jobTemplate: { spec: { template: { spec: pod } } } };
    expect(cronJob.warnings?.({ ...named('web'), spec })).toEqual([
      'spec.jobTemplate.spec.template.spec.terminationGracePeriodSeconds: must be >= 0; negative values are invalid and will be treated as 1',
    ]);
  });
});

test.each([
  [deployment, 'deploy', true],
  [replicaSet, 'rs', true],
  [statefulSet, 'sts', true],
  [podDisruptionBudget, 'pdb', false],
  [lease, '', false],
  [job, '', true],
  [cronJob, 'cj', true],
] as const)('CLI-5 discovery of $kind', (kind, short, inAll) => {
  expect(kind.shortNames.join()).toBe(short);
  expect(kind.categories.includes('all')).toBe(inAll);
  expect(kind.inert).toBe(kind.group === 'batch');
});
