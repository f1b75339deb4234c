/** StatefulSets in a whole cluster, as a user sees them (chapter G.3). Names and texts as a real v1.34 control plane gives them. */
import { describe, expect, test } from 'vitest';
import { manifest, START, StatefulLife as Life } from './stateful-life';

describe('WL-18 identity', () => {
  const template = { annotations: { x: 'y' }, podSpec: { volumes: [{ name: 'tmp', emptyDir: {} }] } };

  test('WL-18 names, labels, host name, revision, as the real controller gives them', () => {
    const life = new Life(template).wait(30);
    const { metadata, spec } = life.pod(0);
    expect(metadata).toMatchObject({
      generateName: 'web-',
      annotations: { x: 'y' },
      labels: {
        app: 'web',
        'apps.kubernetes.io/pod-index': '0',
        'controller-revision-hash': 'web-6d9687d974',
        'statefulset.kubernetes.io/pod-name': 'web-0',
      },
      ownerReferences: [
        {
          apiVersion: 'apps/v1',
          kind: 'StatefulSet',
          name: 'web',
          controller: true,
          blockOwnerDeletion: true,
        },
      ],
    });
    expect(spec).toMatchObject({ hostname: 'web-0', subdomain: 'web' });
    expect(life.revisions).toEqual(['web-6d9687d974 1']);
    expect(life.set.status).toEqual({
      availableReplicas: 3,
      collisionCount: 0,
      currentReplicas: 3,
      currentRevision: 'web-6d9687d974',
      observedGeneration: 1,
      readyReplicas: 3,
      replicas: 3,
      updateRevision: 'web-6d9687d974',
      updatedReplicas: 3,
    });
    expect(life.events.toSorted()).toEqual(
      [0, 1, 2].map(
        (i) =>
          `Normal SuccessfulCreate create Pod web-${i} in StatefulSet web successful x1 (statefulset-controller)`,
      ),
    );
  });

  test('WL-18 the hash of an image change is that of a real cluster', () => {
    const life = new Life(template).wait(30).image('nginx:2');
    expect(life.revisions).toEqual(['web-6d9687d974 1', 'web-db6dbc447 2']);
  });
});

describe('WL-19 order', () => {
  test('WL-19 OrderedReady: each pod waits until the one before is running and ready', () => {
    const life = new Life();
    expect(life.names).toBe('web-0');
    const seen = [life.names];
    for (let i = 0; i < 60; i++) {
      life.wait(1);
      const { readyReplicas = 0, replicas } = life.set.status;
      expect(replicas - readyReplicas).toBeLessThanOrEqual(1);
      if (seen.at(-1) !== life.names) seen.push(life.names);
    }
    expect(seen).toEqual(['web-0', 'web-0 web-1', 'web-0 web-1 web-2']);
  });

  test('WL-19 a pod that never becomes ready holds the next one up; minReadySeconds too', () => {
    expect(new Life({ image: 'nginx:unready' }).wait(300).names).toBe('web-0');
    const slow = new Life({ spec: { minReadySeconds: 60 } }).wait(40);
    expect(slow.names).toBe('web-0');
    expect(slow.set.status).toMatchObject({ readyReplicas: 1, availableReplicas: 0 });
    // It looks every 60 s, and 60 s after the creation the first pod has not been ready for as long (recording 40).
    expect(slow.wait(60).names).toBe('web-0');
    expect(slow.wait(40).names).toBe('web-0 web-1');
    expect(slow.wait(300).set.status).toMatchObject({ readyReplicas: 3, availableReplicas: 3 });
  });

  test('WL-19 scale-down from the highest number, each fully gone first', () => {
    const life = new Life().wait(60).patch({ replicas: 0 });
    const seen = [life.pods];
    for (let i = 0; i < 40; i++) {
      life.wait(0.5);
      if (seen.at(-1) !== life.pods) seen.push(life.pods);
    }
    const [a, b, c] = ['web-0=nginx:1', 'web-1=nginx:1', 'web-2=nginx:1'];
    expect(seen).toEqual([`${a} ${b} (${c})`, `${a} (${b})`, `(${a})`, '']);
    expect(life.set.status).toEqual({
      availableReplicas: 0,
      collisionCount: 0,
      currentRevision: life.set.status.currentRevision,
      observedGeneration: 2,
      replicas: 0,
      updateRevision: life.set.status.currentRevision,
    });
  });

  test('WL-19 Parallel: all at once, up and down; the first number is ordinals.start', () => {
    const life = new Life({ spec: { podManagementPolicy: 'Parallel', ordinals: { start: 5 } } });
    expect(life.names).toBe('web-5 web-6 web-7');
    expect(life.pod(6).metadata.labels?.['apps.kubernetes.io/pod-index']).toBe('6');
    life.wait(30).patch({ replicas: 1 });
    expect(life.pods).toBe('web-5=nginx:1 (web-6=nginx:1) (web-7=nginx:1)');
  });

  test('WL-19 a moved ordinals.start: the pods of the new numbers come first, then the others go', () => {
    const life = new Life({ spec: { replicas: 2 } }).wait(60).patch({ ordinals: { start: 1 } });
    expect(life.names).toBe('web-0 web-1 web-2');
    expect(life.wait(60).names).toBe('web-1 web-2');
  });

  test('WL-26 a deleted pod is replaced under its name after it is gone', () => {
    const life = new Life().wait(60);
    const { uid } = life.pod(1).metadata;
    life.cluster.api.delete('Pod', 'default', 'web-1');
    life.cluster.settle();
    expect(life.pods).toBe('web-0=nginx:1 (web-1=nginx:1) web-2=nginx:1');
    life.wait(30);
    expect(life.names).toBe('web-0 web-1 web-2');
    expect(life.pod(1).metadata.uid).not.toBe(uid);
  });

  test('WL-21 failed pods are deleted and created anew, over and over, and the clock goes on; no RecreatingFailedPod event in v1.34', () => {
    const life = new Life({ podSpec: { nodeName: 'worker-1', nodeSelector: { never: 'there' } } });
    life.wait(10);
    expect(life.cluster.now).toBe(START + 10_000);
    const reasons = new Set(life.events.map((text) => text.split(' x')[0]));
    expect(reasons).toEqual(
      new Set([
        'Normal SuccessfulCreate create Pod web-0 in StatefulSet web successful',
        'Normal SuccessfulDelete delete Pod web-0 in StatefulSet web successful',
      ]),
    );
  });
});

