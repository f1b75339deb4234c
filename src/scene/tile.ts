import { placeChips } from './chips';
import { COMPACT, FULL, slotHeight, slotsTop } from './layout';
import { placeLoose } from './loose-pods';
import type { NodeContent, SlotContent } from './node-content';
import type { MarkContent } from './pod-mark';
import type { PodMark, SceneLevel, SceneTarget, Slot, Tile } from './types';

const SURGE_GAP = 4;
const FOOTER = 20;

export interface Place {
  x: number;
  y: number;
  w: number;
  h: number;
  /** Rows of chips reserved; the most that any tile of the same row has. */
  chipRows: number;
}

/** The last tile of each node, by its uid, with all that it was made for. */
export type TileMemory = Map<
  string,
  { content: NodeContent; level: SceneLevel; place: Place; chosen: string; tile: Tile }
>;

const chipMemo = new WeakMap<NodeContent, { width: number; placed: ReturnType<typeof placeChips> }>();

function chipsOf(content: NodeContent, width: number): ReturnType<typeof placeChips> {
  const kept = chipMemo.get(content);
  if (kept?.width === width) return kept.placed;
  const { faults, labels, taints } = content.chips;
  const placed = placeChips(faults, labels, taints, width - 2 * FULL.padX);
  chipMemo.set(content, { width, placed });
  return placed;
}

/** Rows of chips that a tile of this width needs. */
export function chipRows(content: NodeContent, width: number): number {
  return chipsOf(content, width).rows;
}

/** Height of a full tile. */
export function fullTileHeight(content: NodeContent, rows: number, withFooter: boolean): number {
  const slots = content.slots.reduce((sum, slot) => sum + slotHeight(slot.view.system) + FULL.slotGap, 0);
  return slotsTop(rows) + Math.max(0, slots - FULL.slotGap) + (withFooter ? FOOTER : 0) + FULL.padX;
}

/** The tile at its place; the same object as before as long as content, place and selection are the same. */
export function placeTile(
  content: NodeContent,
  level: SceneLevel,
  place: Place,
  selection: SceneTarget | undefined,
  memory: TileMemory,
): Tile {
  const chosen = selectionOn(content, selection);
  const { metadata } = content.node;
  const last = memory.get(metadata.uid);
  const kept =
    last?.level === level && last.chosen === chosen && samePlace(last.place, place) ? last : undefined;
  if (kept?.content === content) return kept.tile;
  const { role, controlPlane, ready, cordoned, pressure, note, noteTone } = content.words;
  const { text, title, count, pods } = content.others;
  const tile: Tile = {
    uid: metadata.uid,
    name: metadata.name,
    role,
    controlPlane,
    ready,
    cordoned,
    pressure,
    faults: content.faults.map(({ word }) => word),
    note,
    noteTone,
    chips: level === 'full' ? chipsOf(content, place.w).chips : [],
    traits: content.traits,
    slots: placeSlots(content, level, place, selection, kept),
    others: {
      text,
      title,
      count,
      failing: pods.filter(({ mark }) => mark.state === 'backoff' || mark.state === 'failed').length,
      marks: level === 'full' ? placeLoose(content.others, place, selection) : [],
    },
    selected: selection?.type === 'node' && selection.name === metadata.name,
    label: content.label,
    x: place.x,
    y: place.y,
    w: place.w,
    h: place.h,
  };
  memory.set(metadata.uid, { content, level, place, chosen, tile });
  return tile;
}

function samePlace(a: Place, b: Place): boolean {
  return a === b || (a.x === b.x && a.y === b.y && a.w === b.w && a.h === b.h && a.chipRows === b.chipRows);
}

