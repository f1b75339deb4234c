/** The typed causal trace (architecture rule 4): one record for each watch, sync, decision, write and fault, with its cause. */

/** Reference to an object in a record: `kind`, namespace (absent when cluster-scoped), name, uid. */
export interface ObjectRef {
  kind: string;
  namespace?: string;
  name: string;
  uid?: string;
}

interface RecordBase {
  /** Increasing from 1. */
  id: number;
  /** Virtual time, milliseconds since the Unix epoch. */
  at: number;
  /** Who: a component name, or `user`. */
  by: string;
  /** Id of the record that led to this one; 0 = none. */
  cause: number;
}

export type TraceRecord =
  | (RecordBase & { type: 'input'; text: string })
  | (RecordBase & { type: 'sync'; key: string })
  | (RecordBase & { type: 'decision'; about: ObjectRef; text: string; reason?: string })
  | (RecordBase & {
      type: 'write';
      verb: 'create' | 'update' | 'delete';
      object: ObjectRef;
      resourceVersion: string;
      /** What changed, in a word, e.g. `status`, `spec`, `binding`, `deletionTimestamp`. */
      what?: string;
    })
  | (RecordBase & {
      type: 'event';
      about: ObjectRef;
      level: 'Normal' | 'Warning';
      reason: string;
      message: string;
    });

/** Records kept, at some 170 bytes each, before the oldest of them are forgotten, and how many are left then. */
const CAPACITY = 120_000;
const LEFT = 90_000;

export interface TraceSnapshot {
  nextId: number;
}

/**
 * List with honest forgetting: ids count from 1, so the first record left tells how many older ones are gone. After a seek back the
 * records that lie ahead stay, unseen: going forward again may lead past them without making them anew.
 */
export class Trace {
  /** With ids that follow each other. */
  private list: TraceRecord[] = [];
  private nextId = 1;

  /** Takes the record over and gives it its id, which the caller leaves at 0: records are made by the ten thousand, so not copied. */
  add(record: TraceRecord): number {
    const { place } = this;
    const id = this.nextId++;
    record.id = id;
    // A replay makes what lies ahead once more.
    if (place < this.list.length) this.list[place] = record;
    else this.list.push(record);
    if (this.list.length > CAPACITY) this.list = this.list.slice(-LEFT);
    return id;
  }

  /** Up to this time, ms since the Unix epoch, records are forgotten. Undefined: none is. */
  get forgottenUntil(): number | undefined {
    const [first] = this.list;
    return first && first.id > 1 ? first.at : undefined;
  }

  records(): readonly TraceRecord[] {
    return this.place === this.list.length ? this.list : this.list.slice(0, this.place);
  }

  snapshot(): TraceSnapshot {
    return { nextId: this.nextId };
  }

  /** Goes to where the snapshot was taken, back or forward. */
  restore(snapshot: TraceSnapshot): void {
    this.nextId = snapshot.nextId;
    // Not from here: some in between were never made, or are forgotten.
    if (this.place < 0 || this.place > this.list.length) this.list = [];
  }

  /** Something else happens now than what lies ahead. Returns that, should it come to nothing. */
  dropAhead(): readonly TraceRecord[] {
    return this.place < this.list.length ? this.list.splice(this.place) : [];
  }

  /** Puts that back, in the place of what was made instead. */
  putAhead(records: readonly TraceRecord[]): void {
    this.dropAhead();
    if (records.length > 0) this.list = [...this.list, ...records];
  }

  /** Index of the next record. */
  private get place(): number {
    return this.nextId - (this.list[0]?.id ?? this.nextId);
  }
}
