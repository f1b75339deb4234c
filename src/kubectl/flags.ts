/** Command-line flags, declared as data for each command and parsed as pflag does (CLI-3, CLI-4). */

export type FlagType = 'bool' | 'string' | 'int' | 'duration' | 'list';

export interface FlagSpec {
  name: string;
  short?: string;
  type: FlagType;
  /** Value when the flag is given without one (`--dry-run`, `--cascade`, `--validate`). Bool flags have `true`. */
  bare?: string;
  /** Text form of the default. */
  default?: string;
  /** Why the command takes no such value; undefined when it does. */
  refuse?: (value: string) => string | undefined;
}

/** Parsed values; missing flags answer with their default. */
export interface Flags {
  /** Whether the flag stood on the line. */
  given(name: string): boolean;
  text(name: string): string;
  bool(name: string): boolean;
  int(name: string): number;
  /** Milliseconds. */
  duration(name: string): number;
  list(name: string): readonly string[];
}

export type ParsedLine = { ok: true; flags: Flags; args: string[] } | { ok: false; message: string };

/** Flags that every command has. */
export const globalFlags: readonly FlagSpec[] = [
  { name: 'namespace', short: 'n', type: 'string' },
  { name: 'context', type: 'string' },
  { name: 'request-timeout', type: 'string', default: '0' },
];

/** Parses flags and positional arguments, in any order; `--` ends the flags. */
export function parseFlags(specs: readonly FlagSpec[], words: readonly string[]): ParsedLine {
  const values = new Map<string, string[]>();
  const args: string[] = [];
  const set = (spec: FlagSpec, value: string, shown: string): string | undefined => {
    const problem = valueProblem(spec.type, value);
    if (problem !== undefined)
      return `invalid argument ${JSON.stringify(value)} for "${shown}" flag: ${problem}`;
    values.set(spec.name, [...(values.get(spec.name) ?? []), value]);
    return undefined;
  };
  for (let i = 0; i < words.length; i++) {
    const word = words[i] as string;
    if (word === '--') {
      args.push(...words.slice(i + 1));
      break;
    }
    if (word.startsWith('--')) {
      const equals = word.indexOf('=');
      const name = word.slice(2, equals < 0 ? undefined : equals);
      const spec = specs.find((s) => s.name === name);
      if (!spec) return { ok: false, message: `unknown flag: --${name}` };
      let value = equals < 0 ? bareValue(spec) : word.slice(equals + 1);
      if (value === undefined) {
        value = words[++i];
        if (value === undefined) return { ok: false, message: `flag needs an argument: --${name}` };
      }
      const message = set(spec, value, shownName(spec));
      if (message !== undefined) return { ok: false, message };
    } else if (word.startsWith('-') && word.length > 1) {
      const rest = word.slice(1);
      for (let j = 0; j < rest.length; j++) {
        const letter = rest[j] as string;
        const spec = specs.find((s) => s.short === letter);
        if (!spec) return { ok: false, message: `unknown shorthand flag: '${letter}' in -${rest.slice(j)}` };
        const tail = rest.slice(j + 1);
        let value: string | undefined;
        let ended = true;
        if (tail.startsWith('=')) value = tail.slice(1);
        else if (bareValue(spec) !== undefined) {
          value = bareValue(spec);
          ended = false;
        } else if (tail !== '') value = tail;
        else value = words[++i];
        if (value === undefined)
          return { ok: false, message: `flag needs an argument: '${letter}' in -${rest.slice(j)}` };
        const message = set(spec, value, shownName(spec));
        if (message !== undefined) return { ok: false, message };
        if (ended) break;
      }
    } else {
      args.push(word);
    }
  }
  return { ok: true, flags: readFlags(specs, values), args };
}

function bareValue(spec: FlagSpec): string | undefined {
  return spec.bare ?? (spec.type === 'bool' ? 'true' : undefined);
}

function shownName(spec: FlagSpec): string {
  return spec.short === undefined ? `--${spec.name}` : `-${spec.short}, --${spec.name}`;
}

const TRUE = new Set(['1', 't', 'T', 'true', 'TRUE', 'True']);
const FALSE = new Set(['0', 'f', 'F', 'false', 'FALSE', 'False']);

function valueProblem(type: FlagType, value: string): string | undefined {
  const quoted = JSON.stringify(value);
  switch (type) {
    case 'bool':
      return TRUE.has(value) || FALSE.has(value)
        ? undefined
        : `strconv.ParseBool: parsing ${quoted}: invalid syntax`;
    case 'int':
      return /^[+-]?\d+$/.test(value) ? undefined : `strconv.ParseInt: parsing ${quoted}: invalid syntax`;
    case 'duration': {
      if (parseDuration(value) !== undefined) return undefined;
      return /^[+-]?[\d.]+$/.test(value)
        ? `time: missing unit in duration ${quoted}`
        : `time: invalid duration ${quoted}`;
    }
    case 'string':
    case 'list':
      return undefined;
  }
}

const UNITS: Record<string, number> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
};

/** Go duration text to milliseconds: `1m30s`, `500ms`, `0`. */
export function parseDuration(text: string): number | undefined {
  if (text === '0') return 0;
  const match = /^([+-]?)((?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|ms|s|m|h))+)$/.exec(text);
  if (!match) return undefined;
  let total = 0;
  for (const part of (match[2] ?? '').matchAll(/(\d+\.?\d*|\.\d+)(ns|us|µs|ms|s|m|h)/g)) {
    total += Number(part[1]) * (UNITS[part[2] ?? ''] ?? 0);
  }
  return match[1] === '-' ? -total : total;
}

function readFlags(specs: readonly FlagSpec[], values: ReadonlyMap<string, string[]>): Flags {
  const text = (name: string): string =>
    values.get(name)?.at(-1) ?? specs.find((s) => s.name === name)?.default ?? '';
  return {
    given: (name) => values.has(name),
    text,
    bool: (name) => TRUE.has(text(name)),
    int: (name) => Number(text(name) || '0'),
    duration: (name) => parseDuration(text(name)) ?? 0,
    list: (name) => (values.get(name) ?? []).flatMap((v) => v.split(',')),
  };
}
