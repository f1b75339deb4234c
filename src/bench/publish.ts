import { readFileSync, writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import type { Options } from './arguments';
import type { MeasuredLine } from './figure';
import { withFigures } from './readme';
import { reportOf, writeReport, type Report } from './report';
import { asText, failureWords, tableOf } from './table';

const LAST_RUN = 'node_modules/.cache/bench';
/** What the README shows. */
const KEPT = 'src/bench/results';
const README = 'README.md';

/** Prints the table, writes the JSON and, where asked for, the README's section. */
export async function publish(
  bench: Report['bench'],
  lines: readonly MeasuredLine[],
  { json, readme }: Options,
  browser?: string,
): Promise<void> {
  console.log(`\n${asText(tableOf(lines))}`);
  for (const failure of failureWords(lines)) console.log(`not measured: ${failure}`);
  const report = reportOf(bench, lines, browser);
  const path = json ?? `${LAST_RUN}/${bench}.json`;
  writeReport(path, report);
  console.log(`\nwritten: ${path}`);
  if (!readme) return;
  writeReport(`${KEPT}/${bench}.json`, report);
  const text = withFigures(readFileSync(README, 'utf8'), report);
  writeFileSync(README, await format(text, { ...(await resolveConfig(README)), parser: 'markdown' }));
  console.log(`written: ${KEPT}/${bench}.json and the section of ${README}`);
}
