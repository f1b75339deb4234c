/** Resource quantities such as `100m`, `1.5`, `64Mi`, `1e3`. */

const SYNTAX = /^([+-]?)(\d*)(?:\.(\d*))?(n|u|m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei|[eE][+-]?\d+)?$/;
const DECIMAL: Record<string, number> = { n: -9, u: -6, m: -3, '': 0, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 };
const BINARY: Record<string, number> = { Ki: 1, Mi: 2, Gi: 3, Ti: 4, Pi: 5, Ei: 6 };
const DECIMAL_SUFFIXES = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'];
const BINARY_SUFFIXES = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];
const NANO_DIGITS = 9;
const NANO = 10n ** BigInt(NANO_DIGITS);

interface Quantity {
  /** Value times 10^9, rounded away from zero. */
  nano: bigint;
  format: 'decimal' | 'binary' | 'exponent';
  /** As the server gives it back, once somebody has asked. */
  text?: string;
}

/** Specs repeat the same few texts; the cache is bounded because a user can type anything. */
const cache = new Map<string, Quantity | undefined>();
const CACHE_LIMIT = 2000;

function quantity(text: string | number): Quantity | undefined {
  const key = String(text);
  if (cache.has(key)) return cache.get(key);
  if (cache.size >= CACHE_LIMIT) cache.clear();
  const parsed = parse(key);
  cache.set(key, parsed);
  return parsed;
}

function parse(text: string): Quantity | undefined {
  const match = SYNTAX.exec(text);
  if (!match) return undefined;
  const [, sign, whole = '', fraction = '', suffix = ''] = match;
  if (whole === '' && fraction === '') return undefined;
  const digits = BigInt(whole + fraction || '0') * (sign === '-' ? -1n : 1n);
  const binary = BINARY[suffix];
  if (binary !== undefined) {
    return {
      nano: scaled(digits * 1024n ** BigInt(binary), NANO_DIGITS - fraction.length),
      format: 'binary',
    };
  }
  const exponent = /^[eE]/.test(suffix) && suffix.length > 1;
  const power = exponent ? Number(suffix.slice(1)) : (DECIMAL[suffix] ?? 0);
  // Far outside int64; upstream clamps such values, nobody writes them.
  if (Math.abs(power) > 60) return undefined;
  return {
    nano: scaled(digits, power + NANO_DIGITS - fraction.length),
    format: exponent ? 'exponent' : 'decimal',
  };
}

/** `value · 10^power`, rounded away from zero. */
function scaled(value: bigint, power: number): bigint {
  return power >= 0 ? value * 10n ** BigInt(power) : divideUp(value, 10n ** BigInt(-power));
}

function divideUp(value: bigint, by: bigint): bigint {
  const quotient = value / by;
  if (quotient * by === value) return quotient;
  return value < 0n ? quotient - 1n : quotient + 1n;
}

/** Value in plain units (cores, bytes, pods), e.g. `100m` → 0.1; undefined when the text is no quantity. */
export function parseQuantity(text: string | number): number | undefined {
  const q = quantity(text);
  return q === undefined ? undefined : Number(q.nano) / 1e9;
}

/** Value in thousandths, rounded up, e.g. `100m` → 100; undefined when the text is no quantity. */
export function parseMilli(text: string | number): number | undefined {
  const q = quantity(text);
  return q === undefined ? undefined : Number(divideUp(q.nano, NANO / 1000n));
}

/** Whole units, rounded up (Quantity.Value). */
export function parseWhole(text: string | number): number | undefined {
  const q = quantity(text);
  return q === undefined ? undefined : Number(divideUp(q.nano, NANO));
}

/** -1, 0 or 1; texts that are no quantities compare as equal. */
export function compareQuantities(a: string | number, b: string | number): number {
  const left = quantity(a);
  const right = quantity(b);
  if (!left || !right) return 0;
  return left.nano < right.nano ? -1 : left.nano > right.nano ? 1 : 0;
}

/** The text as the server gives it back: `0.5` → `500m`, `1000m` → `1`, `1024Mi` → `1Gi`. Text that is no quantity stays as it is. */
export function quantityText(text: string | number): string {
  const q = quantity(text);
  return q === undefined ? String(text) : (q.text ??= canonicalText(q));
}

function canonicalText({ nano, format }: Quantity): string {
  if (nano === 0n) return '0';
  const size = nano < 0n ? -nano : nano;
  if (format === 'binary' && size >= 1024n * NANO) return binaryText(divideUp(nano, NANO));
  return decimalText(nano, format === 'exponent');
}

function binaryText(whole: bigint): string {
  let value = whole;
  let step = 0;
  while (step < BINARY_SUFFIXES.length - 1 && value % 1024n === 0n) {
    value /= 1024n;
    step++;
  }
  return `${value}${BINARY_SUFFIXES[step]}`;
}

function decimalText(nano: bigint, exponent: boolean): string {
  let value = nano;
  let step = 0;
  while (step < DECIMAL_SUFFIXES.length - 1 && value % 1000n === 0n) {
    value /= 1000n;
    step++;
  }
  const power = step * 3 - NANO_DIGITS;
  if (exponent) return power === 0 ? `${value}` : `${value}e${power}`;
  return `${value}${DECIMAL_SUFFIXES[step]}`;
}
