/**
 * Composition root of the page: with src/main.ts and src/simulation.ts the only place that knows window, location, storage, frames and
 * real time. Shows the page at once, with stand-ins for the stores, and fetches the simulation that takes their place.
 */
import { createRoot } from 'react-dom/client';
import { openingDraft, openingSession } from './state/opening';
import { TextPort } from './state/text-port';
import { createView } from './state/view';
import { createWaiting } from './state/waiting';
import { readStorage, readTheme, STORAGE_KEYS, writeStorage } from './storage';
import { App } from './ui/app';
import { drawOutlook, type Outlook } from './ui/outlook';
import defaultOutlook from './ui/outlook.json';
import { createPage } from './ui/page';

/** Shows the page and fetches what it needs to live. */
export function openPage(host: HTMLElement): void {
  const isNew = window.location.hash === '' && readStorage(STORAGE_KEYS.work) === null;
  // Of a link or of saved work nothing is known yet, and a false picture is worse than none.
  const outlook = isNew ? (defaultOutlook as unknown as Outlook) : undefined;
  const waiting = createWaiting();
  const session = openingSession(outlook, waiting.later);
  const draft = openingDraft(waiting.later);
  const view = createView({ theme: readTheme() });
  view.subscribe((now, before) => {
    if (now.theme !== before.theme) writeStorage(STORAGE_KEYS.theme, now.theme);
  });

  const page = createPage(
    {
      session,
      draft,
      view,
      text: new TextPort(outlook?.text ?? ''),
      later: waiting.later,
      share: () => new Promise((resolve) => page.whenHere((simulation) => resolve(simulation.share()))),
      startOver: () => page.whenHere((simulation) => simulation.startOver()),
    },
    outlook,
    drawOutlook(outlook),
  );

  const fetchSimulation = async (): Promise<void> => {
    page.arrival.setState({ phase: 'coming' });
    try {
      const { startSimulation } = await import('./simulation');
      await startSimulation(page, { session, draft });
      waiting.end();
    } catch (error) {
      page.arrival.setState({ phase: 'failed' });
      const retry = (): void => {
        view.getState().notify(undefined);
        void fetchSimulation();
      };
      view.getState().notify({
        tone: 'error',
        text: `The simulation could not be loaded${error instanceof TypeError ? ': is the network there?' : '.'}`,
        action: { label: 'Retry', run: retry },
      });
    }
  };

  createRoot(host).render(<App page={page} />);
  // Not before: what is compiled meanwhile on other threads holds up the first picture where there are only two.
  void afterPaint().then(() => {
    // Only fetched here; the manifest pane mounts it, and shows a plain field when it cannot be had. The largest goes first.
    import('./editor/create-editor').catch(() => undefined);
    void fetchSimulation();
  });
}

function afterPaint(): Promise<void> {
  return new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
}
