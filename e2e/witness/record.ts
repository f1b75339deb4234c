/**
 * Records the captures: plays every scenario with the real kubectl against a real control plane. By hand only:
 *
 *   KUBE_BIN=<folder with etcd, kube-apiserver and kubectl of one version> npx tsx e2e/witness/record.ts [scenario …]
 *
 * Clusters that others start from are played once a run; their etcd data is copied.
 */
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TABLE_ACCEPT, writeCapture, type CapturedCommand, type Exchange, type Json } from './capture';
import { PROTOBUF, protobufToJson } from '../../src/serve/protobuf/decode';
import { plainJson, plainText, plainUrl, shownText } from './constants';
import { startControlPlane } from './control-plane';
import { kubeconfigOf } from './kubeconfig';
import { Placeholders } from './placeholders';
import { startProxy, type RawExchange } from './recording-proxy';
import { readScenario, scenarioNames, type Scenario } from './scenario';

interface RawCommand {
  command: string;
  background?: true;
  status: number;
  stdout: string;
  stderr: string;
  exchanges: RawExchange[];
}

/** What a cluster is after its scenario: the data of etcd and everything that was said. */
interface Played {
  data: string;
  commands: RawCommand[];
}

const bin = process.env['KUBE_BIN'] ?? '';
const work = mkdtempSync(join(tmpdir(), 'witness-'));
const played = new Map<string, Promise<Played>>();

function play(name: string): Promise<Played> {
  const known = played.get(name) ?? playNow(readScenario(name));
  played.set(name, known);
  return known;
}

async function playNow(scenario: Scenario): Promise<Played> {
  const before = scenario.cluster === undefined ? undefined : await play(scenario.cluster);
  const folder = join(work, scenario.name);
  mkdirSync(folder);
  if (before) cpSync(join(before.data, 'etcd'), join(folder, 'etcd'), { recursive: true });
  const plane = await startControlPlane(bin, folder);
  const proxy = await startProxy(plane.port);
  const recorded = new Date().toISOString();
  try {
    const commands = await runLines(scenario, folder, proxy);
    const all = [...(before?.commands ?? []), ...commands];
    const { version, kept } = { version: 'v1.34.0', kept: normalise(all).slice(-commands.length) };
    writeCapture(scenario.name, { version, recorded: recorded.slice(0, 19) + 'Z', commands: kept });
    console.log(`${scenario.name}: ${commands.length} lines`);
    return { data: folder, commands: all };
  } finally {
    proxy.close();
    await plane.stop();
  }
}

async function runLines(
  scenario: Scenario,
  folder: string,
  proxy: { port: number; take(): RawExchange[] },
): Promise<RawCommand[]> {
  const home = join(folder, 'home');
  mkdirSync(home);
  const server = `http://127.0.0.1:${proxy.port}`;
  const env = {
    ...process.env,
    HOME: home,
    KUBECONFIG: join(home, 'config'),
    PATH: `${bin}:${process.env['PATH']}`,
    SERVER: server,
    TZ: 'UTC',
    LANG: 'C.UTF-8',
  };
  writeFileSync(join(home, 'config'), kubeconfigOf(server));
  const done: RawCommand[] = [];
  const background: Promise<void>[] = [];
  for (const line of scenario.lines) {
    const raw: RawCommand = {
      command: line.command,
      ...(line.background && { background: true }),
      status: 0,
      stdout: '',
      stderr: '',
      exchanges: [],
    };
    done.push(raw);
    if (line.command === 'wait') {
      await Promise.all(background.splice(0));
      continue;
    }
    const running = run(line.script, home, env, raw);
    if (line.background) {
      background.push(running);
      await new Promise((resolve) => setTimeout(resolve, 1500));
    } else await running;
    raw.exchanges = proxy.take().filter((e) => worthKeeping(e, line.command));
  }
  await Promise.all(background);
  return done;
}

