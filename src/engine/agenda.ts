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

export interface AgendaSnapshot {
  sequence: number;
  entries: AgendaEntry[];
}

const before = (a: AgendaEntry, b: AgendaEntry): boolean =>
  a.at < b.at || (a.at === b.at && a.sequence < b.sequence);

/** Future work in (time, sequence) order. One entry for each (component, type, key); cancelling leaves a dead heap entry behind. */
export class Agenda {
  private heap: AgendaEntry[] = [];
  /** By component, then type and key. */
  private live = new Map<number, Record<AgendaEntry['type'], Map<string, AgendaEntry>>>();
  private sequence = 0;

  /** Replaces an entry of the same component, type and key. */
  set(component: number, type: AgendaEntry['type'], key: string, at: number): void {
    const live = this.liveOf(component, type);
    if (live.get(key)?.at === at) return;
    const entry: AgendaEntry = { at, sequence: ++this.sequence, component, type, key };
    live.set(key, entry);
    heapPush(this.heap, entry, before);
  }

  /** Like `set`, but an earlier entry stays. */
  setEarliest(component: number, type: AgendaEntry['type'], key: string, at: number): void {
    const known = this.liveOf(component, type).get(key);
    if (!known || at < known.at) this.set(component, type, key, at);
  }

  clear(component: number, type: AgendaEntry['type'], key: string): void {
    this.liveOf(component, type).delete(key);
  }

  /** Forgets everything of a component. */
  clearAll(component: number): void {
    this.live.delete(component);
  }

  /** Whether everything to come, if anything, is of one component. */
  holdsNothingBut(component: number): boolean {
    for (const [other, { timer, enqueue }] of this.live)
      if (other !== component && timer.size + enqueue.size > 0) return false;
    return true;
  }

  nextTime(): number | undefined {
    for (let top = this.heap[0]; top; top = this.heap[0]) {
      if (this.isLive(top)) return top.at;
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
    const entries = this.heap.filter((entry) => this.isLive(entry)).sort((a, b) => (before(a, b) ? -1 : 1));
    return { sequence: this.sequence, entries };
  }

  restore(snapshot: AgendaSnapshot): void {
    this.sequence = snapshot.sequence;
    // Sorted entries are a valid heap.
    this.heap = snapshot.entries.slice();
    this.live = new Map();
    for (const entry of this.heap) this.liveOf(entry.component, entry.type).set(entry.key, entry);
  }

  private liveOf(component: number, type: AgendaEntry['type']): Map<string, AgendaEntry> {
    let live = this.live.get(component);
    if (!live) this.live.set(component, (live = { timer: new Map(), enqueue: new Map() }));
    return live[type];
  }

  private isLive(entry: AgendaEntry): boolean {
    return this.liveOf(entry.component, entry.type).get(entry.key) === entry;
  }
}
