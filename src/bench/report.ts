import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { MeasuredLine } from './figure';
import { fitPower, type Fit } from './fit';
import { thisMachine, type Machine } from './machine';
import { verdicts, type Verdict } from './verdict';

/** A run, as it is written down. */
export interface Report {
  /** Which command: `npm run bench` or `npm run bench:page`. */
  bench: 'headless' | 'page';
  /** YYYY-MM-DD */
  date: string;
  machine: Machine;
  lines: readonly (MeasuredLine & { fit?: Fit; verdicts: readonly Verdict[] })[];
}

export function reportOf(bench: Report['bench'], lines: readonly MeasuredLine[], browser?: string): Report {
  return {
    bench,
    date: new Date().toISOString().slice(0, 10),
    machine: { ...thisMachine(), ...(browser === undefined ? {} : { browser }) },
    lines: lines.map((line) => {
      const fit = fitPower(line.points);
      return { ...line, ...(fit ? { fit } : {}), verdicts: verdicts(line) };
    }),
  };
}

export function writeReport(path: string, report: Report): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${JSON.stringify(report, null, 2)}\n`);
}
