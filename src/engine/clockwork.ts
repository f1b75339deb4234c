/** What moves the cluster: the virtual clock, the work queue, the timers, and the components that do the work. */
import { Agenda, type AgendaEntry, type AgendaSnapshot } from './agenda';
import { allowance, type Budget } from './budget';
import type { Running } from './context';
import type { LoggedInput } from './input';
import { Workqueue, type WorkqueueSnapshot } from './workqueue';

/** The agenda's number for what is no component: the storage, which lets events expire. */
export const STORAGE = -1;

/** What comes from outside while time passes. */
export interface Surroundings {
  /** The next input to replay, when the playhead stands before the end of the log. */
  nextInput(): LoggedInput | undefined;
  replay(logged: LoggedInput): void;
  /** All is settled, and a new instant is about to begin: the moment for a checkpoint. */
  settled(): void;
  /** A timer of the storage. */
  onStorageTimer(): void;
}

export interface ClockworkSnapshot {
  now: number;
  agenda: AgendaSnapshot;
  queue: WorkqueueSnapshot;
  /** Taken between two timers of one instant; the rest of them come before what is queued. */
  firing: boolean;
  /** Work items done since the start. */
  work: number;
}

export class Clockwork {
  readonly agenda = new Agenda();
  readonly queue = new Workqueue();
  running: readonly Running[] = [];
  /** Trace record that the present work follows from; 0 = none. */
  cause = 0;
  work = 0;
  /** Timers of the present instant are being fired; nothing is synced before the last of them. */
  private firing = false;

  constructor(
    public now: number,
    private readonly around: Surroundings,
  ) {}

  /** Processes everything due up to `time`; false when the budget ended before. Slicing changes nothing in the result. */
  advanceTo(time: number, budget: Budget): boolean {
    const mayGoOn = allowance(budget);
    for (;;) {
      while (this.firing) {
        if (!mayGoOn()) return false;
        this.fireOne();
      }
      if (!this.drain(mayGoOn)) return false;
      const due = this.agenda.nextTime();
      const logged = this.around.nextInput();
      if (logged && logged.at <= time && (due === undefined || logged.at < due)) {
        if (!mayGoOn()) return false;
        this.now = Math.max(this.now, logged.at);
        this.around.replay(logged);
        continue;
      }
      if (due === undefined || due > time) break;
      this.around.settled();
      this.now = Math.max(this.now, due);
      this.firing = true;
    }
    this.now = Math.max(this.now, time);
    return true;
  }

  /** Syncs what waits in the queue; no timer fires and no time passes. False when the budget ended before. */
  drain(budget: Budget): boolean {
    const mayGoOn = allowance(budget);
    while (!this.queue.empty) {
      if (!mayGoOn()) return false;
      this.runOne();
    }
    return true;
  }

  /** Time of the next thing that is due, if any. */
  nextTime(): number | undefined {
    if (!this.queue.empty) return this.now;
    const due = this.agenda.nextTime();
    const logged = this.around.nextInput()?.at;
    if (due === undefined || logged === undefined) return due ?? logged;
    return Math.min(due, logged);
  }

  /** Whether all that is to come is the end of old events, which nobody waits for. */
  get onlyEventsExpire(): boolean {
    return this.queue.empty && !this.around.nextInput() && this.agenda.holdsNothingBut(STORAGE);
  }

  snapshot(): ClockworkSnapshot {
    const { now, firing, work } = this;
    return { now, agenda: this.agenda.snapshot(), queue: this.queue.snapshot(), firing, work };
  }

  restore({ now, agenda, queue, firing, work }: ClockworkSnapshot): void {
    this.now = now;
    this.agenda.restore(agenda);
    this.queue.restore(queue);
    this.firing = firing;
    this.work = work;
  }

  private runOne(): void {
    const item = this.queue.take();
    if (!item) return;
    this.work++;
    const { component, context } = this.running[item.component] as Running;
    this.cause = item.cause;
    const failure = component.sync?.(context, item.key);
    this.cause = 0;
    if (failure) {
      const delay = this.queue.failed(item.component, item.key);
      this.agenda.setEarliest(item.component, 'enqueue', item.key, this.now + delay);
    } else this.queue.succeeded(item.component, item.key);
  }

  private fireOne(): void {
    const entry = this.agenda.takeDue(this.now);
    if (entry) this.fire(entry);
    this.firing = (this.agenda.nextTime() ?? Number.POSITIVE_INFINITY) <= this.now;
  }

  private fire({ component: number, type, key }: AgendaEntry): void {
    this.work++;
    if (number === STORAGE) {
      this.around.onStorageTimer();
      return;
    }
    if (type === 'enqueue') {
      this.queue.add({ component: number, key, cause: 0 });
      return;
    }
    const { component, context } = this.running[number] as Running;
    component.onTimer?.(context, key);
  }
}
