import type { Checkpoint } from './checkpoint';
import type { LoggedInput } from './input';

/** Work items between automatic checkpoints: what a seek may have to replay. Quiet hours need none. */
const WORK_BETWEEN = 2_000;
/** Checkpoints kept; beyond it every second one of the older half goes. */
const CAPACITY = 240;

/** The input log and the checkpoints along it: any moment is the nearest checkpoint before it plus a replay. */
export class History {
  readonly log: LoggedInput[] = [];
  /** How many inputs of the log the cluster has applied. */
  applied = 0;
  private checkpoints: Checkpoint[] = [];

  /** A new input at the playhead: what was logged after it no longer happens. */
  record(input: LoggedInput): void {
    this.log.length = this.applied;
    this.checkpoints = this.checkpoints.filter((c) => c.now <= input.at && c.inputs <= this.applied);
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

  /** `work`: items done since the start, as a checkpoint counts them. */
  wantsCheckpoint(work: number): boolean {
    const last = this.checkpoints.at(-1);
    return last !== undefined && work - last.work >= WORK_BETWEEN;
  }

  keep(checkpoint: Checkpoint): void {
    this.checkpoints.push(checkpoint);
    if (this.checkpoints.length <= CAPACITY) return;
    const half = CAPACITY / 2;
    this.checkpoints = this.checkpoints.filter((_, i) => i === 0 || i >= half || i % 2 === 0);
  }

  /** The latest checkpoint at or before the time. */
  nearest(time: number): Checkpoint {
    const found = this.checkpoints.findLast((c) => c.now <= time);
    return found ?? (this.checkpoints[0] as Checkpoint);
  }
}
