/** The page while its simulation is still on the way: what it shows, what it obeys, and what it says when nothing comes. */
import type { Page, Route } from '@playwright/test';
import { expect, test } from './fixtures';

/** The files that the simulation is loaded from; the frame's own are not among them. */
const SIMULATION = /\/assets\/simulation-[^/]*\.js$/;

/** The file of the page's frame: the picture is there before it. */
const FRAME = /\/assets\/frame-[^/]*\.js$/;

/** What D3 draws. */
const DRAWINGS = /\/assets\/drawings-[^/]*\.js$/;

/** Holds the simulation, or another file, back until it is let through. */
async function holdBack(page: Page, file = SIMULATION): Promise<() => Promise<void>> {
  const held: Route[] = [];
  let open = false;
  await page.route(file, async (route) => {
    if (open) await route.continue();
    else held.push(route);
  });
  return async () => {
    open = true;
    for (const route of held) await route.continue();
  };
}

test('the first picture is there before the simulation, and its controls answer', async ({ app, page }) => {
  const letThrough = await holdBack(page);
  await app.open();
  const before = await app.picture();
  expect(before.nodes.map(({ name }) => name)).toEqual(['cp-1', 'worker-1', 'worker-2']);
  await app.expectCounters('nginx', [2, 2, 2, 2, 2]);
  await expect(app.clock).toHaveText('00:00:00');
  await expect(app.manifest).toContainText('kind: DaemonSet');
  await expect(page.getByText('starting …')).toBeVisible();

  await test.step('theme, dialogs, menus and tabs answer at once', async () => {
    await page.getByRole('button', { name: 'Theme: system' }).click();
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
    await page.keyboard.press('?');
    await expect(app.dialog).toContainText('Edit the manifest on the left');
    await page.keyboard.press('Escape');
    await app.openBreakMenu(app.cluster);
    await expect(app.cluster.getByRole('button', { name: 'Scheduler stopped' })).toBeVisible();
    await page.keyboard.press('Escape');
  });
  await test.step('a selection is drawn, and the inspector says what it waits for', async () => {
    await app.select('worker-1');
    await expect(app.inspector).toContainText('worker-1');
    await expect(app.inspector.getByRole('status')).toHaveText('The simulation is about to start.');
  });
  await test.step('what needs the simulation waits for it', async () => {
    await app.pause();
    await app.setSpeed(10);
    await app.addNode('Worker');
    await app.addNode('Control plane');
    await page.getByRole('button', { name: 'Share' }).click();
    await expect(app.dialog.getByRole('textbox', { name: 'Link' })).toHaveValue('');
    expect((await app.picture()).nodes).toHaveLength(3);
  });

  await letThrough();
  await expect(app.dialog.getByRole('textbox', { name: 'Link' })).toHaveValue(/#1\./);
  await page.keyboard.press('Escape');
  await app.expectPrinted('sim add-node worker-3');
  await expect(app.node('worker-3')).toBeVisible();
  await expect(app.node('cp-2')).toBeVisible();
  await expect(app.speed).toHaveValue('10');
  await expect(app.clock).toHaveText('00:00:00');
  await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible();
  await expect(app.inspector.getByRole('group', { name: 'Node actions' })).toBeVisible();
});

test('the first picture is there before any of the page’s code, and nothing in it moves or changes its colour when it becomes live', async ({
  app,
  page,
}) => {
  const letDraw = await holdBack(page, DRAWINGS);
  for (const [viewport, colorScheme] of [
    [{ width: 1440, height: 900 }, 'dark'],
    [{ width: 1440, height: 900 }, 'light'],
    [{ width: 390, height: 844 }, 'light'],
  ] as const) {
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme });
    const letThrough = await holdBack(page, FRAME);
    await page.goto('./', { waitUntil: 'commit' });
    await app.expectCounters('nginx', [2, 2, 2, 2, 2]);
    await expect(app.clock).toHaveText('00:00:00');
    const before = await looks(page);
    expect(before.length).toBeGreaterThan(100);
    await letThrough();
    await page.waitForFunction(() => performance.getEntriesByName('live').length > 0);
    expect(await looks(page)).toEqual(before);
    await page.unroute(FRAME);
  }
  await letDraw();
  await expect(app.node('worker-2')).toBeVisible();
});

/** Where all that is shown lies, with its colours and words. */
function looks(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('#root *')]
      .filter((element) => element.checkVisibility())
      .map((element) => {
        const { x, y, width, height } = element.getBoundingClientRect();
        const { color, backgroundColor } = getComputedStyle(element);
        const place = `${x} ${y} ${width} ${height}`;
        return `${element.tagName} ${place} ${color} ${backgroundColor} ${element.textContent}`;
      }),
  );
}

test('what is done to the first picture before it is live is done when it is', async ({ app, page }) => {
  const letThrough = await holdBack(page, FRAME);
  await page.goto('./', { waitUntil: 'commit' });
  const live = page.getByRole('switch', { name: 'Live' });
  await page.getByRole('button', { name: /^Pause/ }).click();
  await app.speed.selectOption('10');
  await live.click({ force: true });
  // From system to dark, and on to light: what the first one changes the second one finds.
  await page.getByRole('button', { name: 'Theme: system' }).click({ clickCount: 2 });
  // Menus unfold by themselves, and stay as they are.
  await app.openBreakMenu(app.cluster);
  await page.keyboard.press('?');
  await app.cluster.getByText('DaemonSet controller (before 1.12)').click();
  await expect(app.dialog).toBeHidden();
  await letThrough();
  await expect(app.dialog).toContainText('Edit the manifest on the left');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible();
  await expect(app.speed).toHaveValue('10');
  await expect(live).toBeChecked();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
  await expect(app.console.getByText('sim place-daemon-pods controller')).toHaveCount(1);
});