function selectionOn(content: NodeContent, selection: SceneTarget | undefined): string {
  const name = content.node.metadata.name;
  if (selection?.type === 'node') return selection.name === name ? 'node' : '';
  if (selection?.type === 'slot')
    return selection.node === name ? `slot ${selection.set.namespace}/${selection.set.name}` : '';
  if (selection?.type === 'pod')
    return content.slots.some((slot) => slot.marks.some((mark) => mark.uid === selection.uid)) ||
      content.others.pods.some(({ mark }) => mark.uid === selection.uid)
      ? selection.uid
      : '';
  return '';
}

function placeSlots(
  content: NodeContent,
  level: SceneLevel,
  place: Place,
  selection: SceneTarget | undefined,
  kept: { content: NodeContent; tile: Tile } | undefined,
): Slot[] {
  if (level === 'full') {
    let y = slotsTop(place.chipRows);
    return content.slots.map((slot) => {
      const h = slotHeight(slot.view.system);
      const placed = placeSlot(content, slot, selection, { x: FULL.padX, y, w: place.w - 2 * FULL.padX, h });
      y += h + FULL.slotGap;
      return placed;
    });
  }
  // How the pods share a cell is the canvas's business: it depends on the zoom.
  if (level === 'cells')
    return content.slots.map((slot, i) => {
      const same = kept?.content.slots[i] === slot ? kept.tile.slots[i] : undefined;
      return same ?? placeSlot(content, slot, selection, { x: 0, y: 0, w: place.w, h: place.h });
    });
  const { cell, cellGap, padX, headerHeight } = COMPACT;
  const columns = Math.max(1, Math.floor((place.w - 2 * padX + cellGap) / (cell + cellGap)));
  return content.slots.map((slot, i) =>
    placeSlot(content, slot, selection, {
      x: padX + (i % columns) * (cell + cellGap),
      y: headerHeight + Math.floor(i / columns) * (cell + cellGap),
      w: cell,
      h: cell,
    }),
  );
}

function placeSlot(
  content: NodeContent,
  slot: SlotContent,
  selection: SceneTarget | undefined,
  box: { x: number; y: number; w: number; h: number },
): Slot {
  const { view } = slot;
  const node = content.node.metadata.name;
  return {
    key: `${content.node.metadata.uid}/${view.uid}`,
    node,
    set: { namespace: view.namespace, name: view.name },
    setUid: view.uid,
    quiet: view.quiet,
    pods: placeMarks(slot, box.w),
    absence: slot.absence,
    state: slot.state,
    misscheduled: slot.misscheduled,
    selected: isSelected(slot, node, selection),
    label: slot.label,
    ...box,
  };
}

function isSelected(slot: SlotContent, node: string, selection: SceneTarget | undefined): boolean {
  if (selection?.type === 'slot')
    return (
      selection.node === node &&
      selection.set.name === slot.view.name &&
      selection.set.namespace === slot.view.namespace
    );
  return selection?.type === 'pod' && slot.marks.some((mark) => mark.uid === selection.uid);
}

function placeMarks(slot: SlotContent, width: number): PodMark[] {
  const n = slot.marks.length;
  const gap = width < 40 ? 1 : SURGE_GAP;
  const room = width - (n - 1) * gap;
  // In a surge the old pod needs its name only, the new one the words for its state.
  const shares = n === 2 && width >= 40 ? [0.42, 0.58] : slot.marks.map(() => 1 / n);
  let x = 0;
  return slot.marks.map((mark, i) => {
    const w = room * (shares[i] ?? 0);
    const placed = placeMark(mark, x, w);
    x += w + gap;
    return placed;
  });
}

// Field by field: of thousands of marks a rest pattern is most of the work.
function placeMark(mark: MarkContent, x: number, w: number): PodMark {
  return {
    uid: mark.uid,
    namespace: mark.namespace,
    name: mark.name,
    state: mark.state,
    word: mark.word,
    note: mark.note,
    title: mark.title,
    fault: mark.fault,
    colour: mark.colour,
    revision: mark.revision,
    current: mark.current,
    progress: mark.progress,
    x,
    w,
  };
}
