/** Points in time as text. Times are milliseconds since the Unix epoch; all text is UTC. */

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

// Thousands of writes share one virtual second. A cache of a pure function: it cannot change any result.
let lastSecond = NaN;
let lastText = '';

/** RFC 3339 ends with the year 9999. A grace period or toleration can point beyond it. */
const LAST = Date.UTC(9999, 11, 31, 23, 59, 59);

/** `2026-01-01T00:00:00Z`: whole seconds, cut (API-3). Later than the year 9999 = its last second. */
export function rfc3339(ms: number): string {
  const second = Math.floor(Math.min(ms, LAST) / 1000);
  if (second !== lastSecond) {
    lastText = `${new Date(second * 1000).toISOString().slice(0, -5)}Z`;
    lastSecond = second;
  }
  return lastText;
}

/** `2026-01-01T00:00:00.000000Z`: the MicroTime of `eventTime` and leases. */
export function rfc3339Micro(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, -1)}000Z`;
}

let lastParsed = '';
let lastMs = NaN;

/** Milliseconds of an RFC 3339 text; NaN when it is none. */
export function parseRfc3339(text: string): number {
  if (text !== lastParsed) {
    lastMs = /^\d{4}-\d\d-\d\dT/.test(text) ? Date.parse(text) : NaN;
    lastParsed = text;
  }
  return lastMs;
}

/** `Fri, 20 Nov 2026 06:35:01 +0000` (CLI-42). */
export function rfc1123(ms: number): string {
  const date = new Date(ms);
  const two = (n: number): string => String(n).padStart(2, '0');
  const day = `${DAYS[date.getUTCDay()]}, ${two(date.getUTCDate())} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
  return `${day} ${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())} +0000`;
}
