import type { SlotContent } from './node-content';
import type { Halt } from './pod-mark';
import type { Absence } from './types';

/** What one node says about why a set does not get on. */
interface Trouble {
  /** Its pod cannot be created. */
  refused?: Absence;
  halt?: Halt;
  /** Nobody hears of the node. */
  lost?: boolean;
}

/**
 * What the card of a set tells of its slots, kept as sums: slots are added and removed as they change, so that a card costs what is
 * remarkable and not what is there.
 */
export class SetTally {
  /** Grows with every change. */
  version = 0;
  done = 0;
  busy = 0;
  /** Slots where a pod is to come. */
  waiting = 0;
  /** Slots whose pod has no node yet. */
  pending = 0;
  private readonly old = new Map<number, number>();
  private readonly revisions = new Map<number, number>();
  private readonly troubles = new Map<string, Trouble>();

  add(node: string, slot: SlotContent): void {
    this.count(slot, 1);
    const trouble = troubleOf(slot);
    if (trouble) this.troubles.set(node, trouble);
  }

  remove(node: string, slot: SlotContent): void {
    this.count(slot, -1);
    this.troubles.delete(node);
  }

  /** Old pods by colour, in order of the colour. */
  get oldByColour(): readonly (readonly [colour: number, count: number])[] {
    return [...this.old].sort(([a], [b]) => a - b);
  }

  /** Whether a pod of a revision other than the current one is there. */
  has(revision: number): boolean {
    return this.revisions.has(revision);
  }

  /** Nodes with something to tell, in the order of `indexOf`. */
  troubled(indexOf: (node: string) => number): readonly (Trouble & { place: string })[] {
    return [...this.troubles]
      .map(([place, trouble]) => ({ place, ...trouble, at: indexOf(place) }))
      .sort((a, b) => a.at - b.at);
  }

  private count(slot: SlotContent, by: 1 | -1): void {
    this.version += 1;
    if (slot.tally === 'done') this.done += by;
    else if (slot.tally === 'busy') this.busy += by;
    else if (slot.tally === 'old') bump(this.old, slot.oldColour, by);
    if (slot.absence?.kind === 'waiting') this.waiting += by;
    if (slot.state === 'pending') this.pending += by;
    for (const { current, revision } of slot.marks)
      if (!current && revision !== undefined) bump(this.revisions, revision, by);
  }
}

function bump(counts: Map<number, number>, key: number, by: 1 | -1): void {
  const count = (counts.get(key) ?? 0) + by;
  if (count === 0) counts.delete(key);
  else counts.set(key, count);
}

function troubleOf(slot: SlotContent): Trouble | undefined {
  if (slot.absence?.kind === 'failing') return { refused: slot.absence };
  const mark = slot.misscheduled ? undefined : slot.marks.findLast(({ state }) => state !== 'terminating');
  return mark?.halt && { halt: mark.halt, lost: mark.state === 'unknown' };
}
