/** Whole clusters in which one component is missing or does mischief: the plays find it. */
import { describe, expect, test } from 'vitest';
import type { Component } from '../../component';
import { COMPONENTS } from '../../registry';
import type { Action } from './action';
import { settled, tried } from './court';
import { CHOICE, MINUTE, WEB } from './doctoring';
import { opening } from './play';

describe('a cluster', () => {
  const without = (...names: string[]): Component[] => COMPONENTS.filter(({ name }) => !names.includes(name));
  /** The real one, and what the saboteur does after it. */
  const spoilt = (name: string, onEvent: NonNullable<Component['onEvent']>): Component[] =>
    COMPONENTS.map((component) =>
      component.name === name
        ? {
            ...component,
            onEvent(ctx, event) {
              component.onEvent?.(ctx, event);
              onEvent(ctx, event);
            },
          }
        : component,
    );
  const told = (components: Component[], ...actions: Action[]): string[] =>
    settled(tried({ nodes: 3, first: CHOICE, actions }, components));
  const IMAGE: Action = { do: 'image', set: 0, image: 'a:2' };

  test('the same, sound', () => {
    expect(told([...COMPONENTS], MINUTE, IMAGE, MINUTE, { do: 'delete-node', node: 1 })).toEqual([]);
  });

  test.each<[string, Component[], Action[], string]>([
    ['no scheduler', without('default-scheduler'), [], 'waits'],
    ['no DaemonSet controller', without('daemonset-controller'), [], 'no pod'],
    ['no ReplicaSet controller', without('replicaset-controller'), [WEB], 'pods 0, should be 3'],
    [
      'no garbage collector',
      without('garbage-collector-controller'),
      [{ do: 'delete-set', set: 0, propagation: 'Background' }],
      'the owner of',
    ],
    [
      'no pod garbage collector',
      without('pod-garbage-collector'),
      [MINUTE, { do: 'delete-node', node: 1 }],
      'which is gone',
    ],
    ['no node controller', without('node-controller'), [{ do: 'cordon', node: 1, on: true }], 'differ'],
    [
      'a controller that replaces all pods at once',
      spoilt('daemonset-controller', (ctx, event) => {
        if (event.kind !== 'ControllerRevision' || event.type !== 'ADDED' || event.object.revision < 2)
          return;
        for (const pod of ctx.read.list('Pod')) ctx.api.delete('Pod', 'default', pod.metadata.name);
      }),
      [MINUTE, IMAGE, MINUTE],
      'at most 1',
    ],
  ])('%s', (_, components, actions, words) => {
    expect(told(components, ...actions).join('\n')).toContain(words);
  });

  const restless = (delay: number): Component => ({
    name: 'restless',
    initialState: () => ({}),
    onEvent: (ctx, { kind }) => kind === 'DaemonSet' && ctx.enqueue('again'),
    sync: (ctx) => ctx.enqueueAfter('again', delay),
  });
  test('somebody who works and works, or writes and writes', () => {
    expect(() => told([...COMPONENTS, restless(1)], MINUTE)).toThrow('hot loop');
    const writing: Component = {
      name: 'writing',
      initialState: () => ({}),
      onEvent: (ctx, { kind }) => kind === 'DaemonSet' && ctx.enqueue('again'),
      sync(ctx) {
        const { metadata } = theOne(ctx.read.list('DaemonSet'));
        const labels = { n: metadata.resourceVersion };
        ctx.api.patch('DaemonSet', 'default', metadata.name, 'merge', { metadata: { labels } });
      },
    };
    expect(() => told([...COMPONENTS, writing], MINUTE)).toThrow('writes in one instant');
  });

  test('somebody who never rests', () => {
    const beating: Component = {
      name: 'beating',
      initialState: () => ({}),
      onEvent: (ctx, { kind }) => kind === 'DaemonSet' && ctx.setTimer('beat', ctx.now + 600_000),
      onTimer: (ctx) =>
        ctx.api.patch('DaemonSet', 'default', 'ds-0', 'merge', {
          metadata: { labels: { n: String(ctx.now) } },
        }),
    };
    expect(told([...COMPONENTS, beating]).join()).toContain('at rest');
  });
});

function theOne<T>(list: readonly T[]): T {
  return list[0] as T;
}

test('somebody who draws from elsewhere is found out by a replay', () => {
  let draws = 0;
  const moody: Component = {
    name: 'moody',
    initialState: () => ({ mood: 0 }),
    onEvent: (ctx) => void ((ctx.state as { mood: number }).mood = ++draws),
  };
  const cluster = opening({ nodes: 3, first: CHOICE }, [...COMPONENTS, moody]);
  cluster.advanceTo(cluster.now + 60_000);
  const digest = cluster.digest();
  cluster.seek(cluster.now - 55_000);
  cluster.seek(cluster.now + 55_000);
  expect(cluster.digest()).not.toBe(digest);
});
