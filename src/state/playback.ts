import { allowance, type Budget, type Cluster } from '../engine/index';
import { DetachedRun, runDetached } from '../kubectl/shell';
import { DEFAULT_BASE, baseById } from '../scenario/catalog/index';
import { playBaseInParts, wholeOf, type Executor } from '../scenario/play';
import { LIMITS, sizeOf, type Action, type Base, type Scenario } from '../scenario/scenario';
import type { CommandOutput } from './types';

const execute: Executor = (cluster, line, stdin) => void runDetached(cluster, line, stdin);

/** Makes the cluster that a scenario starts from, in parts. */
export function startOf({ base, seed }: Scenario): Generator<void, Cluster> {
  return playBaseInParts(baseById(base) ?? DEFAULT_BASE, seed, execute);
}

/** A scenario at play: the cluster at the playhead and the actions that bring it there. */
export class Playback {
  readonly base: Base;
  readonly cluster: Cluster;
  /** Virtual time of the scenario's 0, milliseconds since the Unix epoch. */
  readonly origin: number;
  /** Actions that the cluster has met already: its own log replays these after a seek back. */
  private played = 0;
  /** The action that it is meeting: the part of it that was done is in the log. */
  private meeting: DetachedRun | undefined;
  private list: readonly Action[];

  /** `start`: what `startOf` has made of this scenario, where that was done before. */
  constructor(scenario: Scenario, start: Cluster = wholeOf(startOf(scenario))) {
    this.base = baseById(scenario.base) ?? DEFAULT_BASE;
    this.origin = this.base.startTime + this.base.warmUp;
    this.list = scenario.actions;
    this.cluster = start;
  }

  get actions(): readonly Action[] {
    return this.list;
  }

  /** Where the clock stops: a link holds no more. */
  get limit(): number {
    return this.origin + LIMITS.time;
  }

  /** Whether it stands in the middle of an action, where no other may be run nor another time be sought. */
  get midAction(): boolean {
    return this.meeting !== undefined;
  }

  /** How much is still to be done by the user on the way to `time`: actions, parts of them, and what the log replays of earlier ones. */
  toMeet(time: number): number {
    const { cluster, list, played, origin, meeting } = this;
    const actions = list.slice(played).filter(({ at }) => origin + at <= time);
    const logged = cluster.inputs.slice(cluster.inputsApplied).filter(({ at }) => at <= time);
    return actions.length + logged.length - (meeting?.share ?? 0);
  }

  /** The actions at or before the playhead. */
  past(): readonly Action[] {
    return this.list.filter((action) => this.origin + action.at <= this.cluster.now);
  }

  /** Goes on towards `time` as far as the budget allows. True when there. */
  advanceTo(time: number, budget: Budget): boolean {
    const { cluster, origin } = this;
    const mayGoOn = allowance(budget);
    for (;;) {
      if (this.meeting) {
        if (!this.meeting.goOn(mayGoOn)) return false;
        this.meeting = undefined;
        this.played++;
      }
      const due = this.nextAction(time);
      if (!cluster.advanceTo(due ? origin + due.at : time, mayGoOn)) return false;
      if (!due) return true;
      this.meeting = new DetachedRun(cluster, due.line, due.stdin);
    }
  }

  /** To the next instant at which something is written, and there to the first write. Result: how far to go on to complete it. */
  stepInto(): number {
    const { cluster, limit } = this;
    const next = this.nextAction(limit);
    const due = next && this.origin + next.at;
    return cluster.stepInto(due ?? limit) || due === undefined ? cluster.now : due;
  }

  /**
   * A command at the playhead, to be done in parts. What changes something becomes an action, and later actions are dropped; a
   * command that only reads, or is refused, leaves the scenario as it was.
   */
  begin(line: string, stdin: string | undefined): PlayedCommand {
    const at = this.cluster.now - this.origin;
    const kept = this.list.slice(0, this.played).filter((action) => action.at <= at);
    const action: Action = stdin === undefined ? { at, line } : { at, line, stdin };
    return new PlayedCommand(this.cluster, action, noRoom(kept, action), () => {
      this.list = [...kept, action];
      this.played = this.list.length;
    });
  }

  /** The same at once. */
  run(line: string, stdin: string | undefined): { output: CommandOutput; action?: Action } {
    const command = this.begin(line, stdin);
    command.goOn(Number.POSITIVE_INFINITY);
    this.cluster.settle();
    const { output, action } = command;
    return action ? { output, action } : { output };
  }

  /** The next action to meet, when it is due by `time`. */
  private nextAction(time: number): Action | undefined {
    const next = this.list[this.played];
    return next && this.origin + next.at <= time ? next : undefined;
  }
}

/** A command under way. Nothing else may touch the cluster before it has ended. */
export class PlayedCommand {
  private readonly run: DetachedRun;
  /** The inputs that the cluster had seen when the command began. */
  private inputs: number | undefined;
  private isRecorded = false;

  /** `refused`: why no link could carry the action; `record`: called once it has changed something. */
  constructor(
    private readonly cluster: Cluster,
    private readonly candidate: Action,
    private readonly refused: string | undefined,
    private readonly record: () => void,
  ) {
    this.run = new DetachedRun(cluster, candidate.line, candidate.stdin);
  }

  /** True when it has ended; what its last input set going may still be to come. */
  goOn(budget: Budget): boolean {
    const { cluster } = this;
    if (this.refused !== undefined) return true;
    const mayGoOn = allowance(budget);
    if (this.inputs === undefined) {
      if (!cluster.advanceTo(cluster.now, mayGoOn)) return false;
      this.inputs = cluster.inputsApplied;
    }
    const hasEnded = this.run.goOn(mayGoOn);
    if (!this.isRecorded && cluster.inputsApplied !== this.inputs) {
      this.isRecorded = true;
      this.record();
    }
    return hasEnded;
  }

  /** How much is done, 0…1. */
  get share(): number {
    return this.run.share;
  }

  /** What it has become in the scenario, from its first change on. */
  get action(): Action | undefined {
    return this.isRecorded ? this.candidate : undefined;
  }

  get output(): CommandOutput {
    if (this.refused !== undefined)
      return { lines: [{ stream: 'stderr', text: `error: ${this.refused}` }], status: 1 };
    const { lines, status } = this.run.printed;
    return { lines, status };
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
