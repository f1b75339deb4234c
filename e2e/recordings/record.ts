/**
 * Records what a real control plane (etcd, kube-apiserver, kube-controller-manager, kube-scheduler, all with the usual settings)
 * does in the situations beside this file. By hand only:
 *
 *   KUBE_BIN=<folder with these four and kubectl of one version> npx tsx e2e/recordings/record.ts [situation …]
 *
 * One control plane a situation, three at a time; kubelets are played by kubelets.ts. Writes NN-name.txt: its head as it was (the
 * facts there are written by hand), then the lines with what kubectl printed and, as comments, everything that happened meanwhile.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startControlPlane, type ControlPlane } from '../witness/control-plane';
import type { Node } from '../../src/k8s/types';
import { Client } from './client';
import { Kubelets, type Machine } from './kubelets';
import { Placeholders } from './placeholders';
import { headOf, readSituation, RECORDINGS, situationNames, type Line } from './situation';
import { Timeline } from './timeline';

const CONTROL_PLANE = 'node-role.kubernetes.io/control-plane';
/** Lines that only look. */
const LOOKS = /^(sleep|kubectl (get|describe|rollout (status|history)|wait))\b/;

const bin = process.env['KUBE_BIN'] ?? '';
let work = '';

async function record(name: string): Promise<void> {
  const lines = readSituation(name);
  const folder = join(work, name);
  mkdirSync(folder);
  const plane = await startControlPlane(bin, folder);
  const controllers = startControllers(plane, folder);
  const client = new Client(plane.port);
  const kubelets = new Kubelets(client);
  try {
    await settled(client);
    const text = await play(lines, { client, kubelets, folder, controllers });
    writeFileSync(new URL(`${name}.txt`, RECORDINGS), [...headOf(name), text].join('\n'));
    console.log(`${name}: ${text.length} bytes`);
  } finally {
    kubelets.close();
    for (const child of controllers.values()) child.kill('SIGTERM');
    client.close();
    await plane.stop();
  }
}

type Component = 'kube-controller-manager' | 'kube-scheduler';
type Components = Map<Component, ChildProcess>;

function startControllers({ port }: ControlPlane, folder: string): Components {
  writeFileSync(join(folder, 'config'), configOf(port));
  const components: Components = new Map();
  startComponent(components, 'kube-controller-manager', folder);
  startComponent(components, 'kube-scheduler', folder);
  return components;
}

function startComponent(components: Components, name: Component, folder: string): void {
  const log = openSync(join(folder, 'controllers.log'), 'a');
  const args = [`--kubeconfig=${folder}/config`, '--leader-elect=false', '--secure-port=0'];
  if (name === 'kube-controller-manager') args.push(`--service-account-private-key-file=${folder}/sa.key`);
  components.set(name, spawn(join(bin, name), args, { cwd: folder, stdio: ['ignore', log, log] }));
}

function configOf(port: number): string {
  return `apiVersion: v1
kind: Config
clusters: [{name: c, cluster: {server: "https://127.0.0.1:${port}", insecure-skip-tls-verify: true}}]
users: [{name: c, user: {token: witness}}]
contexts: [{name: c, context: {cluster: c, user: c}}]
current-context: c
`;
}

/** Until pods can be created. */
async function settled(client: Client): Promise<void> {
  for (let tries = 0; ; tries++) {
    const { code } = await client.send('GET', '/api/v1/namespaces/default/serviceaccounts/default');
    if (code === 200) return;
    if (tries > 120) throw new Error('the controllers did not start');
    await pause(500);
  }
}

interface NodeList {
  items: Node[];
}

interface Stage {
  client: Client;
  kubelets: Kubelets;
  folder: string;
  controllers: Components;
}

