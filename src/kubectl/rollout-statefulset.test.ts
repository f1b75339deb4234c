import { describe, expect, test } from 'vitest';
import { Cluster } from '../engine/cluster';
import type { Component } from '../engine/component';
import { statefulSetController } from '../engine/controllers/statefulset/index';
import { COMPONENTS } from '../engine/registry';
import type { JsonObject, StatefulSet } from '../k8s/types';
import { statefulSetRollout } from './rollout-statefulset';
import { runBlocking } from './shell';

const START = 1_767_225_600_000;
const components = [...new Set([...COMPONENTS, statefulSetController as Component])];

const MANIFEST = `apiVersion: apps/v1
kind: StatefulSet
metadata: {name: web}
spec:
  serviceName: web
  replicas: 3
  revisionHistoryLimit: 1
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      terminationGracePeriodSeconds: 2
      containers: [{name: c, image: "nginx:1"}]
`;

class Terminal {
  readonly cluster = new Cluster({ seed: 2, startTime: START, components });

  constructor() {
    this.run('sim add-node --ready worker-1');
    this.run('kubectl apply -f -', MANIFEST);
    this.run('sleep 60');
  }

  /** What a line prints, with its exit status when that is not 0. */
  run(line: string, stdin?: string): string {
    const { output, status } = runBlocking(this.cluster, line, stdin);
    return status === 0 ? output.trimEnd() : `${output.trimEnd()} [${status}]`;
  }
}

/** Three times: the pod stops being ready, is gone, comes back (recording 28). */
const WAITING = Array<string>(3).fill('Waiting for 1 pods to be ready...');
const updated = (a: number, b: number) =>
  `Waiting for partitioned roll out to finish: ${a} out of ${b} new pods have been updated...`;
const complete = (n: number) => `partitioned roll out complete: ${n} new pods have been updated...`;

describe('rollouts of StatefulSets, as the real kubectl and controller say it', () => {
  test('WL-22 status of an update', () => {
    const t = new Terminal();
    expect(t.run('kubectl rollout status sts/web')).toBe(complete(3));
    expect(t.run('kubectl set image sts/web c=nginx:2')).toBe('statefulset.apps/web image updated');
    expect(t.run('kubectl rollout status sts/web').split('\n')).toEqual([
      updated(0, 3),
      ...WAITING,
      updated(1, 3),
      ...WAITING,
      updated(2, 3),
      ...WAITING,
      complete(3),
    ]);
  });

  test('WL-22 status with a partition', () => {
    const t = new Terminal();
    t.run(`kubectl patch sts web -p '{"spec":{"updateStrategy":{"rollingUpdate":{"partition":2}}}}'`);
    t.run('kubectl set image sts/web c=nginx:2');
    expect(t.run('kubectl rollout status sts/web').split('\n')).toEqual([
      updated(0, 1),
      ...WAITING,
      complete(1),
    ]);
    t.run('kubectl scale sts web --replicas=0');
    t.run('sleep 60');
    expect(t.run('kubectl rollout status sts/web')).toBe(complete(0));
  });

  test('CLI-63, CLI-65, CLI-66, CLI-67 history, undo and restart', () => {
    const t = new Terminal();
    expect(t.run('kubectl rollout undo sts/web')).toBe('error: no last revision to roll back to [1]');
    expect(t.run('kubectl rollout history sts/web').split('\n')).toEqual([
      'statefulset.apps/web ',
      'REVISION  CHANGE-CAUSE',
      '1         <none>',
    ]);
    for (const tag of [2, 3, 4]) {
      t.run(`kubectl set image sts/web c=nginx:${tag}`);
      t.run('kubectl rollout status sts/web');
    }
    const numbers = () =>
      t
        .run('kubectl rollout history sts/web')
        .split('\n')
        .slice(2)
        .map((line) => line.split(' ')[0]);
    expect(numbers()).toEqual(['3', '4']);
    expect(t.run('kubectl rollout undo sts/web --to-revision=4')).toBe(
      'statefulset.apps/web skipped rollback (current template already matches revision 4)',
    );
    expect(t.run('kubectl rollout undo sts/web --to-revision=9')).toBe(
      'error: unable to find specified revision 9 in history [1]',
    );
    expect(t.run('kubectl rollout undo sts/web')).toBe('statefulset.apps/web rolled back');
    t.run('kubectl rollout status sts/web');
    expect(numbers()).toEqual(['4', '5']);
    expect(t.run(`kubectl get po -o jsonpath='{.items[*].spec.containers[0].image}'`)).toBe(
      'nginx:3 nginx:3 nginx:3',
    );
    expect(t.run('kubectl rollout restart sts/web')).toBe('statefulset.apps/web restarted');
    expect(t.run('kubectl rollout restart sts/web')).toBe(
      'error: failed to create patch for web: if restart has already been triggered within the past second, please wait before attempting to trigger another [1]',
    );
    expect(t.run('kubectl rollout status sts/web').split('\n').at(-1)).toBe(complete(3));
  });

  test('WL-22 OnDelete has no status', () => {
    const t = new Terminal();
    t.run(
      `kubectl patch sts web --type=merge -p '{"spec":{"updateStrategy":{"type":"OnDelete","rollingUpdate":null}}}'`,
    );
    expect(t.run('kubectl rollout status sts/web')).toBe(
      'error: rollout status is only available for RollingUpdate strategy type [1]',
    );
  });
});

describe('WL-22 texts of single states', () => {
  const state = (spec: JsonObject, status: JsonObject, generation = 2): StatefulSet =>
    ({
      metadata: { name: 'web', generation },
      spec: { replicas: 3, updateStrategy: { type: 'RollingUpdate' }, ...spec },
      status: { observedGeneration: 2, replicas: 3, readyReplicas: 3, ...status },
    }) as unknown as StatefulSet;

  test.each<[string, StatefulSet, string, boolean]>([
    ['WL-22 not yet seen', state({}, {}, 3), 'Waiting for statefulset spec update to be observed...', false],
    [
      'WL-22 never seen',
      state({}, { observedGeneration: 0 }, 0),
      'Waiting for statefulset spec update to be observed...',
      false,
    ],
    ['WL-22 not ready', state({}, { readyReplicas: 1 }), 'Waiting for 2 pods to be ready...', false],
    [
      'WL-22 without rollingUpdate, on the way',
      state({}, { updatedReplicas: 1, currentRevision: 'web-a', updateRevision: 'web-b' }),
      'waiting for statefulset rolling update to complete 1 pods at revision web-b...',
      false,
    ],
    [
      'WL-22 without rollingUpdate, done',
      state({}, { currentReplicas: 3, currentRevision: 'web-b', updateRevision: 'web-b' }),
      'statefulset rolling update complete 3 pods at revision web-b...',
      true,
    ],
  ])('%s', (_title, set, text, done) => {
    expect(statefulSetRollout(set)).toEqual({ text, done });
  });
});
