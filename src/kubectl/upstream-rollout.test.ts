/** The cases of upstream's tests of `kubectl rollout`, asked of the commands; kubectl v1.34 answers the same lines alike. */
import { describe, expect, test, vi } from 'vitest';
import { Cluster } from '../engine/index';
import type { Manifest } from '../engine/index';
import type { DaemonSet, Deployment, StatefulSet } from '../k8s/types';
import { daemonSetRollout } from './commands/rollout-status';
import { isFailure, type Failure } from './failure';
import { deploymentRollout } from './rollout-deployment';
import { statefulSetRollout } from './rollout-statefulset';
import { runBlocking } from './shell';

const metadata = (generation: number) => ({
  namespace: 'bar',
  name: 'foo',
  uid: '8764ae47-9092-11e4-8393-42010af018ff',
  resourceVersion: '1',
  creationTimestamp: '',
  generation,
});

function said(state: { text: string; done: boolean } | Failure): string {
  return isFailure(state) ? `error: ${state.error}` : `${state.text}${state.done ? ' (done)' : ''}`;
}

const ONLY_ROLLING = 'rollout status is only available for RollingUpdate strategy type';

describe('TEST-125 TestDaemonSetStatusViewerStatus', () => {
  const waiting = 'Waiting for daemon set "foo" rollout to finish:';
  test.each<[numbers: [number, number, number, number, number], text: string]>([
    [[0, 1, 0, 1, 0], `${waiting} 0 out of 1 new pods have been updated...`],
    [[1, 1, 2, 2, 1], `${waiting} 1 of 2 updated pods are available...`],
    [[1, 1, 2, 2, 2], 'daemon set "foo" successfully rolled out (done)'],
    [[2, 1, 2, 2, 2], 'Waiting for daemon set spec update to be observed...'],
  ])(
    'generation, observed, updated, desired, available %j',
    ([generation, observed, updated, desired, available], text) => {
      const set = {
        apiVersion: 'apps/v1',
        kind: 'DaemonSet',
        metadata: metadata(generation),
        spec: { updateStrategy: { type: 'RollingUpdate' }, selector: {}, template: {} },
        status: {
          observedGeneration: observed,
          updatedNumberScheduled: updated,
          desiredNumberScheduled: desired,
          numberAvailable: available,
        },
      } as unknown as DaemonSet;
      expect(said(daemonSetRollout(set))).toBe(text);
    },
  );
});

describe('WL-15 TestDeploymentStatusViewerStatus', () => {
  const waiting = 'Waiting for deployment "foo" rollout to finish:';
  test.each<[numbers: [number, number, number, number, number], text: string]>([
    [[0, 1, 1, 0, 1], `${waiting} 0 out of 1 new replicas have been updated...`],
    [[1, 1, 2, 1, 2], `${waiting} 1 old replicas are pending termination...`],
    [[1, 2, 2, 2, 1], `${waiting} 1 of 2 updated replicas are available...`],
    [[1, 2, 2, 2, 2], 'deployment "foo" successfully rolled out (done)'],
    [[2, 2, 2, 2, 2], 'Waiting for deployment spec update to be observed...'],
  ])(
    'generation, wanted, replicas, updated, available %j',
    ([generation, wanted, replicas, updated, available], text) => {
      const deployment = {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: metadata(generation),
        spec: { replicas: wanted, selector: {}, template: {} },
        status: {
          observedGeneration: 1,
          replicas,
          updatedReplicas: updated,
          availableReplicas: available,
          unavailableReplicas: wanted - available,
        },
      } as unknown as Deployment;
      expect(said(deploymentRollout(deployment, 0))).toBe(text);
    },
  );
});

describe('WL-22 TestStatefulSetStatusViewerStatus', () => {
  const partitioned = { type: 'RollingUpdate', rollingUpdate: { partition: 2 } };
  const rolling = { type: 'RollingUpdate' };
  test.each<[title: string, generation: number, strategy: object, status: object, text: string]>([
    [
      'OnDelete',
      1,
      { type: 'OnDelete' },
      { observedGeneration: 1, readyReplicas: 1 },
      `error: ${ONLY_ROLLING}`,
    ],
    [
      'not observed',
      2,
      rolling,
      { observedGeneration: 1, replicas: 3, readyReplicas: 3, currentReplicas: 3 },
      'Waiting for statefulset spec update to be observed...',
    ],
    [
      'not all ready',
      1,
      rolling,
      { observedGeneration: 2, replicas: 3, readyReplicas: 2, currentReplicas: 3 },
      'Waiting for 1 pods to be ready...',
    ],
    [
      'all above the partition updated',
      1,
      partitioned,
      { observedGeneration: 2, replicas: 3, readyReplicas: 3, currentReplicas: 2, updatedReplicas: 1 },
      'partitioned roll out complete: 1 new pods have been updated... (done)',
    ],
    [
      'none above the partition updated',
      1,
      partitioned,
      { observedGeneration: 2, replicas: 3, readyReplicas: 3, currentReplicas: 3 },
      'Waiting for partitioned roll out to finish: 0 out of 1 new pods have been updated...',
    ],
    [
      'all are current',
      1,
      rolling,
      {
        observedGeneration: 2,
        replicas: 3,
        readyReplicas: 3,
        currentReplicas: 3,
        updatedReplicas: 3,
        currentRevision: 'foo',
        updateRevision: 'foo',
      },
      'statefulset rolling update complete 3 pods at revision foo... (done)',
    ],
  ])('%s', (_, generation, updateStrategy, status, text) => {
    const set = {
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      metadata: metadata(generation),
      spec: { replicas: 3, updateStrategy, selector: {}, template: {}, serviceName: '' },
      status,
    } as unknown as StatefulSet;
    expect(said(statefulSetRollout(set))).toBe(text);
  });
});

