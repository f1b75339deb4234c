import type { Page } from '@playwright/test';
import { percentile } from '../../src/bench/statistics';
import { framesDuring } from './frames';
import { openNodes, play, playhead, setSpeed, withPage } from './open';
import type { PageFigure } from './page-figure';
import { tasksDuring } from './tasks';

/** So many nodes at a time at this speed: 10 to 11 % of all pods change in each second of the eight that a rollout takes. */
const AT_A_TIME = '6%';
const SPEED = 5;
const ROLLOUT = 8_000;
const ROLLOUTS = 2;

export const PLAYING: PageFigure = {
  name: 'playing',
  how: `At ${SPEED}×, the nginx DaemonSet (one of three) is restarted every ${ROLLOUT / 1000} s by the inspector’s button, maxUnavailable ${AT_A_TIME}: 10 to 11 % of all pods change in each real second. Frames are the gaps between animation frames; tasks come from the browser’s trace, in a last rollout of the same play.`,
  lines: [
    {
      key: 'frames',
      title: 'frame p95, 10 % of pods changing each second',
      unit: 'ms',
      aims: [
        { at: 300, most: 18 },
        { at: 5000, most: 20 },
      ],
    },
    {
      key: 'task',
      title: 'longest task while playing',
      unit: 'ms',
      aims: [
        { at: 1000, most: 25 },
        { at: 5000, most: 50 },
      ],
    },
    { key: 'taskCpu', title: 'longest task, CPU', unit: 'ms', aims: [] },
    { key: 'busy', title: 'CPU of the page’s thread while playing', unit: '%', aims: [] },
    { key: 'late', title: 'slower than asked for', unit: '%', aims: [] },
  ],
  sizes: [100, 300, 1000, 5000],
  quickSizes: [100, 300],
  measure: (bench, size = 0) =>
    withPage(bench, async (page) => {
      await openNodes(page, bench.url, size, AT_A_TIME);
      await page.getByRole('button', { name: /nginx/ }).first().click();
      await setSpeed(page, SPEED);
      await play(page);
      const start = await playhead(page);
      const gaps: number[] = [];
      for (let i = 0; i < ROLLOUTS; i++) {
        await restart(page);
        gaps.push(...(await framesDuring(page, ROLLOUT)));
      }
      const passed = (await playhead(page)) - start;
      const tasks = await tasksDuring(bench.browser, page, async () => {
        await restart(page);
        await page.waitForTimeout(ROLLOUT);
      });
      const real = gaps.reduce((sum, gap) => sum + gap, 0);
      return {
        frames: percentile(gaps, 95),
        task: tasks.longest,
        taskCpu: tasks.longestCpu,
        busy: 100 * tasks.busy,
        late: Math.max(0, 100 * (1 - passed / (real * SPEED))),
      };
    }),
};

async function restart(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Restart/ }).click();
}
