/** The same bundle plays the same scenarios in Node, in Chromium and, where there is one, in Firefox: the same state everywhere. */
import { execFileSync } from 'node:child_process';
import { expect, test } from './fixtures';
import type { Report, Runtime } from './determinism/browser';
import type { Play, Table } from './determinism/play';
import { bundle, findFirefox, inBrowser, inNode, startFirefox } from './determinism/runtimes';
import { partingOf, tellDifference } from './determinism/difference';

/** Ways to play, besides the straight one, that a browser tries with each scenario. */
const OTHERS = 1;

test.describe('determinism', () => {
  test.describe.configure({ mode: 'serial' });
  let code: string;
  let plays: Play[];
  let node: Runtime;
  let expected: Table;

  test.beforeAll(async () => {
    code = await bundle();
    const printed = execFileSync('npx', ['tsx', 'e2e/determinism/print-plays.ts'], {
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    });
    plays = JSON.parse(printed) as Play[];
    node = inNode(code);
    expected = node.run(plays, 0).table;
  });

  /** Where a browser parts from Node, in words; empty when nowhere. */
  function partingWords({ table, parting }: Report): string {
    expect(Object.keys(table).sort()).toEqual(plays.map(({ name }) => name).sort());
    if (!parting) return '';
    const play = plays.find(({ name }) => name === parting.play)!;
    const here = node.pictureOf(play, 'straight', parting.moment);
    const at = play.moments[parting.moment];
    return `${play.name}, ${parting.way}, ${at === undefined ? 'trace' : `${at} ms`}: in Node, then in the browser\n${tellDifference(here, parting.picture)}`;
  }

  test('Chromium plays as Node does', async ({ browser }) => {
    // Where days begin at another time, and i has a capital of its own.
    const page = await browser.newPage({ timezoneId: 'Asia/Kathmandu', locale: 'tr-TR' });
    // In the other order: what was played before leaves nothing behind.
    const visit = { plays: plays.toReversed(), others: OTHERS, expected };
    const report = await inBrowser(code, visit, (url) => page.goto(url));
    expect(partingWords(report)).toBe('');
    await page.close();
  });

  test('Firefox plays as Node does', async () => {
    const path = findFirefox();
    test.skip(path === undefined, 'there is no Firefox on this machine');
    const firefox = startFirefox(path!);
    try {
      const report = await inBrowser(code, { plays, others: OTHERS, expected }, firefox.open);
      expect(partingWords(report)).toBe('');
    } finally {
      await firefox.close();
    }
  });

  test('a browser that plays otherwise is found out, in words', async ({ browser }) => {
    const play = plays.find(({ name }) => name === 'manifests/nginx.yaml')!;
    const other = { ...play, scenario: { ...play.scenario, seed: 2 } };
    const page = await browser.newPage();
    const report = await inBrowser(code, { plays: [other], others: 0, expected }, (url) => page.goto(url));
    await page.close();
    expect(report.parting).toMatchObject({ play: play.name, way: 'straight', moment: 0 });
    const here = node.pictureOf(play, 'straight', 0);
    expect(tellDifference(here, report.parting!.picture)).toMatch(/^\w+ .*:\n.*"uid":"/);
    expect(partingOf(expected[play.name]!['straight']!, report.table[play.name]!['straight']!)).toBe(0);
  });

  test('the page itself, opened from a link, is at the same state', async ({ freshApp }) => {
    const app = await freshApp({ timezoneId: 'America/St_Johns', locale: 'ar-EG' });
    const play = plays.find(({ name }) => name === 'a Deployment and a StatefulSet')!;
    await app.open(node.linkOf(play));
    await expect(app.clock).toHaveText('00:11:40');
    await app.page.getByRole('button', { name: 'Share' }).click();
    await app.dialog.getByText('Fingerprint').first().click();
    await expect(app.dialog.getByRole('status', { name: 'Fingerprint' })).toHaveText(
      expected[play.name]!['straight']!.moments.at(-1)!,
    );
    await expect(app.dialog.getByRole('textbox', { name: 'Link' })).toHaveValue(
      new RegExp(`#${node.linkOf(play).replaceAll('.', '\\.')}$`),
    );
  });
});
