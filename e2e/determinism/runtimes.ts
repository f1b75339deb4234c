/** Where the plays are played: one bundle, built as the page is, in Node, in Chromium and in a Firefox as its users have it. */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runInThisContext } from 'node:vm';
import { build, type Rollup } from 'vite';
import type { Report, Runtime } from './browser';
import type { Play, Table } from './play';

const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

/** The program as one script, with the page's own settings; it is no part of the page. */
export async function bundle(): Promise<string> {
  const built = await build({
    configFile: here('../../vite.config.ts'),
    logLevel: 'error',
    publicDir: false,
    build: { write: false, lib: { entry: here('browser.ts'), formats: ['iife'], name: 'program' } },
  });
  const [{ output }] = built as Rollup.RollupOutput[] as [Rollup.RollupOutput];
  return output[0].code;
}

export function inNode(code: string): Runtime {
  runInThisContext(code);
  return (globalThis as { determinism?: Runtime }).determinism as Runtime;
}

interface Visit {
  plays: readonly Play[];
  others: number;
  expected: Table;
}

const PAGE = `<!doctype html><meta charset="utf-8"><title>Plays</title><script src="program.js"></script><script>
const send = (report) => fetch('report', { method: 'POST', body: JSON.stringify(report) });
fetch('visit.json').then((answer) => answer.json())
  .then(({ plays, others, expected }) => send(determinism.run(plays, others, expected)))
  .catch((error) => send({ error: String(error) + '\\n' + error.stack }));
</script>`;

/** Serves the program to a browser that `open` sends to an address, and waits for what it reports. */
export async function inBrowser(
  code: string,
  visit: Visit,
  open: (url: string) => Promise<unknown>,
): Promise<Report> {
  const answers: Record<string, [type: string, body: string]> = {
    '/': ['text/html', PAGE],
    '/program.js': ['text/javascript', code],
    '/visit.json': ['application/json', JSON.stringify(visit)],
  };
  let heard: (report: string) => void;
  const report = new Promise<string>((resolve) => (heard = resolve));
  const server = createServer((request, response) => {
    if (request.method === 'POST') {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        response.end();
        heard(Buffer.concat(chunks).toString());
      });
      return;
    }
    const [type, body] = answers[request.url ?? ''] ?? [];
    if (type === undefined) response.writeHead(404).end();
    else response.writeHead(200, { 'content-type': `${type}; charset=utf-8` }).end(body);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  try {
    await open(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    const read = JSON.parse(await report) as Report & { error?: string };
    if (read.error !== undefined) throw new Error(read.error);
    return read;
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

/** The Firefox of this machine; undefined where there is none. PLAYWRIGHT_FIREFOX names any other. */
export function findFirefox(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const known = folders.flatMap((folder) => ['firefox', 'firefox-esr'].map((name) => join(folder, name)));
  return [process.env['PLAYWRIGHT_FIREFOX'] ?? '', ...known].find((path) => path !== '' && existsSync(path));
}

/** A Firefox with a new profile and no window, in a time zone of its own. */
export function startFirefox(path: string): {
  open: (url: string) => Promise<void>;
  close: () => Promise<void>;
} {
  const profile = mkdtempSync(join(tmpdir(), 'firefox-'));
  // It plays for seconds without a pause, asks nobody, and calls nobody.
  const settings = {
    'dom.max_script_run_time': 0,
    'browser.shell.checkDefaultBrowser': false,
    'browser.aboutwelcome.enabled': false,
    'datareporting.policy.dataSubmissionEnabled': false,
    'toolkit.telemetry.enabled': false,
    'app.normandy.enabled': false,
    'app.update.enabled': false,
    'extensions.update.enabled': false,
    'network.captive-portal-service.enabled': false,
    'network.connectivity-service.enabled': false,
  };
  const lines = Object.entries(settings).map(
    ([name, value]) => `user_pref("${name}", ${JSON.stringify(value)});`,
  );
  writeFileSync(join(profile, 'user.js'), lines.join('\n'));
  let stop: (() => Promise<void>) | undefined;
  return {
    open(url) {
      const child = spawn(path, ['--headless', '--no-remote', '--profile', profile, url], {
        stdio: 'ignore',
        env: { ...process.env, HOME: profile, TZ: 'Pacific/Chatham', LANG: 'tr_TR.UTF-8' },
      });
      const ended = new Promise<void>((done) => child.once('exit', () => done()));
      stop = async () => {
        child.kill();
        await ended;
      };
      return new Promise((resolve, reject) => {
        child.once('spawn', resolve);
        child.once('error', reject);
      });
    },
    async close() {
      await stop?.();
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
