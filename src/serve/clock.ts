/** Moves a cluster's virtual clock along with real time. */
import type { Cluster } from '../engine/index';
import { LIMITS } from './limits';

export interface ClockState {
  /** Virtual time, RFC 3339 with milliseconds. */
  now: string;
  running: boolean;
  /** Virtual seconds for each real one. */
  speed: number;
  /** When the next thing is due; null when nothing is. */
  next: string | null;
}

/** Work items done before others get their turn. */
const SLICE = 500;
/** Real milliseconds between two ticks. */
const TICK = 50;
/** Longest real time made up for after the process was asleep, milliseconds. */
const LONGEST_GAP = 1000;

export class Clock {
  private last = 0;
  /** Virtual milliseconds too few to be a whole one. */
  private fraction = 0;
  private timer: ReturnType<typeof setInterval> | undefined;

  /** `moved` is called whenever the cluster may have changed, `failed` when it broke down. */
  constructor(
    private readonly cluster: Cluster,
    private readonly moved: () => void,
    private readonly failed: (error: unknown) => void,
    private speed: number,
    private running: boolean,
  ) {}

  start(): void {
    this.last = performance.now();
    this.timer = setInterval(() => this.tick(), TICK);
  }

  stop(): void {
    clearInterval(this.timer);
  }

  get state(): ClockState {
    const next = this.cluster.nextTime();
    return {
      now: iso(this.cluster.now),
      running: this.running,
      speed: this.speed,
      next: next === undefined ? null : iso(next),
    };
  }

  run(speed = this.speed): void {
    this.speed = speed;
    this.running = true;
  }

  pause(): void {
    this.running = false;
    this.cluster.settle();
  }

  /** To the next instant at which something other than an event is written; stops the clock. */
  step(): void {
    this.running = false;
    this.cluster.step();
    this.moved();
  }

  /** In slices, so that other requests are answered meanwhile. */
  async advance(seconds: number): Promise<void> {
    const target = this.cluster.now + Math.round(seconds * 1000);
    while (!this.cluster.advanceTo(target, SLICE)) {
      this.moved();
      await new Promise((resolve) => setImmediate(resolve));
    }
    this.moved();
  }

  private tick(): void {
    const now = performance.now();
    const elapsed = Math.min(LONGEST_GAP, now - this.last);
    this.last = now;
    if (!this.running) return;
    const due = this.fraction + elapsed * this.speed;
    const whole = Math.floor(due);
    this.fraction = due - whole;
    try {
      // What a slice leaves undone is done by the next tick: the clock is late then, not wrong.
      this.cluster.advanceTo(this.cluster.now + whole, SLICE);
      this.moved();
    } catch (error) {
      // A bug of the simulation: what there is can still be looked at.
      this.running = false;
      this.failed(error);
    }
  }
}

/** A speed or a number of seconds from outside. */
export function isSpeed(value: unknown): value is number {
  return typeof value === 'number' && value > 0 && value <= LIMITS.speed;
}

function iso(time: number): string {
  return new Date(time).toISOString();
}
