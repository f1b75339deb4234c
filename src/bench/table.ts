import type { MeasuredLine } from './figure';
import { fitPower } from './fit';
import { count, figures, verdicts } from './verdict';

/** A row a line: title, a column a size, the fitted exponent, each aim with how it was met. */
export interface Table {
  head: readonly string[];
  rows: readonly (readonly string[])[];
}

const NOT_DONE = '–';

export function tableOf(lines: readonly MeasuredLine[]): Table {
  const measured = lines.flatMap(({ points, failures }) => [...points, ...failures]);
  const sizes = [...new Set(measured.flatMap(({ size }) => size ?? []))].toSorted((a, b) => a - b);
  const unsized = measured.some(({ size }) => size === undefined);
  return {
    head: ['figure', ...(unsized ? ['any size'] : []), ...sizes.map(count), 'exponent (r²)', 'aim'],
    rows: lines.map((line) => [
      `${line.title}, ${line.unit}`,
      ...[...(unsized ? [undefined] : []), ...sizes].map((size) => cell(line, size)),
      exponent(line),
      verdicts(line)
        .map(({ aim, words }) => `${aim}: ${words}`)
        .join('; '),
    ]),
  };
}

function cell({ points, failures }: MeasuredLine, size: number | undefined): string {
  const point = points.find((p) => p.size === size);
  if (point) return figures(point.value);
  return failures.some((f) => f.size === size) ? NOT_DONE : '';
}

function exponent({ points }: MeasuredLine): string {
  const fit = fitPower(points);
  return fit ? `${fit.exponent.toFixed(2)} (${fit.r2.toFixed(3)})` : '';
}

/** For a terminal. */
export function asText({ head, rows }: Table): string {
  const last = head.length - 1;
  const widths = head.map((_, i) => Math.max(...[head, ...rows].map((row) => (row[i] ?? '').length)));
  const text = (row: readonly string[]): string =>
    row
      .map((value, i) =>
        i === 0 || i === last
          ? value.padEnd(i === last ? 0 : (widths[i] ?? 0))
          : value.padStart(widths[i] ?? 0),
      )
      .join('  ')
      .trimEnd();
  return [text(head), ...rows.map(text)].join('\n');
}

/** For the README. */
export function asMarkdown({ head, rows }: Table): string {
  const last = head.length - 1;
  const line = (row: readonly string[]): string => `| ${row.join(' | ')} |`;
  const rule = head.map((_, i) => (i === 0 || i === last ? '---' : '--:'));
  return [line(head), line(rule), ...rows.map(line)].join('\n');
}

/** A line for each thing that could not be measured. */
export function failureWords(lines: readonly MeasuredLine[]): string[] {
  const words = lines.flatMap(({ figure, failures }) =>
    failures.map(({ size, why }) => `${figure}${size === undefined ? '' : ` at ${count(size)}`}: ${why}`),
  );
  return [...new Set(words)];
}
