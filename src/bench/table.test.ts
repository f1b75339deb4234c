import { expect, test } from 'vitest';
import type { MeasuredLine } from './figure';
import { asMarkdown, asText, failureWords, tableOf } from './table';

const APPLY: MeasuredLine = {
  figure: 'apply',
  key: 'cpu',
  title: 'apply → Ready',
  unit: 's',
  aims: [{ at: 500, most: 0.1 }, { at: 5000, most: 1 }, { exponent: 1.15 }],
  points: [
    { size: 50, value: 0.0625 },
    { size: 500, value: 0.0625 },
    { size: 5000, value: 3.1 },
  ],
  failures: [],
};
const EDITOR: MeasuredLine = {
  figure: 'loads',
  key: 'editor',
  title: 'editor',
  unit: 'ms',
  aims: [{ most: 700 }],
  points: [{ value: 1234.5 }],
  failures: [],
};
const PEER: MeasuredLine = {
  figure: 'peer',
  key: 'cpu',
  title: 'the peer',
  unit: 's',
  aims: [],
  points: [{ size: 50, value: 12.34 }],
  failures: [{ size: 500, why: 'not done in 9 s' }],
};

test('one table: a row a line, a column a size, exponent and aims', () => {
  expect(asText(tableOf([APPLY, EDITOR, PEER]))).toBe(
    `
figure            any size    50   500  5,000  exponent (r²)  aim
apply → Ready, s            0.06  0.06    3.1   0.85 (0.750)  ≤ 0.1 s at 500: met; ≤ 1 s at 5,000: missed by 2.1 s (3.1×); exponent ≤ 1.15: met
editor, ms           1,235                                    ≤ 700 ms: missed by 535 ms (1.76×)
the peer, s                 12.3     –`.trim(),
  );
});

test('no column for what has no size when everything has one', () => {
  expect(tableOf([APPLY]).head).toEqual(['figure', '50', '500', '5,000', 'exponent (r²)', 'aim']);
});

test('what was not measured is not met', () => {
  const { rows } = tableOf([{ ...APPLY, points: [{ size: 500, value: 0.1 }] }]);
  expect(rows[0]?.at(-1)).toBe(
    '≤ 0.1 s at 500: met; ≤ 1 s at 5,000: not measured; exponent ≤ 1.15: too few sizes to tell',
  );
});

test('Markdown', () => {
  expect(asMarkdown(tableOf([PEER]))).toBe(
    `
| figure | 50 | 500 | exponent (r²) | aim |
| --- | --: | --: | --: | --- |
| the peer, s | 12.3 | – |  |  |`.trim(),
  );
});

test('each failure is told once', () => {
  expect(failureWords([PEER, { ...PEER, key: 'heap' }, APPLY])).toEqual(['peer at 500: not done in 9 s']);
});
