/** `npm run bench:page`: what a visitor waits for, measured on the production build in real Chromium. */
import { chromium } from '@playwright/test';
import { optionsOrExit, usage } from '../../src/bench/arguments';
import type { MeasuredLine } from '../../src/bench/figure';
import { publish } from '../../src/bench/publish';
import config from '../../playwright.config';
import { EDITS_FIGURE } from './edits';
import { HOUR_FIGURE } from './hour';
import { LOADS_FIGURE } from './loads';
import { runPageFigure, type PageFigure } from './page-figure';
import { PLAYING } from './playing';
import { withPreview } from './server';

const FIGURES: readonly PageFigure[] = [LOADS_FIGURE, PLAYING, EDITS_FIGURE, HOUR_FIGURE];

const options = optionsOrExit(FIGURES.map(({ name }) => name));
if (options.help) console.log(usage('bench:page', FIGURES));
else await bench();

async function bench(): Promise<void> {
  const started = Date.now();
  const say = (line: string): void =>
    console.error(`${String(Math.round((Date.now() - started) / 1000)).padStart(4)} s  ${line}`);
  const browser = await chromium.launch(config.use?.launchOptions);
  try {
    const lines = await withPreview(async (url) => {
      const measured: MeasuredLine[] = [];
      for (const figure of FIGURES)
        if (options.only.length === 0 || options.only.includes(figure.name))
          measured.push(...(await runPageFigure(figure, { browser, url }, options.quick, say)));
      return measured;
    });
    await publish('page', lines, options, `Chromium ${browser.version()}`);
  } finally {
    await browser.close();
  }
}
