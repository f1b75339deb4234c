import type { Report } from './report';
import { asMarkdown, failureWords, tableOf } from './table';

const begin = (bench: string): string => `<!-- bench:${bench} -->`;
const end = (bench: string): string => `<!-- /bench:${bench} -->`;

/** The README with the figures of a run between its markers; throws when the markers are not there. */
export function withFigures(readme: string, report: Report): string {
  const from = readme.indexOf(begin(report.bench));
  const to = readme.indexOf(end(report.bench));
  if (from < 0 || to < from) throw new Error(`the README has no markers ${begin(report.bench)}`);
  return `${readme.slice(0, from + begin(report.bench).length)}\n\n${section(report)}\n\n${readme.slice(to)}`;
}

function section({ date, machine, lines }: Report): string {
  const { cpu, cores, node, browser } = machine;
  const taken = [`${cores} cores of ${cpu}`, `Node ${node}`, browser ?? [], date].flat().join(', ');
  const failures = failureWords(lines).map((words) => `Not measured: ${words}.`);
  return [`${taken}.`, asMarkdown(tableOf(lines)), ...failures].join('\n\n');
}
