import { expect, test } from 'vitest';
import { withFigures } from './readme';
import type { Report } from './report';

const REPORT: Report = {
  bench: 'headless',
  date: '2026-01-02',
  machine: { cpu: 'Abacus', cores: 2, node: 'v20.1.0' },
  lines: [
    {
      figure: 'apply',
      key: 'cpu',
      title: 'apply',
      unit: 's',
      aims: [],
      points: [{ size: 5, value: 1 }],
      failures: [{ size: 7, why: 'out of memory' }],
      verdicts: [],
    },
  ],
};

test('only what is between the markers changes, and again gives the same', () => {
  const before =
    'a\n\n<!-- bench:headless -->\nold\n<!-- /bench:headless -->\n\nb <!-- bench:page --> c <!-- /bench:page -->';
  const after = withFigures(before, REPORT);
  expect(after).toBe(`a

<!-- bench:headless -->

2 cores of Abacus, Node v20.1.0, 2026-01-02.

| figure | 5 | 7 | exponent (r²) | aim |
| --- | --: | --: | --: | --- |
| apply, s | 1 | – |  |  |

Not measured: apply at 7: out of memory.

<!-- /bench:headless -->

b <!-- bench:page --> c <!-- /bench:page -->`);
  expect(withFigures(after, REPORT)).toBe(after);
});

test('a README without the markers is left alone', () => {
  expect(() => withFigures('nothing here', REPORT)).toThrow('no markers <!-- bench:headless -->');
});
