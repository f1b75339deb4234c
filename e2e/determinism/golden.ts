/**
 * What the examples came to when they were last written down (`npm run golden`), so that an accidental change of bytes between two
 * commits is noticed and a deliberate one is seen.
 */
import { existsSync, readFileSync } from 'node:fs';
import { canonicalHash } from '../../src/lib/canonical-hash';
import { BASES } from '../../src/scenario/catalog/index';
import { decodeLink } from '../../src/share/link';
import { GOLDEN_LINKS } from '../../src/share/testing/golden-links';
import { Playback } from '../../src/state/playback';
import type { Outcome } from './play';

export interface Golden {
  /**
   * What ids and links mean, by name: a base's definition and the names of what is in it (commands in links call objects by them), the
   * scenario that a link opens. Never changed: a changed base gets a new id, a changed format a new tag.
   */
  forEver: Record<string, string>;
  /** What the examples come to in the end: `<digest of all objects> <digest of the trace>`. May change when behaviour is corrected. */
  asOfNow: Record<string, string>;
}

export const GOLDEN_FILE = new URL('golden.json', import.meta.url);

export function readGolden(): Golden {
  if (!existsSync(GOLDEN_FILE)) return { forEver: {}, asOfNow: {} };
  return JSON.parse(readFileSync(GOLDEN_FILE, 'utf8')) as Golden;
}

export function meanings(): Golden['forEver'] {
  const rows: Golden['forEver'] = {};
  for (const base of BASES) {
    const { cluster } = new Playback({
      version: 1,
      base: base.id,
      seed: 1,
      actions: [],
      text: '',
      playhead: 0,
    });
    const names = cluster.stateParts().objects.map(([name]) => name);
    rows[`base ${base.id}`] = canonicalHash({
      base,
      names: names.filter((name) => !name.startsWith('Event ')),
    });
  }
  for (const [name, link] of GOLDEN_LINKS) rows[`link of ${name}`] = canonicalHash(decodeLink(link));
  return rows;
}

/** What is written down of an outcome. */
export function rowOf({ objects, trace }: Outcome): string {
  return `${objects} ${trace}`;
}
