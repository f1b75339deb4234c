import { expectAccessible } from './accessible';
import { expect, test } from './fixtures';
import { nginx } from './nginx';

for (const colorScheme of ['dark', 'light'] as const) {
  test.describe(`axe, ${colorScheme}`, () => {
    test.use({ colorScheme });
    test('at the start, with problems and offers, with the inspector, in dialogs', async ({ app, page }) => {
      await app.start();
      await test.step('start', () => expectAccessible(app));
      await test.step('with problems, offers, a rollout that is stuck, a lost node', async () => {
        await app.addNode('Control plane');
        await app.apply(nginx({ image: 'nginx:1.29-broken', pod: 'serviceAccountName: missing' }));
        await app.select('worker-2');
        await app.breakHere('Kubelet stopped');
        await app.pass(90);
        await app.setText(`${nginx({ spec: 'replicas: 1' })}---\nkind: Nothing\n`);
        await expect(app.problems.getByRole('listitem').first()).toBeVisible();
        await expectAccessible(app);
      });
      for (const tab of ['YAML', 'Events'])
        await test.step(`inspector of a node: ${tab}`, async () => {
          await app.inspector.getByRole('tab', { name: tab }).click();
          await expectAccessible(app);
        });
      await test.step('inspector of a slot and of a set', async () => {
        await app.inspector.getByRole('tab', { name: 'Node' }).click();
        await app.select('worker-1', 'nginx');
        await expectAccessible(app);
        await app.card('nginx').click();
        await expectAccessible(app);
      });
      await test.step('dialogs', async () => {
        for (const name of ['Share', 'Help and keyboard shortcuts']) {
          await page.getByRole('button', { name }).click();
          await expect(app.dialog).toBeVisible();
          await expectAccessible(app);
          await page.keyboard.press('Escape');
        }
      });
    });
  });
}

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });
  test('390 × 844: every pane fits and can be used', async ({ app, page }) => {
    const fits = async () => {
      const { page: width, wide } = await page.evaluate(() => ({
        page: document.documentElement.scrollWidth,
        wide: [...document.querySelectorAll('button, input, select, h1, h2, h3, [role="tree"]')]
          .filter((element) => element.checkVisibility() && !element.closest('.monaco-editor'))
          .filter((element) => {
            const { left, right, width: w } = element.getBoundingClientRect();
            return w > 1 && (left < -1 || right > window.innerWidth + 1);
          })
          .filter((element) => !element.closest('.timeline'))
          .map((element) => element.outerHTML.slice(0, 120)),
      }));
      expect(width).toBeLessThanOrEqual(390);
      expect(wide).toEqual([]);
    };
    const tab = (name: string) =>
      page.getByRole('navigation', { name: 'Panes' }).getByRole('button', { name });
    await app.page.goto('./');
    await page.getByRole('button', { name: 'Pause', exact: true }).click();
    await tab('Editor').click();
    await app.editorReady();
    await fits();
    await expectAccessible(app);
    await app.apply(nginx({ image: 'nginx:1.29' }));
    await tab('Cluster').click();
    await app.expectSlot('nginx', 'worker-1', /Terminating|Ready/);
    await app.pass(30);
    await app.expectCounters('nginx', [2, 2, 2, 2, 2]);
    await fits();
    await expectAccessible(app);
    await app.slot('nginx', 'cp-1').tap();
    await expect(app.inspector).toBeVisible();
    await expect(app.inspector).toContainText('cp-1 has no nginx pod');
    await fits();
    await expectAccessible(app);
    await page.getByRole('button', { name: 'Share' }).click();
    await expect(app.dialog).toBeVisible();
    await fits();
    await page.keyboard.press('Escape');
    await test.step('reflow: nothing is lost at 320 pixels, nor between phone and desk', async () => {
      for (const width of [320, 768, 1024]) {
        await page.setViewportSize({ width, height: 700 });
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      }
    });
  });
});