test('of a link or of saved work no picture is shown that could be false, even before the page’s code', async ({
  page,
  complaints,
}) => {
  await page.route(FRAME, (route) => route.abort());
  await page.goto('./#1.something');
  const cluster = page.getByRole('region', { name: 'Cluster' });
  await expect(cluster.getByText('Opening…')).toBeVisible();
  await expect(page.locator('#root')).not.toContainText('nginx');
  await expect(page.getByText('The page could not be loaded: is the network there?')).toBeVisible();
  await page.goto('./');
  await expect(cluster).toContainText('nginx');
  await page.evaluate(() => localStorage.setItem('daemonset-playground:work', '1.something'));
  await page.reload();
  await expect(cluster.getByText('Opening…')).toBeVisible();
  await expect(page.locator('#root')).not.toContainText('nginx');
  expect(complaints.splice(0).every((words) => words.includes('ERR_FAILED'))).toBe(true);
});

test('the picture stays as it is when the simulation takes over', async ({ app, page }) => {
  const letThrough = await holdBack(page);
  await app.open();
  await app.pause();
  const before = await app.picture();
  const drawn = await app.grid.innerHTML();
  const lanes = page.locator('.lanes-host');
  const strip = await lanes.innerHTML();
  await letThrough();
  await expect(page.getByText('paused', { exact: true })).toBeVisible();
  await app.editorReady();
  expect(await app.picture()).toEqual(before);
  expect(await app.grid.innerHTML()).toBe(drawn);
  expect(await lanes.innerHTML()).toBe(strip);
});

test('of a link or of saved work nothing false is shown while it is opened', async ({ app, page }) => {
  await app.start();
  await app.addNode('Worker');
  await app.step();
  await page.getByRole('button', { name: 'Share' }).click();
  const field = app.dialog.getByRole('textbox', { name: 'Link' });
  await expect(field).toHaveValue(/#1\./);
  const link = await field.inputValue();
  await page.keyboard.press('Escape');

  const letThrough = await holdBack(page);
  for (const open of [() => page.reload(), () => page.goto(link)]) {
    await open();
    await expect(app.cluster.getByText('Opening…')).toBeVisible();
    await expect(app.grid).toBeHidden();
    await expect(app.manifest).not.toContainText('kind:');
    await expect(app.cluster).not.toContainText('nginx');
    await expect(app.inspector).not.toContainText('worker-1');
    // What needs no cluster answers all the same.
    await page.getByRole('button', { name: 'Help and keyboard shortcuts' }).click();
    await expect(app.dialog).toBeVisible();
    await page.keyboard.press('Escape');
  }
  await letThrough();
  await expect(app.node('worker-3')).toBeVisible();
  await expect(page.getByRole('status').filter({ hasText: 'Opened from a link' })).toBeVisible();
});

test('a simulation that cannot be loaded is told in words, and fetched again on request', async ({
  app,
  page,
  complaints,
}) => {
  await page.route(SIMULATION, (route) => route.abort());
  await app.open();
  const alert = page.getByRole('alert').filter({ hasText: 'The simulation could not be loaded' });
  await expect(alert).toBeVisible();
  await expect(page.getByText('the simulation is missing')).toBeVisible();
  // The browser says so, too.
  expect(complaints.splice(0).every((words) => words.includes('ERR_FAILED'))).toBe(true);
  await app.addNode('Worker');

  await page.unroute(SIMULATION);
  await alert.getByRole('button', { name: 'Retry' }).click();
  await expect(app.node('worker-3')).toBeVisible();
  await expect(alert).toBeHidden();
});

test('whoever has only looked on sees the first picture at once when they come back', async ({
  app,
  page,
}) => {
  await app.start();
  await app.at(3);
  const letThrough = await holdBack(page);
  await page.reload();
  await expect(app.node('worker-2')).toBeVisible();
  await expect(app.manifest).toContainText('kind: DaemonSet');
  await expect(page.getByText('starting …')).toBeVisible();
  await letThrough();
  await app.editorReady();
});

test('a part that cannot be loaded is told in words, and fetched again on request', async ({
  app,
  page,
  complaints,
}) => {
  const part = /\/assets\/(?:selected|about-dialog)-[^/]*\.js$/;
  await page.route(part, (route) => route.abort());
  await app.start();
  const alert = page.getByRole('alert').filter({ hasText: 'This part of the page could not be loaded' });
  const retry = async (): Promise<void> => {
    await expect(alert).toBeVisible();
    await expect(app.node('worker-1')).toBeVisible();
    await page.unroute(part);
    await alert.getByRole('button', { name: 'Retry' }).click();
    await expect(alert).toBeHidden();
  };
  await app.select('worker-1');
  await retry();
  await expect(app.inspector.getByRole('group', { name: 'Node actions' })).toBeVisible();

  await page.route(part, (route) => route.abort());
  await page.getByRole('button', { name: /^simulated Kubernetes/ }).click();
  await retry();
  await expect(app.dialog).toBeVisible();
  expect(complaints.splice(0).every((words) => words.includes('ERR_FAILED'))).toBe(true);
});

test('a chosen theme is there with the first paint', async ({ app, page, complaints }) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  await app.open();
  for (let i = 0; i < 2; i++) await page.getByRole('button', { name: /^Theme:/ }).click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
  // Nothing of the page's own code has run.
  await page.route(/\/assets\/.*\.js$/, (route) => route.abort());
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
  expect(complaints.splice(0).filter((words) => !/ERR_FAILED|preload/.test(words))).toEqual([]);
});
