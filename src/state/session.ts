import { createStore, type StoreApi } from 'zustand/vanilla';
import { Cluster } from '../engine/index';
import { runDetached } from '../kubectl/shell';
import { DEFAULT_BASE, baseById } from '../scenario/catalog/index';
import { playBase, playScenario } from '../scenario/play';
import type { Action, Base, Scenario } from '../scenario/scenario';
import { describeAction } from './action-words';
import type { CommandOutput, SessionActions, SessionState } from './types';

export type Session = SessionState & SessionActions & SessionInternals;
export type SessionStore = StoreApi<Session>;

interface SessionInternals {
  base: Base;
  /** Moves the playhead by virtual milliseconds, within `budget` work items; the frame driver calls it. False = not done yet. */
  advance(milliseconds: number, budget: number): boolean;
  /** Replaces everything by another scenario. */
  load(scenario: Scenario): void;
  /** What a link carries; the text comes from the editor. */
  toScenario(text: string): Scenario;
}

const DEFAULT_SEED = 1;

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
  return createStore<Session>()((set, get) => {
    const changed = (more: Partial<Session> = {}): void => {
      const { cluster, version, end } = get();
      set({ version: version + 1, now: cluster.now, end: Math.max(end, cluster.now), ...more });
    };

    return {
      ...openScenario(scenario),
      version: 1,
      playing: true,
      speed: 1,

      run(line, stdin) {
        const { cluster, actions, origin, now } = get();
        const inputsBefore = cluster.inputsApplied;
        const output = execute(cluster, line, stdin);
        // Reading commands leave no input: only what changed something belongs to the scenario.
        if (cluster.inputsApplied === inputsBefore) return output;
        const action: Action =
          stdin === undefined ? { at: now - origin, line } : { at: now - origin, line, stdin };
        const kept = actions.filter((a) => a.at + origin <= now);
        changed({ actions: [...kept, action], end: cluster.now, lastAction: describeAction(action) });
        return output;
      },
      play: () => set({ playing: true }),
      pause: () => set({ playing: false }),
      setSpeed: (speed) => set({ speed: Math.min(60, Math.max(0.25, speed)) }),
      step() {
        set({ playing: false });
        get().cluster.step();
        changed();
      },
      seek(time) {
        const { cluster, origin, end } = get();
        set({ playing: false });
        cluster.seek(Math.round(Math.min(end, Math.max(origin, time))));
        changed();
      },
      reset: () => get().load(defaultScenario()),
      advance(milliseconds, budget) {
        const { cluster, now, end } = get();
        const before = cluster.revision;
        const done = cluster.advanceTo(now + milliseconds, budget);
        if (cluster.revision !== before || !done) changed({ now: done ? cluster.now : now });
        else set({ now: cluster.now, end: Math.max(end, cluster.now) });
        return done;
      },
      load(next) {
        const version = get().version + 1;
        set({ ...openScenario(next), version });
      },
      toScenario(text) {
        const { base, origin, now, actions, seed } = get();
        const past = actions.filter((a) => a.at + origin <= now);
        return { version: 1, base: base.id, seed, actions: past, text, playhead: now - origin };
      },
    };
  });
}

function openScenario(
  scenario: Scenario,
): Omit<SessionState, 'version' | 'playing' | 'speed'> & { base: Base } {
  const base = baseById(scenario.base) ?? DEFAULT_BASE;
  const cluster = new Cluster({ seed: scenario.seed, startTime: base.startTime });
  const run = (c: Cluster, line: string, stdin: string | undefined): void => void execute(c, line, stdin);
  playBase(cluster, base, run);
  playScenario(cluster, base, scenario, run);
  const origin = base.startTime + base.warmUp;
  const last = scenario.actions.at(-1);
  return {
    base,
    cluster,
    now: cluster.now,
    origin,
    end: cluster.now,
    seed: scenario.seed,
    actions: scenario.actions,
    lastAction: last ? describeAction(last) : '',
    title: base.title,
  };
}

function execute(cluster: Cluster, line: string, stdin: string | undefined): CommandOutput {
  return runDetached(cluster, line, stdin);
}
