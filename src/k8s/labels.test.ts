import { describe, expect, test } from 'vitest';
import {
  matchesSelector,
  parseLabelSelector,
  requirementMatches,
  selectorText,
  type RawRequirement,
} from './labels';

describe('requirementMatches', () => {
  const labels = { app: 'web', gen: '12', empty: '' };
  test.each<[string, RawRequirement, boolean]>([
    ['In, value present', { key: 'app', operator: 'In', values: ['db', 'web'] }, true],
    ['In, other value', { key: 'app', operator: 'In', values: ['db'] }, false],
    ['In, key absent', { key: 'tier', operator: 'In', values: ['db'] }, false],
    ['In, no values (invalid)', { key: 'app', operator: 'In', values: [] }, false],
    ['NotIn, value present', { key: 'app', operator: 'NotIn', values: ['web'] }, false],
    ['NotIn, other value', { key: 'app', operator: 'NotIn', values: ['db'] }, true],
    ['NotIn, key absent', { key: 'tier', operator: 'NotIn', values: ['db'] }, true],
    ['NotIn, no values (invalid)', { key: 'app', operator: 'NotIn', values: [] }, false],
    ['Exists', { key: 'app', operator: 'Exists' }, true],
    ['Exists, empty value', { key: 'empty', operator: 'Exists' }, true],
    ['Exists, key absent', { key: 'tier', operator: 'Exists' }, false],
    ['Exists with values (invalid)', { key: 'app', operator: 'Exists', values: ['web'] }, false],
    ['Exists, key of Object.prototype', { key: 'constructor', operator: 'Exists' }, false],
    ['DoesNotExist', { key: 'tier', operator: 'DoesNotExist' }, true],
    ['DoesNotExist, key present', { key: 'app', operator: 'DoesNotExist' }, false],
    ['DoesNotExist, key of Object.prototype', { key: 'toString', operator: 'DoesNotExist' }, true],
    ['Gt', { key: 'gen', operator: 'Gt', values: ['9'] }, true],
    ['Gt, equal', { key: 'gen', operator: 'Gt', values: ['12'] }, false],
    ['Lt', { key: 'gen', operator: 'Lt', values: ['100'] }, true],
    ['Lt, label is no integer', { key: 'app', operator: 'Lt', values: ['100'] }, false],
    ['Gt, value is no integer', { key: 'gen', operator: 'Gt', values: ['1.5'] }, false],
    ['Gt, two values', { key: 'gen', operator: 'Gt', values: ['1', '2'] }, false],
    ['unknown operator', { key: 'app', operator: 'Like', values: ['web'] }, false],
  ])('SCH-16 TEST-116 %s', (_, requirement, expected) => {
    expect(requirementMatches(requirement, labels)).toBe(expected);
  });
});

describe('matchesSelector', () => {
  test.each([
    ['DS-21 absent selector matches nothing', undefined, { a: '1' }, false],
    ['empty selector matches everything', {}, { a: '1' }, true],
    ['empty selector matches an object without labels', {}, undefined, true],
    ['matchLabels equal', { matchLabels: { a: '1' } }, { a: '1', b: '2' }, true],
    ['matchLabels other value', { matchLabels: { a: '1' } }, { a: '2' }, false],
    ['matchLabels without labels', { matchLabels: { a: '1' } }, undefined, false],
    [
      'both parts are ANDed',
      { matchLabels: { a: '1' }, matchExpressions: [{ key: 'b', operator: 'Exists' }] },
      { a: '1' },
      false,
    ],
    [
      'DS-21 invalid operator matches nothing',
      { matchExpressions: [{ key: 'a', operator: 'Gt', values: ['0'] }] },
      { a: '1' },
      false,
    ],
  ])('%s', (_, selector, labels, expected) => {
    expect(matchesSelector(selector, labels)).toBe(expected);
  });
});

describe('parseLabelSelector', () => {
  test.each([
    ['a=b', [['a', 'In', ['b']]]],
    ['a==b', [['a', 'In', ['b']]]],
    ['a!=b', [['a', 'NotIn', ['b']]]],
    ['a=', [['a', 'In', ['']]]],
    ['a in (y, x)', [['a', 'In', ['x', 'y']]]],
    ['a notin (x)', [['a', 'NotIn', ['x']]]],
    ['x in (foo,,baz)', [['x', 'In', ['', 'baz', 'foo']]]],
    ['y notin ()', [['y', 'NotIn', ['']]]],
    ['a', [['a', 'Exists', []]]],
    ['!a', [['a', 'DoesNotExist', []]]],
    [
      'n>5,m<3',
      [
        ['m', 'Lt', ['3']],
        ['n', 'Gt', ['5']],
      ],
    ],
    [
      'b=1,a=2',
      [
        ['a', 'In', ['2']],
        ['b', 'In', ['1']],
      ],
    ],
    ['in=in', [['in', 'In', ['in']]]],
    ['', []],
  ])('CLI-16 %j', (text, expected) => {
    const parsed = parseLabelSelector(text);
    expect(parsed.ok && parsed.requirements.map((r) => [r.key, r.operator, r.values])).toEqual(expected);
  });

  test.each([
    ['a=b=c', "found '=', expected: ',' or 'end of string'"],
    ['a=b,', "found '', expected: identifier after ','"],
    ['=b', "found '=', expected: !, identifier, or 'end of string'"],
    ['a b', "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt"],
    ['a in x', "unable to parse requirement: found 'x' expected: '('"],
    [
      'a>x',
      "unable to parse requirement: values[0]: Invalid value: \"x\": for 'Gt', 'Lt' operators, the value must be an integer",
    ],
    [
      '-a',
      "unable to parse requirement: <nil>: Invalid value: \"-a\": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')",
    ],
  ])('CLI-16 %j is refused', (text, message) => {
    expect(parseLabelSelector(text)).toEqual({ ok: false, message });
  });
});

test.each([
  [undefined, '<none>'],
  [{}, '<none>'],
  [{ matchLabels: { b: '2', a: '1' } }, 'a=1,b=2'],
  [{ matchExpressions: [{ key: 'tier', operator: 'In', values: ['b', 'a'] }] }, 'tier in (a,b)'],
  [{ matchExpressions: [{ key: 'x', operator: 'DoesNotExist' }], matchLabels: { y: '1' } }, '!x,y=1'],
  [
    {
      matchExpressions: [
        { key: 'x', operator: 'Exists' },
        { key: 'w', operator: 'NotIn', values: ['q'] },
      ],
    },
    'w notin (q),x',
  ],
])('CLI-21 selectorText %j', (selector, text) => {
  expect(selectorText(selector)).toBe(text);
});