test('everything with the keyboard alone', async ({ app, page }) => {
  await app.open();
  await app.editorReady();
  const focused = () =>
    page.evaluate(() => {
      const { activeElement: at } = document;
      if (!at || at === document.body) return '';
      const labels = 'labels' in at ? (at as HTMLInputElement).labels : null;
      return (at.getAttribute('aria-label') ?? labels?.[0]?.textContent ?? at.textContent ?? '')
        .replace(/\s+/g, ' ')
        .trim();
    });
  const tabTo = async (name: RegExp, key = 'Tab') => {
    for (let i = 0; i < 60; i++) {
      if (name.test(await focused())) return;
      await page.keyboard.press(key);
    }
    throw new Error(`the keyboard does not reach ${String(name)}; it is at ${await focused()}`);
  };

  await test.step('Tab goes round the whole page', async () => {
    const order: string[] = [];
    for (let i = 0; i < 60; i++) {
      await page.keyboard.press('Tab');
      const at = await focused();
      // The editor keeps Tab for indenting until told otherwise.
      if (at.startsWith('Manifest')) await page.keyboard.press('Control+M');
      if (at === '' || (at === order[0] && i > 0)) break;
      order.push(at);
    }
    const stations = [
      /^Start over/,
      /^Theme/,
      /^Help/,
      /^Share/,
      /^Live/,
      /^Apply/,
      /^Manifest/,
      /^Commands/,
      /^nginx/,
      /^kindnet/,
      /^kube-proxy/,
      /^Add node/,
      /^cp-1/,
      /^Tolerate/,
      /^Back to the start/,
      /^Pause/,
      /^Step/,
      /^Speed/,
      /^Playhead/,
    ];
    const places = stations.map((station) => order.findIndex((at) => station.test(at)));
    expect(
      places.map((place, i) => (place < 0 ? String(stations[i]) : '')).filter(Boolean),
      order.join(' | '),
    ).toEqual([]);
    expect(places, order.join(' | ')).toEqual(places.toSorted((a, b) => a - b));
  });
  await test.step('pause the clock', async () => {
    await tabTo(/^Pause/);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeFocused();
  });
  await test.step('edit and apply', async () => {
    await tabTo(/^Manifest/, 'Shift+Tab');
    await page.keyboard.press('Control+Home');
    for (let i = 0; i < 15; i++) await page.keyboard.press('ArrowDown');
    await page.keyboard.press('End');
    await page.keyboard.press('Backspace');
    await page.keyboard.type('9');
    await page.keyboard.press('Control+Enter');
    await expect(app.card('nginx')).toContainText('1.29');
  });
  await test.step('out of the editor and to the grid; arrows walk through nodes and slots', async () => {
    await tabTo(/^cp-1/);
    await page.keyboard.press('ArrowRight');
    expect(await focused()).toMatch(/^worker-1/);
    await page.keyboard.press('ArrowDown');
    expect(await focused()).toMatch(/^nginx on worker-1/);
    await page.keyboard.press('ArrowRight');
    expect(await focused()).toMatch(/^nginx on worker-2/);
    await page.keyboard.press('Enter');
    await expect(app.slot('nginx', 'worker-2')).toHaveAttribute('aria-selected', 'true');
    await expect(app.inspector.getByRole('heading', { level: 2 })).toContainText('nginx');
  });
  await test.step('a node and what can be done to it', async () => {
    await page.keyboard.press('Escape');
    expect(await focused()).toMatch(/^worker-2/);
    await page.keyboard.press('Enter');
    await tabTo(/^Cordon/);
    await page.keyboard.press('Enter');
    await expect(app.node('worker-2')).toHaveAccessibleName(/cordoned/);
    await expect(app.inspector.getByRole('button', { name: 'Uncordon' })).toBeFocused();
    await tabTo(/^Key of the new taint/);
    await page.keyboard.type('maintenance');
    await page.keyboard.press('Enter');
    await expect(app.node('worker-2')).toContainText('maintenance:NoSchedule');
  });
  await test.step('tabs of the inspector', async () => {
    await tabTo(/^Node$/, 'Shift+Tab');
    await page.keyboard.press('ArrowRight');
    await expect(app.inspector.getByRole('tab', { name: 'YAML' })).toBeFocused();
    await expect(app.inspector.getByRole('tabpanel')).toContainText('kind: Node');
  });
  await test.step('add a node', async () => {
    await tabTo(/^Add node/, 'Shift+Tab');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    expect(await focused()).toMatch(/^Worker/);
    await page.keyboard.press('Escape');
    expect(await focused()).toMatch(/^Add node/);
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await expect(app.node('worker-3')).toBeAttached();
  });
  await test.step('dialogs take the focus, close by Escape and give it back', async () => {
    for (const name of [/^Share/, /^Help/]) {
      await tabTo(name, 'Shift+Tab');
      await page.keyboard.press('Enter');
      await expect(app.dialog).toBeVisible();
      expect(await app.dialog.evaluate((dialog) => dialog.contains(document.activeElement))).toBe(true);
      for (let i = 0; i < 6; i++) await page.keyboard.press('Tab');
      await page.keyboard.press('Escape');
      await expect(app.dialog).toHaveCount(0);
      expect(await focused()).toMatch(name);
    }
  });
});

test('the theme follows the system, can be chosen and is remembered', async ({ app, page }) => {
  await page.emulateMedia({ colorScheme: 'light' });
  await app.open();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
  await page.getByRole('button', { name: 'Theme: system' }).click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await expect(page.getByRole('button', { name: 'Theme: dark' })).toBeVisible();
});

test('what happens is said to a screen reader', async ({ app, page }) => {
  await app.start();
  const said = page.getByRole('log', { name: 'What happens' });
  await app.apply(nginx({ image: 'nginx:1.29' }));
  await expect(said).toContainText(/nginx/);
  await app.pass(30);
  await expect(said).not.toBeEmpty();
});
