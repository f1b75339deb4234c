/**
 * Stand-ins for the session and the draft, until the simulation has arrived: they show a picture of it, obey what needs no
 * simulation, and put the rest aside until it is there.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { NodeLane } from '../scene/timeline-types';
import type { SetName } from '../scene/types';
import type { DraftStore } from './draft';
import type { CommandOutput, Lanes, Selection, Shown } from './types';
import type { Later } from './waiting';

/** What the stand-ins know of a cluster that is still to come. */
export interface KnownStart {
  title: string;
  /** Virtual milliseconds since the Unix epoch: where its clock stands. */
  origin: number;
  seed: number;
  /** Of each set, the one that is shown first in front. */
  lanes: readonly { set: SetName; lanes: readonly NodeLane[] }[];
}

/** Of a cluster that nothing is known of, as that of a link, the clock stands at nought. */
const UNKNOWN: KnownStart = { title: 'Opening…', origin: 0, seed: 0, lanes: [] };
const NOTHING_YET: CommandOutput = { lines: [], status: 0 };

/** The cluster and the clock as they will begin, as far as that is known. */
export function openingSession(start: KnownStart | undefined, later: Later): StoreApi<Shown> {
  const { title, origin, seed, lanes } = start ?? UNKNOWN;
  const store = createStore<Shown>()((set) => ({
    cluster: { revision: 0, world: { faults: [], daemonPlacement: 'scheduler', has: () => false } },
    lanes: lanesOf(lanes),
    version: 0,
    now: origin,
    origin,
    heading: undefined,
    underWay: undefined,
    pace: undefined,
    end: origin,
    playing: true,
    speed: 1,
    actions: [],
    lastAction: '',
    title,
    seed,
    run(line, stdin, ended) {
      later(() => store.getState().run(line, stdin, ended));
      return NOTHING_YET;
    },
    // In the order asked for: a look at another time, put aside before, stops the clock.
    play() {
      set({ playing: true });
      later(() => store.getState().play());
    },
    pause() {
      set({ playing: false });
      later(() => store.getState().pause());
    },
    setSpeed: (speed) => set({ speed }),
    step() {
      set({ playing: false });
      later(() => store.getState().step());
    },
    seek(time) {
      set({ playing: false });
      later(() => store.getState().seek(time));
    },
    cancel: () => {},
    reset: () => later(() => store.getState().reset()),
    describe: ({ line }) => line,
  }));
  return store;
}

function lanesOf(known: KnownStart['lanes']): Lanes {
  const find = (name: SetName | undefined) =>
    known.find(({ set }) => set.name === name?.name && set.namespace === name.namespace);
  return {
    forgottenUntil: undefined,
    focus: (selection) => (find(setOf(selection)) ?? known[0])?.set,
    lanes(set, _end, most) {
      const lanes = find(set)?.lanes ?? [];
      return { lanes: lanes.slice(0, most), more: Math.max(0, lanes.length - most) };
    },
  };
}

function setOf(selection: Selection | undefined): SetName | undefined {
  return selection?.type === 'set' ? selection : selection?.type === 'slot' ? selection.set : undefined;
}

/** A text that nobody has found fault with yet. */
export function openingDraft(later: Later): DraftStore {
  const store: DraftStore = createStore((set, get) => ({
    revision: 1,
    appliedRevision: 1,
    live: false,
    diagnostics: [],
    vanished: [],
    missing: [],
    textChanged(text) {
      set({ revision: get().revision + 1 });
      later(() => store.getState().textChanged(text));
    },
    apply: () => later(() => store.getState().apply()),
    setLive(live) {
      set({ live });
      later(() => store.getState().setLive(live));
    },
    deleteVanished: (object) => later(() => store.getState().deleteVanished(object)),
    keepVanished: (object) => later(() => store.getState().keepVanished(object)),
    createStandIn: (object) => later(() => store.getState().createStandIn(object)),
    reopened: () => later(() => store.getState().reopened()),
  }));
  return store;
}
