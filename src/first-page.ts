import { openingDraft, openingSession } from './state/opening';
import { TextPort } from './state/text-port';
import type { DraftStore } from './state/draft';
import type { Shown } from './state/types';
import { createView } from './state/view';
import { createWaiting, type Waiting } from './state/waiting';
import type { StoreApi } from 'zustand/vanilla';
import { drawOutlook, type Outlook } from './ui/outlook';
import defaultOutlook from './ui/outlook.json';
import { createPage, type Page } from './ui/page';

/** The page before its simulation has arrived, and what the simulation will move into. */
export interface FirstPage {
  page: Page;
  session: StoreApi<Shown>;
  draft: DraftStore;
  waiting: Waiting;
}

/** `known`: the page opens with the default cluster, whose picture is known. It needs no browser. */
export function firstPage(known: boolean): FirstPage {
  // A false picture is worse than none.
  const outlook = known ? (defaultOutlook as unknown as Outlook) : undefined;
  const waiting = createWaiting();
  const session = openingSession(outlook, waiting.later);
  const draft = openingDraft(waiting.later);
  const page = createPage(
    {
      session,
      draft,
      view: createView(),
      text: new TextPort(outlook?.text ?? ''),
      later: waiting.later,
      share: () => new Promise((resolve) => page.whenHere((simulation) => resolve(simulation.share()))),
      startOver: () => page.whenHere((simulation) => simulation.startOver()),
    },
    outlook,
    drawOutlook(outlook),
  );
  return { page, session, draft, waiting };
}