describe('WL-20 updates', () => {
  test('WL-20, WL-25 from the highest number down, one at a time, never more pods than replicas', () => {
    const life = new Life().wait(60).image('nginx:2');
    const seen = [life.pods];
    for (let i = 0; i < 100; i++) {
      life.wait(0.5);
      if (seen.at(-1) !== life.pods) seen.push(life.pods);
    }
    const [a, b, c] = ['web-0=nginx:1', 'web-1=nginx:1', 'web-2=nginx:1'];
    const [x, y, z] = ['web-0=nginx:2', 'web-1=nginx:2', 'web-2=nginx:2'];
    expect(seen).toEqual([
      `${a} ${b} (${c})`,
      `${a} ${b} ${z}`,
      `${a} (${b}) ${z}`,
      `${a} ${y} ${z}`,
      `(${a}) ${y} ${z}`,
      `${x} ${y} ${z}`,
    ]);
    const { currentRevision, updateRevision } = life.set.status;
    expect(currentRevision).toBe(updateRevision);
  });

  test('WL-20 partition: pods below it keep the old revision, also when they are created anew', () => {
    const strategy = { type: 'RollingUpdate', rollingUpdate: { partition: 2 } };
    const life = new Life({ spec: { updateStrategy: strategy } }).wait(60).image('nginx:2').wait(60);
    expect(life.pods).toBe('web-0=nginx:1 web-1=nginx:1 web-2=nginx:2');
    // The numbers of the real controller.
    expect(life.set.status).toMatchObject({ currentReplicas: 2, updatedReplicas: 1, readyReplicas: 3 });
    expect(life.set.status.currentRevision).not.toBe(life.set.status.updateRevision);
    life.cluster.api.delete('Pod', 'default', 'web-0');
    expect(life.wait(30).pods).toBe('web-0=nginx:1 web-1=nginx:1 web-2=nginx:2');
    life.patch({ updateStrategy: { rollingUpdate: { partition: 0 } } }).wait(60);
    expect(life.pods).toBe('web-0=nginx:2 web-1=nginx:2 web-2=nginx:2');
    expect(life.set.status).toMatchObject({ currentReplicas: 3, updatedReplicas: 3 });
  });

  test('WL-20 OnDelete: old pods stay until somebody deletes them, the current revision stays old', () => {
    const life = new Life({ spec: { replicas: 1, updateStrategy: { type: 'OnDelete' } } }).wait(30);
    life.image('nginx:2').wait(60);
    expect(life.pods).toBe('web-0=nginx:1');
    expect(life.set.status).toMatchObject({ currentReplicas: 1, readyReplicas: 1 });
    expect(life.set.status.updatedReplicas).toBeUndefined();
    life.cluster.api.delete('Pod', 'default', 'web-0');
    expect(life.wait(30).pods).toBe('web-0=nginx:2');
    expect(life.set.status).toMatchObject({ updatedReplicas: 1, readyReplicas: 1 });
    expect(life.set.status.currentReplicas).toBeUndefined();
    expect(life.set.status.currentRevision).not.toBe(life.set.status.updateRevision);
  });

  test('WL-20 a pod that does not become ready stops the update, and going back needs its deletion', () => {
    const life = new Life().wait(60).image('nginx:unready').wait(300);
    expect(life.pods).toBe('web-0=nginx:1 web-1=nginx:1 web-2=nginx:unready');
    life.image('nginx:1').wait(300);
    expect(life.pods).toBe('web-0=nginx:1 web-1=nginx:1 web-2=nginx:unready');
    life.cluster.api.delete('Pod', 'default', 'web-2');
    expect(life.wait(60).pods).toBe('web-0=nginx:1 web-1=nginx:1 web-2=nginx:1');
  });

  test('WL-27 old revisions beyond the limit go; a template that was there before gets its revision back', () => {
    const life = new Life({ spec: { revisionHistoryLimit: 1 } }).wait(60);
    for (const image of ['nginx:2', 'nginx:3', 'nginx:4']) life.image(image).wait(60);
    expect(life.revisions.map((r) => r.split(' ')[1])).toEqual(['3', '4']);
    const [third, fourth] = life.revisions.map((r) => r.split(' ')[0]);
    life.image('nginx:3').wait(60);
    expect(life.revisions).toEqual([`${fourth} 4`, `${third} 5`]);
  });
});

