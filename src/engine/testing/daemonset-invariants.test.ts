/** What must hold whatever a user does: random edits of set and nodes, with time in between. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isPodAvailable, isPodReady, isPodTerminal, isTerminating } from '../../k8s/conditions';
import { targetNodeName } from '../../k8s/node-affinity';
import type { DaemonSet, JsonObject, Pod } from '../../k8s/types';
import { Cluster } from '../cluster';
import { nodeShouldRunDaemonPod } from '../controllers/daemonset/should-run';

const START = 1_767_225_600_000;

type Action =
  | { do: 'wait'; seconds: number }
  | { do: 'image'; image: string }
  | { do: 'taint'; node: number; effect: string | null }
  | { do: 'label'; node: number; value: string | null }
  | { do: 'select'; value: string | null }
  | { do: 'add' }
  | { do: 'delete-node'; node: number }
  | { do: 'delete-pod'; pod: number; force: boolean }
  | { do: 'stop' | 'start'; node: number };

const node = fc.integer({ min: 0, max: 4 });
const action: fc.Arbitrary<Action> = fc.oneof(
  fc.record({ do: fc.constant('wait' as const), seconds: fc.integer({ min: 1, max: 45 }) }),
  fc.record({
    do: fc.constant('image' as const),
    image: fc.constantFrom('nginx:1', 'nginx:2', 'nginx:broken', 'nginx:crash', 'nginx:unready'),
  }),
  fc.record({
    do: fc.constant('taint' as const),
    node,
    effect: fc.constantFrom(null, 'NoSchedule', 'NoExecute'),
  }),
  fc.record({ do: fc.constant('label' as const), node, value: fc.constantFrom(null, 'ssd') }),
  fc.record({ do: fc.constant('select' as const), value: fc.constantFrom(null, null, 'ssd') }),
  fc.constant({ do: 'add' as const }),
  fc.record({ do: fc.constant('delete-node' as const), node }),
  fc.record({ do: fc.constant('delete-pod' as const), pod: node, force: fc.boolean() }),
  fc.record({ do: fc.constantFrom('stop' as const, 'start' as const), node }),
);
const strategy: fc.Arbitrary<JsonObject> = fc.oneof(
  fc.constantFrom(1, 2, '50%').map((maxUnavailable) => ({
    type: 'RollingUpdate',
    rollingUpdate: { maxUnavailable, maxSurge: 0 },
  })),
  fc.constantFrom(1, '50%').map((maxSurge) => ({
    type: 'RollingUpdate',
    rollingUpdate: { maxUnavailable: 0, maxSurge },
  })),
);

function start(updateStrategy: JsonObject): Cluster {
  const cluster = new Cluster({ seed: 3, startTime: START });
  for (const name of ['w-0', 'w-1', 'w-2'])
    cluster.input({ type: 'add-node', name, role: 'worker', boot: false });
  const containers = [{ name: 'a', image: 'nginx:1' }];
  const template = {
    metadata: { labels: { app: 'a' } },
    spec: { containers, terminationGracePeriodSeconds: 5 },
  };
  const spec = { selector: { matchLabels: { app: 'a' } }, updateStrategy, template };
  const metadata = { name: 'ds' };
  const created = cluster.api.create('DaemonSet', 'default', {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata,
    spec,
  });
  if (!created.ok) throw new Error(created.status.message);
  cluster.settle();
  return cluster;
}

function apply(cluster: Cluster, step: Action, serial: number): void {
  const nodes = cluster.read.list('Node');
  const name = 'node' in step ? nodes[step.node % Math.max(nodes.length, 1)]?.metadata.name : undefined;
  const patchSpec = (spec: JsonObject) =>
    cluster.api.patch('DaemonSet', 'default', 'ds', 'strategic', { spec: { template: { spec } } });
  const patchNode = (patch: JsonObject) => name && cluster.api.patch('Node', undefined, name, 'merge', patch);
  switch (step.do) {
    case 'wait':
      cluster.advanceTo(cluster.now + step.seconds * 1000);
      break;
    case 'image':
      patchSpec({ containers: [{ name: 'a', image: step.image }] });
      break;
    case 'select':
      patchSpec({ nodeSelector: step.value === null ? null : { disk: step.value } });
      break;
    case 'taint':
      patchNode({ spec: { taints: step.effect === null ? null : [{ key: 'a', effect: step.effect }] } });
      break;
    case 'label':
      patchNode({ metadata: { labels: { disk: step.value } } });
      break;
    case 'add':
      cluster.input({ type: 'add-node', name: `new-${serial}`, role: 'worker', boot: serial % 2 === 0 });
      break;
    case 'delete-node':
      if (name && nodes.length > 1) cluster.api.delete('Node', undefined, name);
      break;
    case 'delete-pod': {
      const pod = cluster.read.list('Pod')[step.pod];
      const options = step.force ? { gracePeriodSeconds: 0 } : {};
      if (pod) cluster.api.delete('Pod', 'default', pod.metadata.name, options);
      break;
    }
    default:
      if (name)
        cluster.input({
          type: step.do === 'stop' ? 'break' : 'mend',
          fault: 'kubelet-stopped',
          target: name,
        });
  }
  cluster.settle();
}

function set(cluster: Cluster): DaemonSet {
  return cluster.read.get('DaemonSet', 'default', 'ds') as DaemonSet;
}

function podsByNode(cluster: Cluster): Map<string, Pod[]> {
  const byNode = new Map<string, Pod[]>();
  for (const pod of cluster.read.list('Pod')) {
    const target = targetNodeName(pod) ?? '';
    byNode.set(target, [...(byNode.get(target) ?? []), pod]);
  }
  return byNode;
}

test('at most one pod on a node without surge, two with it', () => {
  fc.assert(
    fc.property(strategy, fc.array(action, { maxLength: 25 }), (updateStrategy, steps) => {
      const cluster = start(updateStrategy);
      const surge = JSON.stringify(updateStrategy).includes('"maxUnavailable":0');
      steps.forEach((step, i) => {
        apply(cluster, step, i);
        for (const pods of podsByNode(cluster).values()) {
          const living = pods.filter((pod) => !isTerminating(pod) && !isPodTerminal(pod));
          expect(living.length).toBeLessThanOrEqual(surge ? 2 : 1);
        }
      });
    }),
    { numRuns: 40 },
  );
});

test('left alone with a good image and all kubelets up, it settles: one ready pod of the current revision where one should be', () => {
  fc.assert(
    fc.property(strategy, fc.array(action, { maxLength: 25 }), (updateStrategy, steps) => {
      const cluster = start(updateStrategy);
      steps.forEach((step, i) => apply(cluster, step, i));
      for (let i = 0; i < cluster.read.list('Node').length; i++) apply(cluster, { do: 'start', node: i }, 0);
      apply(cluster, { do: 'image', image: 'nginx:good' }, 0);
      cluster.advanceTo(cluster.now + 1_200_000);
      const ds = set(cluster);
      const byNode = podsByNode(cluster);
      const want = { desired: 0, misscheduled: 0 };
      for (const n of cluster.read.list('Node')) {
        const here = byNode.get(n.metadata.name) ?? [];
        const verdict = nodeShouldRunDaemonPod(ds, n);
        byNode.delete(n.metadata.name);
        if (verdict.shouldRun) {
          want.desired++;
          expect(here.map((p) => [p.spec.containers[0]?.image, isPodReady(p)])).toEqual([
            ['nginx:good', true],
          ]);
        } else {
          want.misscheduled += here.length;
          if (!verdict.shouldContinueRunning) expect(here).toEqual([]);
        }
      }
      expect([...byNode.keys()]).toEqual([]);
      expect(ds.status).toMatchObject({
        desiredNumberScheduled: want.desired,
        currentNumberScheduled: want.desired,
        numberReady: want.desired,
        numberMisscheduled: want.misscheduled,
      });
      expect(ds.status.updatedNumberScheduled ?? 0).toBe(want.desired);
      expect(ds.status.numberAvailable ?? 0).toBe(want.desired);
      expect(ds.status.observedGeneration).toBe(ds.metadata.generation);
    }),
    { numRuns: 40 },
  );
});

test('a rollout to any image never takes more than maxUnavailable away', () => {
  const images = fc.array(fc.constantFrom('nginx:2', 'nginx:broken', 'nginx:3', 'nginx:unready'), {
    maxLength: 5,
  });
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 3 }),
      images,
      fc.integer({ min: 3, max: 40 }),
      (maxUnavailable, list, gap) => {
        const cluster = start({ type: 'RollingUpdate', rollingUpdate: { maxUnavailable, maxSurge: 0 } });
        for (let i = 3; i < 6; i++) apply(cluster, { do: 'add' }, i);
        cluster.advanceTo(cluster.now + 120_000);
        const check = () => {
          const up = cluster.read
            .list('Pod')
            .filter((p) => !isTerminating(p) && isPodAvailable(p, 0, cluster.now));
          expect(up.length).toBeGreaterThanOrEqual(6 - maxUnavailable);
        };
        check();
        for (const image of list) {
          apply(cluster, { do: 'image', image }, 0);
          for (let second = 0; second < gap; second++) {
            check();
            cluster.advanceTo(cluster.now + 1000);
          }
        }
      },
    ),
    { numRuns: 20 },
  );
});
