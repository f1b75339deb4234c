import type { Figure, MeasuredLine, Reading } from './figure';
import { measureApart } from './processes';
import { median } from './statistics';
import { amount, count } from './verdict';

/** Measures a figure at its sizes; `say` gets a line of progress for each process. */
export async function runFigure(
  figure: Figure,
  quick: boolean,
  say: (line: string) => void,
): Promise<MeasuredLine[]> {
  const sizes = quick ? figure.quickSizes : figure.sizes;
  const runs = quick ? 1 : figure.runs;
  const readings = new Map<number, Reading[]>();
  const failures: { size: number; why: string }[] = [];
  const missing = await figure.prepare?.();
  for (const size of sizes) {
    if (missing !== undefined) {
      failures.push({ size, why: missing });
      continue;
    }
    for (let i = 0; i < runs; i++) {
      const started = Date.now();
      const outcome = await measureApart(figure, size);
      const took = `${((Date.now() - started) / 1000).toFixed(1)} s`;
      say(`${figure.name} ${count(size)} (${i + 1}/${runs}, ${took}): ${words(figure, outcome)}`);
      if (outcome.ok) readings.set(size, [...(readings.get(size) ?? []), outcome.reading]);
      else {
        failures.push({ size, why: outcome.why });
        break;
      }
    }
  }
  return figure.lines.map((line) => ({
    ...line,
    figure: figure.name,
    points: [...readings].map(([size, list]) => ({
      size,
      value: median(list.flatMap((reading) => reading[line.key] ?? [])),
    })),
    failures,
  }));
}

function words(figure: Figure, outcome: Awaited<ReturnType<typeof measureApart>>): string {
  if (!outcome.ok) return outcome.why;
  return figure.lines
    .map(({ key, unit }) => `${key} ${amount(outcome.reading[key] ?? NaN, unit)}`)
    .join(', ');
}
