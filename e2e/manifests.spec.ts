import { readFileSync } from 'node:fs';
import { expect, test } from './fixtures';
import type { Playground } from './page-object';

const read = (name: string): string =>
  readFileSync(new URL(`./manifests/${name}.yaml`, import.meta.url), 'utf8');

/** Manifests that need nothing that the cluster lacks, and how many of the three nodes their sets are for. */
const COMPLETE: readonly { file: string; set: string; pods: number }[] = [
  { file: 'dev-monitor', set: 'dev-monitor', pods: 2 },
  { file: 'dns-cache', set: 'dns-cache', pods: 2 },
  { file: 'fluentd-agent', set: 'fluentd-agent', pods: 2 },
  { file: 'log-collector', set: 'log-collector', pods: 2 },
  { file: 'metrics-exporter', set: 'metrics-exporter', pods: 2 },
  { file: 'my-daemon', set: 'my-daemon', pods: 2 },
  { file: 'network-plugin', set: 'network-plugin', pods: 2 },
  { file: 'node-monitor', set: 'node-monitor', pods: 2 },
  { file: 'production-agent', set: 'production-agent', pods: 2 },
];

test('9 manifests that need nothing else', async ({ app }) => {
  await app.start();
  for (const { file, set, pods } of COMPLETE) {
    await test.step(file, async () => {
      await app.apply(read(file));
      await app.expectPrinted(`daemonset.apps/${set} created`);
      await expect(app.problems.getByRole('listitem')).toHaveCount(0);
      await app.expectCounters(set, [pods, pods, 0, pods, 0]);
    });
  }
  await app.at(120);
  for (const { set, pods } of COMPLETE) await app.expectCounters(set, [pods, pods, pods, pods, pods]);
});

test('9 the same set in two versions: with the toleration the control plane gets a pod', async ({ app }) => {
  await app.start();
  await app.apply(read('nginx'));
  await app.expectPrinted('daemonset.apps/nginx configured');
  await app.at(60);
  await app.expectCounters('nginx', [2, 2, 2, 2, 2]);
  await app.apply(read('nginx-2'));
  await app.at(120);
  await app.expectCounters('nginx', [3, 3, 3, 3, 3]);
  await app.apply(read('node-monitor-2'));
  await app.expectPrinted('daemonset.apps/node-monitor created');
  await app.at(180);
  await app.expectCounters('node-monitor', [2, 2, 2, 2, 2]);
});

/** Applies a manifest whose namespace does not exist: refused as by the real one, then with a stand-in. */
async function createNamespace(app: Playground, file: string, set: string, namespace: string): Promise<void> {
  await app.apply(read(file));
  await app.expectPrinted(
    `Error from server (NotFound): error when creating "STDIN": namespaces "${namespace}" not found`,
  );
  await expect(app.problem(`namespaces "${namespace}" not found`)).toContainText(/line \d+/);
  await expect(app.card(set)).toHaveCount(0);
  await expect(app.manifest.getByText(`Namespace ${namespace}`)).toBeVisible();
  await app.manifest.getByRole('button', { name: 'Create a stand-in' }).click();
  await app.expectPrinted(`namespace/${namespace} created`);
  await app.expectPrinted(`daemonset.apps/${set} created`);
  await expect(app.problems.getByRole('listitem')).toHaveCount(0);
}

test('9 fluent-bit: namespace, service account and config map are missing', async ({ app }) => {
  await app.start();
  await createNamespace(app, 'fluent-bit', 'fluent-bit', 'logging');
  await test.step('without its service account no pod is created', async () => {
    await app.pass(5);
    await app.expectCounters('fluent-bit', [2, 0, 0, 0, 0]);
    await app.expectSlot('fluent-bit', 'worker-1', /no pod, FailedCreate/);
    await app.select('worker-1', 'fluent-bit');
    await expect(app.inspector).toContainText(
      'error looking up service account logging/fluent-bit: serviceaccount "fluent-bit" not found',
    );
    await app.inspector.getByRole('tab', { name: 'Events' }).click();
    await expect(app.inspector.getByRole('table')).toContainText('FailedCreate');
    await app.manifest.getByRole('button', { name: 'Create a stand-in' }).first().click();
    await app.expectPrinted('serviceaccount/fluent-bit created');
  });
  await test.step('without its config map the pods stay in ContainerCreating', async () => {
    await app.pass(60);
    await app.expectCounters('fluent-bit', [2, 2, 0, 2, 0]);
    await app.expectSlot('fluent-bit', 'worker-1', /: FailedMount/);
    await app.inspector.getByRole('tab', { name: 'Why' }).click();
    await expect(app.inspector).toContainText('ContainerCreating');
    await expect(app.inspector).toContainText(/configmap "fluent-bit-config" not found/);
    await app.manifest.getByRole('button', { name: 'Create a stand-in' }).click();
    await app.expectPrinted('configmap/fluent-bit-config created');
  });
  await app.pass(180);
  await app.expectCounters('fluent-bit', [2, 2, 2, 2, 2]);
  await expect(app.manifest.getByRole('button', { name: 'Create a stand-in' })).toHaveCount(0);
});

test('9 node-exporter and security-agent: only the namespace is missing', async ({ app }) => {
  await app.start();
  await createNamespace(app, 'node-exporter', 'node-exporter', 'monitoring');
  await createNamespace(app, 'security-agent', 'security-agent', 'security');
  await app.pass(90);
  await app.expectCounters('node-exporter', [2, 2, 2, 2, 2]);
  // It tolerates every NoSchedule taint.
  await app.expectCounters('security-agent', [3, 3, 3, 3, 3]);
  await test.step('a second exporter finds the host port taken', async () => {
    await app.apply(read('node-monitor'));
    await app.pass(30);
    await app.expectCounters('node-monitor', [2, 2, 0, 2, 0]);
    await app.expectSlot('node-monitor', 'worker-1', /: Pending/);
    await app.select('worker-1', 'node-monitor');
    await expect(app.inspector).toContainText("didn't have free ports for the requested pod ports");
  });
});

test('9 storage-daemon: its config map is missing, its probe must pass', async ({ app }) => {
  await app.start();
  await app.apply(read('storage-daemon'));
  await app.expectPrinted('daemonset.apps/storage-daemon created');
  await app.pass(40);
  await app.expectSlot('storage-daemon', 'worker-2', /: FailedMount/);
  await app.manifest.getByRole('button', { name: 'Create a stand-in' }).click();
  await app.expectPrinted('configmap/ceph-config created');
  await app.pass(240);
  await app.expectCounters('storage-daemon', [2, 2, 2, 2, 2]);
});

test('9 kube-proxy: applied over the one that runs', async ({ app }) => {
  await app.start();
  await app.apply(read('kube-proxy'));
  await app.expectPrinted(
    'Warning: resource daemonsets/kube-proxy is missing the kubectl.kubernetes.io/last-applied-configuration annotation',
  );
  await app.expectPrinted('daemonset.apps/kube-proxy configured');
  await app.pass(120);
  await app.expectCounters('kube-proxy', [3, 3, 3, 3, 3]);
  await expect(app.card('kube-proxy')).toContainText('v1.24.0');
});
