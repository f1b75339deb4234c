/** What a command is: a function of the shell and its parsed line that may pause while virtual time passes. */
import type { Api, Cluster, WatchEvent } from '../engine/index';
import type { Failure } from './failure';
import type { Flags, FlagSpec } from './flags';

/** A subscription whose events are kept until they are taken. */
export interface Watching {
  /** Whether an event waits. */
  ready(): boolean;
  take(): WatchEvent[];
  close(): void;
}

/**
 * Why a command waits. Times are virtual, ms since the Unix epoch. A `breath` takes no time: the command has much to do in one instant,
 * of which `share` (0…1) is done, and whoever runs it may do something else that does not touch the cluster.
 */
export type Pause =
  | { type: 'watch'; watch: Watching; deadline?: number }
  | { type: 'until'; time: number }
  | { type: 'breath'; share: number };

/** Runs to the exit status, pausing where time must pass. */
export type Run = Generator<Pause, number, void>;

/** What a command sees of the world. */
export interface Shell {
  readonly cluster: Cluster;
  /** The API as the user. */
  readonly api: Api;
  /** Text for `-f -`. */
  readonly stdin: string | undefined;
  /** Text as it goes to the terminal, newlines included. */
  out(text: string): void;
  err(text: string): void;
}

export interface Line {
  readonly flags: Flags;
  /** Positional arguments after the command words. */
  readonly args: readonly string[];
}

export interface Command {
  /** Words after `kubectl`: `get`, `rollout status`. */
  readonly name: string;
  readonly flags: readonly FlagSpec[];
  /** A number is the exit status, a Failure is printed as kubectl prints it. */
  run(shell: Shell, line: Line): Run | number | Failure;
}

/** Namespace of the line: `-n`, else `default` (CLI-7). */
export function namespaceOf(line: Line): string {
  return line.flags.text('namespace') || 'default';
}
