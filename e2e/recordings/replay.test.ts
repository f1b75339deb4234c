import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { compare, type Difference } from './comparison';
import { ALLOWED, type Allowed } from './differences';
import { play } from './player';
import { parseRecording, type Step } from './recording';

const folder = new URL('./', import.meta.url);
const files = readdirSync(folder)
  .filter((name) => /^\d\d-.*\.txt$/.test(name))
  .sort();

/** A recording is one draw; this many are tried for one that fell the same way. */
const CHANCES = 100;
/** Draws to begin with: once found, they save the search. */
const FOUND: Readonly<Record<string, number>> = { '30': 63 };

interface Verdict {
  unexplained: Difference[];
  unneeded: Allowed[];
}

function judge(recorded: readonly Step[], number: string, chance: number): Verdict {
  const differences = compare(recorded, play(recorded, chance));
  const allowed = ALLOWED.filter(({ recordings }) => recordings.includes(number));
  const swapped = swappedNodes(differences);
  const excuses = ({ pattern, anyNode }: Allowed, difference: Difference): boolean =>
    pattern.test(difference.text) && (!anyNode || swapped.has(difference));
  return {
    unexplained: differences.filter((difference) => !allowed.some((entry) => excuses(entry, difference))),
    unneeded: allowed.filter((entry) => !differences.some((difference) => excuses(entry, difference))),
  };
}

/** Pairs of something missing and something found that differ in the numbers of nodes alone. */
function swappedNodes(differences: readonly Difference[]): Set<Difference> {
  const swapped = new Set<Difference>();
  const waiting = new Map<string, Difference[]>();
  for (const difference of differences) {
    const text = difference.text.replace(/\bworker-\d\b/g, 'worker-N');
    const opposite = (text.startsWith('-') ? '+' : '-') + text.slice(1);
    const other = waiting.get(opposite)?.pop();
    if (other) swapped.add(other).add(difference);
    else waiting.set(text, [...(waiting.get(text) ?? []), difference]);
  }
  return swapped;
}

function bestVerdict(recorded: readonly Step[], number: string): Verdict {
  const size = ({ unexplained, unneeded }: Verdict): number => unexplained.length + unneeded.length;
  let best: Verdict | undefined;
  for (let i = 0; i < CHANCES && (!best || size(best) > 0); i++) {
    const verdict = judge(recorded, number, ((FOUND[number] ?? 0) + i) % CHANCES);
    if (!best || size(verdict) < size(best)) best = verdict;
  }
  return best ?? { unexplained: [], unneeded: [] };
}

function read(name: string): Step[] {
  return parseRecording(readFileSync(new URL(name, folder), 'utf8'));
}

describe('recordings of a real control plane, replayed', () => {
  test('all 45 are there', () => {
    expect(files.length).toBe(45);
  });

  test.each(files)('%s', (name) => {
    const { unexplained, unneeded } = bestVerdict(read(name), name.slice(0, 2));
    expect(unexplained.map(({ group, text }) => `#${group} ${text}`)).toEqual([]);
    expect(unneeded.map(({ pattern, reason }) => `no longer needed: ${pattern} ${reason}`)).toEqual([]);
  });
});

describe('the comparison finds', () => {
  const name = '05-image-change.txt';
  const rows = readFileSync(new URL(name, folder), 'utf8').split('\n');
  const changes: [string, RegExp, string | undefined][] = [
    ['a pod that is not created', /pod nginx-<suffix-5> created/, undefined],
    ['an event too many', /SuccessfulDelete .*<suffix-1>$/, undefined],
    [
      'another message',
      /Created pod: nginx-<suffix-5>/,
      '#  +1.6s event Normal SuccessfulCreate (x) DaemonSet/nginx: y',
    ],
    ['another count of a status', /\+11\.3s ds nginx ready=4/, '#  +11.3s ds nginx ready=3'],
    [
      'another time',
      /\+5\.7s pod nginx-<suffix-6> Running/,
      '#  +9.7s pod nginx-<suffix-6> Running; Ready=True',
    ],
    ['another answer', /^nginx {2}4 {2}4 {2}4 {2}4/, 'nginx  4  4  3  4  4  <none>  <age>'],
  ];
  test.each(changes)('%s', (_, pattern, by) => {
    const at = rows.findIndex((row) => pattern.test(row));
    expect(at).toBeGreaterThan(0);
    const changed = rows.toSpliced(at, 1, ...(by === undefined ? [] : [by])).join('\n');
    const recorded = parseRecording(changed);
    expect(compare(recorded, play(recorded, 0))).not.toEqual([]);
  });

  test.each(['14', '16', '19', '25'])(
    'a pod that is not created in %s, where nodes may be swapped',
    (number) => {
      const file = files.find((other) => other.startsWith(number)) ?? '';
      const lines = readFileSync(new URL(file, folder), 'utf8').split('\n');
      const at = lines.findIndex((row) => /^# .* pod \S+ created/.test(row));
      expect(at).toBeGreaterThan(0);
      const missing = (rows: readonly string[]): number =>
        judge(parseRecording(rows.join('\n')), number, 0).unexplained.length;
      expect(missing(lines.toSpliced(at, 1))).toBeGreaterThan(missing(lines));
    },
  );
});
