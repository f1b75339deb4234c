import { act, cleanup, render } from '@testing-library/react';
import type { ReactNode } from 'react';
import { afterEach } from 'vitest';
import { narrate } from '../../scene/narration';
import { createDraft } from '../../state/draft';
import { createSession, defaultScenario } from '../../state/session';
import { TextPort } from '../../state/text-port';
import { createView } from '../../state/view';
import type { SessionStore } from '../../state/session';
import { drawSession } from '../draw-session';
import { textFor, triesFor, type Try } from '../inspector/tries';
import { drawOutlook } from '../outlook';
import { arrive, createPage, type Page } from '../page';
import type { Services } from '../services';
import { PageContext } from '../page-context';

afterEach(cleanup);

// jsdom has no layout, so every media query is false: wide screen, dark theme, motion.
window.matchMedia = (media) =>
  ({
    media,
    matches: false,
    addEventListener: () => {},
    removeEventListener: () => {},
  }) as unknown as MediaQueryList;

// Nothing ever changes its size.
window.ResizeObserver ??= class {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
};

interface TestPage extends Page {
  services: Omit<Services, 'session'> & { session: SessionStore };
  /** Lets the cluster run for some virtual seconds. */
  settle(seconds: number): void;
}

/** The page with its simulation, over the default scenario. */
export function testPage(): TestPage {
  const scenario = defaultScenario();
  const session = createSession(scenario);
  const text = new TextPort(scenario.text);
  const draft = createDraft(session, { getText: () => text.getText(), later: (task) => task() });
  const share = () => Promise.resolve({ url: 'https://example.org/#x', copied: true });
  const startOver = () => {};
  const services = {
    session,
    draft,
    view: createView(),
    text,
    later: (task: () => void) => task(),
    share,
    startOver,
  };
  // In one piece, however slow the machine is.
  const draw = drawSession(session, Infinity);
  const page = createPage(services, undefined, drawOutlook(undefined));
  const simulation = {
    session,
    tries: () => triesFor(text.getText(), session.getState().cluster.read),
    textFor: (change: Try) => textFor(text.getText(), change),
    narrate,
    share,
    startOver,
  };
  arrive(page, simulation, draw);
  const settle = (seconds: number): void => {
    act(() => {
      const time = session.getState().now + seconds * 1000;
      while (!session.getState().advanceTo(time, Number.POSITIVE_INFINITY));
    });
  };
  return Object.assign(page, { services, settle });
}

/** Renders a component inside the page, with the picture kept up to date. */
export function renderIn(page: Page, children: ReactNode) {
  page.feed.start();
  return render(<PageContext value={page}>{children}</PageContext>);
}

/** Waits until the picture has taken in what happened. */
export async function nextPicture(): Promise<void> {
  await act(() => new Promise((resolve) => setTimeout(resolve, 220)));
}
