import { expectAccessible } from './accessible';
import { expect, test } from './fixtures';
import { nginx } from './nginx';
import type { Playground } from './page-object';

const strip = (app: Playground) => app.cluster.getByRole('list', { name: 'What is broken' });
const breakCluster = async (app: Playground, fault: string): Promise<void> => {
  await app.openBreakMenu(app.cluster);
  await app.cluster.getByRole('button', { name: fault, exact: true }).click();
};

test('a node is cut off by mouse: what Kubernetes knows and what is the case are told apart; mended, all is well', async ({
  app,
}) => {
  await app.start();
  await app.at(10);
  await app.select('worker-1');
  await app.breakHere('Network partition');
  await app.expectPrinted('network of worker-1 cut off');
  await test.step('at once: the picture knows, Kubernetes does not', async () => {
    await expect(app.node('worker-1')).toHaveAccessibleName(/^worker-1, worker, ready, fault: network cut/);
    await expect(app.node('worker-1').locator('.chips')).toContainText('network cut');
    await expect(app.node('worker-2')).not.toContainText('network cut');
    await expect(strip(app)).toContainText('Network partition worker-1');
    await expect(strip(app)).toContainText('to the control plane it looks like a crash');
    await expect(app.inspector.getByRole('list', { name: 'What is broken here' })).toBeVisible();
  });
  await test.step('after the grace period: NotReady, its pods unknown', async () => {
    await app.at(75);
    await expect(app.node('worker-1')).toHaveAccessibleName(
      /^worker-1, worker, not ready, not heard of, fault: network cut/,
    );
    await app.expectSlot('nginx', 'worker-1', /: Unknown/);
    await expect(app.cluster).toContainText('3 nodes · 1 not ready');
  });
  await test.step('mended from the strip', async () => {
    await strip(app).getByRole('button', { name: 'Mend: Network partition, worker-1' }).click();
    await app.expectPrinted('network of worker-1 restored');
    await expect(strip(app)).toHaveCount(0);
    await app.pass(60);
    await expect(app.node('worker-1')).toHaveAccessibleName(/^worker-1, worker, ready, 3 pods/);
    await app.expectCounters('nginx', [2, 2, 2, 2, 2]);
  });
});

test('a node is broken and mended with the keyboard alone', async ({ app, page }) => {
  await app.start();
  await app.node('worker-1').focus();
  await page.keyboard.press('Enter');
  const summary = app.inspector.locator('summary').filter({ hasText: 'Break…' });
  for (let i = 0; i < 40 && !(await summary.evaluate((e) => e === document.activeElement)); i++)
    await page.keyboard.press('Tab');
  await expect(summary).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.press('ArrowDown');
  await expect(app.inspector.getByRole('button', { name: 'Kubelet stopped' })).toBeFocused();
  await expect(app.inspector.getByRole('button', { name: 'Kubelet stopped' })).toHaveAccessibleDescription(
    /Containers run on/,
  );
  await test.step('Escape folds the menu without a choice', async () => {
    await page.keyboard.press('Escape');
    await expect(summary).toBeFocused();
    await expect(app.inspector.getByRole('button', { name: 'Kubelet stopped' })).toBeHidden();
  });
  await page.keyboard.press('Enter');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await app.expectPrinted('machine worker-1 crashed');
  await expect(summary).toBeFocused();
  await expect(app.node('worker-1')).toHaveAccessibleName(/fault: machine off/);
  await test.step('the way back lies before the menu; then the keyboard is at the menu again', async () => {
    const mend = app.inspector.getByRole('button', { name: 'Mend: Node crashed, worker-1' });
    for (let i = 0; i < 6 && !(await mend.evaluate((e) => e === document.activeElement)); i++)
      await page.keyboard.press('Shift+Tab');
    await expect(mend).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(app.node('worker-1')).not.toHaveAccessibleName(/fault/);
    await expect(summary).toBeFocused();
  });
});

