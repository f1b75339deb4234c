/** Logarithms to the last bit the same everywhere: those of Math are only approximations, each engine's its own. */

const LN2_HIGH = 6.9314718036912381649e-1;
const LN2_LOW = 1.90821492927058770002e-10;
const ODD = [
  6.66666666666673513e-1, 2.857142874366239149e-1, 1.818357216161805012e-1, 1.479819860511658591e-1,
];
const EVEN = [3.999999999940941908e-1, 2.222219843214978396e-1, 1.531383769920937332e-1];
/** Where e_log.c computes otherwise: by the first 20 bits behind the point. */
const NEAR_ROOT = [0x6147a, 0x6b851] as const;
const ROOT = 0x6a09c;

/** Natural logarithm of a whole number below 2²⁰, as fdlibm's e_log.c computes it; error below one unit in the last place. */
export function naturalLog(n: number): number {
  if (!(Number.isInteger(n) && n > 0 && n < 2 ** 20)) throw new RangeError(`no logarithm of ${n} here`);
  const exponent = floorLog2(n);
  const mantissa = n / 2 ** exponent;
  const bits = Math.floor((mantissa - 1) * 2 ** 20);
  const above = bits >= ROOT;
  const k = above ? exponent + 1 : exponent;
  const f = (above ? mantissa / 2 : mantissa) - 1;
  const s = f / (2 + f);
  const z = s * s;
  const w = z * z;
  const rest = z * polynomial(ODD, w) + w * polynomial(EVEN, w);
  if (bits < NEAR_ROOT[0] || bits > NEAR_ROOT[1]) return k * LN2_HIGH - (s * (f - rest) - k * LN2_LOW - f);
  const half = 0.5 * f * f;
  return k * LN2_HIGH - (half - (s * (half + rest) + k * LN2_LOW) - f);
}

/** The largest whole n with 2ⁿ ≤ x, for x ≥ 1. */
export function floorLog2(x: number): number {
  if (!(x >= 1 && x < Infinity)) throw new RangeError(`no logarithm of ${x} here`);
  let n = 0;
  for (let rest = x; rest >= 2; rest /= 2) n++;
  return n;
}

/** a + x(b + x(c + …)) */
function polynomial(coefficients: readonly number[], x: number): number {
  return coefficients.reduceRight((sum, coefficient) => coefficient + x * sum, 0);
}
