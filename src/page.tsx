/** Composition root of the page: with src/main.ts the only place that knows window, location, storage, frames and real time. */
import { createRoot } from 'react-dom/client';
import type { Scenario } from './scenario/scenario';
import { decodeLink, encodeLink } from './share/link';
import { baseById } from './scenario/catalog/index';
import { createDraft } from './state/draft';
import { startFrameDriver } from './state/frame-driver';
import { createSession, defaultScenario } from './state/session';
import { TextPort } from './state/text-port';
import { createView } from './state/view';
import { keepOwnWork, readOwnWork } from './own-work';
import { readTheme } from './storage';
import { App } from './ui/app';
import type { Services } from './ui/services';

/** Real milliseconds without typing before the text is checked. */
const TYPING_PAUSE = 250;

/** Makes the stores, opens the scenario and shows the page. */
export function openPage(host: HTMLElement): void {
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
    startOver() {
      const before = session.getState().toScenario(text.getText());
      open(defaultScenario());
      const undo = (): void => {
        open(before);
        view.getState().notify(undefined);
      };
      view.getState().notify({ tone: 'info', text: 'Started over.', action: { label: 'Undo', run: undo } });
    },
  };

  const work = keepOwnWork(services, window.location.hash === '');
  window.addEventListener('hashchange', () => {
    const next = readLink();
    if (next?.scenario) {
      const shared = next.scenario;
      work.asShared(() => {
        open(shared);
        session.getState().pause();
      });
    } else if (!next) {
      // Back from a link: what was here before it.
      work.asOwn(() => open(readOwnWork() ?? defaultScenario()));
    }
    view.getState().notify(next?.notice);
  });
  startFrameDriver(session, {
    clock: () => performance.now(),
    nextFrame(callback) {
      const id = requestAnimationFrame(callback);
      return () => cancelAnimationFrame(id);
    },
  });

  createRoot(host).render(<App services={services} />);
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
