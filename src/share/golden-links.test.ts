/** Links as people have saved them open for ever. */
import { expect, test } from 'vitest';
import { decodeLink } from './link';
import { GOLDEN_LINKS } from './testing/golden-links';

test.each(GOLDEN_LINKS)('%s', (_, link, scenario) => {
  expect(decodeLink(link)).toEqual({ ok: true, scenario });
});
