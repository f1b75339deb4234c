import type { Locator } from '@playwright/test';
import { expectAccessible } from './accessible';
import { expect, test } from './fixtures';
import type { Playground } from './page-object';

const cells = ({ cluster }: Playground): Locator => cluster.getByRole('listbox', { name: /^Nodes/ });
/** The cell that the keyboard is on. */
const cell = (app: Playground): Locator => cells(app).getByRole('option');
const legend = ({ cluster }: Playground): Locator => cluster.getByRole('list', { name: 'Legend' });

/** Adds nodes until cells are drawn. */
async function addNodes(app: Playground, name: string): Promise<void> {
  await app.addNode(name);
  await expect(cells(app)).toBeVisible({ timeout: 60_000 });
  await expect(cell(app)).toBeAttached({ timeout: 30_000 });
}

async function add1000(app: Playground): Promise<void> {
  await addNodes(app, '1,000 workers');
  await expect(legend(app)).toContainText('1003 nodes', { timeout: 60_000 });
}

test('a thousand nodes are seen at once; each is told, chosen and found', async ({ app, page }) => {
  await app.start();
  await add1000(app);
  const box = await cells(app).boundingBox();
  if (!box) throw new Error('the cells have no place');
  await test.step('nothing is scrolled away', async () => {
    const { scrolled, right } = await app.cluster.locator('.cluster-scroll').evaluate((pane) => ({
      scrolled: pane.scrollHeight - pane.clientHeight,
      right: pane.scrollWidth - pane.clientWidth,
    }));
    expect(scrolled).toBeLessThanOrEqual(1);
    expect(right).toBeLessThanOrEqual(0);
  });
  await test.step('the words tell how many are what', async () => {
    await expect(cells(app)).toHaveAccessibleDescription(/workers, 1002 nodes: /);
  });
  await test.step('hover tells, Why? asks', async () => {
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    const card = app.cluster.locator('.map-card');
    await expect(card).toBeVisible();
    await expect(card).toContainText(/worker-\d+/);
    await card.getByText('Why?').click();
    await expect(app.inspector).toContainText(/nginx .*worker-\d+/);
  });
  await test.step('the keyboard goes from cell to cell, by name and to the inspector', async () => {
    await cells(app).focus();
    await page.keyboard.press('Home');
    await expect(cell(app)).toHaveAccessibleName(/^cp-1, control plane/);
    await page.keyboard.press('End');
    await expect(cell(app)).toHaveAccessibleName(/^worker-1002, /);
    await page.keyboard.type('731');
    await expect(cell(app)).toHaveAccessibleName(/^worker-731, .*nginx on worker-731: /);
    await page.keyboard.press('Shift+Enter');
    await expect(app.inspector.getByRole('heading', { name: 'worker-731' })).toBeVisible();
    await expect(cell(app)).toHaveAttribute('aria-selected', 'true');
  });
  await test.step('zooming by keys and buttons shows a tile, and everything again', async () => {
    const zoomOut = app.cluster.getByRole('button', { name: 'Zoom out' });
    await expect(zoomOut).toHaveAttribute('aria-disabled', 'true');
    await cells(app).focus();
    for (let i = 0; i < 7; i++) await page.keyboard.press('+');
    await expect(zoomOut).toHaveAttribute('aria-disabled', 'false');
    await app.cluster.getByRole('button', { name: 'Show all nodes' }).click();
    await expect(zoomOut).toHaveAttribute('aria-disabled', 'true');
  });
  await test.step('Tab leaves the cells', async () => {
    await cells(app).focus();
    await page.keyboard.press('Tab');
    await expect(cells(app)).not.toBeFocused();
  });
});

test('colours and groups are chosen; a hundred more come at once', async ({ app }) => {
  await app.start();
  await add1000(app);
  await app.cluster.getByRole('combobox', { name: 'Colour' }).selectOption('state');
  await expect(legend(app)).toContainText('ready');
  await app.cluster.getByRole('combobox', { name: 'Group' }).selectOption('none');
  await expect(cells(app)).toHaveAccessibleDescription(/^all, 1003 nodes/);
  await app.cluster.getByRole('combobox', { name: 'DaemonSet' }).selectOption('kube-proxy');
  await expect(cell(app)).toHaveAccessibleName(/kube-proxy on /);
  await app.addNode('100 workers');
  await expect(legend(app)).toContainText('1103 nodes', { timeout: 60_000 });
});

for (const colorScheme of ['dark', 'light'] as const)
  test.describe(`axe, ${colorScheme}`, () => {
    test.use({ colorScheme });
    test('a large cluster, at rest and focused', async ({ app }) => {
      await app.start();
      await add1000(app);
      await expectAccessible(app);
      await cells(app).focus();
      await expectAccessible(app);
    });
  });

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });
  test('a tap tells of a small cell, and Why? asks', async ({ app, page }) => {
    await app.open();
    await add1000(app);
    await expectAccessible(app);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    const box = await cells(app).boundingBox();
    if (!box) throw new Error('the cells have no place');
    await page.touchscreen.tap(box.x + box.width / 2, box.y + box.height / 2);
    const card = app.cluster.locator('.map-card');
    await expect(card).toContainText(/worker-\d+/);
    await card.getByText('Why?').tap();
    await expect(app.inspector).toBeVisible();
  });
});

test.describe('with reduced motion', () => {
  test.use({ contextOptions: { reducedMotion: 'reduce' } });
  test('zooming is there at once', async ({ app, page }) => {
    await app.start();
    await add1000(app);
    await cells(app).focus();
    await page.keyboard.press('+');
    expect(await app.cluster.locator('.node-map').getAttribute('class')).toContain('zoomed');
  });
});
