import { createStore, type StoreApi } from 'zustand/vanilla';
import { DEFAULT_BASE } from '../scenario/catalog/index';
import type { Action, Base, Scenario } from '../scenario/scenario';
import { allowance, type Budget, type Cluster } from '../engine/index';
import { describeAction } from './action-words';
import { CommandErrand, Errands, Journey, Step } from './errands';
import { LaneLog } from './lanes';
import { moveIn } from './move-in';
import { Playback } from './playback';
import type { CommandOutput, SessionActions, SessionState, Shown } from './types';

export type Session = SessionState & SessionActions & SessionInternals;
export type SessionStore = StoreApi<Session>;

interface SessionInternals {
  base: Base;
  /** What the pods did since the origin, for the lanes of the timeline. */
  lanes: LaneLog;
  /**
   * Does what has to be done before time goes on, within the budget; the frame driver calls it. False = not all of it yet. With `show`
   * false the store tells nothing of it yet, for a picture costs more than a slice; it tells with the next call, or when all is done.
   */
  work(budget: Budget, show?: boolean): boolean;
  /** The same, and then moves the playhead towards a virtual time. False = not there yet. */
  advanceTo(time: number, budget: Budget, show?: boolean): boolean;
  /** The frame driver tells how fast time goes; see `pace`. */
  setPace(pace: number | undefined): void;
  /** Replaces everything by another scenario. */
  load(scenario: Scenario): void;
  /** What a link carries; the text comes from the editor. */
  toScenario(text: string): Scenario;
}

const DEFAULT_SEED = 1;
/** Work items done at once when something is asked for; the frame driver does the rest. A few milliseconds even in a large cluster. */
const AT_ONCE = 200;

export function defaultScenario(): Scenario {
  return {
    version: 1,
    base: DEFAULT_BASE.id,
    seed: DEFAULT_SEED,
    actions: [],
    text: DEFAULT_BASE.text,
    playhead: 0,
  };
}

/**
 * The store of the cluster at the playhead. `scenario.base` must be in the catalog. `opening`: the store that stood for it until now;
 * it becomes the session, which runs as fast as was chosen there. `start`: as of `Playback`.
 */
