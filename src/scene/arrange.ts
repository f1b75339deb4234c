import { sameItems } from '../lib/equal';
import { planCells, sectionOf, type CellPlan } from './cells';
import { columnPlaces } from './columns';
import type { NodeContent } from './node-content';
import { placeTile, type TileMemory } from './tile';
import type { Grouping, Scene, SceneLevel, SceneTarget, Tile } from './types';

/** What the places depend on beside the contents. */
export interface Frame {
  level: SceneLevel;
  /** CSS pixels. */
  width: number;
  /** Height in which cells should be seen at once; 0: as high as it needs to be. */
  height: number;
  group: Grouping;
  selection: SceneTarget | undefined;
}

export type Placed = Pick<Scene, 'tiles' | 'sections' | 'height'>;

/**
 * Gives every node its place: columns of tiles, or cells in sections. The page places its first picture with it before the engine is
 * there, so nothing here may bring the engine along.
 */
export interface Arranger {
  /** `touched`: indexes of the contents that differ from those of the last call; undefined = any may. */
  place(contents: readonly NodeContent[], touched: ReadonlySet<number> | undefined, frame: Frame): Placed;
  /** Makes the tile of a content of the next call already now, if its place is likely to be that of before. */
  prepare(content: NodeContent, index: number, frame: Frame): void;
}

/** Keeps the places of the last call: cells stay where they are while only what is in them changes. */
export function createArranger(): Arranger {
  const memory: TileMemory = new Map();
  let last: { frame: Frame; placed: Placed } | undefined;
  let plan: CellPlan | undefined;
  /** Index of the tile of each content. */
  let tileOf: number[] = [];

  function place(
    contents: readonly NodeContent[],
    touched: ReadonlySet<number> | undefined,
    frame: Frame,
  ): Placed {
    const steady = last !== undefined && touched !== undefined && sameFrame(last.frame, frame);
    if (steady && touched.size === 0 && last) return last.placed;
    const placed =
      frame.level === 'cells'
        ? placeCells(contents, steady ? touched : undefined, frame)
        : inColumns(contents, frame);
    last = { frame, placed };
    if (memory.size > contents.length) forgetGone(contents);
    return placed;
  }

  function inColumns(contents: readonly NodeContent[], frame: Frame): Placed {
    const { level, width, selection } = frame;
    const { places, height } = columnPlaces(contents, level === 'full' ? 'full' : 'compact', width);
    const tiles = contents.map((content, i) => tile(content, level, places[i], selection));
    return { tiles, sections: [], height };
  }

  function placeCells(
    contents: readonly NodeContent[],
    touched: ReadonlySet<number> | undefined,
    frame: Frame,
  ): Placed {
    const known = last?.placed;
    if (!plan || !known || !touched || !samePlaces(plan, contents, touched, frame.group)) {
      const titles = contents.map((content) => sectionOf(content, frame.group));
      const room = last?.frame;
      const same = room?.width === frame.width && room.height === frame.height;
      if (!plan || !same || !sameItems(plan.titles, titles)) plan = planCells(titles, frame);
      tileOf = [];
      for (const [i, member] of plan.order.entries()) tileOf[member] = i;
      const { places, order, sections, height } = plan;
      const tiles = order.map((member, i) =>
        tile(contents[member] as NodeContent, 'cells', places[i], frame.selection),
      );
      return { tiles, sections, height };
    }
    const tiles = known.tiles.slice();
    for (const index of touched) {
      const at = tileOf[index] as number;
      tiles[at] = tile(contents[index] as NodeContent, 'cells', plan.places[at], frame.selection);
    }
    return { ...known, tiles };
  }

  function forgetGone(contents: readonly NodeContent[]): void {
    const here = new Set(contents.map(({ node }) => node.metadata.uid));
    for (const uid of memory.keys()) if (!here.has(uid)) memory.delete(uid);
  }

  function prepare(content: NodeContent, index: number, frame: Frame): void {
    const at = plan?.places[tileOf[index] ?? -1];
    if (at && frame.level === 'cells') tile(content, frame.level, at, frame.selection);
  }

  function tile(
    content: NodeContent,
    level: SceneLevel,
    at: CellPlan['places'][number] | undefined,
    selection: SceneTarget | undefined,
  ): Tile {
    if (!at) throw new Error('a tile has no place');
    return placeTile(content, level, at, selection, memory);
  }

  return { place, prepare };
}

/** Whether every node is still in its section. */
function samePlaces(
  plan: CellPlan,
  contents: readonly NodeContent[],
  touched: ReadonlySet<number>,
  group: Grouping,
): boolean {
  for (const index of touched)
    if (sectionOf(contents[index] as NodeContent, group) !== plan.titles[index]) return false;
  return true;
}

function sameFrame(a: Frame, b: Frame): boolean {
  return (
    a.level === b.level &&
    a.width === b.width &&
    a.height === b.height &&
    a.group === b.group &&
    a.selection === b.selection
  );
}
