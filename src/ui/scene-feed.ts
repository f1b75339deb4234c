import { createStore, type StoreApi } from 'zustand/vanilla';
import { kubeletActivity } from '../engine/index';
import { deepEqual } from '../lib/equal';
import { buildScene } from '../scene/build-scene';
import type { Scene, SetCard, Workload } from '../scene/types';
import type { SessionStore } from '../state/session';
import type { ViewStore } from '../state/view';

export interface SceneState {
  scene: Scene;
  /** The scene's cards; the same array as long as nothing in them changes. */
  sets: readonly SetCard[];
  /** In the same way. */
  workloads: readonly Workload[];
  summary: string;
  /** Grows when the cluster has changed or a second of virtual time has passed, a few times a second at most. */
  tick: number;
}

/** The picture of the playhead, rebuilt at most once in a frame and outside React's rendering. */
export interface SceneFeed {
  store: StoreApi<SceneState>;
  setWidth(width: number): void;
  start(): () => void;
}

/** Virtual milliseconds after which a picture is stale though no object has changed (ages, progress). */
const STALE = 100;
/** Real milliseconds between two ticks while time runs by itself. */
const TICK = 160;
const FIRST_WIDTH = 656;

export function createSceneFeed(session: SessionStore, view: ViewStore): SceneFeed {
  let width = FIRST_WIDTH;
  let frame = 0;
  let built = keyNow();
  let ticked = { version: -1, second: -1, at: 0, actions: session.getState().actions };
  let lateTick: ReturnType<typeof setTimeout> | undefined;
  const first = build();
  const store = createStore<SceneState>()(() => ({
    scene: first,
    sets: first.sets,
    workloads: first.workloads,
    summary: first.summary,
    tick: 0,
  }));

  function keyNow() {
    const { version, now } = session.getState();
    return { version, moment: Math.floor(now / STALE), selection: view.getState().selection, width };
  }

  function build(): Scene {
    const { cluster, now } = session.getState();
    const { selection } = view.getState();
    return buildScene({
      read: cluster.read,
      world: cluster.world,
      now,
      width,
      activity: (uid) => kubeletActivity(cluster, uid),
      ...(selection ? { selection } : {}),
    });
  }

  function update(): void {
    frame = 0;
    const key = keyNow();
    const same =
      key.version === built.version &&
      key.moment === built.moment &&
      key.selection === built.selection &&
      key.width === built.width;
    if (!same) {
      built = key;
      const scene = build();
      const known = store.getState();
      const sets = deepEqual(known.sets, scene.sets) ? known.sets : scene.sets;
      const workloads = deepEqual(known.workloads, scene.workloads) ? known.workloads : scene.workloads;
      store.setState({ scene, sets, workloads, summary: scene.summary });
    }
    tick();
  }

  function tick(): void {
    const { version, now, playing, actions } = session.getState();
    const second = Math.floor(now / 1000);
    if (version === ticked.version && second === ticked.second) return;
    const at = performance.now();
    const wait = ticked.at + TICK - at;
    if (wait > 0 && playing && actions === ticked.actions) {
      lateTick ??= setTimeout(() => {
        lateTick = undefined;
        tick();
      }, wait);
      return;
    }
    ticked = { version, second, at, actions };
    store.setState(({ tick: count }) => ({ tick: count + 1 }));
  }

  const schedule = (): void => {
    if (frame === 0) frame = requestAnimationFrame(update);
  };

  return {
    store,
    setWidth(next) {
      if (next === width || next <= 0) return;
      width = next;
      cancelAnimationFrame(frame);
      update();
    },
    start() {
      const stops = [session.subscribe(schedule), view.subscribe(schedule)];
      schedule();
      return () => {
        cancelAnimationFrame(frame);
        clearTimeout(lateTick);
        for (const stop of stops) stop();
      };
    },
  };
}
