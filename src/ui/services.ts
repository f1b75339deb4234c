import type { StoreApi } from 'zustand/vanilla';
import type { DraftStore } from '../state/draft';
import type { TextPort } from '../state/text-port';
import type { Shown } from '../state/types';
import type { ViewStore } from '../state/view';
import type { Later } from '../state/waiting';

export type ReadonlyStore<T> = Pick<StoreApi<T>, 'getState' | 'getInitialState' | 'subscribe'>;

/** What the composition root (src/page.tsx) gives to the page. */
export interface Services {
  session: ReadonlyStore<Shown>;
  draft: DraftStore;
  view: ViewStore;
  text: TextPort;
  /** Does something as soon as the simulation is there. */
  later: Later;
  /** Makes the link to this moment and puts it on the clipboard; `copied` is false where the browser refuses. */
  share(): Promise<{ url: string; copied: boolean }>;
  /** Replaces the work by the default scenario; the editor's text too. */
  startOver(): void;
}
