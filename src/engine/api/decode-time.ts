/** Times as Go's `time.Parse` reads them, with its error texts. */
import { hexByte, utf8Bytes } from '../../lib/utf8';

const LAYOUTS = { time: '2006-01-02T15:04:05Z07:00', microTime: '2006-01-02T15:04:05.000000Z07:00' };

export type ParsedTime =
  { problem: string; text?: undefined } | { problem?: undefined; text: string | undefined };

/** Carries an error text up to `parseTime`. */
class Unparsable extends Error {}

/** One piece of the layout, and how Go takes it off the text. The first group is the value; `below` is its upper bound. */
const PIECES: readonly (readonly [piece: string, pattern: RegExp, name?: string, below?: number])[] = [
  ['2006', /^(\d{4})/],
  ['-', /^(-)/],
  ['01', /^(\d\d)/, 'month', 13],
  ['-', /^(-)/],
  ['02', /^(\d\d)/],
  ['T', /^(T)/],
  ['15', /^(\d\d?)/, 'hour', 24],
  [':', /^(:)/],
  ['04', /^(\d\d)/, 'minute', 60],
  [':', /^(:)/],
  ['05', /^(\d\d)/, 'second', 60],
];
const ZERO_SECOND = '0001-01-01T00:00:00';

/** The canonical text, in UTC, or what is wrong. The text of Go's zero time is undefined: it stands for an absent one. */
export function parseTime(type: 'time' | 'microTime', value: string): ParsedTime {
  let rest = value;
  const refuse = (piece: string): never => {
    throw new Unparsable(` as ${quoted(LAYOUTS[type])}: cannot parse ${quoted(rest)} as ${quoted(piece)}`);
  };
  const take = (piece: string, pattern: RegExp): RegExpExecArray => {
    const match = pattern.exec(rest) ?? refuse(piece);
    rest = rest.slice(match[0].length);
    return match;
  };
  try {
    const numbers: number[] = [];
    for (const [piece, pattern, name, below] of PIECES) {
      const number = Number(take(piece, pattern)[1]);
      if (name !== undefined && (number >= (below ?? 0) || (name === 'month' && number === 0))) {
        throw new Unparsable(`: ${name} out of range`);
      }
      if (!Number.isNaN(number)) numbers.push(number);
    }
    let fraction = '';
    if (type === 'microTime') fraction = take('.000000', /^[.,](\d{6})/)[1] ?? '';
    // Not in the layout, but taken, and lost.
    else rest = rest.replace(/^[.,]\d+/, '');
    const offset = zone(take('Z07:00', /^(?:Z|([-+])(\d\d):(\d\d))/));
    if (rest !== '') throw new Unparsable(`: extra text: ${quoted(rest)}`);
    return { text: canonical(numbers, offset, fraction) };
  } catch (error) {
    if (error instanceof Unparsable) return { problem: `parsing time ${quoted(value)}${error.message}` };
    throw error;
  }
}

/** Minutes east of UTC. */
function zone([, sign, hours, minutes]: RegExpExecArray): number {
  if (sign === undefined) return 0;
  if (Number(hours) > 24) throw new Unparsable(': time zone offset hour out of range');
  if (Number(minutes) > 60) throw new Unparsable(': time zone offset minute out of range');
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}

function canonical(numbers: readonly number[], offset: number, fraction: string): string | undefined {
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = numbers;
  // oxlint-disable-next-line no-restricted-globals -- Date as a calendar, in UTC
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  if (day < 1 || date.getUTCMonth() !== month - 1) throw new Unparsable(': day out of range');
  date.setUTCHours(hour, minute - offset, second);
  const text = date.toISOString().slice(0, -5);
  if (text === ZERO_SECOND && /^0*$/.test(fraction)) return undefined;
  return fraction === '' ? `${text}Z` : `${text}.${fraction}Z`;
}

/** As package time quotes: what is no printable ASCII becomes bytes in hex. */
function quoted(text: string): string {
  const escaped = text.replace(/["\\]/g, '\\$&').replace(/[^ -~]/gu, bytesInHex);
  return `"${escaped}"`;
}

function bytesInHex(character: string): string {
  return utf8Bytes(character)
    .map((byte) => `\\x${hexByte(byte)}`)
    .join('');
}
