import { median } from '../../src/bench/statistics';
import { withBareBrowser } from './bare-browser';
import type { PageFigure } from './page-figure';
import { withPreview } from './server';

const LOADS = 7;
/** Real milliseconds that the browser gets to come to rest before the page is opened. */
const REST = 2_000;
/** Longest that a load may take, real milliseconds. */
const PATIENCE = 60_000;

/** When these are first found they are drawn with the next frame. */
const DRAWN = {
  picture: '.node-grid .tile',
  editor: '.monaco-editor .view-line span span',
};

/** Milliseconds since the navigation, and what was asked for when. */
interface Seen {
  painted: Record<string, number>;
  /** All controls answer: the page marks it itself. */
  live: number;
  firstPaint: number;
  /** `size`: bytes as they were sent, gzipped. */
  fetched: { path: string; at: number; size: number }[];
}

/** Runs in the page, and posts what it has seen. */
function watchFor(selectors: Record<string, string>): void {
  const painted: Record<string, number> = {};
  const waiting = new Set(Object.keys(selectors));
  const report = (): void => {
    const [live] = performance.getEntriesByName('live');
    const paint = performance.getEntriesByName('first-contentful-paint')[0];
    if (!live || !paint || Object.keys(painted).length < Object.keys(selectors).length) {
      setTimeout(report, 200);
      return;
    }
    const entries = [
      ...performance.getEntriesByType('navigation'),
      ...performance.getEntriesByType('resource'),
    ] as PerformanceResourceTiming[];
    const fetched = entries.map(({ name, startTime: at, encodedBodySize: size }) => ({
      path: new URL(name).pathname,
      at,
      size,
    }));
    const seen: Seen = { painted, live: live.startTime, firstPaint: paint.startTime, fetched };
    void fetch('/seen', { method: 'POST', body: JSON.stringify(seen) });
  };
  new MutationObserver(() => {
    for (const name of waiting) {
      if (!document.querySelector(selectors[name] ?? '')) continue;
      waiting.delete(name);
      requestAnimationFrame(() => setTimeout(() => (painted[name] = performance.now())));
    }
  }).observe(document, { childList: true, subtree: true });
  setTimeout(report, 1_000);
}

export const LOADS_FIGURE: PageFigure = {
  name: 'loads',
  how: 'Seven loads with a cold cache, each in a browser of its own that no debugger watches, medians: from the navigation to the first picture, to the moment when all controls answer, and to the frames that show the nodes and the text; bytes as they were sent, gzipped, of what was asked for until the controls answered (the shell), and of all but the editor.',
  lines: [
    { key: 'frame', title: 'first picture painted', unit: 'ms', aims: [] },
    { key: 'interactive', title: 'shell interactive', unit: 'ms', aims: [{ most: 150 }] },
    { key: 'picture', title: 'nodes painted', unit: 'ms', aims: [] },
    { key: 'editor', title: 'editor text painted', unit: 'ms', aims: [{ most: 700 }] },
    { key: 'shell', title: 'shell, gz, before the editor', unit: 'KiB', aims: [{ most: 110 }] },
    { key: 'all', title: 'shell and simulation, gz', unit: 'KiB', aims: [] },
  ],
  sizes: [undefined],
  quickSizes: [undefined],
  async measure() {
    const loads: Record<string, number>[] = [];
    for (let i = 0; i < LOADS; i++) loads.push(await load());
    const keys = Object.keys(loads[0] ?? {});
    return Object.fromEntries(
      keys.map((key) => [key, median(loads.flatMap((reading) => reading[key] ?? []))]),
    );
  },
};

async function load(): Promise<Record<string, number>> {
  let tell = (_told: unknown): void => {};
  const told = new Promise<unknown>((done, fail) => {
    tell = done;
    setTimeout(() => fail(new Error('the page was never complete')), PATIENCE).unref();
  });
  // The TypeScript runner marks functions with their names; functions sent to the page need that helper there.
  const watch = `globalThis.__name = (f) => f; (${watchFor.toString()})(${JSON.stringify(DRAWN)})`;
  const extras = { head: `<script>${watch}</script>`, startAfter: REST, seen: tell };
  const seen = (await withPreview((url) => withBareBrowser(`${url}start.html`, told), extras)) as Seen;
  return {
    frame: seen.firstPaint,
    // What has not been painted cannot be used.
    interactive: Math.max(seen.live, seen.firstPaint),
    ...seen.painted,
    shell: sizeBefore(seen, seen.live),
    all: sizeBefore(seen, Infinity),
  };
}

/** The editor's own files. */
const EDITOR = /\/(?:create-editor|editor|workers|yaml-language|yaml\.worker)[.-]|\.ttf$/;

/** KiB. */
function sizeBefore({ fetched }: Seen, time: number): number {
  const own = fetched.filter(({ path, at }) => at < time && !EDITOR.test(path));
  return own.reduce((sum, { size }) => sum + size, 0) / 1024;
}
