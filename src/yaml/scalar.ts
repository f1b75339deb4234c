/**
 * How kubectl reads a scalar that carries no quotes: YAML 1.1 as sigs.k8s.io/yaml has it. `yes`, `on` and `y` are
 * booleans, `0644` is octal, `1_000` a number; dates and base-60 numbers stay text.
 */
export type Scalar =
  | { type: 'null' }
  | { type: 'bool'; value: boolean }
  | { type: 'int'; value: number }
  | { type: 'float'; value: number }
  | { type: 'timestamp' }
  | { type: 'string' };

const words: ReadonlyMap<string, Scalar> = new Map<string, Scalar>([
  ...['', '~', 'null', 'Null', 'NULL'].map((word): [string, Scalar] => [word, { type: 'null' }]),
  ...['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON'].map(
    (word): [string, Scalar] => [word, { type: 'bool', value: true }],
  ),
  ...['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF'].map(
    (word): [string, Scalar] => [word, { type: 'bool', value: false }],
  ),
  ...['.nan', '.NaN', '.NAN'].map((word): [string, Scalar] => [word, { type: 'float', value: NaN }]),
  ...['.inf', '.Inf', '.INF', '+.inf', '+.Inf', '+.INF'].map((word): [string, Scalar] => [
    word,
    { type: 'float', value: Infinity },
  ]),
  ...['-.inf', '-.Inf', '-.INF'].map((word): [string, Scalar] => [word, { type: 'float', value: -Infinity }]),
]);

const text: Scalar = { type: 'string' };

/** What the unquoted text means. Total: whatever is nothing else is a string. */
export function readScalar(source: string): Scalar {
  const word = words.get(source);
  if (word !== undefined) return word;
  if (source.startsWith('.')) {
    return /^\.\d+([eE][-+]?\d+)?$/.test(source) ? floatOf(source) : text;
  }
  if (!/^[-+\d]/.test(source)) return text;
  if (isTimestamp(source)) return { type: 'timestamp' };
  const plain = source.replaceAll('_', '');
  const integer = readInteger(plain);
  if (integer !== undefined) return { type: 'int', value: integer };
  return /^[-+]?(\.\d+|\d+(\.\d*)?)([eE][-+]?\d+)?$/.test(plain) ? floatOf(plain) : text;
}

/** Text that older YAML readers take for a base-60 number; it is quoted on the way out though it reads as text. */
export function isBase60(source: string): boolean {
  return /^[-+]?\d[\d_]*(?::[0-5]?\d)+(?:\.[\d_]*)?$/.test(source);
}

function floatOf(source: string): Scalar {
  const value = Number(source);
  // A number too large for a double stays text, as strconv.ParseFloat reports a range error.
  return Number.isFinite(value) ? { type: 'float', value: value === 0 ? 0 : value } : text;
}

const minInt64 = -(2n ** 63n);
const maxUint64 = 2n ** 64n - 1n;

function readInteger(plain: string): number | undefined {
  const match = /^([-+]?)(?:(0[xX][\da-fA-F]+)|(0[bB][01]+)|0[oO]?([0-7]+)|(0|[1-9]\d*))$/.exec(plain);
  if (match === null) return undefined;
  const [, sign, hex, binary, octal, decimal] = match;
  const digits = hex ?? binary ?? (octal !== undefined ? `0o${octal}` : decimal);
  const size = BigInt(digits ?? '0');
  const value = sign === '-' ? -size : size;
  // An explicit plus sign is only read by the signed parser, so it ends at the largest int64.
  const max = sign === '+' ? maxUint64 / 2n : maxUint64;
  if (value < minInt64 || value > max) return undefined;
  return Number(value);
}

const timestamp =
  /^(\d{4})-(\d\d?)-(\d\d?)(?:(?:[Tt](\d\d?):(\d\d?):(\d\d?)(?:[.,]\d+)?(?:Z|[-+](\d\d):(\d\d)))|(?: (\d\d?):(\d\d?):(\d\d?)(?:[.,]\d+)?))?$/;

function isTimestamp(source: string): boolean {
  const match = timestamp.exec(source);
  if (match === null) return false;
  const part = (index: number): number => Number(match[index] ?? 0);
  const [year, month, day] = [part(1), part(2), part(3)];
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1];
  if (days === undefined || day < 1 || day > days) return false;
  const [hour, minute, second] = [part(4) + part(9), part(5) + part(10), part(6) + part(11)];
  return hour < 24 && minute < 60 && second < 60 && part(7) <= 24 && part(8) < 60;
}
