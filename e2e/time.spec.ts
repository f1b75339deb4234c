import { expect, test } from './fixtures';
import { nginx } from './nginx';

test('6 play, pause, step and speed move a clock of its own', async ({ app, page }) => {
  await app.open();
  await test.step('paused, nothing moves', async () => {
    await app.pause();
    const stopped = await app.time();
    await page.waitForTimeout(400);
    expect(await app.time()).toBe(stopped);
  });
  await test.step('speeds from a quarter to sixty', async () => {
    await expect(app.speed.getByRole('option')).toHaveText([
      '0.25×',
      '0.5×',
      '1×',
      '2×',
      '5×',
      '10×',
      '30×',
      '60×',
    ]);
    const rates: number[] = [];
    for (const speed of [0.25, 60]) {
      await app.setSpeed(speed);
      await app.play();
      const from = { real: Date.now(), virtual: await app.time() };
      await page.waitForTimeout(700);
      rates.push(((await app.time()) - from.virtual) / (Date.now() - from.real));
      await app.pause();
    }
    // A busy machine plays more slowly, never faster.
    expect(rates[0]).toBeGreaterThan(0.02);
    expect(rates[0]).toBeLessThan(0.5);
    expect(rates[1]).toBeGreaterThan(3);
    expect(rates[1]).toBeLessThan(75);
  });
  await test.step('the clock tells hours, minutes and seconds', async () => {
    await app.at(75);
    await expect(app.clock).toHaveText('00:01:15');
    await expect(app.slider).toHaveAttribute('aria-valuetext', '1 minute 15 seconds');
  });
  await test.step('keys: Space, the dot and the arrows of the slider', async () => {
    await app.slider.focus();
    await page.keyboard.press('ArrowLeft');
    await expect(app.clock).toHaveText('00:01:14');
    await page.keyboard.press('PageDown');
    await expect(app.clock).toHaveText('00:01:04');
    await page.keyboard.press('Home');
    await expect(app.clock).toHaveText('00:00:00');
    await page.locator('body').click({ position: { x: 700, y: 5 } });
    await page.keyboard.press('Space');
    await expect(page.getByRole('button', { name: 'Pause', exact: true })).toBeVisible();
    await page.keyboard.press('Space');
    await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible();
  });
  await test.step('Step goes to what happens next', async () => {
    await app.apply(nginx({ image: 'nginx:1.29' }));
    const applied = await app.time();
    await app.expectSlot('nginx', 'worker-1', /Terminating|Ready/);
    await app.stepButton.click();
    await expect.poll(() => app.time()).toBeGreaterThan(applied);
    expect((await app.time()) - applied).toBeLessThan(31_000);
    await page.getByRole('heading', { name: 'DaemonSet Playground' }).click();
    const stepped = await app.time();
    await page.keyboard.press('.');
    await expect.poll(() => app.time()).toBeGreaterThan(stepped);
  });
});

test('6 scrubbing back and forth gives the same picture', async ({ app, page }) => {
  await app.start();
  await app.apply(nginx({ image: 'nginx:1.29' }));
  await app.at(5);
  await app.addNode('Worker');
  await app.at(40);
  const moments = [0, 3, 5.5, 12.3, 40];
  const look = async (seconds: number) => {
    await app.at(seconds);
    return app.picture();
  };
  const first = [];
  for (const moment of moments) first.push(await look(moment));
  expect(new Set(first.map((picture) => JSON.stringify(picture.slots))).size).toBeGreaterThan(3);
  for (const i of [3, 1, 4, 0, 2]) expect(await look(moments[i] ?? 0)).toEqual(first[i]);
  await test.step('the strip says in words what it shows', async () => {
    await app.at(40);
    await expect(app.slider).toHaveAccessibleDescription(
      'nginx at 00:00:40. worker-1: Ready (revision 2); worker-2: Ready (revision 2); worker-3: Ready (revision 2).',
    );
  });
  await test.step('what was done is marked on the timeline and leads back there', async () => {
    const mark = app.mark('00:05 worker-3 added');
    await expect(mark).toBeAttached();
    await mark.click();
    await expect(app.clock).toHaveText('00:00:05');
  });
  await test.step('back to the start, and an action there begins another future', async () => {
    await page.getByRole('button', { name: 'Back to the start' }).click();
    await expect(app.node('worker-3')).toHaveCount(0);
    await app.at(2);
    await app.addNode('Control plane');
    await expect(app.mark('00:05 worker-3 added')).toHaveCount(0);
    await app.at(45);
    await expect(app.node('cp-2')).toHaveAccessibleName(/ready/);
    await expect(app.node('worker-3')).toHaveCount(0);
  });
});
