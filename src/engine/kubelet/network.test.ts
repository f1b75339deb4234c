/** The container network of a new machine, when a DaemonSet brings it. */
import { expect, test } from 'vitest';
import { nodeStatusWord } from '../../k8s/node-status';
import { Cluster } from '../index';

const START = Date.UTC(2026, 0, 1);

interface Choice {
  path?: string;
  nodeSelector?: Record<string, string>;
}

function cluster({ path = '/etc/cni/net.d', nodeSelector }: Choice = {}): Cluster {
  const made = new Cluster({ seed: 7, startTime: START });
  made.input({ type: 'add-node', name: 'worker-1', role: 'worker', boot: false });
  for (const [name, more] of Object.entries({
    agent: {
      hostNetwork: true,
      tolerations: [{ operator: 'Exists' }],
      nodeSelector,
      volumes: [{ name: 'config', hostPath: { path } }],
    },
    plain: {},
  })) {
    const labels = { app: name };
    const containers = [{ name: 'c', image: `${name}:1` }];
    const template = { metadata: { labels }, spec: { containers, ...more } };
    const spec = { selector: { matchLabels: labels }, template };
    const set = { apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: { name }, spec };
    expect(made.api.create('DaemonSet', 'default', set)).toMatchObject({ ok: true });
  }
  made.advanceTo(START + 60_000);
  return made;
}

function pass(c: Cluster, seconds: number): void {
  c.advanceTo(c.now + seconds * 1000);
}

function word(c: Cluster, name = 'worker-2'): string | undefined {
  const node = c.read.get('Node', undefined, name);
  return node && nodeStatusWord(node);
}

/** Sets that have a pod on the node. */
function sets(c: Cluster, name = 'worker-2'): string[] {
  return c.read.podsOnNode(name).map(({ metadata }) => metadata.labels?.['app'] ?? '');
}

function add(c: Cluster): void {
  c.input({ type: 'add-node', name: 'worker-2', role: 'worker', boot: true });
}

test('NODE-5 DS-26 a new node is NotReady until the agent that brings its network runs there', () => {
  const c = cluster();
  c.input({ type: 'break', fault: 'registry-down', target: '' });
  add(c);
  pass(c, 120);
  expect(word(c)).toBe('NotReady');
  expect(c.read.get('Node', undefined, 'worker-2')?.status.conditions?.at(-1)).toMatchObject({
    reason: 'KubeletNotReady',
    message:
      'container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not initialized',
  });
  // The other set does not want a node that is not ready.
  expect(sets(c)).toEqual(['agent']);
  c.input({ type: 'mend', fault: 'registry-down', target: '' });
  pass(c, 200);
  expect(word(c)).toBe('Ready');
  expect(sets(c).sort()).toEqual(['agent', 'plain']);
});

test('POD-10 a pod without the host’s network is tried again every second or two', () => {
  const c = cluster();
  c.input({ type: 'break', fault: 'registry-down', target: '' });
  add(c);
  const made = c.api.create('Pod', 'default', {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'p' },
    spec: { nodeName: 'worker-2', containers: [{ name: 'c', image: 'a:1' }] },
  });
  expect(made).toMatchObject({ ok: true });
  pass(c, 20);
  const event = c.read.list('Event').find(({ reason }) => reason === 'NetworkNotReady');
  expect(event?.count).toBeGreaterThanOrEqual(10);
  expect(event?.count).toBeLessThanOrEqual(20);
});

test('its configuration survives the agent and a reboot', () => {
  const c = cluster();
  add(c);
  pass(c, 60);
  c.input({ type: 'break', fault: 'registry-down', target: '' });
  c.api.delete('DaemonSet', 'default', 'agent');
  pass(c, 60);
  expect(word(c)).toBe('Ready');
  c.input({ type: 'break', fault: 'node-crashed', target: 'worker-2' });
  pass(c, 60);
  c.input({ type: 'mend', fault: 'node-crashed', target: 'worker-2' });
  pass(c, 10);
  expect(word(c)).toBe('Ready');
});

test.each<[string, Choice]>([
  ['that brings none', { path: '/etc/cni' }],
  ['that is not meant for the node', { nodeSelector: { disk: 'ssd' } }],
])('nothing waits for an agent %s', (_, choice) => {
  const c = cluster(choice);
  c.input({ type: 'break', fault: 'registry-down', target: '' });
  add(c);
  pass(c, 5);
  expect(word(c)).toBe('Ready');
});
