import type { SceneTarget, Slot, Tile } from '../../scene/types';
import type { Box, Size } from './camera';

export interface HoverCard {
  /** Tells of a node beside its cell. `shown`: indexes of the sets that cells show. */
  show(tile: Tile, shown: readonly number[], cell: Box, view: Size): void;
  hide(): void;
  /** Whether the pointer is on it. */
  isHeld(): boolean;
  element: HTMLElement;
  destroy(): void;
}

export interface HoverCardOptions {
  onSelect(target: SceneTarget): void;
  onZoom(node: string): void;
  onLeave(): void;
}

/** Sets told one by one before the rest is counted. */
const TOLD = 4;
const WIDTH = 252;
const GAP = 8;

/**
 * What a pointer learns of a cell. It is for the eye alone: the same words are the label of the cell, and Enter does what its buttons do.
 */
export function createHoverCard(host: HTMLElement, options: HoverCardOptions): HoverCard {
  const element = document.createElement('div');
  element.className = 'map-card';
  element.setAttribute('aria-hidden', 'true');
  element.hidden = true;
  host.append(element);
  let held = false;
  let told: { tile: Tile; shown: readonly number[] } | undefined;
  element.addEventListener('pointerenter', () => (held = true));
  element.addEventListener('pointerleave', () => {
    held = false;
    options.onLeave();
  });

  // The buttons stay while the words change: a press must not lose what it began on.
  const words = line('map-card-words');
  const why = button('Why?', () => {
    const slot = told && told.shown.flatMap((i) => told?.tile.slots[i] ?? [])[0];
    if (slot) options.onSelect({ type: 'slot', node: slot.node, set: slot.set });
  });
  const node = button('Node', () => {
    if (told) options.onSelect({ type: 'node', name: told.tile.name });
  });
  const zoom = button('Zoom here', () => {
    if (told) options.onZoom(told.tile.name);
  });
  element.append(words, line('map-card-buttons', why, node, zoom));

  function fill(tile: Tile, shown: readonly number[]): void {
    const slots = shown.flatMap((i) => tile.slots[i] ?? []);
    const head = line('map-card-head', text('b', tile.name));
    if (tile.traits !== '' || tile.controlPlane)
      head.append(
        text('span', [tile.controlPlane ? tile.role : '', tile.traits].filter(Boolean).join(' · ')),
      );
    const rows = [head];
    if (tile.noteTone !== 'muted') rows.push(line('map-card-note', text('span', tile.note, tile.noteTone)));
    for (const fault of tile.faults)
      rows.push(line('map-card-note', text('span', `Broken: ${fault}`, 'bad')));
    for (const slot of slots.slice(0, TOLD)) rows.push(...rowsOf(slot));
    if (slots.length > TOLD)
      rows.push(line('map-card-why', text('span', `and ${slots.length - TOLD} more DaemonSets`)));
    if (tile.others.count > 0) rows.push(line('map-card-why', text('span', tile.others.text)));
    words.replaceChildren(...rows);
    why.hidden = slots.length === 0;
  }

  return {
    element,
    isHeld: () => held,
    show(tile, shown, cell, view) {
      if (told?.tile !== tile || told.shown !== shown) fill(tile, shown);
      told = { tile, shown };
      element.hidden = false;
      const width = Math.min(WIDTH, view.width);
      const height = element.offsetHeight;
      const right = cell.x + cell.w + GAP;
      const beside = right + width <= view.width ? right : cell.x - GAP - width;
      const left = beside >= 0 ? beside : Math.max(0, Math.min(view.width - width, cell.x));
      // Where there is no room beside the cell, above or below it.
      const below = beside >= 0 ? cell.y - 12 : cell.y + cell.h + GAP;
      const top =
        below + height <= view.height ? below : beside >= 0 ? view.height - height : cell.y - GAP - height;
      element.style.width = `${width}px`;
      element.style.transform = `translate(${Math.round(left)}px,${Math.round(Math.max(0, top))}px)`;
    },
    hide() {
      element.hidden = true;
      held = false;
      told = undefined;
    },
    destroy: () => element.remove(),
  };
}

function rowsOf(slot: Slot): HTMLElement[] {
  const pod = slot.pods.at(-1);
  const failing = slot.state === 'backoff' || slot.state === 'failed' || slot.absence?.kind === 'failing';
  const tone = failing ? 'bad' : slot.state === 'ready' ? 'ok' : undefined;
  const word = slot.absence ? (slot.absence.kind === 'excluded' ? 'excluded' : 'no pod') : (pod?.word ?? '');
  const row = line('map-card-set', text('span', slot.set.name), text('span', word, tone));
  if (pod && pod.note !== undefined) row.append(text('span', pod.note));
  const why = slot.absence?.title ?? (slot.state === 'ready' ? '' : (pod?.title ?? ''));
  const rows = [row];
  if (slot.misscheduled)
    rows.push(line('map-card-why', text('span', 'misscheduled: the set does not want it here', 'warn')));
  if (why !== '') rows.push(line('map-card-why', text('span', why)));
  return rows;
}

function line(className: string, ...children: Node[]): HTMLElement {
  const element = document.createElement('div');
  element.className = className;
  element.append(...children);
  return element;
}

function text(tag: 'b' | 'span', words: string, tone?: string): HTMLElement {
  const element = document.createElement(tag);
  element.textContent = words;
  if (tone !== undefined) element.dataset['tone'] = tone;
  return element;
}

function button(words: string, run: () => void): HTMLButtonElement {
  const element = document.createElement('button');
  element.type = 'button';
  // The keyboard has Enter on the cell itself.
  element.tabIndex = -1;
  element.className = 'link';
  element.textContent = words;
  element.addEventListener('click', run);
  return element;
}
