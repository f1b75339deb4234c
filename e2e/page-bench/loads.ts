import { gzipSync } from 'node:zlib';
import type { Page } from '@playwright/test';
import { median } from '../../src/bench/statistics';
import { withPage } from './open';
import type { Bench, PageFigure } from './page-figure';

const LOADS = 7;

/** What is there when these are first found and painted. */
const MOMENTS = {
  frame: '.header',
  interactive: '.time-controls button.play:not(:disabled)',
  editor: '.monaco-editor .view-line span span',
};

interface Seen {
  /** Milliseconds since the navigation at which it was in the document, and at which it was painted. */
  there: Record<string, number>;
  painted: Record<string, number>;
}

/** Runs in the page. */
function watchFor(selectors: Record<string, string>): void {
  const seen: Seen = { there: {}, painted: {} };
  Object.assign(window, { seen });
  const look = (): void => {
    for (const [name, selector] of Object.entries(selectors))
      if (!(name in seen.there) && document.querySelector(selector)) {
        seen.there[name] = performance.now();
        requestAnimationFrame(() => setTimeout(() => (seen.painted[name] = performance.now())));
      }
  };
  new MutationObserver(look).observe(document, { childList: true, subtree: true, attributes: true });
}

export const LOADS_FIGURE: PageFigure = {
  name: 'loads',
  how: 'Seven loads with a cold cache, medians: from the navigation to the frame that shows it; gzipped bytes of what was asked for until the controls were there (the shell), and of all but the editor.',
  lines: [
    { key: 'frame', title: 'frame painted', unit: 'ms', aims: [] },
    { key: 'interactive', title: 'shell interactive', unit: 'ms', aims: [{ most: 150 }] },
    { key: 'editor', title: 'editor text painted', unit: 'ms', aims: [{ most: 700 }] },
    { key: 'shell', title: 'shell, gz, before the editor', unit: 'KiB', aims: [{ most: 110 }] },
    { key: 'all', title: 'shell and simulation, gz', unit: 'KiB', aims: [] },
  ],
  sizes: [undefined],
  quickSizes: [undefined],
  async measure(bench) {
    const loads: Record<string, number>[] = [];
    for (let i = 0; i < LOADS; i++) loads.push(await withPage(bench, (page) => load(page, bench)));
    const keys = Object.keys(loads[0] ?? {});
    return Object.fromEntries(
      keys.map((key) => [key, median(loads.flatMap((reading) => reading[key] ?? []))]),
    );
  },
};

interface Fetched {
  file: string;
  /** When it was asked for, milliseconds since the Unix epoch. */
  at: number;
  /** KiB, gzipped. */
  size: Promise<number>;
}

async function load(page: Page, { url }: Bench): Promise<Record<string, number>> {
  const fetched: Fetched[] = [];
  page.on('response', (response) => {
    const { startTime } = response.request().timing();
    const size = response.body().then(
      (body) => gzipSync(body, { level: 9 }).length / 1024,
      () => 0,
    );
    fetched.push({ file: new URL(response.url()).pathname, at: startTime, size });
  });
  await page.addInitScript(watchFor, MOMENTS);
  await page.goto(url);
  await page.waitForFunction(
    (count) => Object.keys((window as unknown as { seen: Seen }).seen.painted).length === count,
    Object.keys(MOMENTS).length,
  );
  const { seen, origin } = await page.evaluate(() => ({
    seen: (window as unknown as { seen: Seen }).seen,
    origin: performance.timeOrigin,
  }));
  return {
    ...seen.painted,
    shell: await sizeBefore(fetched, origin + (seen.there['interactive'] ?? 0)),
    all: await sizeBefore(fetched, Infinity),
  };
}

/** The editor's own files. */
const EDITOR = /\/(?:create-editor|editor|workers|yaml-language|yaml\.worker)[.-]|\.ttf$/;

async function sizeBefore(fetched: readonly Fetched[], time: number): Promise<number> {
  const sizes = fetched.filter(({ file, at }) => at < time && !EDITOR.test(file)).map(({ size }) => size);
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}
