/** Formats of strings in the schemas of custom kinds. */
import { parseCidr, parseIp } from '../validation/addresses';

const DATE = /^(\d{4})-(\d\d)-(\d\d)$/;

function isDate(text: string): boolean {
  const [, year, month, day] = (DATE.exec(text) ?? []).map(Number);
  if (year === undefined || month === undefined || day === undefined) return false;
  const days =
    month === 2 && ((year % 4 === 0 && year % 100 !== 0) || year % 400 === 0) ? 29 : DAYS[month - 1];
  return days !== undefined && day >= 1 && day <= days;
}

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const TIME = /^([01]\d|2[0-3]):[0-5]\d:[0-5]\d(.\d+)?(z|[+-]\d\d:\d\d)$/;

function isDateTime(text: string): boolean {
  const [date = '', time = ''] = text.toLowerCase().split('t');
  return isDate(date) && TIME.test(time);
}

/** Go's durations, and any text with a number and a unit in it: `5 minutes`. */
function isDuration(text: string): boolean {
  return (
    /^[+-]?(0|((\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h))+)$/.test(text) ||
    /\d\s*(ns|us|µs|ms|s|m|h|hr|d|w|wk|(nano|micro|milli|sec|min|hour|day|week)[a-zµ]*)(?![a-zµ])/i.test(text)
  );
}

function isUri(text: string): boolean {
  // oxlint-disable-next-line no-control-regex
  return /^(\/|[a-z][-a-z0-9+.]*:)/i.test(text) && !/[\0-\x1f\x7f]|%(?![\da-f]{2})/i.test(text);
}

const HOSTNAME =
  /^([a-zA-Z0-9\p{S}\p{L}](-?[a-zA-Z0-9\p{S}\p{L}]{0,62})?|([a-zA-Z0-9\p{S}\p{L}]([a-zA-Z0-9\-\p{S}\p{L}]{0,61}[a-zA-Z0-9\p{S}\p{L}])?\.)+[a-zA-Z\p{L}]{2,63})$/u;

const uuid = (third: string, fourth: string): ((text: string) => boolean) => {
  const pattern = new RegExp(
    `^[0-9a-f]{8}-?[0-9a-f]{4}-?${third}[0-9a-f]{3}-?${fourth}[0-9a-f]{3}-?[0-9a-f]{12}$`,
    'i',
  );
  return (text) => pattern.test(text);
};

const ANY = (): boolean => true;

/** By name without dashes. Of those that take anything here, only the name is known: they are too rare to be worth their rules. */
const FORMATS: Readonly<Record<string, (text: string) => boolean>> = {
  bsonobjectid: (text) => /^[0-9a-f]{24}$/i.test(text),
  byte: (text) => /^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{4})$/.test(text),
  cidr: (text) => parseCidr(text) !== undefined,
  creditcard: ANY,
  date: isDate,
  datetime: isDateTime,
  duration: isDuration,
  email: (text) => /.@./.test(text),
  hexcolor: (text) => /^#?([0-9a-f]{3}|[0-9a-f]{6})$/i.test(text),
  hostname: (text) =>
    text.length <= 255 && text.split('.').every((part) => part.length <= 63) && HOSTNAME.test(text),
  ipv4: (text) => text.includes('.') && parseIp(text) !== undefined,
  ipv6: (text) => text.includes(':') && parseIp(text) !== undefined,
  isbn: ANY,
  isbn10: ANY,
  isbn13: ANY,
  mac: (text) =>
    /^[\da-f]{2}(([:-])[\da-f]{2}(\2[\da-f]{2}){4,6}|)$/i.test(text) ||
    /^([\da-f]{4}\.){2,3}[\da-f]{4}$/i.test(text),
  password: ANY,
  rgbcolor: ANY,
  ssn: (text) => /^\d{3}[- ]?\d{2}[- ]?\d{4}$/.test(text),
  uri: isUri,
  uuid: uuid('[0-9a-f]', '[0-9a-f]'),
  uuid3: uuid('3', '[0-9a-f]'),
  uuid4: uuid('4', '[89ab]'),
  uuid5: uuid('5', '[89ab]'),
};

/** The test of a format; undefined for a format that the server does not know and takes no notice of. */
export function formatTest(name: string): ((text: string) => boolean) | undefined {
  const plain = name.replaceAll('-', '');
  return Object.hasOwn(FORMATS, plain) ? FORMATS[plain] : undefined;
}
