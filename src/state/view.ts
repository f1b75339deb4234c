import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ViewActions, ViewState } from './types';

export type View = ViewState & ViewActions;
export type ViewStore = StoreApi<View>;

/** What is selected and shown. */
export function createView(initial: Partial<ViewState> = {}): ViewStore {
  return createStore<View>()((set) => ({
    selection: undefined,
    theme: 'system',
    inspectorTab: 'why',
    pane: 'cluster',
    notice: undefined,
    ...initial,
    select: (selection) => set({ selection }),
    setTheme: (theme) => set({ theme }),
    setInspectorTab: (inspectorTab) => set({ inspectorTab }),
    setPane: (pane) => set({ pane }),
    notify: (notice) => set({ notice }),
  }));
}
