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
  private live = new Map<string, AgendaEntry>();
  private sequence = 0;

  /** Replaces an entry of the same component, type and key. */
  set(component: number, type: AgendaEntry['type'], key: string, at: number): void {
    const id = idOf(component, type, key);
    if (this.live.get(id)?.at === at) return;
    const entry: AgendaEntry = { at, sequence: ++this.sequence, component, type, key };
    this.live.set(id, entry);
    heapPush(this.heap, entry, before);
  }

  /** Like `set`, but an earlier entry stays. */
  setEarliest(component: number, type: AgendaEntry['type'], key: string, at: number): void {
    const known = this.live.get(idOf(component, type, key));
    if (!known || at < known.at) this.set(component, type, key, at);
  }

  clear(component: number, type: AgendaEntry['type'], key: string): void {
    this.live.delete(idOf(component, type, key));
  }

  /** Forgets everything of a component. */
  clearAll(component: number): void {
    for (const [id, entry] of this.live) if (entry.component === component) this.live.delete(id);
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
    this.live.delete(idOf(entry.component, entry.type, entry.key));
    return entry;
  }

  snapshot(): AgendaSnapshot {
    const entries = [...this.live.values()].sort((a, b) => (before(a, b) ? -1 : 1));
    return { sequence: this.sequence, entries };
  }

  restore(snapshot: AgendaSnapshot): void {
    this.sequence = snapshot.sequence;
    // Sorted entries are a valid heap.
    this.heap = snapshot.entries.slice();
    this.live = new Map(snapshot.entries.map((e) => [idOf(e.component, e.type, e.key), e]));
  }

  private isLive(entry: AgendaEntry): boolean {
    return this.live.get(idOf(entry.component, entry.type, entry.key)) === entry;
  }
}

function idOf(component: number, type: AgendaEntry['type'], key: string): string {
  return `${component} ${type} ${key}`;
}
