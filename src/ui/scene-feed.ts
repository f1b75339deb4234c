import { createStore, type StoreApi } from 'zustand/vanilla';
import { deepEqual } from '../lib/equal';
import type { Grouping, Scene, SceneTarget, SetCard, Workload } from '../scene/types';
import type { Shown } from '../state/types';
import type { ViewStore } from '../state/view';
import { createMapLook, type MapLookStore } from './cluster/map-look';
import type { ReadonlyStore } from './services';

export interface SceneState {
  scene: Scene;
  /** The scene's cards; the same array as long as nothing in them changes. Of many nodes they come with the tick. */
  sets: readonly SetCard[];
  /** In the same way. */
  workloads: readonly Workload[];
  summary: string;
  /** Grows when the cluster has changed or a second of virtual time has passed, a few times a second at most. */
  tick: number;
}

/** What a picture is made for. Lengths are CSS pixels. */
export interface PictureFrame {
  width: number;
  /** Height in which the cells of a large cluster should be seen at once. */
  height: number;
  group: Grouping;
  selection: SceneTarget | undefined;
}

/** Makes the picture of the playhead; undefined: it is not whole yet, and goes on when asked in the next frame. */
export type Draw = (frame: PictureFrame) => Scene | undefined;

/** Makes a picture without the simulation. */
export type DrawAtOnce = (frame: PictureFrame) => Scene;

/** The picture of the playhead, rebuilt at most once in a frame and outside React's rendering. */
export interface SceneFeed {
  store: StoreApi<SceneState>;
  /** What the user wants to see of a large cluster. */
  look: MapLookStore;
  setRoom(width: number, height: number): void;
  /** From now on the pictures come from there. */
  drawWith(draw: Draw): void;
  start(): () => void;
}

/** Virtual milliseconds after which a picture is stale though no object has changed (ages, progress). */
const STALE = 100;
/** Real milliseconds between two ticks while time runs by itself. */
const TICK = 160;
const FIRST_WIDTH = 656;
const FIRST_HEIGHT = 460;

export function createSceneFeed(
  session: ReadonlyStore<Shown>,
  view: ViewStore,
  drawFirst: DrawAtOnce,
): SceneFeed {
  let draw: Draw = drawFirst;
  const look = createMapLook();
  let room = { width: FIRST_WIDTH, height: FIRST_HEIGHT };
  let frame = 0;
  let built = keyNow();
  let ticked = { version: -1, second: -1, at: 0, actions: session.getState().actions };
  let lateTick: ReturnType<typeof setTimeout> | undefined;
  const first = drawFirst(frameOf(built));
  const store = createStore<SceneState>()(() => ({
    scene: first,
    sets: first.sets,
    workloads: first.workloads,
    summary: first.summary,
    tick: 0,
  }));

  function keyNow() {
    const { version, now } = session.getState();
    const { selection } = view.getState();
    return { version, moment: Math.floor(now / STALE), selection, room, group: look.getState().group };
  }

  function frameOf({ selection, group }: ReturnType<typeof keyNow>): PictureFrame {
    return { ...room, group, selection };
  }

  function update(): void {
    frame = 0;
    const key = keyNow();
    const same =
      key.version === built.version &&
      key.moment === built.moment &&
      key.selection === built.selection &&
      key.room === built.room &&
      key.group === built.group;
    if (!same) {
      const chosen = key.selection !== built.selection;
      const scene = draw(frameOf(key));
      if (!scene) return schedule();
      built = key;
      store.setState({ scene, ...(scene.level !== 'full' && !chosen ? {} : wordsOf(scene)) });
    }
    tick();
  }

  /** What React shows of the scene. */
  function wordsOf(scene: Scene): Pick<SceneState, 'sets' | 'workloads' | 'summary'> {
    const known = store.getState();
    return {
      sets: deepEqual(known.sets, scene.sets) ? known.sets : scene.sets,
      workloads: deepEqual(known.workloads, scene.workloads) ? known.workloads : scene.workloads,
      summary: scene.summary,
    };
  }

  function tick(): void {
    const { version, now, playing, actions } = session.getState();
    const second = Math.floor(now / 1000);
    if (version === ticked.version && second === ticked.second) return;
    const at = performance.now();
    if (playing && actions === ticked.actions) {
      // In a task of its own: words may come a frame after the picture, but the picture in time.
      lateTick ??= setTimeout(
        () => {
          lateTick = undefined;
          tellWords();
        },
        Math.max(0, ticked.at + TICK - at),
      );
    } else tellWords();
  }

  function tellWords(): void {
    const { version, now, actions } = session.getState();
    ticked = { version, second: Math.floor(now / 1000), at: performance.now(), actions };
    store.setState(({ tick: count, scene }) => ({ tick: count + 1, ...wordsOf(scene) }));
  }

  const schedule = (): void => {
    if (frame === 0) frame = requestAnimationFrame(update);
  };

  return {
    store,
    look,
    setRoom(width, height) {
      const { level } = store.getState().scene;
      if (width <= 0 || (width === room.width && (height === room.height || level !== 'cells'))) return;
      room = { width, height };
      cancelAnimationFrame(frame);
      update();
    },
    drawWith(next) {
      draw = next;
      cancelAnimationFrame(frame);
      update();
    },
    start() {
      const stops = [session.subscribe(schedule), view.subscribe(schedule), look.subscribe(schedule)];
      schedule();
      return () => {
        cancelAnimationFrame(frame);
        clearTimeout(lateTick);
        for (const stop of stops) stop();
      };
    },
  };
}
