import type { Page } from '@playwright/test';
import { percentile } from '../../src/bench/statistics';
import { openNodes, pause, play, setSpeed, withPage } from './open';
import type { PageFigure } from './page-figure';

const EDITS = 20;
/** Real milliseconds without typing before the text is checked (src/page.tsx). */
const TYPING_PAUSE = 250;

export const EDITS_FIGURE: PageFigure = {
  name: 'edits',
  how: `With Live on and the clock standing, another image is typed: from the last key to the first frame in which the picture of the cluster has changed, less the ${TYPING_PAUSE} ms that typing is waited for; ${EDITS} times.`,
  lines: [
    {
      key: 'p95',
      title: 'valid edit → first changed frame, p95',
      unit: 'ms',
      aims: [
        { at: 100, most: 60 },
        { at: 1000, most: 150 },
      ],
    },
    { key: 'median', title: 'valid edit → first changed frame, median', unit: 'ms', aims: [] },
  ],
  sizes: [100, 300, 1000],
  quickSizes: [100],
  measure: (bench, size = 0) =>
    withPage(bench, async (page) => {
      await page.addInitScript(watchCanvas);
      await openNodes(page, bench.url, size);
      await page.getByRole('switch', { name: 'Live' }).click();
      await setSpeed(page, 60);
      const times: number[] = [];
      for (let i = 0; i < EDITS; i++) {
        times.push(await edit(page, `nginx:2.${i}`));
        // The rollout must be over: there must be pods to replace at the next edit.
        await play(page);
        await page.waitForTimeout(2_500);
        await pause(page);
        await page.waitForTimeout(500);
      }
      return { p95: percentile(times, 95), median: percentile(times, 50) };
    }),
};

/** Runs in the page, before its own scripts: drawing on a canvas is told as an event. */
function watchCanvas(): void {
  const context = CanvasRenderingContext2D.prototype;
  for (const name of ['fillRect', 'drawImage', 'putImageData', 'fill'] as const) {
    const draw = context[name] as (...words: unknown[]) => void;
    Object.assign(context, {
      [name](this: CanvasRenderingContext2D, ...words: unknown[]) {
        if (this.canvas.isConnected) this.canvas.dispatchEvent(new Event('drawn', { bubbles: true }));
        return draw.apply(this, words);
      },
    });
  }
}

async function edit(page: Page, image: string): Promise<number> {
  await page.locator('.view-line', { hasText: 'image:' }).click();
  // The first Home goes to the line's first word, so the indentation stays.
  await page.keyboard.press('Home');
  await page.keyboard.press('Shift+End');
  await page.keyboard.insertText(`image: ${image.slice(0, -1)}`);
  await page.evaluate(watchNext);
  await page.keyboard.type(image.slice(-1));
  const time = await page.evaluate(() => (window as unknown as { changed: Promise<number> }).changed);
  return time - TYPING_PAUSE;
}

/** Runs in the page: from the next key to the first frame with another picture, real milliseconds. */
function watchNext(): void {
  const changed = new Promise<number>((resolve) => {
    let start = 0;
    window.addEventListener('keydown', () => (start ||= performance.now()), { capture: true, once: true });
    const grid = document.querySelector('.grid-host') as Element;
    const stops: (() => void)[] = [];
    const done = (): void => {
      if (start === 0) return;
      for (const stop of stops) stop();
      requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - start)));
    };
    const observer = new MutationObserver(done);
    observer.observe(grid, { subtree: true, attributes: true, attributeFilter: ['data-state'] });
    grid.addEventListener('drawn', done);
    stops.push(
      () => observer.disconnect(),
      () => grid.removeEventListener('drawn', done),
    );
  });
  Object.assign(window, { changed });
}
