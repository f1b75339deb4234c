/** Every example and random histories, played in several ways: the same state at each moment, the same trace at the end. */
import { describe, expect, test } from 'vitest';
import { EXAMPLES, histories } from './determinism/examples';
import { meanings, readGolden, rowOf } from './determinism/golden';
import type { Outcome, Play } from './determinism/play';
import { partingOf, tellDifference } from './determinism/difference';
import { pictureOf, playOne } from './determinism/table';
import { WAYS, waysOf } from './determinism/ways';

const PLAYS = [...EXAMPLES, ...histories(10, 20261120)];

const golden = readGolden();

/** Empty when all ways come to the same as the first; else where one parts from it, and in what. */
function partingWords(play: Play, first: string, straight: Outcome, others: readonly string[]): string {
  for (const way of others) {
    const at = partingOf(straight, playOne(play, way));
    if (at === undefined) continue;
    const where = play.moments[at] === undefined ? 'in the trace' : `${play.moments[at]} ms after the start`;
    return `${way}: ${where}\n${tellDifference(pictureOf(play, first, at), pictureOf(play, way, at))}`;
  }
  return '';
}

test.each(PLAYS.map((play, number) => ({ name: play.name, play, ways: waysOf(number, 2) })))(
  '$name: $ways',
  ({ name, play, ways: [first = '', ...others] }) => {
    const straight = playOne(play, first);
    expect(partingWords(play, first, straight, others)).toBe('');
    // Where that was meant to change: npm run golden.
    if (EXAMPLES.includes(play)) expect(rowOf(straight), name).toBe(golden.asOfNow[name]);
  },
);

test('each way is taken, and every fault happens', () => {
  const taken = new Set(PLAYS.flatMap((_, number) => waysOf(number, 2)));
  expect([...taken].sort()).toEqual(Object.keys(WAYS).sort());
});

test('ids of bases and links mean what they have always meant', () => {
  expect(meanings()).toEqual(golden.forEver);
});

test('the golden digests are those of the examples', () => {
  expect(Object.keys(golden.asOfNow)).toEqual(EXAMPLES.map(({ name }) => name));
});

describe('the check itself', () => {
  const example = EXAMPLES.find(({ name }) => name === 'manifests/nginx.yaml')!;
  const play = { ...example, moments: [30_000, 45_000, example.scenario.playhead] };

  test('finds a history that differs, its first moment, and says in what', () => {
    const actions = play.scenario.actions.map((action) =>
      action.line.startsWith('sim add-node')
        ? { ...action, line: action.line.replace('ssd', 'hdd') }
        : action,
    );
    const other = { ...play, scenario: { ...play.scenario, actions } };
    const at = partingOf(playOne(play, 'straight'), playOne(other, 'straight'));
    expect(at).toBe(1);
    const words = tellDifference(pictureOf(play, 'straight', at!), pictureOf(other, 'straight', at!));
    expect(words).toMatch(/^Node n-1:\n.*ssd.*\n.*hdd/);
  });

  test('finds a record of the trace that differs alone', () => {
    const straight = playOne(play, 'straight');
    expect(partingOf(straight, { ...straight, trace: 'another' })).toBe(play.moments.length);
    const picture = pictureOf(play, 'straight', play.moments.length);
    const trace = picture.trace.with(3, picture.trace[3]!.replace('"id":4', '"id":5'));
    expect(tellDifference(picture, { ...picture, trace })).toMatch(
      /^record 3 of the trace:\n.*"id":4.*\n.*"id":5/,
    );
    expect(tellDifference(picture, picture)).toBe('');
  });
});
