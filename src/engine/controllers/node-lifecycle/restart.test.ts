import { describe, expect, test } from 'vitest';
import type { WatchEvent } from '../../api/types';
import { START } from '../../testing/fake-context';
import { nodeLifecycleController } from './index';
import { newNodeLifecycleState } from './state';
import { node, post, read, runTo, SECOND, stop, taints, world, type World } from './testing/fixtures';

describe('NODE-9 a restarted controller', () => {
  function restart(cluster: World): void {
    cluster.timers.clear();
    Object.assign(cluster.ctx.state, newNodeLifecycleState());
    for (const kind of ['Node', 'Lease'] as const)
      for (const object of cluster.store.list(kind))
        nodeLifecycleController.onEvent?.(cluster.ctx, {
          type: 'ADDED',
          kind,
          object,
          cause: 0,
        } as WatchEvent);
    nodeLifecycleController.onStart?.(cluster.ctx);
    cluster.drain();
  }

  test('NODE-6 registers every node again, at once, and looks every 5 s from then on (recording 32)', () => {
    const cluster = world(node('a'), node('b'));
    runTo(cluster, START + 12 * SECOND);
    cluster.events.length = 0;
    restart(cluster);
    runTo(cluster, START + 12.1 * SECOND);
    expect(cluster.events.map((e) => `${e.reason} ${e.about}`)).toEqual([
      'RegisteredNode Node/a',
      'RegisteredNode Node/b',
    ]);
    post(cluster, 'b', 'False');
    runTo(cluster, START + 16.9 * SECOND);
    expect(taints(cluster, 'b')).toEqual(['not-ready:NoSchedule']);
    runTo(cluster, START + 17 * SECOND);
    expect(taints(cluster, 'b')).toEqual(['not-ready:NoExecute', 'not-ready:NoSchedule']);
  });

  test('gives silent nodes another 50 s', () => {
    const cluster = world(node('a'), node('b'));
    runTo(cluster, START + SECOND);
    stop(cluster, 'a');
    runTo(cluster, START + 42 * SECOND);
    restart(cluster);
    runTo(cluster, START + 91.9 * SECOND);
    expect(read(cluster, 'a').status.conditions?.[0]?.status).toBe('True');
    runTo(cluster, START + 92 * SECOND);
    expect(read(cluster, 'a').status.conditions?.[0]?.status).toBe('Unknown');
  });

  test('takes the NoExecute taints of lost nodes off, and gives them back one each 10 s (seen with v1.34.0)', () => {
    const cluster = world(...['a', 'b', 'c', 'd', 'e'].map((name) => node(name)));
    for (const name of ['a', 'b']) stop(cluster, name);
    runTo(cluster, START + 62 * SECOND);
    const all = () => ['a', 'b'].map((name) => taints(cluster, name).length);
    expect(all()).toEqual([2, 2]);
    const requests = cluster.requests.length;
    restart(cluster);
    runTo(cluster, START + 62 * SECOND);
    expect(cluster.requests.length - requests).toBeGreaterThan(2);
    expect(all()).toEqual([2, 1]);
    runTo(cluster, START + 72 * SECOND);
    expect(all()).toEqual([2, 2]);
  });

  test('marks no pods and writes no NodeNotReady again', () => {
    const cluster = world(node('a'), node('b'));
    stop(cluster, 'a');
    runTo(cluster, START + 60 * SECOND);
    cluster.events.length = 0;
    restart(cluster);
    runTo(cluster, START + 200 * SECOND);
    expect(cluster.events.map((e) => e.reason)).toEqual(['RegisteredNode', 'RegisteredNode']);
  });
});