export function createSession(scenario: Scenario, opening?: StoreApi<Shown>, start?: Cluster): SessionStore {
  let playback = new Playback(scenario, start);
  let errands = new Errands();
  /** Who waits to hear that a command has ended; they hear it once the store shows what it did. */
  const told: (() => void)[] = [];
  /** What the cluster was like when the store last told of it. */
  let shown = { revision: -1, restored: -1 };

  const state = (set: SessionStore['setState'], get: () => Session): Session => {
    const changed = (more: Partial<Session> = {}): void => {
      const { version, end, lanes } = get();
      lanes.sync();
      const { now, revision, restored } = playback.cluster;
      const { heading, underWay } = errands;
      shown = { revision, restored };
      set({ version: version + 1, now, end: Math.max(end, now), heading, underWay, ...more });
      for (let tell = told.shift(); tell; tell = told.shift()) tell();
    };
    /** Whether the store lags behind more than by the time alone. */
    const isNews = (): boolean => {
      const { heading, underWay } = get();
      const { revision, restored } = playback.cluster;
      return (
        told.length > 0 ||
        revision !== shown.revision ||
        restored !== shown.restored ||
        errands.heading !== heading ||
        errands.underWay?.type !== underWay?.type ||
        errands.underWay?.share !== underWay?.share
      );
    };
    /** The store shows what a command did before anything else is done. */
    const tellEnded = (): void => {
      if (told.length > 0) changed();
    };
    const begin = (errand: CommandErrand | Journey | Step, more: Partial<Session> = {}): void => {
      const isFirst = errands.idle;
      errands.add(errand);
      if (isFirst) errands.goOn(AT_ONCE);
      changed(more);
    };
    const settle = (more: Partial<Session>): void =>
      begin(new Journey(playback, get().lanes, undefined, playback.cluster.now), more);
    const open = (next: Scenario) => {
      errands = new Errands();
      return opened(playback, errands, next);
    };

    return {
      ...open(scenario),
      version: 1,
      playing: true,
      speed: 1,
      pace: undefined,

      run(line, stdin, ended) {
        let output: CommandOutput = { lines: [], status: 0, goesOn: true };
        const tell = {
          recorded: (action: Action): void =>
            set({
              actions: playback.actions,
              end: playback.cluster.now,
              lastAction: describeAction(action),
            }),
          ended(all: CommandOutput): void {
            output = all;
            if (ended) told.push(() => ended(all));
          },
        };
        begin(new CommandErrand(playback, get().lanes, line, stdin, tell));
        return output;
      },
      play: () => set({ playing: true }),
      pause() {
        // What a slice left undone of the present instant.
        if (errands.idle) settle({ playing: false });
        else set({ playing: false });
      },
      setSpeed(speed) {
        if (Number.isFinite(speed)) set({ speed: Math.min(60, Math.max(0.25, speed)) });
      },
      setPace(pace) {
        if (pace !== get().pace) set({ pace });
      },
      step: () => begin(new Step(playback), { playing: false }),
      seek(time) {
        if (!Number.isFinite(time)) return;
        const { origin, end, lanes } = get();
        const target = Math.round(Math.min(end, Math.max(origin, time)));
        const known = errands.lastJourney;
        if (!known) {
          begin(new Journey(playback, lanes, 'seeking', target), { playing: false });
          return;
        }
        // Sought again before it was there: the latest wins.
        known.redirect(target);
        changed({ playing: false });
      },
      cancel() {
        const { journey } = errands;
        if (!journey) return;
        journey.giveUp();
        errands.dropFirst();
        settle({ playing: false });
      },
      reset: () => get().load(defaultScenario()),
      work(budget, show = true) {
        const isDone = errands.goOn(budget, tellEnded);
        if ((show || (isDone && get().underWay)) && isNews()) changed();
        return isDone;
      },
      advanceTo(time, budget, show = true) {
        const { cluster, limit } = playback;
        const mayGoOn = allowance(budget);
        const isDone = errands.goOn(mayGoOn, tellEnded) && playback.advanceTo(Math.min(time, limit), mayGoOn);
        if (show && (!isDone || isNews())) changed();
        else if (show) set({ now: cluster.now, end: Math.max(get().end, cluster.now) });
        if (isDone && time > limit) set({ playing: false, lastAction: 'the clock stops after 24 hours' });
        return isDone;
      },
      load(next) {
        playback = new Playback(next);
        set({ ...open(next), pace: undefined, version: get().version + 1 });
      },
      toScenario(text) {
        const { base, origin, heading, seed } = get();
        const head = { version: 1 as const, base: base.id, seed, text };
        // Under way to a playhead: the scenario is what it will be there.
        if (heading !== undefined) {
          const playhead = heading - origin;
          return { ...head, actions: playback.actions.filter((a) => a.at <= playhead), playhead };
        }
        return { ...head, actions: playback.past(), playhead: playback.cluster.now - origin };
      },
      describe: describeAction,
    };
  };
  if (!opening) return createStore<Session>()(state);
  return moveIn<Shown, Session>(opening, (set, get, { playing, speed }) => ({
    ...state(set, get),
    playing,
    speed,
  }));
}

function opened(
  playback: Playback,
  errands: Errands,
  scenario: Scenario,
): Omit<SessionState, 'version' | 'playing' | 'speed' | 'pace'> & { base: Base; lanes: LaneLog } {
  const { base, cluster, origin, actions } = playback;
  const end = origin + scenario.playhead;
  const lanes = new LaneLog(cluster);
  errands.add(new Journey(playback, lanes, 'opening', end));
  errands.goOn(AT_ONCE);
  lanes.sync();
  const { heading, underWay } = errands;
  const last = actions.at(-1);
  return {
    base,
    lanes,
    cluster,
    now: cluster.now,
    origin,
    heading,
    underWay,
    end,
    seed: scenario.seed,
    actions,
    lastAction: last ? describeAction(last) : '',
    title: base.title,
  };
}
