/** What is measured, as data: a figure is a file of `figures/`, listed in `registry.ts`. */

export type Unit = 's' | 'ms' | 'MB' | 'KiB' | '%';

/** The most that a figure may be: at one size (or without any), or how it may grow with the size. */
export type Aim = { most: number; at?: number } | { exponent: number };

/** A row of the table: one quantity along the sizes. */
export interface Line {
  key: string;
  title: string;
  unit: Unit;
  aims: readonly Aim[];
}

/** Values by the key of their line, in the line's unit. */
export type Reading = Readonly<Record<string, number>>;

export interface Figure {
  /** For `--only`. */
  name: string;
  /** How it is measured, in a sentence. */
  how: string;
  lines: readonly Line[];
  /** Mostly numbers of nodes; what they count is said by the titles. */
  sizes: readonly number[];
  quickSizes: readonly number[];
  /** Processes a size; the medians are shown. */
  runs: number;
  /** Heap limit of its processes, MB; default: Node's own. */
  memory?: number;
  /** Why it cannot be measured here, if so; asked once, before the first process. */
  prepare?(): Promise<string | undefined>;
  /** Runs in a process of its own. */
  measure(size: number): Reading | Promise<Reading>;
}

export interface Point {
  /** Absent for what has no size. */
  size?: number;
  value: number;
}

/** A line with what was measured. */
export interface MeasuredLine extends Line {
  figure: string;
  points: readonly Point[];
  /** What could not be measured, and why. */
  failures: readonly { size?: number; why: string }[];
}
