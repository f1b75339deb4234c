/** A scenario and all that is random about how it is played: plain JSON, made once and handed to every runtime. */
import type { Action, Scenario } from '../../src/scenario/scenario';

export interface Play {
  name: string;
  scenario: Scenario;
  /** When the state is looked at, milliseconds since the origin, rising; the last is the playhead. */
  moments: number[];
  /** Work items at a time, over and over. */
  slices: number[];
  /** Indexes of moments, in the order in which one jumps to them. */
  jumps: number[];
  /** What is done in passing, later than it should be, and taken back by going back. */
  detour: Pick<Action, 'line' | 'stdin'>;
}

/** What came of one way of playing. */
export interface Outcome {
  /** Digest of the whole state at each moment; null where that way does not stop. */
  moments: (string | null)[];
  /** Digest of the stored objects at the end. */
  objects: string;
  /** Digest of the trace at the end; null for a cluster that has not lived through all of it. */
  trace: string | null;
}

/** By play, then by way. */
export type Table = Record<string, Record<string, Outcome>>;
