import type { Cluster } from '../engine/index';
import { runDetached } from '../kubectl/shell';
import { DEFAULT_BASE, baseById } from '../scenario/catalog/index';
import { playBase } from '../scenario/play';
import { LIMITS, sizeOf, type Action, type Base, type Scenario } from '../scenario/scenario';
import type { CommandOutput } from './types';

/** A scenario at play: the cluster at the playhead and the actions that bring it there. */
export class Playback {
  readonly base: Base;
  readonly cluster: Cluster;
  /** Virtual time of the scenario's 0, milliseconds since the Unix epoch. */
  readonly origin: number;
  /** Actions that the cluster has met already: its own log replays these after a seek back. */
  private played = 0;
  private list: readonly Action[];

  constructor(scenario: Scenario) {
    this.base = baseById(scenario.base) ?? DEFAULT_BASE;
    this.origin = this.base.startTime + this.base.warmUp;
    this.list = scenario.actions;
    this.cluster = playBase(
      this.base,
      scenario.seed,
      (cluster, line, stdin) => void runDetached(cluster, line, stdin),
    );
  }

  get actions(): readonly Action[] {
    return this.list;
  }

  /** Where the clock stops: a link holds no more. */
  get limit(): number {
    return this.origin + LIMITS.time;
  }

  /** The actions at or before the playhead. */
  past(): readonly Action[] {
    return this.list.filter((action) => this.origin + action.at <= this.cluster.now);
  }

  /** Goes on towards `time` by at most `budget` work items or one action. True when there. */
  advanceTo(time: number, budget: number): boolean {
    const next = this.list[this.played];
    const due = next && this.origin + next.at <= time ? next : undefined;
    if (!this.cluster.advanceTo(due ? this.origin + due.at : time, budget)) return false;
    if (!due) return true;
    this.played++;
    runDetached(this.cluster, due.line, due.stdin);
    return false;
  }

  /** To the next instant at which something is written; stays where it is when nothing is to come. */
  step(): void {
    const next = this.list[this.played];
    const due = next && this.origin + next.at;
    if (this.cluster.step(due ?? this.limit) || due === undefined) return;
    while (!this.advanceTo(due, Number.POSITIVE_INFINITY));
  }

  /** To any time that was reached before. */
  seekTo(time: number): void {
    this.cluster.seek(time);
  }

  /**
   * Runs a command at the playhead. What changed something becomes an action, and later actions are dropped; a command that
   * only reads, or is refused, leaves the scenario as it was.
   */
  run(line: string, stdin: string | undefined): { output: CommandOutput; action?: Action } {
    const { cluster, origin } = this;
    cluster.settle();
    const at = cluster.now - origin;
    const kept = this.list.slice(0, this.played).filter((action) => action.at <= at);
    const action: Action = stdin === undefined ? { at, line } : { at, line, stdin };
    const full = noRoom(kept, action);
    if (full !== undefined) return { output: refusal(full) };
    const inputs = cluster.inputsApplied;
    const output = runDetached(cluster, line, stdin);
    if (cluster.inputsApplied === inputs) return { output };
    this.list = [...kept, action];
    this.played = this.list.length;
    return { output, action };
  }
}

/** Why no link could carry the action after the others; undefined when it can. */
function noRoom(kept: readonly Action[], action: Action): string | undefined {
  const { line, stdin = '' } = action;
  if (line.length > LIMITS.line) return `a command may have ${LIMITS.line} characters`;
  if (stdin.length > LIMITS.text) return `a text may have ${LIMITS.text} characters`;
  if (kept.length >= LIMITS.actions)
    return `a scenario may have ${LIMITS.actions} actions; start over to go on`;
  const total = kept.reduce((sum, a) => sum + sizeOf(a), sizeOf(action));
  if (total <= LIMITS.total) return undefined;
  return `the texts of a scenario may have ${LIMITS.total} characters together; start over to go on`;
}

function refusal(message: string): CommandOutput {
  return { lines: [{ stream: 'stderr', text: `error: ${message}` }], status: 1 };
}
