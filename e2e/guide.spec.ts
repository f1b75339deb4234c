import { expect, test } from './fixtures';
import { nginx } from './nginx';

test('the three things to try do what they say, and can be undone', async ({ app, page }) => {
  await app.start();
  await test.step('tolerate the control plane', async () => {
    await app.inspector.getByRole('button', { name: /^Tolerate the control plane/ }).click();
    await app.expectPrinted('daemonset.apps/nginx configured');
    expect(await app.getText()).toContain('key: node-role.kubernetes.io/control-plane');
    await app.pass(60);
    await app.expectCounters('nginx', [3, 3, 3, 3, 3]);
  });
  await test.step('undo brings the old text back; applied, the pod leaves', async () => {
    await app.editor.focus();
    await page.keyboard.press('Control+Z');
    expect(await app.getText()).toBe(nginx());
    await app.applyButton.click();
    await app.pass(60);
    await app.expectCounters('nginx', [2, 2, 2, 2, 2]);
  });
  await test.step('roll out the next image', async () => {
    await app.inspector.getByRole('button', { name: /^Roll out nginx:1\.29/ }).click();
    await app.pass(60);
    await app.expectCounters('nginx', [2, 2, 2, 2, 2]);
    await expect(app.card('nginx')).toContainText('1.29');
  });
  await test.step('stop a kubelet', async () => {
    await app.inspector.getByRole('button', { name: /^Stop worker-1’s kubelet/ }).click();
    await expect(
      app.inspector.getByRole('button', { name: 'Mend: Kubelet stopped, worker-1' }),
    ).toBeVisible();
    await app.pass(70);
    await expect(app.node('worker-1')).toHaveAccessibleName(/not ready/);
  });
});

test('an empty place tells why, rule by rule, and puts the remedy into the text', async ({ app }) => {
  await app.start();
  await app.select('cp-1', 'nginx');
  await expect(app.inspector.getByRole('heading', { level: 2 })).toHaveText('cp-1 has no nginx pod');
  const checks = app.inspector.getByRole('list', { name: 'Checks' });
  await expect(checks).toContainText('node-role.kubernetes.io/control-plane:NoSchedule');
  await app.inspector.getByRole('button', { name: 'Put it in the editor' }).click();
  await expect(app.editor).toBeFocused();
  expect(await app.getText()).toContain('node-role.kubernetes.io/control-plane');
  await app.applyButton.click();
  await app.pass(60);
  await app.expectSlot('nginx', 'cp-1', /: Ready/);
  await expect(app.inspector.getByRole('heading', { level: 2 })).toHaveText('nginx runs on cp-1');
});

test('nodes, pods and sets can be walked through; a set is restarted and deleted', async ({ app }) => {
  await app.start();
  await app.select('cp-1');
  await app.inspector.getByRole('button', { name: /^etcd-cp-1/ }).click();
  await expect(app.inspector).toContainText('A static pod');
  await app.inspector.getByRole('button', { name: 'Clear the selection' }).click();
  await test.step('events of a pod', async () => {
    await app.select('worker-1', 'nginx');
    await app.inspector.getByRole('button', { name: 'Delete pod' }).click();
    await app.pass(30);
    await app.inspector.getByRole('tab', { name: 'Events' }).click();
    for (const words of [
      /Successfully assigned default\/nginx-\w{5} to worker-1/,
      /Container image "nginx:1.28" already present on machine/,
      /Created container: nginx/,
      /Started container nginx/,
    ])
      await expect(app.inspector.getByRole('table')).toContainText(words);
  });
  await test.step('restart', async () => {
    const old = await app.uidOf('nginx', 'worker-1');
    await app.card('nginx').click();
    await app.inspector.getByRole('tab', { name: 'DaemonSet' }).click();
    await app.inspector.getByRole('button', { name: 'Restart' }).click();
    await app.expectPrinted('daemonset.apps/nginx restarted');
    await app.pass(60);
    await app.expectCounters('nginx', [2, 2, 2, 2, 2]);
    expect(await app.uidOf('nginx', 'worker-1')).not.toBe(old);
  });
  await test.step('delete: its pods are garbage-collected', async () => {
    await app.inspector
      .getByRole('group', { name: 'DaemonSet actions' })
      .getByRole('button', { name: 'Delete' })
      .click();
    await app.expectPrinted('daemonset.apps "nginx" deleted');
    await app.pass(60);
    await expect(app.card('nginx')).toHaveCount(0);
    await expect(app.grid.locator('[data-set="nginx"]')).toHaveCount(0);
    await app.select('worker-1');
    await expect(app.inspector.getByRole('tabpanel')).not.toContainText('nginx-');
  });
  await test.step('applied again, it comes back', async () => {
    await app.applyButton.click();
    await app.expectPrinted('daemonset.apps/nginx created');
    await app.pass(60);
    await app.expectCounters('nginx', [2, 2, 2, 2, 2]);
  });
});
