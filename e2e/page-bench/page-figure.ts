import type { Browser } from '@playwright/test';
import type { Line, MeasuredLine, Reading } from '../../src/bench/figure';
import { amount, count } from '../../src/bench/verdict';

/** Where it is measured: a browser, and the production build at an address. */
export interface Bench {
  browser: Browser;
  url: string;
}

export interface PageFigure {
  /** For `--only`. */
  name: string;
  how: string;
  lines: readonly Line[];
  /** Numbers of nodes; undefined: it has no size. */
  sizes: readonly (number | undefined)[];
  quickSizes: readonly (number | undefined)[];
  /** In the units of the lines; a key that is left out was not measured at that size. */
  measure(bench: Bench, size: number | undefined): Promise<Reading>;
}

export async function runPageFigure(
  figure: PageFigure,
  bench: Bench,
  quick: boolean,
  say: (line: string) => void,
): Promise<MeasuredLine[]> {
  const readings: { size?: number; reading: Reading }[] = [];
  const failures: { size?: number; why: string }[] = [];
  for (const size of quick ? figure.quickSizes : figure.sizes) {
    const sized = size === undefined ? {} : { size };
    const place = `${figure.name}${size === undefined ? '' : ` ${count(size)}`}`;
    try {
      const reading = await figure.measure(bench, size);
      readings.push({ ...sized, reading });
      const words = figure.lines.map(({ key, unit }) => `${key} ${amount(reading[key] ?? NaN, unit)}`);
      say(`${place}: ${words.join(', ')}`);
    } catch (error) {
      const why = String(error).split('\n')[0] ?? 'it failed';
      failures.push({ ...sized, why });
      say(`${place}: ${why}`);
    }
  }
  return figure.lines.map((line) => ({
    ...line,
    figure: figure.name,
    points: readings.flatMap(({ reading: { [line.key]: value }, ...sized }) =>
      value === undefined ? [] : [{ ...sized, value }],
    ),
    failures,
  }));
}