type Template = { annotations?: Record<string, string>; spec: Record<string, unknown> };
type SetKind = 'DaemonSet' | 'StatefulSet';

const named = (...names: string[]) => names.map((name) => ({ name, image: 'i' }));
const podTemplate = ({ annotations, spec }: Template) => ({
  metadata: { labels: { foo: 'bar' }, ...(annotations && { annotations }) },
  spec,
});
const SIMPLE: Template = { spec: { containers: [{ name: 'test', image: 'nginx' }] } };

/** A cluster in which no controller works: revisions are what a test puts there. */
class Terminal {
  readonly cluster = new Cluster({ seed: 1, startTime: 1_767_225_600_000, components: [] });

  create(kind: SetKind | 'Deployment' | 'ReplicaSet' | 'ControllerRevision', manifest: object) {
    const answer = this.cluster.api.create(kind, 'default', manifest as Manifest);
    if (!answer.ok) throw new Error(answer.status.message);
    return answer.object;
  }

  createSet(kind: SetKind | 'Deployment', name: string, template: Template, spec: object = {}) {
    const selector = { matchLabels: { foo: 'bar' } };
    const more = kind === 'StatefulSet' ? { serviceName: 'x' } : {};
    const labels = { foo: 'bar' };
    return this.create(kind, {
      metadata: { name, labels },
      spec: { selector, template: podTemplate(template), ...more, ...spec },
    });
  }

  ownedBy(owner: { kind: string; metadata: { name: string; uid: string } }) {
    const { name, uid } = owner.metadata;
    return [
      { apiVersion: 'apps/v1', kind: owner.kind, name, uid, controller: true, blockOwnerDeletion: true },
    ];
  }

  /** The set of a template with revisions 1, 2, … of these templates. */
  history(kind: SetKind, name: string, template: Template, revisions: readonly Template[]): void {
    const set = this.createSet(kind, name, template);
    revisions.forEach((one, i) =>
      this.create('ControllerRevision', {
        metadata: {
          name: `${name}-${i + 1}`,
          labels: { foo: 'bar' },
          ownerReferences: this.ownedBy(set as never),
        },
        revision: i + 1,
        data: { spec: { template: { ...podTemplate(one), $patch: 'replace' } } },
      }),
    );
  }

  run(line: string): string {
    const { output, status } = runBlocking(this.cluster, `kubectl rollout ${line}`);
    return status === 0 ? output : `${output}[${status}]`;
  }

  templateOf(kind: SetKind, name: string): unknown {
    return this.cluster.read.get(kind, 'default', name)?.spec.template;
  }
}

test('TEST-126 TestDaemonSetStatusViewerStatusWithWrongUpdateStrategyType', () => {
  const t = new Terminal();
  t.createSet('DaemonSet', 'foo', SIMPLE, { updateStrategy: { type: 'OnDelete' } });
  expect(t.run('status ds/foo')).toBe(`error: ${ONLY_ROLLING}\n[1]`);
  expect(t.run('status ds/foo --watch=false')).toBe(`error: ${ONLY_ROLLING}\n[1]`);
});