test('the scheduler is stopped: pods wait, and the page says for whom', async ({ app }) => {
  await app.start();
  await breakCluster(app, 'Scheduler stopped');
  await app.addNode('Worker');
  await app.select('worker-1', 'nginx');
  await app.inspector.getByRole('button', { name: 'Delete pod' }).click();
  await app.pass(30);
  await app.expectSlot('nginx', 'worker-1', 'Pending, scheduler stopped, revision 1 of 1');
  await expect(app.card('nginx')).toContainText('worker-1: Pending (scheduler stopped)');
  await app.expectCounters('nginx', [2, 2, 1, 2, 1]);
  // The new node is not Ready without its network agent, which waits for the scheduler, too.
  await app.expectSlot('kindnet', 'worker-3', /Pending, scheduler stopped/);
  await app.expectSlot('nginx', 'worker-3', 'no pod, node not ready');
  await app.openBreakMenu(app.cluster);
  await app.cluster.locator('.menu-list').getByRole('button', { name: 'Mend: Scheduler stopped' }).click();
  await app.pass(60);
  for (const node of ['worker-1', 'worker-3']) await app.expectSlot('nginx', node, /: Ready/);
  await expect(strip(app)).toHaveCount(0);
});

test('the controller manager is stopped: what is deleted stays away', async ({ app }) => {
  await app.start();
  await breakCluster(app, 'Controller manager stopped');
  await app.select('worker-1', 'nginx');
  await app.inspector.getByRole('button', { name: 'Delete pod' }).click();
  await app.pass(60);
  await app.expectSlot('nginx', 'worker-1', 'no pod, nobody creates it');
  await expect(app.card('nginx')).toContainText('controller manager stopped: nobody creates 1 pod');
  await strip(app).getByRole('button', { name: 'Mend: Controller manager stopped' }).click();
  await app.pass(60);
  await app.expectSlot('nginx', 'worker-1', /: Ready/);
});

test('containers of a pod are broken: it restarts, and the slot shows it', async ({ app }) => {
  await app.start();
  await app.select('worker-1', 'nginx');
  await app.breakHere('Out of memory');
  await app.expectPrinted(/killed: out of memory/);
  await expect(app.inspector.getByRole('status').filter({ hasText: 'Out of memory:' })).toBeVisible();
  const seen: string[] = [];
  await app.stepUntil(
    () => seen.length > 1 && /Ready/.test(seen.at(-1) ?? ''),
    ({ slots }) => {
      const slot = slots.find(({ set, node }) => set === 'nginx' && node === 'worker-1');
      if (slot && seen.at(-1) !== slot.label) seen.push(slot.label);
    },
    60,
  );
  expect(seen.join('\n')).toMatch(/OOMKilled/);
  await expect(app.card('nginx')).toContainText('worker-1: restarted once');
  await test.step('a probe that it does not have cannot fail', async () => {
    await app.openBreakMenu(app.inspector);
    const item = app.inspector.getByRole('button', { name: 'Readiness probe failing' });
    await expect(item).toHaveAttribute('aria-disabled', 'true');
    await expect(item).toHaveAccessibleDescription(/has a readinessProbe: there is nothing to fail/);
  });
});

test('a readiness probe of all pods of a DaemonSet fails and passes again', async ({ app }) => {
  await app.start();
  await app.apply(
    nginx().replace(
      'image: nginx:1.28',
      'image: nginx:1.28\n        readinessProbe:\n          periodSeconds: 2\n          httpGet: { port: 80 }',
    ),
  );
  await app.pass(60);
  await app.expectCounters('nginx', [2, 2, 2, 2, 2]);
  await app.card('nginx').click();
  await app.breakHere('Readiness probe failing');
  await expect(app.slot('nginx', 'worker-1').locator('.broken')).toHaveCount(1);
  await app.pass(40);
  await app.expectCounters('nginx', [2, 2, 0, 2, 0]);
  await app.expectSlot('nginx', 'worker-1', /: Not ready, .*fault: readiness probe failing/);
  await app.mendHere('Readiness probe failing');
  await app.pass(30);
  await app.expectCounters('nginx', [2, 2, 2, 2, 2]);
});

test('who places daemon pods is a switch, and always told while it is not today’s', async ({ app, page }) => {
  await app.start();
  await app.openBreakMenu(app.cluster);
  await page.getByRole('radio', { name: /^DaemonSet controller/ }).check();
  await app.expectPrinted('daemon pods are placed by the DaemonSet controller');
  await page.keyboard.press('Escape');
  await expect(strip(app)).toContainText('the DaemonSet controller places its pods itself');
  await strip(app).getByRole('button', { name: 'Back to the scheduler' }).click();
  await expect(strip(app)).toHaveCount(0);
});

const FULL_NODE = `apiVersion: v1
kind: Pod
metadata:
  name: big
spec:
  nodeName: worker-1
  containers:
  - name: big
    image: nginx:1.28
    resources: {requests: {cpu: 3500m}}
---
apiVersion: apps/v1
kind: DaemonSet
metadata:
  name: agent
spec:
  selector:
    matchLabels: {app: agent}
  template:
    metadata:
      labels: {app: agent}
    spec:
      containers:
      - name: agent
        image: nginx:1.28
        resources: {requests: {cpu: '1'}}
`;

