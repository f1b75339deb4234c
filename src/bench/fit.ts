import type { Point } from './figure';

/** value ≈ c · size^exponent */
export interface Fit {
  exponent: number;
  /** Share of the variance of the logarithms that the fit explains, 0 … 1. */
  r2: number;
}

/** Least squares on log–log. Undefined with fewer than three sizes: two points fit any power. */
export function fitPower(points: readonly Point[]): Fit | undefined {
  const logs = points.flatMap(({ size = 0, value }) =>
    size > 0 && value > 0 ? [{ x: Math.log(size), y: Math.log(value) }] : [],
  );
  if (new Set(logs.map(({ x }) => x)).size < 3) return undefined;
  const meanX = mean(logs.map(({ x }) => x));
  const meanY = mean(logs.map(({ y }) => y));
  const sum = (of: (dx: number, dy: number) => number): number =>
    logs.reduce((total, { x, y }) => total + of(x - meanX, y - meanY), 0);
  const exponent = sum((dx, dy) => dx * dy) / sum((dx) => dx * dx);
  const spread = sum((_, dy) => dy * dy);
  const left = sum((dx, dy) => (dy - exponent * dx) ** 2);
  return { exponent, r2: spread === 0 ? 1 : 1 - left / spread };
}

function mean(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0) / values.length;
}
