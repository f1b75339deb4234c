/** Opens the page as its users do, in a context of its own: nothing is cached. */
import type { Page } from '@playwright/test';
import { addNodeLines, textOf } from '../../src/bench/loads/session';
import { DEFAULT_BASE } from '../../src/scenario/catalog/index';
import type { Action, Scenario } from '../../src/scenario/scenario';
import { encodeLink } from '../../src/share/link';
import type { Bench } from './page-figure';

/** Virtual milliseconds after which the nodes of a link have their pods. */
const SETTLED = 120_000;
/** Longest that opening may take, real milliseconds. */
const PATIENCE = 300_000;

/** The TypeScript runner marks functions with their names; functions sent to the page need that helper there. */
const NAMES = 'globalThis.__name = (f) => f';

/** Gives a blank page, and closes it with all that it has. */
export async function withPage<T>({ browser }: Bench, use: (page: Page) => Promise<T>): Promise<T> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  try {
    const page = await context.newPage();
    await page.addInitScript(NAMES);
    return await use(page);
  } finally {
    await context.close();
  }
}

/** Opens the page's own cluster with so many nodes, three DaemonSets and their pods, by a link; the clock stands. */
export async function openNodes(
  page: Page,
  url: string,
  nodes: number,
  maxUnavailable?: string,
): Promise<void> {
  await page.goto(`${url}#${encodeLink(scenarioOf(nodes, maxUnavailable))}`);
  await page.locator('.monaco-editor .view-line').first().waitFor({ timeout: PATIENCE });
  await page.waitForFunction(
    (time) => {
      const playhead = document.querySelector<HTMLInputElement>('input[type=range][aria-label=Playhead]');
      return Number(playhead?.value) >= time;
    },
    SETTLED,
    { timeout: PATIENCE, polling: 200 },
  );
}

function scenarioOf(nodes: number, maxUnavailable: string | undefined): Scenario {
  const text = textOf(28, maxUnavailable);
  const actions: Action[] = [
    { at: 0, line: 'kubectl apply -f -', stdin: text },
    ...addNodeLines(nodes).map((line) => ({ at: 0, line })),
  ];
  return { version: 1, base: DEFAULT_BASE.id, seed: 1, actions, text, playhead: SETTLED };
}

export async function setSpeed(page: Page, speed: number): Promise<void> {
  await page.getByRole('combobox', { name: /speed/i }).selectOption(String(speed));
}

export async function play(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Play', exact: true }).click();
}

export async function pause(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
}

/** Virtual milliseconds since the start. */
export async function playhead(page: Page): Promise<number> {
  return Number(await page.getByRole('slider', { name: 'Playhead' }).inputValue());
}
