import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { deflateRawSync } from 'node:zlib';
import { expect, test } from './fixtures';
import { nginx } from './nginx';
import type { Playground } from './page-object';

async function share(app: Playground): Promise<string> {
  await app.page.getByRole('button', { name: 'Share' }).click();
  const field = app.dialog.getByRole('textbox', { name: 'Link' });
  await expect(field).toHaveValue(/#1\./);
  await expect(app.dialog.getByRole('status')).toContainText('Copied.');
  return field.inputValue();
}

test('8 a link restores the same state at the same moment in another browser', async ({
  app,
  freshApp,
  page,
}) => {
  await app.start();
  await app.at(3);
  await app.apply(nginx({ image: 'nginx:1.29' }));
  await app.at(5.2);
  await app.addNode('Worker');
  await app.select('worker-2');
  await app.addTaint('dedicated', 'db', 'NoExecute');
  await app.at(17.35);
  await app.setText(nginx({ image: 'nginx:1.30' }));
  const link = await share(app);
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(link);
  await page.keyboard.press('Escape');

  const other = await freshApp();
  await other.page.goto(link);
  await expect(other.grid).toBeVisible();
  await expect(other.page.getByRole('status').filter({ hasText: 'Opened from a link' })).toBeVisible();
  await expect(other.clock).toHaveText('00:00:17');
  expect(await other.time()).toBe(17_350);
  const mine = await app.picture();
  expect(mine.slots.flatMap(({ uids }) => uids).length).toBeGreaterThan(5);
  expect(await other.picture()).toEqual(mine);
  expect(await other.getText()).toBe(nginx({ image: 'nginx:1.30' }));
  await expect(other.manifest.locator('.file-name')).toHaveText('nginx.yaml');
  await expect(other.mark('00:05 worker-3 added')).toBeAttached();

  await test.step('to the last byte of an object', async () => {
    for (const each of [app, other]) {
      await each.select('worker-3', 'kindnet');
      await each.inspector.getByRole('tab', { name: 'YAML' }).click();
    }
    const yaml = await app.inspector.getByRole('tabpanel').textContent();
    expect(yaml).toContain('resourceVersion');
    expect(await other.inspector.getByRole('tabpanel').textContent()).toBe(yaml);
  });
  await test.step('and the same future', async () => {
    await app.at(90);
    await other.at(90);
    expect(await other.picture()).toEqual(await app.picture());
  });
  await test.step('the same past', async () => {
    await app.at(4);
    await other.at(4);
    expect(await other.picture()).toEqual(await app.picture());
  });
  await test.step('sharing what was opened gives the same link', async () => {
    await other.at(17.35);
    expect(await share(other)).toBe(link);
  });
});

const packed = (scenario: unknown): string =>
  `1.${deflateRawSync(Buffer.from(typeof scenario === 'string' ? scenario : JSON.stringify(scenario))).toString('base64url')}`;
const SCENARIO = { version: 1, base: 'three-nodes-1', seed: 1, actions: [], text: nginx(), playhead: 0 };
const SCRIPT = '<img src=x onerror="document.title=\'harmed\'"><script>document.title="harmed"</script>';

test('8 links that are broken or hostile explain themselves and harm nothing', async ({ app, page }) => {
  await app.start();
  await app.at(12);
  await app.addNode('Worker');
  const before = await app.picture();
  const good = (await share(app)).split('#')[1] ?? '';
  await page.keyboard.press('Escape');
  const bad: Record<string, string> = {
    garbage: 'garbage',
    'another version': `9.${good.slice(2)}`,
    truncated: good.slice(0, good.length / 2),
    'with characters of no link': `${good.slice(0, 30)}<script>%00"'${good.slice(30)}`,
    damaged: good.slice(0, 20) + good.slice(20, 60).split('').toReversed().join('') + good.slice(60),
    'of an unknown cluster': packed({ ...SCENARIO, base: SCRIPT }),
    'that is no scenario': packed('[1,2,3]'),
    'with too many actions': packed({
      ...SCENARIO,
      actions: Array.from({ length: 5000 }, () => ({ at: 0, line: 'x' })),
    }),
    'far beyond the day': packed({ ...SCENARIO, playhead: 1e15 }),
    huge: `1.${'A'.repeat(1_500_000)}`,
    'a bomb': packed(' '.repeat(30_000_000)),
    'with a prototype in it': packed('{"__proto__":{"version":1},"constructor":1}'),
  };
  for (const [name, hash] of Object.entries(bad)) {
    await test.step(name, async () => {
      await page.evaluate((value) => (window.location.hash = value), hash);
      const alert = page.getByRole('alert').filter({ hasText: 'This link could not be opened' });
      await expect(alert).toBeVisible();
      await expect(alert).toContainText('Nothing was changed.');
      await alert.getByRole('button', { name: 'Close this message' }).click();
      await expect(alert).toBeHidden();
      await expect(page).toHaveTitle('DaemonSet Playground');
      expect(await app.picture()).toEqual(before);
    });
  }
});

test('8 a bad link on a first visit; script in a good one stays text', async ({ app, page }) => {
  await test.step('a bad link opens the page as it is without', async () => {
    await app.open('1.zzzz');
    await expect(page.getByRole('alert').filter({ hasText: 'This link could not be opened' })).toBeVisible();
    await app.expectCounters('nginx', [2, 2, 2, 2, 2]);
  });
  await test.step('script in every text', async () => {
    const text = nginx({ metadata: `annotations:\n  x: '${SCRIPT.replaceAll("'", "''")}'` });
    const actions = [
      { at: 0, line: 'kubectl apply -f -', stdin: text },
      { at: 10, line: `kubectl label node worker-1 '${SCRIPT}'` },
      { at: 20, line: SCRIPT },
    ];
    await page.goto(`./?again#${packed({ ...SCENARIO, actions, text, playhead: 5_000 })}`);
    await expect(page.getByText('Opened from a link')).toBeVisible();
    await app.editorReady();
    await expect(app.clock).toHaveText('00:00:05');
    await app.card('nginx').click();
    await app.inspector.getByRole('tab', { name: 'YAML' }).click();
    await expect(app.inspector.getByRole('tabpanel')).toContainText('onerror');
    await expect(page).toHaveTitle('DaemonSet Playground');
    await expect(page.locator('img, body script:not([src])')).toHaveCount(0);
  });
});

test('8 reload restores your own work, and a link does not overwrite it', async ({ app, page }) => {
  await app.start();
  await app.apply(nginx({ image: 'nginx:1.29' }));
  await app.addNode('Worker');
  await app.at(42);
  await app.setText(nginx({ image: 'nginx:1.30' }));
  const picture = await app.picture();
  await page.reload();
  await app.editorReady();
  await app.pause();
  await app.at(42);
  expect(await app.picture()).toEqual(picture);
  expect(await app.getText()).toBe(nginx({ image: 'nginx:1.30' }));

  await test.step('looking at a link leaves it alone', async () => {
    await app.page.goto(`./?visit#${packed(SCENARIO)}`);
    await expect(app.node('worker-3')).toHaveCount(0);
    await app.page.goto('./');
    await expect(app.node('worker-3')).toBeVisible();
  });
  await test.step('starting over brings the first scenario', async () => {
    await page.getByRole('button', { name: 'Start over' }).click();
    await expect(app.node('worker-3')).toHaveCount(0);
    await expect(app.clock).toHaveText(/^00:00:0/);
    expect(await app.getText()).toContain('image: nginx:1.28');
  });
});

test('8 the page works from a sub-path', async ({ freshApp, baseURL }) => {
  const prefix = '/some/sub/path/';
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    if (!path.startsWith(prefix)) return void response.writeHead(404).end();
    void fetch(new URL(path.slice(prefix.length), baseURL), { headers: { accept: '*/*' } }).then(
      async (answer) => {
        const type = answer.headers.get('content-type') ?? 'application/octet-stream';
        response.writeHead(answer.status, { 'content-type': type });
        response.end(new Uint8Array(await answer.arrayBuffer()));
      },
    );
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const root = `http://127.0.0.1:${(server.address() as AddressInfo).port}${prefix}`;
  try {
    const app = await freshApp({ baseURL: root });
    await app.start();
    await app.apply(nginx({ image: 'nginx:1.29', spec: 'minReadySeconds: soon' }));
    // Wrong in the eyes of the language service as well, so its worker runs.
    await expect(app.manifest.locator('.squiggly-error, .squiggly-warning').first()).toBeAttached();
    await app.apply(nginx({ image: 'nginx:1.29' }));
    await app.at(30);
    await app.expectCounters('nginx', [2, 2, 2, 2, 2]);
    const link = await share(app);
    expect(link).toContain(root);
    const other = await freshApp({ baseURL: root });
    await other.page.goto(link);
    await expect(other.card('nginx')).toContainText('1.29');
    expect(await other.picture()).toEqual(await app.picture());
    // The parts that load late must find their server too.
    await other.editorReady();
    await other.page.waitForFunction(() => {
      const fetched = performance.getEntriesByType('resource').map(({ name }) => name);
      return ['/selected-', '/yaml.worker-', '/codicon-'].every((part) =>
        fetched.some((name) => name.includes(part)),
      );
    });
    await other.page.waitForLoadState('networkidle');
  } finally {
    server.close();
  }
});

test('8 without storage and clipboard the page works, and the link can be copied by hand', async ({
  app,
  page,
}) => {
  await page.addInitScript(() => {
    Object.defineProperty(window, 'localStorage', {
      get() {
        throw new DOMException('denied', 'SecurityError');
      },
    });
    Object.defineProperty(navigator, 'clipboard', { value: undefined });
  });
  await app.open();
  await app.pause();
  await page.getByRole('button', { name: 'Share' }).click();
  await expect(app.dialog.getByRole('status')).toContainText('Copy it from the field.');
  await expect(app.dialog.getByRole('textbox', { name: 'Link' })).toBeFocused();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: /^Theme/ }).click();
  await app.addNode('Worker');
  await expect(app.node('worker-3')).toBeVisible();
});

// The page goes on showing the link's scenario under the address without it, and saves it over the user's own work.
test('8 going back from a link brings your own work back', async ({ app, page }) => {
  await app.start();
  const link = await share(app);
  await page.keyboard.press('Escape');
  await app.addNode('Worker');
  await expect(app.node('worker-3')).toBeVisible();
  await page.evaluate((hash) => (window.location.hash = hash), new URL(link).hash);
  await expect(page.getByText('Opened from a link')).toBeVisible();
  await expect(app.node('worker-3')).toHaveCount(0);
  await page.goBack();
  await expect(app.node('worker-3')).toBeVisible();
  await page.reload();
  await expect(app.node('worker-3')).toBeVisible();
});