describe('WL-18 ownership', () => {
  test('WL-18 a pod of the right name is adopted, one of another name is not; a relabelled one blocks its name', () => {
    const life = new Life({ spec: { replicas: 0 } });
    for (const name of ['web-0', 'other-1'])
      life.cluster.api.create('Pod', 'default', {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name, labels: { app: 'web' } },
        spec: { containers: [{ name: 'c', image: 'nginx:1' }] },
      });
    life.patch({ replicas: 1 }).wait(30);
    expect(life.names).toBe('other-1 web-0');
    expect(life.pod(0).metadata.ownerReferences?.[0]?.name).toBe('web');
    expect(life.cluster.read.get('Pod', 'default', 'other-1')?.metadata.ownerReferences).toBeUndefined();
    // It carries no revision, so that it is replaced.
    expect(life.pod(0).metadata.labels?.['controller-revision-hash']).toBe(life.set.status.updateRevision);
    life.cluster.api.patch('Pod', 'default', 'web-0', 'merge', { metadata: { labels: { app: 'x' } } });
    life.wait(30);
    expect(life.pod(0).metadata.ownerReferences).toBeUndefined();
    expect(life.set.status.replicas).toBe(0);
    life.cluster.api.delete('Pod', 'default', 'web-0');
    life.wait(60);
    expect(life.set.status.readyReplicas).toBe(1);
  });

  test('WL-18 a set that is deleted without its pods and made again takes pods and revisions back as they are', () => {
    const life = new Life().wait(60);
    const uids = () => life.cluster.read.list('Pod', 'default').map(({ metadata }) => metadata.uid);
    const [before, revisions] = [uids(), life.revisions];
    life.cluster.api.delete('StatefulSet', 'default', 'web', { propagationPolicy: 'Orphan' });
    life.wait(10);
    expect(life.set).toBeUndefined();
    expect(life.pod(0).metadata.ownerReferences).toBeUndefined();
    life.cluster.api.create('StatefulSet', 'default', manifest({}));
    life.wait(60);
    expect([uids(), life.revisions]).toEqual([before, revisions]);
    for (const { metadata } of [life.pod(0), ...life.cluster.read.list('ControllerRevision', 'default')])
      expect(metadata.ownerReferences?.[0]?.uid).toBe(life.set.metadata.uid);
    expect(life.set.status).toMatchObject({ readyReplicas: 3, currentReplicas: 3, updatedReplicas: 3 });
  });

  test('WL-21 a refused pod is reported with the real words', () => {
    const life = new Life({ podSpec: { serviceAccountName: 'nobody' } });
    expect(life.events).toHaveLength(1);
    expect(life.events[0]).toContain(
      'Warning FailedCreate create Pod web-0 in StatefulSet web failed error: pods "web-0" is forbidden: error looking up service account default/nobody: serviceaccount "nobody" not found',
    );
  });
});
