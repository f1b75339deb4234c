/** The five fields of a cron schedule, and `@daily` and the like, with the parser's own words for what is wrong. */

interface Field {
  min: number;
  max: number;
  /** Their numbers begin with `min`. */
  names?: readonly string[];
}

const FIELDS: readonly Field[] = [
  { min: 0, max: 59 },
  { min: 0, max: 23 },
  { min: 1, max: 31 },
  {
    min: 1,
    max: 12,
    names: ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'],
  },
  { min: 0, max: 6, names: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] },
];

const DESCRIPTORS = ['@yearly', '@annually', '@monthly', '@weekly', '@daily', '@midnight', '@hourly'];
const EVERY = '@every ';

/** What is wrong with the schedule; undefined when nothing is. */
export function scheduleProblem(schedule: string): string | undefined {
  // A leading time zone is refused elsewhere.
  const zone = /^(?:CRON_)?TZ=\S* /.exec(schedule);
  const text = zone ? schedule.slice(zone[0].length).trim() : schedule;
  if (text.startsWith('@')) return descriptorProblem(text);
  const fields = text.split(/\s+/).filter((field) => field !== '');
  if (fields.length !== FIELDS.length) {
    return `expected exactly ${FIELDS.length} fields, found ${fields.length}: [${fields.join(' ')}]`;
  }
  for (const [i, field] of FIELDS.entries()) {
    for (const range of (fields[i] ?? '').split(',')) {
      const problem = range === '' ? undefined : rangeProblem(range, field);
      if (problem !== undefined) return problem;
    }
  }
  return undefined;
}

function descriptorProblem(text: string): string | undefined {
  if (DESCRIPTORS.includes(text)) return undefined;
  if (!text.startsWith(EVERY)) return `unrecognized descriptor: ${text}`;
  const problem = durationProblem(text.slice(EVERY.length));
  return problem && `failed to parse duration ${text}: ${problem}`;
}

const UNITS = ['ns', 'us', 'µs', 'μs', 'ms', 's', 'm', 'h'];

function durationProblem(text: string): string | undefined {
  const shown = JSON.stringify(text);
  let rest = text.replace(/^[+-]/, '');
  if (rest === '0') return undefined;
  do {
    const part = /^(?:\d+\.?\d*|\.\d+)([^.\d]*)/.exec(rest);
    if (!part) return `time: invalid duration ${shown}`;
    const unit = part[1] ?? '';
    if (unit === '') return `time: missing unit in duration ${shown}`;
    if (!UNITS.includes(unit)) return `time: unknown unit ${JSON.stringify(unit)} in duration ${shown}`;
    rest = rest.slice(part[0].length);
  } while (rest !== '');
  return undefined;
}

/** `*`, `1`, `1-5`, each optionally with `/step`. */
function rangeProblem(range: string, field: Field): string | undefined {
  const steps = range.split('/');
  const limits = (steps[0] ?? '').split('-');
  const [low = '', high] = limits;
  let first: number | string = field.min;
  let last: number | string = field.max;
  if (low !== '*' && low !== '?') {
    first = numberOf(low, field);
    if (typeof first === 'string') return first;
    if (limits.length > 2) return `too many hyphens: ${range}`;
    last = high === undefined ? first : numberOf(high, field);
    if (typeof last === 'string') return last;
  }
  if (steps.length > 2) return `too many slashes: ${range}`;
  const step = steps.length === 2 ? numberOf(steps[1] ?? '') : 1;
  if (typeof step === 'string') return step;
  if (steps.length === 2 && limits.length === 1) last = field.max;
  if (first < field.min) return `beginning of range (${first}) below minimum (${field.min}): ${range}`;
  if (last > field.max) return `end of range (${last}) above maximum (${field.max}): ${range}`;
  if (first > last) return `beginning of range (${first}) beyond end of range (${last}): ${range}`;
  return step === 0 ? `step of range should be a positive number: ${range}` : undefined;
}

function numberOf(text: string, field?: Field): number | string {
  const named = field?.names?.indexOf(text.toLowerCase()) ?? -1;
  if (field && named >= 0) return field.min + named;
  if (!/^[+-]?\d+$/.test(text)) {
    return `failed to parse int from ${text}: strconv.Atoi: parsing ${JSON.stringify(text)}: invalid syntax`;
  }
  const number = Number(text);
  if (!Number.isSafeInteger(number)) {
    return `failed to parse int from ${text}: strconv.Atoi: parsing ${JSON.stringify(text)}: value out of range`;
  }
  return number < 0 ? `negative number (${number}) not allowed: ${text}` : number;
}
