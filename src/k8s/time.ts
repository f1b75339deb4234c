/** Points in time as text. Times are milliseconds since the Unix epoch; all text is UTC. */

/* oxlint-disable no-restricted-globals -- Date as a calendar: of given instants, in UTC */

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Answers of pure functions, asked again and again about a few instants: it cannot change any result, and it stays small. */
function remembering<K, V>(answer: (key: K) => V): (key: K) => V {
  const known = new Map<K, V>();
  return (key) => {
    let value = known.get(key);
    if (value === undefined) {
      if (known.size >= INSTANTS) known.clear();
      known.set(key, (value = answer(key)));
    }
    return value;
  };
}

/** A pod's status names five instants or so, and pods under way together share them. */
const INSTANTS = 1000;

/** RFC 3339 ends with the year 9999. A grace period or toleration can point beyond it. */
const LAST = Date.UTC(9999, 11, 31, 23, 59, 59);

/** `2026-01-01T00:00:00Z`: whole seconds, cut (API-3). Later than the year 9999 = its last second. */
export function rfc3339(ms: number): string {
  return textOfSecond(Math.floor(Math.min(ms, LAST) / 1000));
}

const textOfSecond = remembering(
  (second: number): string => `${new Date(second * 1000).toISOString().slice(0, -5)}Z`,
);

/** `2026-01-01T00:00:00.000000Z`: the MicroTime of `eventTime` and leases. */
export const rfc3339Micro = remembering((ms: number): string => `${rfc3339Milli(ms).slice(0, -1)}000Z`);

/** `2026-01-01T00:00:00.000Z` */
export function rfc3339Milli(ms: number): string {
  return new Date(ms).toISOString();
}

/** Milliseconds of an RFC 3339 text; NaN when it is none. */
export const parseRfc3339 = remembering((text: string): number => {
  const [whole, year, month, day, hour, minute, second, fraction = '', sign, hours, minutes] =
    RFC3339.exec(text) ?? [];
  if (whole === undefined) return NaN;
  const date = new Date(0);
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  const inMonth = date.getUTCMonth() === Number(month) - 1 && Number(day) > 0;
  if (!inMonth || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return NaN;
  const ahead = sign === undefined ? 0 : (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -1 : 1);
  const thousandths = Number(fraction.slice(1, 4).padEnd(3, '0'));
  return date.setUTCHours(Number(hour), Number(minute) - ahead, Number(second), thousandths);
});

// Not Date.parse: what it makes of a text without seconds or zone, or of 30 February, depends on the engine and its time zone.
const RFC3339 = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(\.\d+)?(?:Z|([+-])(\d\d):(\d\d))$/;

/** `Fri, 20 Nov 2026 06:35:01 +0000` (CLI-42). */
export function rfc1123(ms: number): string {
  const date = new Date(ms);
  const two = (n: number): string => String(n).padStart(2, '0');
  const day = `${DAYS[date.getUTCDay()]}, ${two(date.getUTCDate())} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
  return `${day} ${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())} +0000`;
}
