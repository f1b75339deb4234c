import { allowance, type Budget, type Checkpoint, type Cluster } from '../engine/index';
import type { LaneLog } from './lanes';
import type { Playback, PlayedCommand } from './playback';
import type { Action } from '../scenario/scenario';
import type { CommandOutput, UnderWay } from './types';

/** Something asked for that is done in parts, while time stands still. */
interface Errand {
  /** True when it is done. */
  goOn(mayGoOn: () => boolean): boolean;
  /** What to tell of it; undefined when it is not worth telling. */
  readonly underWay: UnderWay | undefined;
}

/** What was asked for and is not done yet: one after the other, in the order in which it was asked for. */
export class Errands {
  private list: Errand[] = [];

  get idle(): boolean {
    return this.list.length === 0;
  }

  /** The first of them. */
  get underWay(): UnderWay | undefined {
    return this.list[0]?.underWay;
  }

  /** Where the playhead will be when all is done; undefined when no journey is among them. */
  get heading(): number | undefined {
    return this.list.findLast((errand): errand is Journey => errand instanceof Journey && !errand.isHidden)
      ?.to;
  }

  add(errand: Errand): void {
    this.list.push(errand);
  }

  /** The last one, when it is a journey: its goal may still be changed. */
  get lastJourney(): Journey | undefined {
    const last = this.list.at(-1);
    return last instanceof Journey && !last.isHidden ? last : undefined;
  }

  /** The one under way, when it is a journey. */
  get journey(): Journey | undefined {
    const [first] = this.list;
    return first instanceof Journey && !first.isHidden ? first : undefined;
  }

  /** Gives up what is under way. */
  dropFirst(): void {
    this.list.shift();
  }

  /** True when nothing is left. `ended` is called after each of them, before the next. */
  goOn(budget: Budget, ended?: () => void): boolean {
    const mayGoOn = allowance(budget);
    for (let [first] = this.list; first; [first] = this.list) {
      if (!first.goOn(mayGoOn)) return false;
      this.list.shift();
      ended?.();
    }
    return true;
  }
}

/** The way of the playhead to another time. */
export class Journey implements Errand {
  private begun = false;
  private from: number;
  /** Actions on the way; they may take long in one instant. */
  private actions = 0;
  private share = 0;
  /** The moment before, to return to. */
  private home: Checkpoint | undefined;

  /** `type`: undefined for what is left of the present instant, of which nothing is told. */
  constructor(
    private readonly playback: Playback,
    private readonly lanes: LaneLog,
    private readonly type: 'opening' | 'seeking' | undefined,
    private goal: number,
  ) {
    this.from = playback.cluster.now;
  }

  get to(): number {
    return this.goal;
  }

  get isHidden(): boolean {
    return this.type === undefined;
  }

  get underWay(): UnderWay | undefined {
    const { type, goal: to, share } = this;
    return type && { type, to, share, returns: this.home !== undefined };
  }

  /** Another goal instead. */
  redirect(to: number): void {
    this.goal = to;
    this.begun = false;
    this.share = 0;
  }

  goOn(mayGoOn: () => boolean): boolean {
    const { playback, lanes } = this;
    const { cluster } = playback;
    if (!this.begun) {
      // No jump out of the middle of an action.
      if (playback.midAction && !playback.advanceTo(cluster.now, mayGoOn)) return false;
      if (this.type === 'seeking') this.home ??= cluster.checkpoint();
      jump(cluster, lanes, () => void cluster.jump(this.goal));
      this.begun = true;
      this.from = cluster.now;
      this.actions = playback.toMeet(this.goal);
    }
    const isThere = playback.advanceTo(this.goal, mayGoOn);
    this.share = Math.max(this.share, this.progress());
    return isThere;
  }

  private progress(): number {
    const { playback, goal, from, actions } = this;
    const way = goal - from;
    const gone = way > 0 ? Math.min(1, (playback.cluster.now - from) / way) : 0;
    if (actions === 0) return gone;
    return (gone + 1 - playback.toMeet(goal) / actions) / 2;
  }

  /** Goes back to the moment before, where there is one. */
  giveUp(): void {
    const { playback, home } = this;
    const { cluster } = playback;
    if (!home) return;
    if (playback.midAction) playback.advanceTo(cluster.now, Number.POSITIVE_INFINITY);
    jump(cluster, this.lanes, () => cluster.restore(home));
  }
}

/** The lanes look at the cluster on both sides of a jump, for watch events tell nothing of it. */
function jump(cluster: Cluster, lanes: LaneLog, go: () => void): void {
  lanes.sync();
  const { restored } = cluster;
  go();
  if (cluster.restored !== restored) lanes.sync();
}

/** To the next instant at which something is written. */
export class Step implements Errand {
  readonly underWay = undefined;
  private to: number | undefined;

  constructor(private readonly playback: Playback) {}

  goOn(mayGoOn: () => boolean): boolean {
    this.to ??= this.playback.stepInto();
    return this.playback.advanceTo(this.to, mayGoOn);
  }
}

/** A command of the user, and what it sets going in the same instant. */
export class CommandErrand implements Errand {
  private command: PlayedCommand | undefined;
  private forked = false;
  private hasEnded = false;

  constructor(
    private readonly playback: Playback,
    private readonly lanes: LaneLog,
    private readonly line: string,
    private readonly stdin: string | undefined,
    private readonly tell: {
      /** It has changed something, and so is part of the scenario. */
      recorded(action: Action): void;
      /** Everything is done; comes before anything that was asked for after it. */
      ended(output: CommandOutput): void;
    },
  ) {}

  get underWay(): UnderWay | undefined {
    if (this.hasEnded) return undefined;
    return { type: 'command', line: this.line, share: this.command?.share ?? 0 };
  }

  goOn(mayGoOn: () => boolean): boolean {
    const { playback, lanes, line, stdin, tell } = this;
    const command = (this.command ??= playback.begin(line, stdin));
    if (!this.hasEnded) {
      this.hasEnded = command.goOn(mayGoOn);
      if (command.action && !this.forked) {
        this.forked = true;
        lanes.fork();
        tell.recorded(command.action);
      }
      if (!this.hasEnded) return false;
    }
    if (!playback.advanceTo(playback.cluster.now, mayGoOn)) return false;
    tell.ended(command.output);
    return true;
  }
}
