/** A key that waits for its component's sync, with the trace record that put it there. */
export interface QueueItem {
  component: number;
  key: string;
  cause: number;
}

export interface WorkqueueSnapshot {
  items: QueueItem[];
  retries: [string, number][];
}

/** First retry delay and its ceiling in milliseconds: 5 ms · 2^n, at most 1000 s (DS-1). */
const BASE_DELAY = 5;
const MAX_DELAY = 1_000_000;

/**
 * All components' work queues as one first-in-first-out line, so that their order is one order. A key that waits already is
 * not added again.
 */
export class Workqueue {
  private items: QueueItem[] = [];
  private head = 0;
  /** By component. */
  private waiting: Set<string>[] = [];
  private retries = new Map<string, number>();

  get empty(): boolean {
    return this.head === this.items.length;
  }

  add(item: QueueItem): void {
    const waiting = (this.waiting[item.component] ??= new Set());
    if (waiting.has(item.key)) return;
    waiting.add(item.key);
    this.items.push(item);
  }

  take(): QueueItem | undefined {
    const item = this.items[this.head];
    if (!item) return undefined;
    this.head++;
    if (this.head > 1024 && this.head * 2 > this.items.length) {
      this.items = this.items.slice(this.head);
      this.head = 0;
    }
    this.waiting[item.component]?.delete(item.key);
    return item;
  }

  /** Milliseconds to wait before the next try of a key that failed; grows with each failure. */
  failed(component: number, key: string): number {
    const id = idOf({ component, key });
    const n = this.retries.get(id) ?? 0;
    this.retries.set(id, n + 1);
    return Math.min(BASE_DELAY * 2 ** n, MAX_DELAY);
  }

  succeeded(component: number, key: string): void {
    if (this.retries.size > 0) this.retries.delete(idOf({ component, key }));
  }

  /** Forgets everything of a component. */
  clear(component: number): void {
    this.restore({
      items: this.items.slice(this.head).filter((item) => item.component !== component),
      retries: [...this.retries].filter(([id]) => !id.startsWith(`${component} `)),
    });
  }

  snapshot(): WorkqueueSnapshot {
    return { items: this.items.slice(this.head), retries: [...this.retries] };
  }

  restore(snapshot: WorkqueueSnapshot): void {
    this.items = snapshot.items.slice();
    this.head = 0;
    this.waiting = [];
    for (const { component, key } of this.items) (this.waiting[component] ??= new Set()).add(key);
    this.retries = new Map(snapshot.retries);
  }
}

function idOf(item: { component: number; key: string }): string {
  return `${item.component} ${item.key}`;
}
