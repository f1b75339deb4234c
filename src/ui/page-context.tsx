import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { Reader, WorldReader } from '../engine/index';
import type { Draft } from '../state/draft';
import type { Session } from '../state/session';
import type { View } from '../state/view';
import type { Page } from './page';
import type { SceneState } from './scene-feed';

export const PageContext = createContext<Page | undefined>(undefined);

export function usePage(): Page {
  const page = useContext(PageContext);
  if (!page) throw new Error('outside of PageContext');
  return page;
}

export function useSession<T>(selector: (state: Session) => T): T {
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

/** The cluster as of now; renders again when it changes and with each second of virtual time. */
export function useCluster(): { read: Reader; now: number; world: WorldReader } {
  useScene((state) => state.tick);
  const { cluster, now } = usePage().services.session.getState();
  return { read: cluster.read, now, world: cluster.world };
}
