/** Compares a line of a transcript with a printed one. */

const IPV4 = String.raw`\d{1,3}(?:\.\d{1,3}){3}`;

/** What stands for text that differs from run to run. */
const WILDCARDS: Record<string, string> = {
  age: String.raw`(?:\d+[smhdy])+`,
  hash: '[a-z0-9]+',
  suffix: '[a-z0-9]+',
  uid: '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}',
  ip: `(?:${IPV4}|[0-9a-f:]*:[0-9a-f:]+)`,
  time: String.raw`(?:\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?)?|[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d [+-]\d{4})`,
  any: '.*?',
};

/** Whether the printed line is what the expected one says: wildcards hold, runs of two or more spaces are equal. */
export function lineMatches(expected: string, printed: string): boolean {
  return patternOf(expected).test(collapse(printed));
}

function patternOf(expected: string): RegExp {
  const parts = collapse(expected).split(/<(age|hash|suffix|uid|ip|time|any)>/);
  const source = parts.map((part, i) => (i % 2 === 1 ? WILDCARDS[part] : escape(part))).join('');
  return new RegExp(`^${source}$`, 's');
}

function collapse(line: string): string {
  return line.trimEnd().replaceAll(/ {2,}/g, '  ');
}

function escape(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
