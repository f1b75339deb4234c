/** A real kubectl prints in front of our adapter what it prints in front of the real API server. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { serve } from '../../src/serve/server';
import type { CapturedCommand } from './capture';
import { plainText, shownText } from './constants';
import { kubeconfigOf } from './kubeconfig';
import { findKubectl, sameForAll } from './kubectl-version';
import { isKnownOutput, KNOWN_OUTPUTS } from './known-differences';
import type { Bindings } from './matching';
import { startOf } from './replay';
import { servedRows } from './served';
import { readScenario, scenarioNames, type ScenarioLine } from './scenario';

interface Printed {
  status: number;
  stdout: string;
  stderr: string;
}

const kubectl = findKubectl();
/** Clusters that others start from are tested as their start. */
const names = scenarioNames().filter((name) => !name.startsWith('cluster-'));

describe.skipIf(kubectl === undefined)(`kubectl ${kubectl ? `v1.${kubectl.minor}` : '(none found)'}`, () => {
  // Once more if need be: these are the only tests in real time, and a busy machine may let a watch begin too late.
  test.concurrent.each(names)('%s', { timeout: 120_000, retry: 1 }, async (name) => {
    expect((await played(name)).join('\n')).toBe('');
  });
});

/** The lines that print something else. */
async function played(name: string): Promise<string[]> {
  const start = startOf(name);
  if (!start || !kubectl) throw new Error(`${name} is not recorded`);
  const { replay, capture } = start;
  const serving = await serve({ cluster: replay.cluster, port: 0, speed: 1, running: true });
  const home = mkdtempSync(join(tmpdir(), 'witness-'));
  const server = `http://127.0.0.1:${serving.port}`;
  writeFileSync(join(home, 'config'), kubeconfigOf(server));
  const path = kubectl.path.includes('/') ? `${dirname(kubectl.path)}${delimiter}` : '';
  const env = {
    ...process.env,
    HOME: home,
    KUBECONFIG: join(home, 'config'),
    PATH: path + process.env['PATH'],
    SERVER: server,
    TZ: 'UTC',
    LANG: 'C.UTF-8',
  };
  const different: string[] = [];
  const background: Promise<unknown>[] = [];
  const check = (line: ScenarioLine, captured: CapturedCommand, printed: Printed): void => {
    if (isKnownOutput(name, line.command)) return;
    different.push(...difference(line, captured, printed, replay.bindings));
  };
  try {
    for (const [index, line] of readScenario(name).lines.entries()) {
      const captured = capture.commands[index];
      if (captured?.command !== line.command)
        throw new Error(`${name}:${line.at}: not what was recorded; record again`);
      if (line.command === 'wait') {
        await Promise.all(background.splice(0));
        continue;
      }
      const printed: Printed = { status: 0, stdout: '', stderr: '' };
      const running = run(line.script, home, env, printed);
      if (line.background) {
        background.push(running.then(() => check(line, captured, printed)));
        await watching(printed);
        continue;
      }
      await running;
      check(line, captured, printed);
    }
    await Promise.all(background);
    return different;
  } finally {
    await serving.close();
    rmSync(home, { recursive: true, force: true });
  }
}

/** Until a watch has shown what there is, and has had the time to ask for more. */
async function watching(printed: Printed): Promise<void> {
  for (let tries = 0; printed.stdout === '' && tries < 50; tries++) await pause(100);
  await pause(500);
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

function run(script: string, cwd: string, env: NodeJS.ProcessEnv, printed: Printed): Promise<void> {
  return new Promise((resolve) => {
    const child = spawn('timeout', ['30', 'bash', '-c', script], {
      cwd,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.setEncoding('utf8').on('data', (text: string) => (printed.stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (printed.stderr += text));
    child.on('close', (code) => {
      printed.status = code ?? -1;
      resolve();
    });
  });
}

function difference(
  line: ScenarioLine,
  captured: CapturedCommand,
  printed: Printed,
  known: Bindings,
): string[] {
  if (!line.script.includes('kubectl') || /\bcurl\b/.test(line.command)) return [];
  const minor = kubectl?.minor ?? 0;
  // What a dry run makes up is not seen again.
  const bindings = line.command.includes('--dry-run') ? known.scratch() : known;
  const found: string[] = [];
  if (captured.status !== printed.status)
    found.push(`  exit status ${captured.status} became ${printed.status}`);
  const same = (text: string): string =>
    withoutMinutes(line.command, sameForAll(servedRows(line.command, text), minor));
  for (const stream of ['stdout', 'stderr'] as const) {
    const text = stream === 'stdout' ? shownText(line.command, printed.stdout) : plainText(printed.stderr);
    const [expected, actual] = [same(captured[stream]), same(text)];
    if (bindings.matches(expected, actual)) continue;
    const [before, after] = [expected.split('\n'), actual.split('\n')];
    const at = before.findIndex((text, i) => after[i] === undefined || !bindings.matches(text, after[i]));
    const from = at < 0 ? before.length : at;
    found.push(
      `  ${stream}, line ${from + 1}:`,
      ...before.slice(from, from + 6).map((text) => `    - ${text}`),
      ...after.slice(from, from + 6).map((text) => `    + ${text}`),
    );
  }
  return found.length > 0 ? [`$ ${line.command}`, ...found] : [];
}

/** Where kubectl itself compares its clock with the cluster's, which starts at the time of the record. */
function withoutMinutes(command: string, text: string): string {
  return /^kubectl (describe|events)/.test(command) ? text.replace(/^([^:\n]*\s)\d+m$/gm, '$1<age>') : text;
}

test('known outputs are lines of their scenarios', () => {
  const lost = KNOWN_OUTPUTS.filter(
    ({ scenario, command }) => !readScenario(scenario).lines.some((line) => line.command === command),
  );
  expect(lost).toEqual([]);
});
