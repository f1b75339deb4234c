/** Composition root of the page: with src/main.tsx the only place that knows window, location, storage, frames and real time. */
import type { Root } from 'react-dom/client';
import type { Scenario } from './scenario/scenario';
import { decodeLink, encodeLink } from './share/link';
import { baseById } from './scenario/catalog/index';
import { createDraft } from './state/draft';
import { startFrameDriver } from './state/frame-driver';
import { createSession, defaultScenario } from './state/session';
import { TextPort } from './state/text-port';
import { createView } from './state/view';
import { readStorage, readTheme, STORAGE_KEYS, writeStorage } from './storage';
import { App } from './ui/app';
import type { Services } from './ui/services';

/** Real milliseconds without typing before the text is checked, and between saves of the work. */
const TYPING_PAUSE = 250;
const SAVE_EVERY = 2_000;

/** Makes the stores, opens the scenario and shows the page. */
export function openPage(root: Root): void {
  const own = readOwnWork();
  const linked = readLink();
  const scenario = linked?.scenario ?? own ?? defaultScenario();
  const session = createSession(scenario);
  const text = new TextPort(scenario.text);
  const view = createView({ theme: readTheme(), notice: linked?.notice });
  const draft = createDraft(session, { getText: () => text.getText(), later: debounce(TYPING_PAUSE) });
  if (linked?.scenario) session.getState().pause();

  const open = (next: Scenario): void => {
    session.getState().load(next);
    text.setText(next.text);
    draft.getState().reopened();
    view.getState().select(undefined);
  };

  const services: Services = {
    session,
    draft,
    view,
    text,
    async share() {
      const { origin, pathname, search } = window.location;
      const url = `${origin}${pathname}${search}#${encodeLink(session.getState().toScenario(text.getText()))}`;
      const copied = await copy(url);
      return { url, copied };
    },
    startOver: () => open(defaultScenario()),
  };

  const work = keepWork(services);
  window.addEventListener('hashchange', () => {
    const next = readLink();
    if (!next) return;
    const { scenario: shared } = next;
    if (shared)
      work.asShared(() => {
        open(shared);
        session.getState().pause();
      });
    view.getState().notify(next.notice);
  });
  startFrameDriver(session, {
    clock: () => performance.now(),
    nextFrame(callback) {
      const id = requestAnimationFrame(callback);
      return () => cancelAnimationFrame(id);
    },
  });

  root.render(<App services={services} />);
}

/** The scenario of a link, or why it could not be opened; undefined without a link. */
function readLink(): { scenario?: Scenario; notice: { tone: 'info' | 'error'; text: string } } | undefined {
  const hash = window.location.hash.slice(1);
  if (hash === '') return undefined;
  const parsed = decodeLink(hash);
  const refuse = (why: string) => ({
    notice: { tone: 'error' as const, text: `This link could not be opened: ${why}. Nothing was changed.` },
  });
  if (!parsed.ok) return refuse(parsed.message);
  if (!baseById(parsed.scenario.base)) return refuse('it starts from a cluster that is not known here');
  const text =
    'Opened from a link, paused at the moment it was shared. Press Play to go on; your first change makes it your own.';
  return { scenario: parsed.scenario, notice: { tone: 'info', text } };
}

function readOwnWork(): Scenario | undefined {
  const parsed = decodeLink(readStorage(STORAGE_KEYS.work) ?? '');
  return parsed.ok && baseById(parsed.scenario.base) ? parsed.scenario : undefined;
}

/** Saves the user's own work: at most every two seconds, and when the page is left. `asShared`: what is opened in it is not. */
function keepWork({ session, draft, view, text }: Services): { asShared(open: () => void): void } {
  let opening = false;
  let mine = window.location.hash === '';
  let dirty = false;
  const save = (): void => {
    if (!mine || !dirty) return;
    dirty = false;
    writeStorage(STORAGE_KEYS.work, encodeLink(session.getState().toScenario(text.getText())));
  };
  const own = (): void => {
    if (opening) return;
    dirty = true;
    if (mine) return;
    // From the first change on a shared scenario is the user's own, and a reload must not bring the link back.
    mine = true;
    window.history.replaceState(null, '', window.location.pathname + window.location.search);
  };
  session.subscribe((now, before) => {
    if (now.actions !== before.actions) own();
    else if (now.now !== before.now) dirty = true;
  });
  draft.subscribe((now, before) => {
    if (now.revision !== before.revision) own();
  });
  view.subscribe((now, before) => {
    if (now.theme !== before.theme) writeStorage(STORAGE_KEYS.theme, now.theme);
  });
  window.addEventListener('hashchange', () => {
    mine = window.location.hash === '';
  });
  window.setInterval(save, SAVE_EVERY);
  window.addEventListener('pagehide', save);
  document.addEventListener('visibilitychange', save);
  return {
    asShared(open) {
      mine = false;
      opening = true;
      open();
      opening = false;
    },
  };
}

async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

function debounce(milliseconds: number): (task: () => void) => void {
  let timer = 0;
  return (task) => {
    window.clearTimeout(timer);
    timer = window.setTimeout(task, milliseconds);
  };
}
