import { describe, expect, test } from 'vitest';
import { baseById, DEFAULT_BASE } from './catalog/index';
import { LIMITS, parseScenario } from './scenario';

const good = {
  version: 1,
  base: 'three-nodes-1',
  seed: 1,
  actions: [
    { at: 0, line: 'kubectl cordon worker-1' },
    { at: 5, line: 'kubectl apply -f -', stdin: 'x' },
    { at: 5, line: 'kubectl uncordon worker-1' },
  ],
  text: 'hello',
  playhead: 10,
};

test('a good one is taken as it is, without what is not known', () => {
  expect(parseScenario(good)).toEqual({ ok: true, scenario: good });
  const actions = [{ ...good.actions[0], extra: 1 }];
  expect(parseScenario({ ...good, actions, more: 2 })).toEqual({
    ok: true,
    scenario: { ...good, actions: [good.actions[0]] },
  });
});

const time = (at: unknown) => ({ actions: [{ at, line: '' }] });
const long = 'x'.repeat(LIMITS.text);
describe('refused', () => {
  test.each<[string, unknown, string]>([
    ['null', null, 'it does not hold a scenario'],
    ['a list', [], 'it does not hold a scenario'],
    ['a text', 'x', 'it does not hold a scenario'],
    ['nothing', undefined, 'it does not hold a scenario'],
    ['no version', { ...good, version: undefined }, 'its version undefined is not known here'],
    ['another version', { ...good, version: 2 }, 'its version 2 is not known here'],
    ['a version as text', { ...good, version: '1' }, 'its version "1" is not known here'],
    ['no base', { ...good, base: undefined }, 'it names no cluster to start from'],
    ['a long base', { ...good, base: 'x'.repeat(101) }, 'it names no cluster to start from'],
    ['a broken seed', { ...good, seed: 1.5 }, 'its seed is not a whole number'],
    ['a negative seed', { ...good, seed: -1 }, 'its seed is not a whole number'],
    ['a huge seed', { ...good, seed: 2 ** 32 }, 'its seed is not a whole number'],
    ['no text', { ...good, text: null }, 'its manifest text is missing or too long'],
    ['a long text', { ...good, text: `${long}x` }, 'its manifest text is missing or too long'],
    ['a negative playhead', { ...good, playhead: -1 }, 'its playhead lies outside the first 24 hours'],
    [
      'a huge playhead',
      { ...good, playhead: LIMITS.time + 1 },
      'its playhead lies outside the first 24 hours',
    ],
    ['NaN', { ...good, playhead: Number.NaN }, 'its playhead lies outside the first 24 hours'],
    ['no actions', { ...good, actions: {} }, 'its list of actions is missing or too long'],
    [
      'thousands of actions',
      { ...good, actions: Array(LIMITS.actions + 1).fill(good.actions[0]) },
      'its list of actions is missing or too long',
    ],
    ['an action that is none', { ...good, actions: [good.actions[0], 7] }, 'its action 2 is malformed'],
    ['a negative time', { ...good, ...time(-1) }, 'its action 1 is malformed'],
    ['a broken time', { ...good, ...time(0.5) }, 'its action 1 is malformed'],
    ['NaN as a time', { ...good, ...time(Number.NaN) }, 'its action 1 is malformed'],
    ['a time as text', { ...good, ...time('1') }, 'its action 1 is malformed'],
    ['a huge time', { ...good, ...time(LIMITS.time + 1) }, 'its action 1 is malformed'],
    [
      'times out of order',
      { ...good, actions: [good.actions[1], good.actions[0]] },
      'its action 2 is malformed',
    ],
    ['no line', { ...good, actions: [{ at: 0 }] }, 'its action 1 is malformed'],
    [
      'a long line',
      { ...good, actions: [{ at: 0, line: 'x'.repeat(LIMITS.line + 1) }] },
      'its action 1 is malformed',
    ],
    ['a wrong stdin', { ...good, actions: [{ at: 0, line: '', stdin: null }] }, 'its action 1 is malformed'],
    [
      'a long stdin',
      { ...good, actions: [{ at: 0, line: '', stdin: `${long}x` }] },
      'its action 1 is malformed',
    ],
    [
      'long texts together',
      { ...good, actions: Array(8).fill({ at: 0, line: '', stdin: long }) },
      'its texts are too long together',
    ],
    ['an action after the playhead', { ...good, playhead: 4 }, 'it has actions after its playhead'],
  ])('%s', (_, data, message) => {
    expect(parseScenario(data)).toEqual({ ok: false, message });
  });
});

test.each<[string, object]>([
  ['the largest seed', { seed: 0xffffffff }],
  ['the last moment', { playhead: LIMITS.time }],
  ['the longest text', { text: long }],
  ['as many actions as may be', { actions: Array(LIMITS.actions).fill(good.actions[0]) }],
])('just taken: %s', (_, change) => {
  expect(parseScenario({ ...good, ...change })).toMatchObject({ ok: true });
});

describe('catalog', () => {
  test('ids are part of every link', () => {
    expect(baseById('three-nodes-1')?.id).toBe('three-nodes-1');
    expect(baseById('three-nodes-2')).toBe(DEFAULT_BASE);
    expect(DEFAULT_BASE.id).toBe('three-nodes-2');
  });

  test.each(['', 'three-nodes', '__proto__', 'constructor', 'toString'])('%j is no base', (id) => {
    expect(baseById(id)).toBeUndefined();
  });
});
