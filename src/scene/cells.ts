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
  const sizes = groups.map(({ members }) => members.length);
  const pitch = pitchFor(sizes, room);
  const gap = gapOf(pitch);
  const w = pitch - gap;
  const columns = columnsOf(room.width, pitch, gap);
  const sections: Section[] = [];
  const order: number[] = [];
  const places: Place[] = [];
  let top = 0;
  for (const { title, members } of groups) {
    sections.push({
      title,
      text: `${title} · ${countText(members.length, 'node')}`,
      y: top + CELLS.baseLine,
      first: order.length,
      count: members.length,
    });
    top += CELLS.heading;
    for (const [i, member] of members.entries()) {
      order.push(member);
      const x = (i % columns) * pitch;
      places.push({ x, y: top + Math.floor(i / columns) * pitch, w, h: w, chipRows: 0 });
    }
    top += Math.ceil(members.length / columns) * pitch - gap + CELLS.sectionGap;
  }
  return { sections, order, places, height: Math.max(0, top - CELLS.sectionGap), titles };
}

function gapOf(pitch: number): number {
  return pitch >= 12 ? 3 : pitch >= 7 ? 2 : 1;
}

function columnsOf(width: number, pitch: number, gap: number): number {
  return Math.max(1, Math.floor((width + gap) / pitch));
}

function pitchFor(sizes: readonly number[], { width, height }: Room): number {
  const { least, most } = CELLS.pitch;
  for (let pitch = most; pitch > least; pitch--) {
    const columns = columnsOf(width, pitch, gapOf(pitch));
    const rows = sizes.reduce((sum, size) => sum + Math.ceil(size / columns), 0);
    const needed = rows * pitch + sizes.length * (CELLS.heading + CELLS.sectionGap) - CELLS.sectionGap;
    // A room that grows with what is in it: cells of a size that is good to look at.
    if (height > 0 ? needed <= height : pitch <= 15) return pitch;
  }
  return least;
}

interface Group {
  title: string;
  members: number[];
}

function groupsOf(titles: readonly string[]): Group[] {
  const groups = new Map<string, Group>();
  for (const [i, title] of titles.entries()) {
    const group = groups.get(title);
    if (group) group.members.push(i);
    else groups.set(title, { title, members: [i] });
  }
  return [...groups.values()].sort(
    (a, b) => rankOf(a.title) - rankOf(b.title) || compareNatural(a.title, b.title),
  );
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
