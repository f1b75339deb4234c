import { createStore, type StoreApi } from 'zustand/vanilla';
import { DEFAULT_BASE } from '../scenario/catalog/index';
import type { Base, Scenario } from '../scenario/scenario';
import { describeAction } from './action-words';
import { LaneLog } from './lanes';
import { Playback } from './playback';
import type { SessionActions, SessionState } from './types';

export type Session = SessionState & SessionActions & SessionInternals;
export type SessionStore = StoreApi<Session>;

interface SessionInternals {
  base: Base;
  /** What the pods did since the origin, for the lanes of the timeline. */
  lanes: LaneLog;
  /** Moves the playhead towards a virtual time, within `budget` work items; the frame driver calls it. False = not there yet. */
  advanceTo(time: number, budget: number): boolean;
  /** Replaces everything by another scenario. */
  load(scenario: Scenario): void;
  /** What a link carries; the text comes from the editor. */
  toScenario(text: string): Scenario;
}

const DEFAULT_SEED = 1;
/** Work done at once when a scenario is opened or a far time is sought; the frame driver does the rest. */
const SLICE = 500;
const SLICES_AT_ONCE = 20;

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

/** The store of the cluster at the playhead. `scenario.base` must be in the catalog. */
export function createSession(scenario: Scenario): SessionStore {
  let playback = new Playback(scenario);

  return createStore<Session>()((set, get) => {
    const changed = (more: Partial<Session> = {}): void => {
      const { version, end, lanes } = get();
      lanes.sync();
      const { now } = playback.cluster;
      set({ version: version + 1, now, end: Math.max(end, now), ...more });
    };

    return {
      ...opened(playback, scenario),
      version: 1,
      playing: true,
      speed: 1,

      run(line, stdin) {
        const { output, action } = playback.run(line, stdin);
        if (!action) return output;
        get().lanes.fork();
        const { now } = playback.cluster;
        changed({
          actions: playback.actions,
          heading: undefined,
          end: now,
          lastAction: describeAction(action),
        });
        return output;
      },
      play: () => set({ playing: true }),
      pause() {
        // What a slice left undone of the present instant.
        playback.cluster.settle();
        changed({ playing: false });
      },
      setSpeed(speed) {
        if (Number.isFinite(speed)) set({ speed: Math.min(60, Math.max(0.25, speed)) });
      },
      step() {
        set({ playing: false });
        playback.step();
        changed();
      },
      seek(time) {
        if (!Number.isFinite(time)) return;
        const { origin, end, lanes } = get();
        lanes.sync();
        const target = Math.round(Math.min(end, Math.max(origin, time)));
        set({ playing: false });
        if (target < playback.cluster.now) {
          playback.seekTo(target);
          changed({ heading: undefined });
        } else changed({ heading: playAtOnce(playback, target) });
      },
      stay() {
        playback.cluster.settle();
        changed({ heading: undefined, playing: false });
      },
      reset: () => get().load(defaultScenario()),
      advanceTo(time, budget) {
        const { cluster, limit } = playback;
        const before = cluster.revision;
        const target = Math.min(time, limit);
        const done = playback.advanceTo(target, budget);
        const heading = done && target === get().heading ? undefined : get().heading;
        if (cluster.revision !== before || !done || heading !== get().heading) changed({ heading });
        else set({ now: cluster.now, end: Math.max(get().end, cluster.now) });
        if (done && time > limit) set({ playing: false, lastAction: 'the clock stops after 24 hours' });
        return done;
      },
      load(next) {
        playback = new Playback(next);
        set({ ...opened(playback, next), version: get().version + 1 });
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
    };
  });
}

function opened(
  playback: Playback,
  scenario: Scenario,
): Omit<SessionState, 'version' | 'playing' | 'speed'> & { base: Base; lanes: LaneLog } {
  const { base, cluster, origin, actions } = playback;
  const end = origin + scenario.playhead;
  const lanes = new LaneLog(cluster);
  const heading = playAtOnce(playback, end);
  lanes.sync();
  const last = actions.at(-1);
  return {
    base,
    lanes,
    cluster,
    now: cluster.now,
    origin,
    heading,
    end,
    seed: scenario.seed,
    actions,
    lastAction: last ? describeAction(last) : '',
    title: base.title,
  };
}

/** Plays ahead as far as can be done at once. The time itself when that was not far enough. */
function playAtOnce(playback: Playback, time: number): number | undefined {
  for (let i = 0; i < SLICES_AT_ONCE; i++) if (playback.advanceTo(time, SLICE)) return undefined;
  return time;
}