function run(script: string, cwd: string, env: NodeJS.ProcessEnv, raw: RawCommand): Promise<void> {
  return new Promise((resolve) => {
    const child = spawn('timeout', ['30', 'bash', '-c', script], {
      cwd,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.setEncoding('utf8').on('data', (text: string) => (raw.stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (raw.stderr += text));
    child.on('close', (code) => {
      raw.status = code ?? -1;
      resolve();
    });
  });
}

/** Discovery and OpenAPI are huge, and when kubectl asks for them hangs on what it remembers. */
function worthKeeping({ url, code }: RawExchange, command: string): boolean {
  if (command.startsWith('curl') || command.includes('--raw')) return true;
  const path = url.replace(/\?.*/, '');
  return (
    !/^\/(api|apis|api\/v1|apis\/[^/]+|apis\/[^/]+\/[^/]+|version|openapi\/.*)$/.test(path) || code >= 400
  );
}

function normalise(commands: RawCommand[]): CapturedCommand[] {
  const placeholders = new Placeholders();
  const ready = commands.map(({ exchanges, ...command }) => ({
    ...command,
    exchanges: exchanges.map((raw) => exchangeOf(raw, placeholders)),
  }));
  // Texts last: a watch in the background has printed what later lines made.
  return ready.map((command) => ({
    ...command,
    // What curl prints is the answer, which is there already.
    stdout: /\bcurl\b/.test(command.command)
      ? ''
      : shownText(command.command, placeholders.text(command.stdout)),
    stderr: plainText(placeholders.text(command.stderr)),
  }));
}

function exchangeOf(raw: RawExchange, placeholders: Placeholders): Exchange {
  const exchange: Exchange = {
    request: `${raw.method} ${plainUrl(placeholders.url(raw.url))}`,
    code: raw.code,
  };
  if (raw.accept === TABLE_ACCEPT) exchange.accept = 'table';
  else if (raw.accept === `${PROTOBUF},application/json`) exchange.accept = 'protobuf';
  else if (raw.accept !== 'application/json') exchange.accept = raw.accept;
  const { length } = raw.requestBody;
  // As JSON, which it stands for, and as it was, for the adapter's decoder.
  if (raw.contentType === PROTOBUF && length > 0) {
    exchange.body = placeholders.json(plainJson(protobufToJson(raw.requestBody) ?? null));
    exchange.protobuf = raw.requestBody.toString('base64');
  } else if (length > 0) exchange.body = bodyOf(raw.requestBody.toString('utf8'), placeholders);
  if (raw.contentType !== 'application/json' && raw.contentType !== PROTOBUF && length > 0)
    exchange.type = raw.contentType;
  if (raw.answerType !== 'application/json' && raw.answerType !== '') exchange.answerType = raw.answerType;
  if (raw.warnings.length > 0) exchange.warnings = raw.warnings;
  if (raw.watch && raw.code === 200) {
    exchange.frames = raw.answer
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => answerOf(line, placeholders));
  } else if (raw.answer !== '') exchange.answer = answerOf(raw.answer, placeholders);
  return exchange;
}

/** As JSON only where that says the same again: no key twice, no number written in another way. */
function bodyOf(text: string, placeholders: Placeholders): Json {
  const value = parsed(text);
  if (value === undefined || typeof value === 'string') return placeholders.text(text);
  const compact = text.replace(/("(?:[^"\\]|\\.)*")|\s+/g, '$1');
  const plain = compact.replace(/\\u(003c|003e|0026)/g, (_, hex: string) =>
    String.fromCharCode(parseInt(hex, 16)),
  );
  return JSON.stringify(value) === plain ? placeholders.json(plainJson(value)) : placeholders.text(text);
}

function answerOf(text: string, placeholders: Placeholders): Json {
  const value = parsed(text);
  if (value === undefined) return plainText(placeholders.text(text));
  placeholders.learn(value);
  return placeholders.json(plainJson(value));
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

if (bin === '') throw new Error('KUBE_BIN is not set; see the head of this file');
const wanted = process.argv.slice(2);
try {
  for (const name of wanted.length > 0 ? wanted : scenarioNames()) await play(name);
} finally {
  rmSync(work, { recursive: true, force: true });
}
