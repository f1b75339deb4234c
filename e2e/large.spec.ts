/** A thousand nodes: what takes long is done in slices, says so and can be stopped; a clock that cannot keep its speed says so. */
import { encodeLink } from '../src/share/link';
import { expect, test } from './fixtures';
import { nginx } from './nginx';

const MINUTE = 60_000;
const busy = encodeLink({
  version: 1,
  base: 'three-nodes-2',
  seed: 1,
  text: nginx({ image: 'nginx:1.29' }),
  actions: [
    { at: 0, line: 'sim add-node worker-{3..1000}' },
    { at: 40_000, line: 'kubectl set image ds/nginx nginx=nginx:1.29' },
  ],
  playhead: MINUTE,
});

test.describe('a thousand nodes', () => {
  test.slow();

  test('opening a link, seeking and giving up, with progress', async ({ app, page }) => {
    const progress = page.getByRole('progressbar');
    const caption = page.locator('.caption');
    const done = () => expect(progress).toHaveCount(0, { timeout: 100_000 });
    await app.open(busy);

    await test.step('the link is replayed under the eyes of the user', async () => {
      await expect(progress).toHaveAccessibleName('replaying to 00:01:00');
      await expect(page.getByRole('button', { name: 'Stop here' })).toBeVisible();
      await done();
      await expect(app.clock).toHaveText('00:01:00');
    });

    await test.step('back: the thumb is where it was put, and Escape returns to the moment before', async () => {
      // The first click of a drag and its end: the latest goal wins.
      await app.slider.fill('45500');
      await app.slider.fill('41500');
      expect(await app.time()).toBe(41_500);
      await app.slider.press('Escape');
      await done();
      const now = await app.time();
      // It may have been there already, when the machine is fast.
      expect([MINUTE, 41_500]).toContain(now);
      await expect(app.clock).toHaveText(now === MINUTE ? '00:01:00' : '00:00:41');
    });

    await test.step('and all the way', async () => {
      await app.slider.fill('42000');
      await done();
      await expect(app.clock).toHaveText('00:00:42');
      await expect(caption).toHaveText(/^paused/);
    });
  });

  test('a long command goes on between frames, and what is asked for meanwhile waits', async ({
    app,
    page,
  }) => {
    await app.start();
    await app.openAddNode();
    await app.cluster.getByRole('button', { name: /^1,000 workers/ }).click();
    await expect(page.getByRole('progressbar')).toHaveAccessibleName('running sim add-node worker-{3..1002}');
    await expect(app.console).toContainText('1000 nodes added: worker-3 … worker-1002', { timeout: 100_000 });
    await expect(app.clock).toHaveText('00:00:00');
    await expect(app.mark('00:00 worker-{3..1002} added')).toBeAttached();
    await app.apply(nginx({ image: 'nginx:1.29' }));
    await expect(page.getByRole('progressbar')).toHaveCount(0, { timeout: 100_000 });
  });

  test('a clock that cannot keep its speed says so, once', async ({ app, page }) => {
    // A processor of a tenth of the speed cannot play a rollout over a thousand nodes at sixty times real time.
    await app.open(busy);
    await expect(page.getByRole('progressbar')).toHaveCount(0, { timeout: 100_000 });
    await app.slider.fill('40000');
    await expect(page.getByRole('progressbar')).toHaveCount(0, { timeout: 100_000 });
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: 10 });
    await app.setSpeed(60);
    await app.play();
    const caption = page.locator('.caption');
    await expect(caption).toHaveText(/^\d+(\.\d)?× of 60×: much is going on, the clock waits for it$/, {
      timeout: 60_000,
    });
    await expect(page.getByRole('status').filter({ hasText: 'The clock is slower than 60×' })).toBeAttached();
    await app.setSpeed(0.25);
    await expect(caption).not.toHaveText(/× of /, { timeout: 60_000 });
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: 1 });
  });
});
