import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { Reader, WorldReader } from '../engine/index';
import type { Draft } from '../state/draft';
import type { Shown } from '../state/types';
import type { View } from '../state/view';
import type { Page } from './page';
import type { SceneState } from './scene-feed';
import type { Arrival } from './simulation';

export const PageContext = createContext<Page | undefined>(undefined);

export function usePage(): Page {
  const page = useContext(PageContext);
  if (!page) throw new Error('outside of PageContext');
  return page;
}

export function useSession<T>(selector: (state: Shown) => T): T {
  return useStore(usePage().services.session, selector);
}

export function useDraft<T>(selector: (state: Draft) => T): T {
  return useStore(usePage().services.draft, selector);
}

export function useView<T>(selector: (state: View) => T): T {
  return useStore(usePage().services.view, selector);
}

export function useScene<T>(selector: (state: SceneState) => T): T {
  return useStore(usePage().feed.store, selector);
}

export function useArrival(): Arrival {
  return useStore(usePage().arrival);
}

/** What is broken as of now, before the simulation is there as well; renders again like `useCluster`. */
export function useWorld(): Shown['cluster']['world'] {
  useScene((state) => state.tick);
  return usePage().services.session.getState().cluster.world;
}

/**
 * The cluster as of now; renders again when it changes and with each second of virtual time. For components that are shown only
 * when the simulation is there.
 */
export function useCluster(): { read: Reader; now: number; world: WorldReader } {
  useScene((state) => state.tick);
  const { simulation } = usePage().arrival.getState();
  if (!simulation) throw new Error('the simulation has not arrived');
  const { cluster, now } = simulation.session.getState();
  return { read: cluster.read, now, world: cluster.world };
}
