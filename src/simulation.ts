/**
 * The second part of the composition root, fetched when the page is on the screen: the engine, kubectl, YAML, links, and all that
 * reads them. Its stores take the place of the stand-ins that the page has shown until then.
 */
import type { StoreApi } from 'zustand/vanilla';
import type { Cluster } from './engine/index';
import { keepOwnWork, readOwnWork } from './own-work';
import { baseById } from './scenario/catalog/index';
import type { Scenario } from './scenario/scenario';
import { narrate } from './scene/narration';
import { decodeLink, encodeLink } from './share/link';
import { createDraft, type DraftStore } from './state/draft';
import { startFrameDriver, type FramePorts } from './state/frame-driver';
import { startOf } from './state/playback';
import { pageFrames } from './frames';
import { createSession, defaultScenario } from './state/session';
import type { Shown } from './state/types';
import { drawSession } from './ui/draw-session';
import { textFor, triesFor } from './ui/inspector/tries';
import './ui/manifest/findings';
import { arrive, type Page } from './ui/page';
import './ui/styles/active-faults.css';

/** Real milliseconds without typing before the text is checked. */
const TYPING_PAUSE = 250;

/** Real milliseconds of the start before the browser may see to what waits: the first cluster takes a tenth of a second and more. */
const BREATH_EVERY = 8;

interface Opening {
  session: StoreApi<Shown>;
  draft: DraftStore;
}

/** Makes the stores out of their stand-ins, opens the scenario and lets time run. */
export async function startSimulation(page: Page, opening: Opening): Promise<void> {
  const frames = pageFrames();
  for (;;) {
    const { hash } = window.location;
    const linked = readLink();
    const scenario = linked?.scenario ?? readOwnWork() ?? defaultScenario();
    const start = await inBreaths(startOf(scenario), frames);
    // Another link may have been opened meanwhile.
    if (hash === window.location.hash) {
      openSimulation(page, opening, { linked, scenario, start, frames });
      return;
    }
  }
}

async function inBreaths<T>(parts: Generator<void, T>, frames: FramePorts): Promise<T> {
  let rested = frames.clock();
  for (;;) {
    const part = parts.next();
    if (part.done) return part.value;
    if (frames.clock() - rested < BREATH_EVERY) continue;
    await new Promise((goOn) => frames.soon(goOn));
    rested = frames.clock();
  }
}

interface Start {
  linked: Linked | undefined;
  scenario: Scenario;
  /** The cluster at the scenario's beginning. */
  start: Cluster;
  frames: FramePorts;
}

function openSimulation(page: Page, opening: Opening, { linked, scenario, start, frames }: Start): void {
  const { text, view } = page.services;
  const session = createSession(scenario, opening.session, start);
  // An outlook has shown its text already, and it may have been changed since.
  if (!page.outlook || linked) text.setText(scenario.text);
  const ports = { getText: () => text.getText(), later: debounce(TYPING_PAUSE) };
  const draft = createDraft(session, ports, opening.draft);
  if (linked) view.getState().notify(linked.notice);
  if (linked?.scenario) session.getState().pause();

  const open = (next: Scenario): void => {
    session.getState().load(next);
    text.setText(next.text);
    draft.getState().reopened();
    view.getState().select(undefined);
  };

  const work = keepOwnWork({ session, draft, text }, window.location.hash === '');
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
  startFrameDriver(session, frames);

  arrive(
    page,
    {
      session,
      tries: () => triesFor(text.getText(), session.getState().cluster.read),
      textFor: (change) => textFor(text.getText(), change),
      narrate,
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
    },
    drawSession(session),
  );
}

/** The scenario of a link, or why it could not be opened. */
interface Linked {
  scenario?: Scenario;
  notice: { tone: 'info' | 'error'; text: string };
}

/** Undefined without a link. */
function readLink(): Linked | undefined {
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
