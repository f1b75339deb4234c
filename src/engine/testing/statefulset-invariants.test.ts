/** What holds for every StatefulSet, whatever is done to it. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isPodReady, isTerminating } from '../../k8s/conditions';
import type { JsonObject, Pod, StatefulSet } from '../../k8s/types';
import type { Reader, WatchEvent } from '../api/types';
import { Cluster } from '../cluster';
import type { Component } from '../component';
import { statefulSetController } from '../controllers/statefulset/index';
import { COMPONENTS } from '../registry';

const START = 1_767_225_600_000;

type Step =
  | { do: 'scale'; replicas: number }
  | { do: 'image'; image: string }
  | { do: 'partition'; partition: number }
  | { do: 'start'; start: number }
  | { do: 'delete'; ordinal: number }
  | { do: 'wait'; seconds: number };

const ordinal = fc.integer({ min: 0, max: 5 });
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('scale' as const), replicas: fc.integer({ min: 0, max: 5 }) }),
  fc.record({
    do: fc.constant('image' as const),
    image: fc.constantFrom('nginx:1', 'nginx:2', 'nginx:3', 'nginx:unready'),
  }),
  fc.record({ do: fc.constant('partition' as const), partition: fc.integer({ min: 0, max: 4 }) }),
  fc.record({ do: fc.constant('start' as const), start: fc.integer({ min: 0, max: 2 }) }),
  fc.record({ do: fc.constant('delete' as const), ordinal }),
  fc.record({ do: fc.constant('wait' as const), seconds: fc.integer({ min: 0, max: 30 }) }),
);

function numberOf(pod: Pod): number {
  return Number(pod.metadata.name.replace('web-', ''));
}

/** Looks at every pod as it comes and goes; `broken` gets what should not be. */
function observer(broken: string[], inOrder: boolean): Component<Record<string, never>> {
  return {
    name: 'observer',
    initialState: () => ({}),
    onEvent({ read }, event: WatchEvent) {
      if (event.kind !== 'Pod') return;
      const { object: pod, old } = event;
      const set = read.get('StatefulSet', 'default', 'web');
      const start = set?.spec.ordinals?.start ?? 0;
      if (event.type === 'ADDED') {
        const owned = all(read).filter((p) => numberOf(p) === numberOf(pod));
        if (owned.length !== 1) broken.push(`${owned.length} pods with number ${numberOf(pod)}`);
        if (!inOrder) return;
        for (let i = start; i < numberOf(pod); i++) {
          const before = read.get('Pod', 'default', `web-${i}`);
          if (!before || isTerminating(before) || !isPodReady(before))
            broken.push(`${pod.metadata.name} came before web-${i} was ready`);
        }
      } else if (inOrder && old && !isTerminating(old) && isTerminating(pod)) {
        const going = all(read).filter((p) => isTerminating(p) && !touched.has(p.metadata.uid));
        if (going.length > 1) broken.push(`${going.length} pods go at the same time`);
      }
    },
  };
}

/** Pods that somebody else deleted. */
const touched = new Set<string>();

function all(read: Reader): readonly Pod[] {
  return read.list('Pod', 'default');
}

function manifest(policy: string): JsonObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: 'web', namespace: 'default' },
    spec: {
      replicas: 2,
      podManagementPolicy: policy,
      selector: { matchLabels: { app: 'web' } },
      template: {
        metadata: { labels: { app: 'web' } },
        spec: { terminationGracePeriodSeconds: 2, containers: [{ name: 'c', image: 'nginx:1' }] },
      },
    },
  };
}

function take(cluster: Cluster, step: Step): void {
  const patch = (spec: JsonObject) => cluster.api.patch('StatefulSet', 'default', 'web', 'merge', { spec });
  switch (step.do) {
    case 'scale':
      patch({ replicas: step.replicas });
      break;
    case 'image':
      patch({ template: { spec: { containers: [{ name: 'c', image: step.image }] } } });
      break;
    case 'partition':
      patch({ updateStrategy: { rollingUpdate: { partition: step.partition } } });
      break;
    case 'start':
      patch({ ordinals: { start: step.start } });
      break;
    case 'delete': {
      const pod = cluster.read.get('Pod', 'default', `web-${step.ordinal}`);
      if (!pod) break;
      touched.add(pod.metadata.uid);
      cluster.api.delete('Pod', 'default', pod.metadata.name);
      break;
    }
    case 'wait':
      cluster.advanceTo(cluster.now + step.seconds * 1000);
  }
  cluster.settle();
}

test.each(['OrderedReady', 'Parallel'])(
  'WL-18, WL-19, WL-20, WL-25 %s: one pod a number, the order is kept, and it settles',
  (policy) => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 14 }), (steps) => {
        touched.clear();
        const broken: string[] = [];
        const components = [
          ...new Set([...COMPONENTS, statefulSetController as Component]),
          observer(broken, policy === 'OrderedReady') as Component,
        ];
        const cluster = new Cluster({ seed: 5, startTime: START, components });
        cluster.input({ type: 'add-node', name: 'worker-1', role: 'worker', boot: false });
        cluster.api.create('StatefulSet', 'default', manifest(policy));
        cluster.settle();
        for (const s of steps) take(cluster, s);
        expect(broken).toEqual([]);

        // A good template and no partition, and the pods that block the way are deleted by hand (WL-20).
        take(cluster, { do: 'partition', partition: 0 });
        take(cluster, { do: 'image', image: 'nginx:9' });
        for (const pod of all(cluster.read)) take(cluster, { do: 'delete', ordinal: numberOf(pod) });
        take(cluster, { do: 'wait', seconds: 300 });
        const set = cluster.read.get('StatefulSet', 'default', 'web') as StatefulSet;
        const { start = 0 } = set.spec.ordinals ?? {};
        const { replicas = 0 } = set.spec;
        expect(
          all(cluster.read).map((pod) => `${pod.metadata.name} ${pod.spec.containers[0]?.image}`),
        ).toEqual(Array.from({ length: replicas }, (_, i) => `web-${start + i} nginx:9`));
        expect(set.status.readyReplicas ?? 0).toBe(replicas);
        expect(set.status.currentRevision).toBe(set.status.updateRevision);
        const { resourceVersion } = set.metadata;
        take(cluster, { do: 'wait', seconds: 600 });
        expect(cluster.read.get('StatefulSet', 'default', 'web')?.metadata.resourceVersion).toBe(
          resourceVersion,
        );
      }),
      { numRuns: 40 },
    );
  },
  120_000,
);
