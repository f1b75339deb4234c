import { colourToken } from './palette';
import type { PodState, SetCard, Slot, Tile } from './types';

/**
 * What a cell looks like; no shape is told by its colour alone. solid: ready; coming: on its way; leaving: being replaced or deleted;
 * failing; lost: on a node that nobody hears of; finished; expected: a pod is to come; excluded: the set does not want the node.
 */
export type CellShape =
  'solid' | 'coming' | 'leaving' | 'failing' | 'lost' | 'finished' | 'expected' | 'excluded';

export interface CellMark {
  shape: CellShape;
  /** Name of the CSS custom property of its colour. */
  token: string;
  /** The pod should not be here. */
  stray: boolean;
}

/** How the user wants cells to be coloured. */
export interface Look {
  colour: 'revision' | 'state';
  /** Uid of the set to show, `all`, or undefined: whatever tells most. */
  set: string | undefined;
}

const SHAPES: Readonly<Record<PodState, CellShape>> = {
  pending: 'coming',
  pulling: 'coming',
  starting: 'coming',
  running: 'coming',
  ready: 'solid',
  terminating: 'leaving',
  backoff: 'failing',
  failed: 'failing',
  succeeded: 'finished',
  unknown: 'lost',
};

const STATE_TOKENS: Readonly<Record<CellShape, string>> = {
  solid: '--ok',
  coming: '--info',
  leaving: '--muted',
  failing: '--bad',
  lost: '--muted',
  finished: '--muted',
  expected: '--info',
  excluded: '--edge',
};

/** Of several sets the colours of their revisions would mean something else in each: only newest and older are told apart. */
const NEWEST = '--rev2';
const OLDER = '--rev1';

/** Worst first: what a cell too small for all of its sets shows. */
const WORST: readonly CellShape[] = [
  'failing',
  'lost',
  'expected',
  'leaving',
  'coming',
  'solid',
  'finished',
  'excluded',
];

/** Indexes of the sets that cells show: the chosen one, else those of the user, else all. */
export function shownSets(sets: readonly SetCard[], { set }: Look): readonly number[] {
  const every = sets.map((_, i) => i);
  const chosen = every.filter((i) => sets[i]?.uid === set);
  if (chosen.length > 0) return chosen;
  const own = every.filter((i) => sets[i]?.system === false);
  return own.length > 0 ? own : every;
}

/** The marks of a cell, one for each set that is shown. */
export function cellMarks(tile: Tile, shown: readonly number[], colour: Look['colour']): CellMark[] {
  return shown.flatMap((i) => {
    const slot = tile.slots[i];
    return slot ? [cellMark(slot, colour, shown.length > 1)] : [];
  });
}

function cellMark(slot: Slot, colour: Look['colour'], several: boolean): CellMark {
  const stray = slot.misscheduled;
  const { absence } = slot;
  if (absence) {
    const shape = absence.kind === 'waiting' ? 'expected' : absence.kind;
    return { shape, token: STATE_TOKENS[shape], stray };
  }
  const pod = slot.pods.findLast(({ state }) => state !== 'terminating') ?? slot.pods.at(-1);
  const shape = pod ? SHAPES[pod.state] : 'expected';
  if (!pod || colour === 'state' || shape === 'failing') return { shape, token: STATE_TOKENS[shape], stray };
  const token = several ? (pod.current ? NEWEST : OLDER) : colourToken(slot.quiet ? 0 : pod.colour);
  return { shape, token, stray };
}

/** The mark that stands for all of them. */
export function worstMark(marks: readonly CellMark[]): CellMark | undefined {
  return marks.reduce<CellMark | undefined>((worst, mark) => {
    if (!worst) return mark;
    const by = WORST.indexOf(mark.shape) - WORST.indexOf(worst.shape);
    return by < 0 || (by === 0 && mark.token === OLDER) ? mark : worst;
  }, undefined);
}

/** What solid cells of a colour are called; the newer their revision, the higher the rank. */
export function solidWords(
  token: string,
  sets: readonly SetCard[],
  shown: readonly number[],
  colour: Look['colour'],
): { words: string; rank: number } {
  if (colour === 'state') return { words: 'ready', rank: 0 };
  const [only] = shown;
  if (shown.length > 1)
    return token === NEWEST ? { words: 'newest revision', rank: 1 } : { words: 'older revision', rank: 0 };
  const versions = only === undefined ? [] : (sets[only]?.versions ?? []);
  const version = versions.find((one) => colourToken(one.colour) === token);
  return { words: version?.text ?? 'ready', rank: version?.revision ?? 0 };
}