describe('TEST-127 TestViewHistory', () => {
  test.each<[SetKind, string]>([
    ['StatefulSet', 'statefulset.apps/moons'],
    ['DaemonSet', 'daemonset.apps/moons'],
  ])('%s', (kind, name) => {
    const t = new Terminal();
    t.history(kind, 'moons', SIMPLE, [SIMPLE]);
    expect(t.run(`history ${name}`)).toBe(`${name} \nREVISION  CHANGE-CAUSE\n1         <none>\n\n`);
    expect(t.run(`history ${name} --revision=2`)).toBe('error: unable to find the specified revision\n[1]');
    expect(t.run(`undo ${name}`)).toBe('error: no last revision to roll back to\n[1]');
    expect(t.run(`undo ${name} --to-revision=2`)).toBe(
      'error: unable to find specified revision 2 in history\n[1]',
    );
  });

  const REVISION = 'deployment.kubernetes.io/revision';
  const CAUSE = 'kubernetes.io/change-cause';

  function moons(): Terminal {
    const t = new Terminal();
    const deployment = t.createSet('Deployment', 'moons', {
      spec: { containers: [{ name: 'test', image: 'foo:4' }] },
    });
    for (const i of [4, 1, 3, 2]) {
      const cause = ({ 3: 'foo change cause', 4: 'bar change cause' } as Record<number, string>)[i];
      const labels = { foo: 'bar', 'pod-template-hash': `h${i}` };
      t.create('ReplicaSet', {
        metadata: {
          name: `moons-${i}`,
          labels,
          ownerReferences: t.ownedBy(deployment as never),
          annotations: { [REVISION]: `${i}`, ...(cause !== undefined && { [CAUSE]: cause }) },
        },
        spec: {
          replicas: 1,
          selector: { matchLabels: labels },
          template: { metadata: { labels }, spec: { containers: [{ name: 'test', image: `foo:${i}` }] } },
        },
      });
    }
    return t;
  }

  test('TestViewDeploymentHistory', () => {
    const t = moons();
    expect(t.run('history deploy/moons')).toBe(
      [
        'deployment.apps/moons ',
        'REVISION  CHANGE-CAUSE',
        '1         <none>',
        '2         <none>',
        '3         foo change cause',
        '4         bar change cause',
        '\n',
      ].join('\n'),
    );
    expect(t.run('history deploy/moons --revision=5')).toBe(
      'error: unable to find the specified revision\n[1]',
    );
  });

  test('TestGetDeploymentPatch: the template without its hash, and the annotations of the revision', () => {
    const t = moons();
    const patch = vi.spyOn(t.cluster.api, 'patch');
    expect(t.run('undo deploy/moons --to-revision=3')).toBe('deployment.apps/moons rolled back\n');
    expect(patch.mock.calls.map((call) => call.slice(0, 5))).toEqual([
      [
        'Deployment',
        'default',
        'moons',
        'json',
        [
          {
            op: 'replace',
            path: '/spec/template',
            value: {
              metadata: { labels: { foo: 'bar' } },
              spec: expect.objectContaining({ containers: [expect.objectContaining({ image: 'foo:3' })] }),
            },
          },
          { op: 'replace', path: '/metadata/annotations', value: { [CAUSE]: 'foo change cause' } },
        ],
      ],
    ]);
    const stored = t.cluster.read.get('Deployment', 'default', 'moons') as Deployment;
    expect(stored.metadata.annotations).toEqual({ [CAUSE]: 'foo change cause' });
    expect(stored.spec.template.metadata?.labels).toEqual({ foo: 'bar' });
    expect(stored.spec.template.spec?.containers[0]?.image).toBe('foo:3');
  });
});

describe('TEST-127 TestApplyDaemonSetHistory, TestStatefulSetApplyRevision', () => {
  const one = (n: number) => ({
    initContainers: named(`i${n}`),
    containers: named(`c${n}`),
    volumes: [{ name: `v${n}` }],
  });
  const CASES: [title: string, now: Template, then: Template][] = [
    [
      'there was less',
      {
        annotations: { version: 'v3' },
        spec: {
          ...one(0),
          nodeSelector: { '1dsa': 'n0' },
          imagePullSecrets: [{ name: 'ips0' }],
          tolerations: [{ key: 't0', operator: 'Exists' }],
          hostAliases: [{ ip: '10.0.0.1' }],
          readinessGates: [{ conditionType: 'PodScheduled' }],
        },
      },
      { spec: { containers: named('c1'), initContainers: [] } },
    ],
    [
      'there was more',
      { spec: { initContainers: named('i0'), containers: named('c0') } },
      { annotations: { version: 'v3' }, spec: one(1) },
    ],
    [
      'there was as much',
      { annotations: { version: 'v0' }, spec: { ...one(0), containers: named('c1') } },
      { annotations: { version: 'v1' }, spec: one(1) },
    ],
  ];
  describe.each<[SetKind]>([['DaemonSet'], ['StatefulSet']])('%s', (kind) => {
    test.each(CASES)('%s', (_, now, then) => {
      const t = new Terminal();
      t.history(kind, 'x', now, [then, now]);
      // What the server makes of the two templates.
      t.createSet(kind, 'then', then);
      t.createSet(kind, 'now', now);
      expect(t.run(`undo ${kind}/x`)).toMatch(/ rolled back\n$/);
      expect(t.templateOf(kind, 'x')).toEqual(t.templateOf(kind, 'then'));
      expect(t.run(`undo ${kind}/x --to-revision=2`)).toMatch(/ rolled back\n$/);
      expect(t.templateOf(kind, 'x')).toEqual(t.templateOf(kind, 'now'));
      expect(t.templateOf(kind, 'x')).not.toEqual(t.templateOf(kind, 'then'));
    });
  });
});
