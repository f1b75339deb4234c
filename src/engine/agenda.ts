import { heapPop, heapPush } from '../lib/heap';

/** Something due at a virtual time: a timer of a component, or a key that enters its queue. */
export interface AgendaEntry {
  at: number;
  /** Breaks ties: first scheduled, first due (architecture rule 2). */
  sequence: number;
  /** Index of the component in the registry. */
  component: number;
  type: 'timer' | 'enqueue';
  key: string;
}

/** Everything to come. Immutable. */
export interface AgendaSnapshot {
  readonly sequence: number;
  /** A heap; `inOrder` has them in order. */
  readonly entries: readonly AgendaEntry[];
}

/** Dead entries that nobody minds. */
const FEW = 64;

const before = (a: AgendaEntry, b: AgendaEntry): boolean =>
  a.at < b.at || (a.at === b.at && a.sequence < b.sequence);

/** What a snapshot holds, first due first. */
export function inOrder({ entries }: AgendaSnapshot): AgendaEntry[] {
  return entries.toSorted((a, b) => (before(a, b) ? -1 : 1));
}

/**
 * Future work in (time, sequence) order. One entry for each (component, type, key); cancelling leaves a dead heap entry behind, until
 * there are more of these than of live ones.
 */
export class Agenda {
  private heap: AgendaEntry[] = [];
  /** Those in the heap: few, so that asking whether an entry is one of them costs less than looking up its key. */
  private readonly dead = new Set<AgendaEntry>();
  /** By component, then type and key. */
  private live = new Map<number, Record<AgendaEntry['type'], Map<string, AgendaEntry>>>();
  private sequence = 0;

  /** Replaces an entry of the same component, type and key. */
  set(component: number, type: AgendaEntry['type'], key: string, at: number): void {
    const live = this.liveOf(component, type);
    const known = live.get(key);
    if (known?.at === at) return;
    const entry: AgendaEntry = { at, sequence: ++this.sequence, component, type, key };
    live.set(key, entry);
    heapPush(this.heap, entry, before);
    if (known) this.died(known);
  }

  /** Entries in the heap, the dead ones among them. */
  get length(): number {
    return this.heap.length;
  }

  /** Like `set`, but an earlier entry stays. */
  setEarliest(component: number, type: AgendaEntry['type'], key: string, at: number): void {
    const known = this.liveOf(component, type).get(key);
    if (!known || at < known.at) this.set(component, type, key, at);
  }

  clear(component: number, type: AgendaEntry['type'], key: string): void {
    const live = this.liveOf(component, type);
    const known = live.get(key);
    if (!known) return;
    live.delete(key);
    this.died(known);
  }

  /** Forgets everything of a component. */
  clearAll(component: number): void {
    const { timer, enqueue } = this.live.get(component) ?? {};
    this.live.delete(component);
    for (const entry of timer?.values() ?? []) this.died(entry);
    for (const entry of enqueue?.values() ?? []) this.died(entry);
  }

  /** Whether everything to come, if anything, is of one component. */
  holdsNothingBut(component: number): boolean {
    for (const [other, { timer, enqueue }] of this.live)
      if (other !== component && timer.size + enqueue.size > 0) return false;
    return true;
  }

  nextTime(): number | undefined {
    for (let top = this.heap[0]; top; top = this.heap[0]) {
      if (!this.dead.delete(top)) return top.at;
      heapPop(this.heap, before);
    }
    return undefined;
  }

  /** Removes and returns the first entry due at or before `time`. */
  takeDue(time: number): AgendaEntry | undefined {
    const next = this.nextTime();
    if (next === undefined || next > time) return undefined;
    const entry = heapPop(this.heap, before) as AgendaEntry;
    this.liveOf(entry.component, entry.type).delete(entry.key);
    return entry;
  }

  snapshot(): AgendaSnapshot {
    if (this.dead.size > 0) this.bury();
    return { sequence: this.sequence, entries: this.heap.slice() };
  }

  restore(snapshot: AgendaSnapshot): void {
    this.sequence = snapshot.sequence;
    this.heap = snapshot.entries.slice();
    this.dead.clear();
    this.live = new Map();
    for (const entry of this.heap) this.liveOf(entry.component, entry.type).set(entry.key, entry);
  }

  private died(entry: AgendaEntry): void {
    this.dead.add(entry);
    const { size } = this.dead;
    if (size > FEW && size * 2 > this.heap.length) this.bury();
  }

  /** Rids the heap of the dead. */
  private bury(): void {
    const live = this.heap.filter((entry) => !this.dead.has(entry));
    this.heap = [];
    for (const entry of live) heapPush(this.heap, entry, before);
    this.dead.clear();
  }

  private liveOf(component: number, type: AgendaEntry['type']): Map<string, AgendaEntry> {
    let live = this.live.get(component);
    if (!live) this.live.set(component, (live = { timer: new Map(), enqueue: new Map() }));
    return live[type];
  }
}
