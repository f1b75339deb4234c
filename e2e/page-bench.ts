/** `npm run bench:page`: what a visitor waits for, measured on the production build in real Chromium and printed. */
import { spawn } from 'node:child_process';
import { chromium, type Browser, type Page } from '@playwright/test';
import config from '../playwright.config';

const PORT = 4190;
const URL = `http://127.0.0.1:${PORT}/`;
const LOADS = 7;
const EDITS = 20;
const NODES = 97;

/** The TypeScript runner marks functions with their names; functions sent to the page need that helper there. */
const NAMES = 'globalThis.__name = (f) => f';

/** Runs in the page: notes when what a selector names is first there and painted. */
function watchFor(selectors: Record<string, string>): void {
  const seen: Record<string, number> = {};
  Object.assign(window, { seen });
  const look = (): void => {
    for (const [name, selector] of Object.entries(selectors))
      if (!(name in seen) && document.querySelector(selector)) {
        seen[name] = Infinity;
        requestAnimationFrame(() => setTimeout(() => (seen[name] = performance.now())));
      }
  };
  new MutationObserver(look).observe(document, { childList: true, subtree: true });
}

const MOMENTS = {
  'frame painted': '.header',
  'cluster drawn, controls work': 'g.tile',
  'editor text painted': '.monaco-editor .view-line span span',
};

async function loads(browser: Browser): Promise<void> {
  const times = new Map<string, number[]>();
  for (let i = 0; i < LOADS; i++) {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    const page = await context.newPage();
    await page.addInitScript(NAMES);
    await page.addInitScript(watchFor, MOMENTS);
    await page.goto(URL);
    await page.waitForFunction((count) => {
      const { seen } = window as unknown as { seen: Record<string, number> };
      return Object.values(seen).filter(Number.isFinite).length === count;
    }, Object.keys(MOMENTS).length);
    const seen = await page.evaluate(() => (window as unknown as { seen: Record<string, number> }).seen);
    for (const [name, time] of Object.entries(seen)) times.set(name, [...(times.get(name) ?? []), time]);
    await context.close();
  }
  for (const [name, list] of times) row(`${name}, cold cache (${LOADS} loads)`, list);
}

/** From Ctrl+Enter to the first frame with a changed picture, in milliseconds. */
async function edits(browser: Browser): Promise<void> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.addInitScript(NAMES);
  await page.goto(URL);
  await page.locator('.monaco-editor .view-line').first().waitFor();
  for (let i = 0; i < 5; i++) {
    await page.getByText('Add node').click();
    await page.getByRole('button', { name: /^Twenty/ }).click();
  }
  await page.getByRole('combobox', { name: /speed/i }).selectOption({ label: '60×' });
  await page.waitForTimeout(4_000);
  const times: number[] = [];
  for (let i = 0; i < EDITS; i++) times.push(await edit(page, `nginx:2.${i}`));
  row(`Apply → first changed frame, ${NODES + 6} nodes (${EDITS} edits)`, times);
}

async function edit(page: Page, image: string): Promise<number> {
  const line = page.locator('.view-line', { hasText: 'image:' });
  await line.click();
  // The first Home goes to the line's first word, so the indentation stays.
  await page.keyboard.press('Home');
  await page.keyboard.press('Shift+End');
  await page.keyboard.type(`image: ${image}`);
  await page.waitForTimeout(500);
  await page.evaluate(() => {
    const done = new Promise<number>((resolve) => {
      let start = 0;
      window.addEventListener('keydown', (e) => e.key === 'Enter' && (start ||= performance.now()), true);
      new MutationObserver((_, observer) => {
        if (start === 0) return;
        observer.disconnect();
        requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - start)));
      }).observe(document.querySelector('svg.node-grid') as Element, {
        subtree: true,
        attributes: true,
        attributeFilter: ['data-state'],
      });
    });
    Object.assign(window, { done });
  });
  await page.keyboard.press('Control+Enter');
  const time = await page.evaluate(() => (window as unknown as { done: Promise<number> }).done);
  // The rollout must be over: no pod may change by itself while the next edit is waited for.
  await page.waitForTimeout(4_500);
  return time;
}

function row(name: string, values: readonly number[]): void {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number): string =>
    `${Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0)} ms`;
  console.log(`${name.padEnd(62)} median ${at(0.5)}, p95 ${at(0.95)}, least ${at(0)}`);
}

const server = spawn(
  'npx',
  ['vite', 'preview', '--host', '127.0.0.1', '--port', String(PORT), '--strictPort'],
  {
    stdio: 'ignore',
    detached: true,
  },
);
try {
  for (let tries = 0; tries < 50; tries++) {
    if (
      await fetch(URL).then(
        () => true,
        () => false,
      )
    )
      break;
    await new Promise((done) => setTimeout(done, 200));
  }
  const browser = await chromium.launch(config.use?.launchOptions);
  await loads(browser);
  await edits(browser);
  await browser.close();
} finally {
  if (server.pid) process.kill(-server.pid);
}
