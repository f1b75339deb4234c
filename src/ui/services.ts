import type { DraftStore } from '../state/draft';
import type { SessionStore } from '../state/session';
import type { TextPort } from '../state/text-port';
import type { ViewStore } from '../state/view';

/** What the composition root (src/page.tsx) gives to the page. */
export interface Services {
  session: SessionStore;
  draft: DraftStore;
  view: ViewStore;
  text: TextPort;
  /** Makes the link to this moment and puts it on the clipboard; `copied` is false where the browser refuses. */
  share(): Promise<{ url: string; copied: boolean }>;
  /** Replaces the work by the default scenario; the editor's text too. */
  startOver(): void;
}
