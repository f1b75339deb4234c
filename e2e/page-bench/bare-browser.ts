/**
 * A browser that nobody watches: with a debugger attached, as every tab of Playwright has one, V8 looks up the places in the source of
 * each error that is made, and compiles whole files a second time for it.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import config from '../../playwright.config';

/** Opens an address in a browser of its own, with nothing cached, until `done` is settled. */
export async function withBareBrowser<T>(url: string, done: Promise<T>): Promise<T> {
  const profile = mkdtempSync(join(tmpdir(), 'page-bench-'));
  const { executablePath = chromium.executablePath(), args = [] } = config.use?.launchOptions ?? {};
  const words = [
    ...args,
    '--headless',
    '--disable-gpu',
    '--window-size=1440,900',
    `--user-data-dir=${profile}`,
  ];
  const browser = spawn(executablePath, [...words, url], { stdio: 'ignore', detached: true });
  const ended = new Promise((end) => browser.once('exit', end).once('error', end));
  const failed = new Promise<never>((_, fail) => {
    browser.once('error', fail);
    browser.once('exit', () => fail(new Error('the browser has ended')));
  });
  try {
    return await Promise.race([done, failed]);
  } finally {
    // A group of its own: the browser is several processes.
    const { pid, exitCode, signalCode } = browser;
    if (pid !== undefined && exitCode === null && signalCode === null) process.kill(-pid);
    await ended;
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}
