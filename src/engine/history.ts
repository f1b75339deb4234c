import { ownBytes, type Checkpoint } from './checkpoint';
import type { LoggedInput } from './input';

/** Work items between automatic checkpoints: what a seek may have to replay. Quiet hours need none. */
const WORK_BETWEEN = 500;
/** What all checkpoints may hold together, estimated bytes, and their number. */
export const BUDGET = 84e6;
const MOST = 400;
/** Work items from the playhead up to which gaps are about even; beyond, they widen with the distance. */
const NEAR = 60_000;

interface Moment {
  readonly checkpoint: Checkpoint;
  /** What is held for its sake alone, estimated. */
  bytes: number;
}

/**
 * The input log and the checkpoints along it: any moment is the nearest checkpoint before it plus a replay. Fewer checkpoints make
 * seeks slower, they lose nothing: the first one stays for ever.
 */
export class History {
  readonly log: LoggedInput[] = [];
  /** How many inputs of the log the cluster has applied. */
  applied = 0;
  /** In the order of time and work. */
  private moments: Moment[] = [];

  /** A new input at the playhead: what was logged after it no longer happens. */
  record(input: LoggedInput): void {
    this.log.length = this.applied;
    this.moments = this.moments.filter(({ checkpoint: c }) => c.now <= input.at && c.inputs <= this.applied);
    this.log.push(input);
    this.applied++;
  }

  /** The next input to replay, when the playhead stands before the end of the log. */
  nextInput(): LoggedInput | undefined {
    return this.log[this.applied];
  }

  replayed(): void {
    this.applied++;
  }

  /** `work`: items done since the start, as a checkpoint counts them. After a seek back, those ahead are still good. */
  wantsCheckpoint(work: number): boolean {
    const at = this.placeOf(work);
    const [before, after] = [this.moments[at - 1], this.moments[at]];
    if (!before || work - before.checkpoint.work < WORK_BETWEEN) return false;
    return !after || after.checkpoint.work - work >= WORK_BETWEEN;
  }

  keep(checkpoint: Checkpoint): void {
    const at = this.placeOf(checkpoint.work);
    const before = this.moments[at - 1];
    // Of several in one instant, seeks take the last.
    const replaced = at > 1 && before?.checkpoint.now === checkpoint.now ? 1 : 0;
    this.moments.splice(at - replaced, replaced, { checkpoint, bytes: 0 });
    this.weigh(at - replaced);
    this.weigh(at - replaced + 1);
    while (this.moments.length > 2 && (this.moments.length > MOST || this.bytes > BUDGET))
      this.drop(this.leastMissed(checkpoint.work));
  }

  /** The latest checkpoint at or before the time. */
  nearest(time: number): Checkpoint {
    const found = this.moments.findLast(({ checkpoint }) => checkpoint.now <= time);
    return (found ?? (this.moments[0] as Moment)).checkpoint;
  }

  get count(): number {
    return this.moments.length;
  }

  /** What the checkpoints hold together, estimated. */
  get bytes(): number {
    return this.moments.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** Where a checkpoint with so much work would stand: behind those with as much. */
  private placeOf(work: number): number {
    return this.moments.findLastIndex(({ checkpoint }) => checkpoint.work <= work) + 1;
  }

  /** The one without which the gap is the smallest, as seen from the playhead; never the first nor the last. */
  private leastMissed(playhead: number): number {
    let [least, at] = [Infinity, 1];
    for (let i = 1; i < this.moments.length - 1; i++) {
      const missed = (this.workAt(i + 1) - this.workAt(i - 1)) / (NEAR + Math.abs(playhead - this.workAt(i)));
      if (missed < least) [least, at] = [missed, i];
    }
    return at;
  }

  private workAt(i: number): number {
    return (this.moments[i] as Moment).checkpoint.work;
  }

  private drop(at: number): void {
    this.moments.splice(at, 1);
    this.weigh(at);
  }

  /** What one holds depends on the one before it. */
  private weigh(at: number): void {
    const moment = this.moments[at];
    if (moment) moment.bytes = ownBytes(moment.checkpoint, this.moments[at - 1]?.checkpoint);
  }
}