async function play(lines: readonly Line[], stage: Stage): Promise<string> {
  const { client, kubelets, folder } = stage;
  const placeholders = new Placeholders();
  const timeline = new Timeline();
  await timeline.open(client, (event) => placeholders.learn(event));
  await kubelets.open();
  const out: string[] = [];
  let since = Date.now();
  // Of a crowd only what is said of the set, and how many pods.
  const crowded = lines.some(({ directive }) => directive?.[0] === 'crowd');
  const omitted = lines.find(({ directive }) => directive?.[0] === 'omit')?.directive?.[1];
  const flush = (): void => {
    const news = timeline.take(since);
    const left = news.filter((line) => omitted === undefined || !line.includes(omitted));
    const kept = crowded ? news.filter((line) => /^\S+ (ds|revision) |DaemonSet\//.test(line)) : left;
    for (const line of kept) out.push(placeholders.text(`#  ${line}`).trimEnd());
    if (crowded)
      for (const what of ['created', 'bound to', 'Terminating', 'gone']) {
        const times = news
          .filter((line) => / pod /.test(line) && line.includes(what))
          .map((line) => line.split(' ')[0]);
        if (times.length > 0) out.push(`#  ${times[0]} … ${times.at(-1)} ${times.length} pods: ${what}`);
      }
  };
  for (const line of lines) {
    const looks = LOOKS.test(line.script ?? '');
    if (!looks) flush();
    out.push(...line.shown);
    const began = Date.now();
    if (line.script === undefined) {
      const [verb = '', ...names] = line.directive ?? [];
      since = began;
      await direct(stage, verb, names);
      if (verb === 'nodes' || verb === 'crowd') {
        // The set-up is of no interest.
        await pause(8000);
        while (await anyTaint(client)) await pause(1000);
        timeline.take(since);
      }
      continue;
    }
    if (!looks) since = began;
    const printed = await run(line.script, folder);
    const long = Date.now() - began > 2000;
    // What it names may be on its way to the timeline.
    if (long) await pause(200);
    const text = placeholders.text(printed, line.script).trimEnd();
    if (text !== '') out.push(text);
    if (long) flush();
  }
  await pause(200);
  flush();
  return out.join('\n') + '\n';
}

async function anyTaint(client: Client): Promise<boolean> {
  const { body } = await client.send('GET', '/api/v1/nodes');
  const taints = (body as NodeList).items.flatMap((node) => node.spec?.taints ?? []);
  return taints.some(({ key }) => key === 'node.kubernetes.io/not-ready');
}

async function direct(
  { kubelets, controllers, folder }: Stage,
  verb: string,
  words: string[],
): Promise<void> {
  const [name = '', ...options] = words;
  if (verb === 'nodes') for (const node of words) await kubelets.add(machineOf(node, []));
  else if (verb === 'add-node') await kubelets.add(machineOf(name, options));
  else if (verb === 'stop-kubelet') kubelets.stop(name);
  else if (verb === 'start-kubelet') await kubelets.start(name);
  else if (verb === 'crowd') await kubelets.crowd(Number(name));
  else if (verb === 'stop') controllers.get(name as Component)?.kill('SIGTERM');
  else if (verb === 'start') startComponent(controllers, name as Component, folder);
  else if (verb !== 'omit') throw new Error(`unknown directive ${verb}`);
}

function machineOf(name: string, options: string[]): Machine {
  const option = (key: string): string[] =>
    options
      .find((o) => o.startsWith(`${key}=`))
      ?.slice(key.length + 1)
      .split(',') ?? [];
  const machine = { name, labels: option('labels'), taints: option('taints') };
  if (!name.startsWith('control-plane')) return machine;
  return {
    ...machine,
    labels: [CONTROL_PLANE, ...machine.labels],
    taints: [`${CONTROL_PLANE}:NoSchedule`, ...machine.taints],
  };
}

/** What a terminal shows, with a line `[status]` when it is not 0. */
function run(script: string, folder: string): Promise<string> {
  const env = {
    ...process.env,
    HOME: folder,
    KUBECONFIG: join(folder, 'config'),
    PATH: `${bin}:${process.env['PATH']}`,
    TZ: 'UTC',
  };
  return new Promise((resolve) => {
    let text = '';
    const child = spawn('bash', ['-c', `{ ${script}\n} 2>&1`], {
      cwd: folder,
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    child.on('close', (code) => resolve(code === 0 ? text : `${text.trimEnd()}\n[${code}]`));
  });
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

const words = process.argv.slice(2);
await recordAll(words.length > 0 ? words : situationNames());

async function recordAll(queue: string[]): Promise<void> {
  if (bin === '') throw new Error('KUBE_BIN is not set; see the head of this file');
  work = mkdtempSync(join(tmpdir(), 'recordings-'));
  const worker = async (): Promise<void> => {
    for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
      const failed = (error: unknown): void => console.error(name, error);
      await record(name).catch(failed);
    }
  };
  try {
    await Promise.all([worker(), worker(), worker()]);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
