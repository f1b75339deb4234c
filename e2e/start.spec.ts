import { expect, test } from './fixtures';

test('1 the page opens on a running cluster like the one people know', async ({ app, page }) => {
  await app.open();
  await expect(page).toHaveTitle('DaemonSet Playground');
  const { nodes, slots } = await app.picture();
  expect(nodes.map(({ name, label }) => ({ name, label }))).toEqual([
    { name: 'cp-1', label: 'cp-1, control plane, ready, 1 taint, 2 pods of DaemonSets' },
    { name: 'worker-1', label: 'worker-1, worker, ready, 3 pods of DaemonSets' },
    { name: 'worker-2', label: 'worker-2, worker, ready, 3 pods of DaemonSets' },
  ]);
  expect(nodes[0]?.chips).toEqual(['Taint node-role.kubernetes.io/control-plane:NoSchedule']);
  // The picture says so without a pointer as well.
  await expect(app.node('cp-1')).toContainText('control-plane:NoSchedule');
  await expect(app.node('cp-1')).toContainText('4 static pods');
  for (const pod of ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler'])
    expect(nodes[0]?.others).toContain(`kube-system/${pod}-cp-1: Running`);
  // CoreDNS came when there was no other node.
  expect(nodes[0]?.others.match(/kube-system\/coredns-\w+-\w{5}: Running/g)).toHaveLength(2);
  expect(slots.map(({ label }) => label)).toEqual([
    'nginx on cp-1: no pod, untolerated taint control-plane',
    ...['kindnet on cp-1', 'kube-proxy on cp-1'].map(ready),
    ...['nginx on worker-1', 'kindnet on worker-1', 'kube-proxy on worker-1'].map(ready),
    ...['nginx on worker-2', 'kindnet on worker-2', 'kube-proxy on worker-2'].map(ready),
  ]);
  await expect(app.slot('nginx', 'cp-1')).toContainText('untolerated taint');
  await app.expectCounters('nginx', [2, 2, 2, 2, 2]);
  await app.expectCounters('kindnet', [3, 3, 3, 3, 3]);
  await app.expectCounters('kube-proxy', [3, 3, 3, 3, 3]);
  await expect(app.card('nginx')).toContainText('3 nodes · 2 eligible · 1 excluded');

  await test.step('the clock runs by itself', async () => {
    await expect.poll(() => app.time()).toBeGreaterThan(1_000);
  });
  await test.step("the user's manifest is in the editor", async () => {
    const text = await app.getText();
    expect(text).toContain('kind: DaemonSet');
    expect(text).toContain('image: nginx:1.28');
    await expect(app.applyButton).toBeEnabled();
    await expect(app.problems.getByRole('listitem')).toHaveCount(0);
  });
  await test.step('the page says what the tag of an image does', async () => {
    for (const [tag, words] of [
      ['broken', 'cannot be pulled'],
      ['crash', 'exits with code 1'],
      ['unready', 'never becomes ready'],
      ['slow', 'takes 45 seconds'],
    ] as const) {
      await expect(app.inspector.getByText(tag, { exact: true })).toBeVisible();
      await expect(app.inspector.getByText(words)).toBeVisible();
    }
  });
  await test.step('and what it leaves out', async () => {
    await app.inspector.getByRole('button', { name: 'What the simulation leaves out' }).click();
    await expect(app.dialog).toBeVisible();
    expect(await app.dialog.getByRole('listitem').count()).toBeGreaterThan(3);
  });
});

const ready = (place: string): string => `${place}: Ready, revision 1 of 1`;
