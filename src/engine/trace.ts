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

/** Records kept before the oldest half is forgotten. */
const CAPACITY = 200_000;

export interface TraceSnapshot {
  nextId: number;
}

/** Append-only list with honest forgetting: ids count from 1, so the first record left tells how many older ones are gone. */
export class Trace {
  private list: TraceRecord[] = [];
  private nextId = 1;

  /** Takes the record over and gives it its id, which the caller leaves at 0: records are made by the ten thousand, so not copied. */
  add(record: TraceRecord): number {
    const id = this.nextId++;
    record.id = id;
    this.list.push(record);
    if (this.list.length > CAPACITY) this.list = this.list.slice(CAPACITY / 2);
    return id;
  }

  records(): readonly TraceRecord[] {
    return this.list;
  }

  snapshot(): TraceSnapshot {
    return { nextId: this.nextId };
  }

  /** Drops the records made after the snapshot; replaying makes the same ones again. */
  restore(snapshot: TraceSnapshot): void {
    let length = this.list.length;
    while (length > 0 && (this.list[length - 1] as TraceRecord).id >= snapshot.nextId) length--;
    this.list.length = length;
    this.nextId = snapshot.nextId;
  }
}
