/** Whatever was done: left alone, a cluster comes to rest, but for containers that crash or cannot be pulled (POD-26, POD-29). */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { kindRows, nodeShouldRunDaemonPod, type Cluster } from '../engine/index';
import { isPodReady, isPodTerminal, isTerminating } from '../k8s/conditions';
import { targetNodeName } from '../k8s/node-affinity';
import { isControlledBy } from '../k8s/owner';
import type { Pod } from '../k8s/types';
import { compareText } from '../lib/compare';
import { Playback } from './playback';
import { aScenario } from './testing/random-play';

const created = (pod: Pod): string => pod.metadata.creationTimestamp;
const HOUR = 3_600_000;
const failing = (pod: Pod): boolean =>
  pod.spec.containers.some(({ image = '' }) => /:(crash|broken)$/.test(image));

function changesIn(cluster: Cluster, milliseconds: number): string[] {
  const watches = kindRows(cluster.read)
    .filter((row) => row.id !== 'Event')
    .map((row) => cluster.watch(row.id));
  cluster.advanceTo(cluster.now + milliseconds);
  const events = watches.flatMap((w) => w.take());
  for (const w of watches) w.close();
  return events
    .filter((event) => {
      if (event.kind === 'Pod') return !failing(event.object);
      const { object } = event;
      // Its counters follow its failing pods.
      return !cluster.read.list('Pod').some((p) => failing(p) && isControlledBy(p, object.metadata.uid));
    })
    .map((e) => `${e.type} ${e.object.kind} ${e.object.metadata.name}`);
}

test('after an hour nothing is written any more, and the status of each set equals a recount (DS-47)', () => {
  fc.assert(
    fc.property(aScenario(16), (scenario) => {
      const playback = new Playback(scenario);
      const { cluster, origin } = playback;
      while (!playback.advanceTo(origin + scenario.playhead, Number.POSITIVE_INFINITY));
      // Without its service account a set would try again for ever (DS-39).
      playback.run('kubectl create serviceaccount agent', undefined);
      cluster.advanceTo(cluster.now + HOUR);
      expect(changesIn(cluster, HOUR)).toEqual([]);
      const nodes = cluster.read.list('Node');
      for (const set of cluster.read.list('DaemonSet')) {
        const pods = cluster.read.ownedBy('Pod', set.metadata.uid);
        if (pods.some(failing)) continue;
        const count = { desired: 0, current: 0, mis: 0, ready: 0 };
        for (const node of nodes) {
          const here = pods
            .filter(
              (p) => targetNodeName(p) === node.metadata.name && !(isTerminating(p) && isPodTerminal(p)),
            )
            .toSorted((a, b) => compareText(created(a), created(b)));
          const { shouldRun } = nodeShouldRunDaemonPod(set, node);
          if (!shouldRun && here.length > 0) count.mis++;
          if (!shouldRun) continue;
          count.desired++;
          if (here.length > 0) count.current++;
          if (here[0] && isPodReady(here[0])) count.ready++;
        }
        expect(set.status).toMatchObject({
          desiredNumberScheduled: count.desired,
          currentNumberScheduled: count.current,
          numberMisscheduled: count.mis,
          numberReady: count.ready,
          observedGeneration: set.metadata.generation,
        });
      }
    }),
    { numRuns: 8, seed: 20260106 },
  );
});
