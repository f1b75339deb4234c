import type { CDPSession, Page } from '@playwright/test';
import { openNodes, play, playhead, setSpeed, withPage } from './open';
import type { PageFigure } from './page-figure';

const HOUR = 3_600_000;
const FASTEST = 60;

export const HOUR_FIGURE: PageFigure = {
  name: 'hour',
  how: 'The page plays an hour at 60×; the JavaScript heap after a garbage collection, before and after.',
  lines: [
    { key: 'growth', title: 'one hour of play, heap growth', unit: 'MB', aims: [{ at: 100, most: 20 }] },
  ],
  sizes: [100],
  quickSizes: [],
  measure: (bench, size = 0) =>
    withPage(bench, async (page) => {
      await openNodes(page, bench.url, size);
      const devtools = await page.context().newCDPSession(page);
      await setSpeed(page, FASTEST);
      const before = await heap(devtools);
      const end = (await playhead(page)) + HOUR;
      await play(page);
      await until(page, end);
      return { growth: (await heap(devtools)) - before };
    }),
};

async function heap(devtools: CDPSession): Promise<number> {
  await devtools.send('HeapProfiler.collectGarbage');
  await devtools.send('HeapProfiler.collectGarbage');
  return (await devtools.send('Runtime.getHeapUsage')).usedSize / 1e6;
}

async function until(page: Page, time: number): Promise<void> {
  for (let tries = 0; (await playhead(page)) < time; tries++) {
    if (tries > 180) throw new Error('the hour has not passed in three minutes');
    await page.waitForTimeout(1000);
  }
}
