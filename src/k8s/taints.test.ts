import { describe, expect, test } from 'vitest';
import { taintText, tolerates, untoleratedTaint } from './taints';
import type { Taint, Toleration } from './types';

const taint: Taint = { key: 'dedicated', value: 'gpu', effect: 'NoSchedule' };

test.each<[string, Toleration, boolean]>([
  [
    'equal key, value and effect',
    { key: 'dedicated', operator: 'Equal', value: 'gpu', effect: 'NoSchedule' },
    true,
  ],
  ['operator defaults to Equal', { key: 'dedicated', value: 'gpu', effect: 'NoSchedule' }, true],
  ['other value', { key: 'dedicated', operator: 'Equal', value: 'cpu', effect: 'NoSchedule' }, false],
  ['absent value is the empty one', { key: 'dedicated', effect: 'NoSchedule' }, false],
  ['Exists ignores the value', { key: 'dedicated', operator: 'Exists', effect: 'NoSchedule' }, true],
  ['other effect', { key: 'dedicated', operator: 'Exists', effect: 'NoExecute' }, false],
  ['empty effect matches all', { key: 'dedicated', operator: 'Exists' }, true],
  ['empty key with Exists matches all', { operator: 'Exists' }, true],
  ['empty key with Exists, other effect', { operator: 'Exists', effect: 'NoExecute' }, false],
  ['other key', { key: 'other', operator: 'Exists' }, false],
  ['unknown operator', { key: 'dedicated', operator: 'Gt', value: 'gpu' }, false],
])('DS-20 TEST-121 %s', (_, toleration, expected) => {
  expect(tolerates(toleration, taint)).toBe(expected);
});

describe('TEST-112 untoleratedTaint', () => {
  const effects = ['NoSchedule', 'NoExecute'];
  const other: Taint = { key: 'b', effect: 'NoExecute' };
  const prefer: Taint = { key: 'c', effect: 'PreferNoSchedule' };
  test.each<[string, Taint[] | undefined, Toleration[] | undefined, readonly string[], Taint | undefined]>([
    ['no taints', undefined, [{ operator: 'Exists' }], effects, undefined],
    ['no tolerations', [taint], undefined, effects, taint],
    ['all taints matched', [taint, other], [{ operator: 'Exists' }], effects, undefined],
    ['first in the order of the node', [taint, other], [], effects, taint],
    ['a later one', [taint, other], [{ key: 'dedicated', operator: 'Exists' }], effects, other],
    ['outside the effects asked for', [taint], [], ['NoExecute'], undefined],
    ['every effect is asked for', [prefer], [], [...effects, 'PreferNoSchedule'], prefer],
  ])('%s', (_, taints, tolerations, asked, expected) => {
    expect(untoleratedTaint(taints, tolerations, asked)).toBe(expected);
  });
});

test.each([
  [taint, 'dedicated=gpu:NoSchedule'],
  [{ key: 'a', effect: 'NoExecute' }, 'a:NoExecute'],
])('CLI-43 taintText %#', (value, text) => {
  expect(taintText(value)).toBe(text);
});
