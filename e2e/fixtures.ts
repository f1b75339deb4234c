/** What every end-to-end test starts with: a page under guard, and the page object around it. */
import { test as base, type BrowserContext, type BrowserContextOptions } from '@playwright/test';
import { expect, Playground } from './page-object';

interface Fixtures {
  /** The page under test, not yet opened. */
  app: Playground;
  /** Opens a page in a browser context of its own (no storage, no history), under the same guard. */
  freshApp: (options?: BrowserContextOptions) => Promise<Playground>;
  /** What the browser complained of so far; a test that provokes a complaint takes it out. */
  complaints: string[];
}

export const test = base.extend<Fixtures>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright wants a pattern here
  complaints: async ({}, use) => {
    const complaints: string[] = [];
    await use(complaints);
    expect(complaints, 'console messages, errors, policy violations and requests off the origin').toEqual([]);
  },
  context: async ({ context, baseURL, complaints }, use) => {
    await guard(context, baseURL ?? '', complaints);
    await use(context);
  },
  app: async ({ page }, use) => {
    await use(new Playground(page));
  },
  freshApp: async ({ browser, baseURL, viewport, complaints }, use) => {
    const opened: BrowserContext[] = [];
    await use(async (options = {}) => {
      const home = options.baseURL ?? baseURL ?? '';
      const context = await browser.newContext({ viewport, ...options, baseURL: home });
      opened.push(context);
      await guard(context, home, complaints);
      return new Playground(await context.newPage());
    });
    await Promise.all(opened.map((context) => context.close()));
  },
});

export { expect };

/** Collects all that a careful page never causes. */
async function guard(context: BrowserContext, baseURL: string, complaints: string[]): Promise<void> {
  // The editor is filled by pasting, as a user would.
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      console.error(`policy violation: ${event.violatedDirective} ${event.blockedURI}`);
    });
  });
  context.on('console', (message) => {
    if (['error', 'warning', 'assert'].includes(message.type()))
      complaints.push(`console ${message.type()}: ${message.text()}`);
  });
  context.on('weberror', (error) => complaints.push(`page error: ${String(error.error())}`));
  const home = new URL(baseURL).origin;
  context.on('request', (request) => {
    const url = new URL(request.url());
    if (url.protocol !== 'data:' && url.origin !== home)
      complaints.push(`request off the origin: ${url.href}`);
  });
}
