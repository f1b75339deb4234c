import type { PodState, Tile } from '../scene/types';

/**
 * Shapes of the states on a 14 × 14 box, so that no state is told by colour alone. `fill` is painted, `line` is stroked, `cut`
 * is stroked in the colour of the ground.
 */
export interface Glyph {
  fill?: string;
  line?: string;
  cut?: string;
  /** Dash pattern of `line`. */
  dash?: string;
}

const ring = 'M7 1.8a5.2 5.2 0 1 0 0 10.4a5.2 5.2 0 1 0 0-10.4z';
const disc = 'M7 1a6 6 0 1 0 0 12a6 6 0 1 0 0-12z';

export const GLYPHS: Readonly<Record<PodState | 'empty' | 'expected', Glyph>> = {
  ready: { fill: disc, cut: 'M4.2 7.2l2 2l3.7-4.1' },
  running: { line: ring, fill: 'M7 4.7a2.3 2.3 0 1 0 0 4.6a2.3 2.3 0 1 0 0-4.6z' },
  starting: { line: 'M7 1.8a5.2 5.2 0 1 1-5.2 5.2', fill: 'M5.7 4.7v4.6l3.7-2.3z' },
  pulling: { line: 'M7 1.6v7M4 5.7l3 3l3-3M2.4 12h9.2' },
  pending: { line: `${ring}M7 4.1v3.1l2.1 1.3` },
  terminating: { line: ring, dash: '1.1 2.17' },
  backoff: { fill: 'M7 1.2l6.2 11.2h-12.4z', cut: 'M7 5.2v3.4M7 10.4v.5' },
  failed: { fill: disc, cut: 'M4.9 4.9l4.2 4.2M9.1 4.9l-4.2 4.2' },
  succeeded: { line: `${ring}M4.6 7.1l1.7 1.7l3.1-3.4` },
  unknown: { line: `${ring}M5.5 5.6c0-2.1 3.1-2 3.1-.1c0 1.2-1.6 1.2-1.6 2.4M7 9.7v.4` },
  empty: { line: `${ring}M3.5 10.5l7-7` },
  expected: { line: ring, dash: '2.6 3.93' },
};

/** Marks of a node's health in its header, on a 10 × 10 box. */
export const NODE_GLYPHS: Readonly<Record<'ready' | 'lost' | 'cordoned' | 'pressed', Glyph>> = {
  ready: { fill: 'M5 1a4 4 0 1 0 0 8a4 4 0 1 0 0-8z' },
  lost: { line: 'M5 1.6a3.4 3.4 0 1 0 0 6.8a3.4 3.4 0 1 0 0-6.8z' },
  cordoned: { fill: 'M5 .4a4.6 4.6 0 1 0 0 9.2a4.6 4.6 0 1 0 0-9.2z', cut: 'M2.7 5h4.6' },
  pressed: { fill: 'M5 .6l4.6 8.2h-9.2z', cut: 'M5 3.8v2.1M5 7.3v.1' },
};

/** The mark of a node. */
export function healthOf(tile: Pick<Tile, 'ready' | 'pressure' | 'cordoned'>): keyof typeof NODE_GLYPHS {
  if (!tile.ready) return 'lost';
  if (tile.pressure.length > 0) return 'pressed';
  return tile.cordoned ? 'cordoned' : 'ready';
}

/** Shapes of slots without a pod. */
export const ABSENCE_GLYPHS = { excluded: 'empty', waiting: 'expected', failing: 'backoff' } as const;

/** A fault that the user has made, on a 10 × 10 box: a bolt. */
export const FAULT_GLYPH: Glyph = { fill: 'M6 .4L1.8 5.7h2.6l-.8 3.9l4.6-5.6h-2.7z' };
