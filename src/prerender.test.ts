import { expect, test } from 'vitest';
import { prerender } from './prerender';

test('the first picture shows the default cluster, its text and all controls, without a browser', () => {
  const html = prerender(true);
  for (const words of ['One control plane, two workers', '<b>kind</b>', 'nginx', 'Things to try', '00:00:00'])
    expect(html).toContain(words);
  for (const label of ['Playhead', 'Pause', 'Step', 'Share', 'Add node', 'Apply'])
    expect(html).toContain(label);
});

test('of a cluster that is not known yet nothing is told but that it is opened', () => {
  const html = prerender(false);
  expect(html).toContain('Opening…');
  expect(html).not.toMatch(/nginx|worker-1|<b>kind/);
});

test('is the same each time, so that a build can be repeated', () => {
  expect(prerender(true)).toBe(prerender(true));
});
