import { countText } from '../explain/words';
import { compareNatural } from './natural-order';
import type { NodeContent } from './node-content';
import type { Place } from './tile';
import type { Grouping, Section } from './types';

/** Measures of the cells of a large cluster, in CSS pixels. */
export const CELLS = {
  heading: 21,
  /** Base line of a heading, from its top. */
  baseLine: 13,
  sectionGap: 11,
  /** Rough advance of a heading's character, with some room. */
  character: 6.8,
  /** From one cell to the next: as much as makes every node visible at once. */
  pitch: { least: 3, most: 30 },
} as const;

export interface CellPlan {
  sections: readonly Section[];
  /** Index of the node of each tile, in the order of the nodes. */
  order: readonly number[];
  places: readonly Place[];
  height: number;
  /** Title of the section of each node, in the order of the nodes. */
  titles: readonly string[];
}

export interface Room {
  width: number;
  /** 0: as high as it needs to be. */
  height: number;
}

/**
 * Squares for all nodes in sections: as large as the room allows, so that every node is seen without scrolling. `titles`: section of
 * each node.
 */
export function planCells(titles: readonly string[], room: Room): CellPlan {
  const groups = groupsOf(titles);
  const pitch = pitchFor(groups, room);
  const gap = gapOf(pitch);
  const w = pitch - gap;
  const columns = columnsOf(room.width, pitch, gap);
  const sections: Section[] = [];
  const order: number[] = [];
  const places: Place[] = [];
  let top = 0;
  for (const shelf of shelve(groups, pitch, columns)) {
    const cells = top + CELLS.heading;
    for (const { group, column } of shelf.parts) {
      const { title, text, members } = group;
      const y = top + CELLS.baseLine;
      sections.push({ title, text, y, first: order.length, count: members.length });
      for (const [i, member] of members.entries()) {
        order.push(member);
        const x = (column + (i % columns)) * pitch;
        places.push({ x, y: cells + Math.floor(i / columns) * pitch, w, h: w, chipRows: 0 });
      }
    }
    top = cells + shelf.rows * pitch - gap + CELLS.sectionGap;
  }
  return { sections, order, places, height: Math.max(0, top - CELLS.sectionGap), titles };
}

/** Sections that stand side by side, or one that needs whole rows. */
interface Shelf {
  parts: { group: Group; column: number }[];
  rows: number;
}

/** Small sections share a line, so that the cells of the large ones can be larger. */
function shelve(groups: readonly Group[], pitch: number, columns: number): Shelf[] {
  const shelves: Shelf[] = [];
  let used = columns;
  for (const group of groups) {
    const size = group.members.length;
    const wide = Math.max(size, Math.ceil((group.text.length * CELLS.character) / pitch));
    const shelf = shelves.at(-1);
    if (shelf && used + wide <= columns) {
      shelf.parts.push({ group, column: used });
      used += wide + 1;
    } else {
      shelves.push({ parts: [{ group, column: 0 }], rows: Math.ceil(size / columns) });
      used = size > columns ? columns : wide + 1;
    }
  }
  return shelves;
}

function gapOf(pitch: number): number {
  return pitch >= 12 ? 3 : pitch >= 7 ? 2 : 1;
}

function columnsOf(width: number, pitch: number, gap: number): number {
  return Math.max(1, Math.floor((width + gap) / pitch));
}

function pitchFor(groups: readonly Group[], { width, height }: Room): number {
  const { least, most } = CELLS.pitch;
  for (let pitch = most; pitch > least; pitch--) {
    const shelves = shelve(groups, pitch, columnsOf(width, pitch, gapOf(pitch)));
    const rows = shelves.reduce((sum, shelf) => sum + shelf.rows, 0);
    const needed = rows * pitch + shelves.length * (CELLS.heading + CELLS.sectionGap) - CELLS.sectionGap;
    // A room that grows with what is in it: cells of a size that is good to look at.
    if (height > 0 ? needed <= height : pitch <= 15) return pitch;
  }
  return least;
}

interface Group {
  title: string;
  /** Its heading. */
  text: string;
  members: number[];
}

function groupsOf(titles: readonly string[]): Group[] {
  const groups = new Map<string, number[]>();
  for (const [i, title] of titles.entries()) {
    const members = groups.get(title);
    if (members) members.push(i);
    else groups.set(title, [i]);
  }
  return [...groups]
    .map(([title, members]) => ({ title, text: `${title} · ${countText(members.length, 'node')}`, members }))
    .sort((a, b) => rankOf(a.title) - rankOf(b.title) || compareNatural(a.title, b.title));
}

const CONTROL_PLANE = 'control plane';

function rankOf(title: string): number {
  return title === CONTROL_PLANE ? 0 : title.startsWith('zone ') ? 1 : 2;
}

/** Control plane first; then zones where nodes have one, else roles. */
export function sectionOf({ node, words }: NodeContent, by: Grouping): string {
  if (by === 'none') return 'all';
  if (words.controlPlane) return CONTROL_PLANE;
  const labels = node.metadata.labels ?? {};
  const zone = by === 'zone' ? (labels['topology.kubernetes.io/zone'] ?? labels['zone']) : undefined;
  return zone === undefined ? `${words.role}s` : `zone ${zone}`;
}
