import { act, cleanup, render } from '@testing-library/react';
import type { ReactNode } from 'react';
import { afterEach } from 'vitest';
import { createDraft } from '../../state/draft';
import { createSession, defaultScenario } from '../../state/session';
import { TextPort } from '../../state/text-port';
import { createView } from '../../state/view';
import { createPage, type Page } from '../page';
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

/** The real stores over the default scenario; `settle` lets the cluster run for some virtual seconds. */
export function testPage(): Page & { settle(seconds: number): void } {
  const scenario = defaultScenario();
  const session = createSession(scenario);
  const text = new TextPort(scenario.text);
  const draft = createDraft(session, { getText: () => text.getText(), later: (task) => task() });
  const page = createPage({
    session,
    draft,
    view: createView(),
    text,
    share: () => Promise.resolve({ url: 'https://example.org/#x', copied: true }),
    startOver: () => {},
  });
  const settle = (seconds: number): void => {
    act(() => {
      const time = session.getState().now + seconds * 1000;
      while (!session.getState().advanceTo(time, Number.POSITIVE_INFINITY));
    });
  };
  return Object.assign(page, { settle });
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