test('a full node: before 1.12 no pod is created, and why; today it is, and waits for the scheduler', async ({
  app,
  page,
}) => {
  await app.start();
  await app.openBreakMenu(app.cluster);
  await page.getByRole('radio', { name: /^DaemonSet controller/ }).check();
  await page.keyboard.press('Escape');
  await app.apply(FULL_NODE);
  await app.expectPrinted('daemonset.apps/agent created');
  await app.expectSlot('agent', 'worker-1', 'no pod, FailedPlacement');
  await expect(app.card('agent')).toContainText(`failed to place pod on "worker-1": Node didn't have enough`);
  await app.select('worker-1', 'agent');
  await expect(app.inspector).toContainText(
    'The pod does not fit on worker-1, so the controller creates none.',
  );
  await strip(app).getByRole('button', { name: 'Back to the scheduler' }).click();
  await app.expectSlot('agent', 'worker-1', /^agent on worker-1: Pending/);
  await expect(app.inspector).toContainText('the scheduler cannot bind it');
  await expect(app.inspector).toContainText('Insufficient cpu');
});

test('pods of other controllers can be looked at from the picture', async ({ app, page }) => {
  await app.start();
  const mark = app.grid.getByRole('treeitem', { name: /^coredns-.* \(ReplicaSet coredns-/ }).first();
  await mark.click();
  await expect(app.inspector).toContainText('It belongs to ReplicaSet coredns-');
  await expect(mark).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Escape');
  await app.cluster
    .getByRole('list', { name: 'Other controllers' })
    .getByRole('button', { name: /coredns/ })
    .click();
  await expect(app.inspector).toContainText('2 of 2 pods ready');
});

for (const colorScheme of ['dark', 'light'] as const)
  test.describe(`axe, ${colorScheme}`, () => {
    test.use({ colorScheme });
    test('open menus, faults in the strip, on tiles and on pods', async ({ app, page }) => {
      await app.start();
      await app.openBreakMenu(app.cluster);
      await expectAccessible(app);
      await page.keyboard.press('Escape');
      await breakCluster(app, 'Slow pulls');
      await app.select('worker-1');
      await app.breakHere('Memory pressure');
      await app.pass(60);
      await app.openBreakMenu(app.inspector);
      await expectAccessible(app);
      await page.keyboard.press('Escape');
      await app.select('worker-2', 'nginx');
      await app.breakHere('Container crash');
      await app.openBreakMenu(app.inspector);
      await expectAccessible(app);
    });
  });

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });
  test('390 × 844: menus, faults and very long names fit', async ({ app, page }) => {
    const fits = async (): Promise<void> => {
      const wide = await page.evaluate(() =>
        [...document.querySelectorAll('.faults, .faults *, .menu[open] .menu-list, .menu[open] .menu-list *')]
          .filter((element) => element.checkVisibility())
          .filter((element) => {
            const { left, right, width } = element.getBoundingClientRect();
            return width > 1 && (left < -1 || right > window.innerWidth + 1);
          })
          .map((element) => element.outerHTML.slice(0, 120)),
      );
      expect(wide).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    };
    const long = `${'very-long-node-name-'.repeat(3)}x.${'another-part-of-it-'.repeat(3)}x.example`;
    const pane = (name: string) =>
      page.getByRole('navigation', { name: 'Panes' }).getByRole('button', { name });
    await app.page.goto('./');
    await page.getByRole('button', { name: 'Pause', exact: true }).click();
    await pane('Editor').click();
    await app.editorReady();
    await app.apply(`apiVersion: v1\nkind: Node\nmetadata:\n  name: ${long}\n`);
    await pane('Cluster').click();
    await app.openBreakMenu(app.cluster);
    await fits();
    await app.cluster.getByRole('button', { name: 'Image registry down', exact: true }).click();
    await app.node(long).tap({ position: { x: 24, y: 18 } });
    await app.breakHere('Node crashed');
    await fits();
    await app.openBreakMenu(app.inspector);
    await fits();
    await expectAccessible(app);
    await page.keyboard.press('Escape');
    await pane('Cluster').click();
    await expect(strip(app)).toContainText(long);
    await fits();
    await expectAccessible(app);
    await strip(app)
      .getByRole('button', { name: `Mend: Node crashed, ${long}` })
      .tap();
    await expect(strip(app)).not.toContainText(long);
  });
});
