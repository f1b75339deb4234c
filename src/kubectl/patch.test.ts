import { expect, test } from 'vitest';
import { Cluster } from '../engine/index';
import { runBlocking } from './shell';

/** As kubectl v1.34 answers: unlike other commands, patch does not say that nothing was stored. */
test.each([
  ['--dry-run=server', '{"spec":{"minReadySeconds":3}}', 'patched'],
  ['--dry-run=server', '{"spec":{"minReadySeconds":0}}', 'patched (no change)'],
  ['--dry-run=server', '{}', 'patched (no change)'],
  ['--dry-run=client', '{"spec":{"minReadySeconds":3}}', 'patched'],
  ['--dry-run=client', '{}', 'patched (no change)'],
  ['--dry-run=server --subresource=status --type=merge', '{"status":{"numberReady":3}}', 'patched'],
  ['', '{}', 'patched (no change)'],
])('CLI-71 patch %s of %s is %s', (flags, patch, said) => {
  const cluster = new Cluster({ seed: 1, startTime: 1_767_225_600_000, components: [] });
  const template = {
    metadata: { labels: { a: 'b' } },
    spec: { containers: [{ name: 'c', image: 'i' }] },
  };
  const spec = { selector: { matchLabels: { a: 'b' } }, template };
  expect(cluster.api.create('DaemonSet', 'default', { metadata: { name: 'p' }, spec }).ok).toBe(true);
  const before = cluster.read.get('DaemonSet', 'default', 'p');
  const { output, status } = runBlocking(cluster, `kubectl patch ds p ${flags} -p '${patch}'`);
  expect([output, status]).toEqual([`daemonset.apps/p ${said}\n`, 0]);
  expect(cluster.read.get('DaemonSet', 'default', 'p')).toEqual(before);
});
