/**
 * Composition root of the page: with src/main.ts and src/simulation.ts the only place that knows window, location, storage, frames and
 * real time. Attaches itself to the first picture at once, with stand-ins for the stores, and fetches the simulation that takes their place.
 */
import { createRoot, hydrateRoot } from 'react-dom/client';
import { endEarly } from './early';
import { firstPage } from './first-page';
import { readTheme, STORAGE_KEYS, writeStorage } from './storage';
import { afterPicture } from './ui/after-picture';
import { App } from './ui/app';

/**
 * Real milliseconds that the editor gets to arrive ahead of the simulation: compiled at the same time on few threads they hold up each
 * other. On a slow network the simulation must not wait for so many bytes.
 */
const HEAD_START = 300;

/** Makes the page live and fetches what it needs besides. */
export function openPage(host: HTMLElement): void {
  // index.html has looked: of a link or of saved work nothing is known yet.
  const { page, session, draft, waiting } = firstPage(host.dataset['start'] !== 'unknown');
  const { view } = page.services;
  view.getState().setTheme(readTheme());
  view.subscribe((now, before) => {
    if (now.theme !== before.theme) writeStorage(STORAGE_KEYS.theme, now.theme);
  });

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

  const fetchRest = async (): Promise<void> => {
    // Of what is not known yet nothing is drawn.
    if (page.outlook) await afterPicture();
    // Only fetched here; the manifest pane mounts it, and shows a plain field when it cannot be had.
    const editor = import('./editor/create-editor').catch(() => undefined);
    // Of a link nothing can be shown, nor edited, without the simulation.
    if (page.outlook) await Promise.race([editor, new Promise((resolve) => setTimeout(resolve, HEAD_START))]);
    await fetchSimulation();
  };

  const replay = endEarly();
  const onLive = (): void => {
    // The page bench reads it: from here on every control answers.
    performance.mark('live');
    void replay();
    void fetchRest();
  };
  const app = <App page={page} onLive={onLive} />;
  // The dev server gives no first picture.
  if (host.firstElementChild) hydrateRoot(host, app);
  else createRoot(host).render(app);
}
