import type { Aim, MeasuredLine, Unit } from './figure';
import { fitPower } from './fit';

export interface Verdict {
  met: boolean;
  /** `≤ 1 s at 5,000` */
  aim: string;
  /** `met`, `missed by 2.1 s (3.1×)` or why it is not known. */
  words: string;
}

/** How a line does by each of its aims. What was not measured is not met. */
export function verdicts(line: MeasuredLine): Verdict[] {
  return line.aims.map((aim) => judge(line, aim));
}

function judge(line: MeasuredLine, aim: Aim): Verdict {
  if ('exponent' in aim) {
    const fit = fitPower(line.points);
    const words = `exponent ≤ ${aim.exponent}`;
    if (!fit) return { met: false, aim: words, words: 'too few sizes to tell' };
    const over = fit.exponent - aim.exponent;
    return { met: over <= 0, aim: words, words: over <= 0 ? 'met' : `missed by ${over.toFixed(2)}` };
  }
  const { most, at } = aim;
  const words = `≤ ${amount(most, line.unit)}${at === undefined ? '' : ` at ${count(at)}`}`;
  const value = line.points.find(({ size }) => size === at)?.value;
  if (value === undefined) return { met: false, aim: words, words: 'not measured' };
  if (value <= most) return { met: true, aim: words, words: 'met' };
  const over = `${amount(value - most, line.unit)} (${figures(value / most)}×)`;
  return { met: false, aim: words, words: `missed by ${over}` };
}

/** `0.31 s`, `12.5 ms`, `1,200 MB` */
export function amount(value: number, unit: Unit): string {
  return `${figures(value)} ${unit}`;
}

/** Three significant figures, thousands apart. */
export function figures(value: number): string {
  const size = Math.abs(value);
  if (size >= 1000) return count(Math.round(value));
  if (size >= 100) return value.toFixed(0);
  return String(Number(size >= 10 ? value.toFixed(1) : value.toFixed(2)));
}

/** `5,000` */
export function count(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
}
