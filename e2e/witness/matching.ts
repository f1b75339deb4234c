/** Compares what was recorded with what is answered now, binding placeholders to values on the way. */
import type { Json } from './capture';

export interface Difference {
  /** e.g. `answer.spec.containers[0].image`. */
  path: string;
  expected: string;
  actual: string;
}

const PLACEHOLDER = /<(?:uid|rv|list-rv|name|ip|port|continue)-\d+>/g;
const SHAPES: Readonly<Record<string, string>> = {
  uid: '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}',
  rv: '\\d+',
  'list-rv': '\\d+',
  name: '[-a-z0-9]+',
  ip: '[0-9.]+',
  port: '\\d+',
  continue: '\\S+',
};

/** What the placeholders stand for in this run. Two of a kind never stand for the same value, but for versions of lists. */
export class Bindings {
  private readonly values = new Map<string, string>();
  private readonly owners = new Map<string, string>();

  get(placeholder: string): string | undefined {
    return this.values.get(placeholder);
  }

  /** To compare with without binding anything for later. */
  scratch(): Bindings {
    const copy = new Bindings();
    for (const [placeholder, value] of this.values) copy.values.set(placeholder, value);
    return copy;
  }

  bind(placeholder: string, value: string): boolean {
    const known = this.values.get(placeholder);
    if (known !== undefined) return known === value;
    const kind = kindOf(placeholder);
    const owner = this.owners.get(`${kind} ${value}`);
    if (owner !== undefined && kind !== 'list-rv') return false;
    this.values.set(placeholder, value);
    this.owners.set(`${kind} ${value}`, placeholder);
    return true;
  }

  /** A request of the record, for this run. Throws on what no answer has brought yet. */
  fill(text: string): string {
    return text
      .replace(PLACEHOLDER, (placeholder) => {
        const value = this.get(placeholder);
        if (value === undefined) throw new Error(`no answer has brought ${placeholder}`);
        return value;
      })
      .replaceAll('<time>', '2026-01-01T00:00:00Z')
      .replaceAll('<suffix>', 'xxxxx');
  }

  fillJson(value: Json, key = ''): Json {
    if (typeof value === 'string') {
      const filled = this.fill(value);
      return /^<port-\d+>$/.test(value) && key.endsWith('odePort') ? Number(filled) : filled;
    }
    if (Array.isArray(value)) return value.map((item) => this.fillJson(item));
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(Object.entries(value).map(([k, item]) => [k, this.fillJson(item, k)]));
  }

  /** Whether a text is the recorded one. */
  matches(expected: string, actual: string): boolean {
    const placeholders = expected.match(PLACEHOLDER);
    if (!placeholders) return expected === actual;
    const parts = expected.split(PLACEHOLDER).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    const pattern = placeholders.map((p, i) => `${parts[i]}(${this.shape(p)})`).join('') + parts.at(-1);
    const found = new RegExp(`^${pattern}$`).exec(actual);
    if (!found) return false;
    return placeholders.every((placeholder, i) => this.bind(placeholder, found[i + 1] ?? ''));
  }

  private shape(placeholder: string): string {
    return SHAPES[kindOf(placeholder)] ?? '.*';
  }
}

const kindOf = (placeholder: string): string => placeholder.slice(1, placeholder.lastIndexOf('-'));

/** Where two JSON values differ; both without constants (constants.ts). */
export function differences(
  expected: Json | undefined,
  actual: Json | undefined,
  bindings: Bindings,
  path: string,
): Difference[] {
  if (isObject(expected) && isObject(actual)) {
    const keys = [...new Set([...Object.keys(expected), ...Object.keys(actual)])];
    // What identifies first: messages may name it.
    keys.sort((a, b) => Number(b === 'metadata') - Number(a === 'metadata'));
    return keys.flatMap((key) =>
      differences(
        expected[key],
        actual[key],
        bindings,
        /^[\w$-]+$/.test(key) ? `${path}.${key}` : `${path}[${key}]`,
      ),
    );
  }
  if (Array.isArray(expected) && Array.isArray(actual)) {
    const found = Array.from({ length: Math.min(expected.length, actual.length) }, (_, i) =>
      differences(expected[i], actual[i], bindings, `${path}[${i}]`),
    ).flat();
    if (expected.length === actual.length) return found;
    return [
      ...found,
      { path: `${path}.length`, expected: String(expected.length), actual: String(actual.length) },
    ];
  }
  if (typeof expected === 'string' && (typeof actual === 'string' || typeof actual === 'number'))
    return bindings.matches(expected, String(actual)) &&
      (typeof actual === 'string' || PLACEHOLDER.test(expected))
      ? []
      : [{ path, expected: JSON.stringify(expected), actual: JSON.stringify(actual) }];
  if (expected === actual) return [];
  return [{ path, expected: shown(expected), actual: shown(actual) }];
}

function shown(value: Json | undefined): string {
  return value === undefined ? '(absent)' : JSON.stringify(value);
}

function isObject(value: Json | undefined): value is { [key: string]: Json } {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
