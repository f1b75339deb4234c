import { countText } from '../explain/words';
import { cellMarks, shownSets, solidWords, worstMark, type CellShape, type Look } from './cell-look';
import type { Scene } from './types';

/** One entry of the legend. */
export interface CensusRow {
  shape: CellShape | 'unready';
  token: string;
  words: string;
  /** The higher, the newer the revision; 0 where it is not told. */
  rank: number;
  /** Nodes that look like this; of several sets the worst pod of a node counts. */
  count: number;
}

const WORDS: Readonly<Record<Exclude<CellShape, 'solid'>, string>> = {
  coming: 'starting',
  leaving: 'being replaced',
  failing: 'failing',
  lost: 'out of reach',
  finished: 'finished',
  expected: 'no pod yet',
  excluded: 'excluded',
};

const ORDER: readonly CensusRow['shape'][] = [
  'solid',
  'coming',
  'leaving',
  'expected',
  'failing',
  'lost',
  'unready',
  'finished',
  'excluded',
];

/** What the cells show, counted: the legend, and the picture in words. */
export function census(scene: Scene, look: Look): { rows: CensusRow[]; words: string } {
  const shown = shownSets(scene.sets, look);
  const all = new Map<string, CensusRow>();
  const sections = scene.sections.map(({ title, first, count }) => {
    const rows = new Map<string, CensusRow>();
    for (let i = first; i < first + count; i++) {
      const tile = scene.tiles[i];
      if (!tile) continue;
      const mark = worstMark(cellMarks(tile, shown, look.colour));
      const found: Pick<CensusRow, 'shape' | 'token'>[] = mark ? [mark] : [];
      if (!tile.ready && mark?.shape !== 'lost') found.push({ shape: 'unready', token: '--bad' });
      for (const one of found) {
        bump(rows, one, scene, shown, look);
        bump(all, one, scene, shown, look);
      }
    }
    const parts = sorted(rows).map((row) => `${row.count} ${row.words}`);
    return `${title}, ${countText(count, 'node')}: ${parts.join(', ') || 'no DaemonSet'}.`;
  });
  return { rows: sorted(all), words: sections.join(' ') };
}

function bump(
  rows: Map<string, CensusRow>,
  { shape, token }: Pick<CensusRow, 'shape' | 'token'>,
  scene: Scene,
  shown: readonly number[],
  look: Look,
): void {
  // Only what is ready is told apart by colour: of the others the shape says enough.
  const key = shape === 'solid' ? token : shape;
  const known = rows.get(key);
  if (known) known.count += 1;
  else rows.set(key, { shape, token, ...wordsOf(shape, token, scene, shown, look), count: 1 });
}

function wordsOf(
  shape: CensusRow['shape'],
  token: string,
  { sets }: Scene,
  shown: readonly number[],
  { colour }: Look,
): Pick<CensusRow, 'words' | 'rank'> {
  if (shape === 'solid') return solidWords(token, sets, shown, colour);
  return { words: shape === 'unready' ? 'node not ready' : WORDS[shape], rank: 0 };
}

function sorted(rows: ReadonlyMap<string, CensusRow>): CensusRow[] {
  return [...rows.values()].sort(
    // The newest revision first, and not by how many there are: in a rollout rows would change places.
    (a, b) => ORDER.indexOf(a.shape) - ORDER.indexOf(b.shape) || b.rank - a.rank,
  );
}
