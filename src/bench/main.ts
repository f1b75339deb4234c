/** `npm run bench`: how long the things take that a user waits for. Prints a table; asserts nothing. */
import { isPodReady } from '../k8s/conditions';
import { runDetached } from '../kubectl/shell';
import { Cluster } from '../engine/index';
import { buildScene } from '../scene/build-scene';
import { createSession, defaultScenario, type SessionStore } from '../state/session';
import { createDraft } from '../state/draft';

const START = Date.UTC(2026, 0, 1);
const rows: [what: string, figure: string][] = [];

/** Milliseconds that something takes. CPU time: the engine never waits. */
function cost(run: () => void): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

const ms = (value: number): string => `${value.toFixed(value < 10 ? 1 : 0)} ms`;

function percentile(values: readonly number[], p: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil((p / 100) * sorted.length) - 1)] ?? 0;
}

function manifest(tag: string, maxUnavailable: string): string {
  return `apiVersion: apps/v1
kind: DaemonSet
metadata:
  name: agent
spec:
  selector:
    matchLabels:
      app: agent
  updateStrategy:
    rollingUpdate:
      maxUnavailable: ${maxUnavailable}
  template:
    metadata:
      labels:
        app: agent
    spec:
      containers:
      - name: agent
        image: agent:${tag}
`;
}

function kubectl(cluster: Cluster, line: string, stdin?: string): void {
  const { status, output } = runDetached(cluster, line, stdin);
  if (status !== 0) throw new Error(output);
}

function nodes(count: number, prefix = 'worker'): string {
  return Array.from({ length: count }, (_, i) => `${prefix}-${i + 1}`).join(' ');
}

function clusterOf(count: number): Cluster {
  const cluster = new Cluster({ seed: 1, startTime: START });
  kubectl(cluster, `sim add-node --ready ${nodes(count)}`);
  cluster.advanceTo(cluster.now + 60_000);
  return cluster;
}

/** Second by second until all pods are of the image and ready; virtual seconds. */
function untilReady(cluster: Cluster, count: number, image: string): number {
  const start = cluster.now;
  const done = (): boolean => {
    const pods = cluster.read.list('Pod');
    return pods.length === count && pods.every((p) => p.spec.containers[0]?.image === image && isPodReady(p));
  };
  while (!done()) cluster.advanceTo(cluster.now + 1000);
  return (cluster.now - start) / 1000;
}

function thousandNodes(): Cluster {
  const times: number[] = [];
  let cluster = clusterOf(1000);
  let virtual = 0;
  for (let run = 0; run < 3; run++) {
    if (run > 0) cluster = clusterOf(1000);
    times.push(
      cost(() => {
        kubectl(cluster, 'kubectl apply -f -', manifest('1', '10%'));
        virtual = untilReady(cluster, 1000, 'agent:1');
      }),
    );
  }
  const [cold = 0, ...warm] = times;
  rows.push([
    `1,000 nodes × 1 DaemonSet, apply → all Ready (${virtual} virtual s)`,
    `cold ${ms(cold)}, warm ${warm.map(ms).join(' and ')}`,
  ]);
  return cluster;
}

function rollout(cluster: Cluster): void {
  let virtual = 0;
  const time = cost(() => {
    kubectl(cluster, 'kubectl apply -f -', manifest('2', '10%'));
    virtual = untilReady(cluster, 1000, 'agent:2');
  });
  rows.push([`1,000 nodes, rolling update, maxUnavailable 10% (${virtual} virtual s)`, ms(time)]);
}

function checkpoints(cluster: Cluster): void {
  let checkpoint = cluster.checkpoint();
  const take = Array.from({ length: 10 }, () => cost(() => (checkpoint = cluster.checkpoint())));
  const restore = Array.from({ length: 10 }, () => cost(() => cluster.restore(checkpoint)));
  rows.push([
    '1,000 nodes, checkpoint / restore (median of 10)',
    `${ms(percentile(take, 50))} / ${ms(percentile(restore, 50))}`,
  ]);
}

function hundredNodes(): SessionStore {
  const session = createSession(defaultScenario());
  session.getState().run(`sim add-node ${nodes(97, 'node')}`);
  const { now } = session.getState();
  while (!session.getState().advanceTo(now + 120_000, 10_000));
  return session;
}

function edits(): void {
  const session = hundredNodes();
  const base = defaultScenario().text;
  let text = base;
  const draft = createDraft(session, { getText: () => text, later: (task) => task() });
  const { cluster } = session.getState();
  const scene = () => buildScene({ read: cluster.read, now: cluster.now, width: 1200 });
  scene();
  const times = Array.from({ length: 50 }, (_, i) => {
    text = base.replace('nginx:1.28', `nginx:1.${i + 100}`);
    const time = cost(() => {
      draft.getState().textChanged(text);
      draft.getState().apply();
      scene();
    });
    const { now } = session.getState();
    while (!session.getState().advanceTo(now + 10_000, 10_000));
    return time;
  });
  rows.push([
    '100 nodes, valid edit → first changed scene (check, apply, scene; 50 edits)',
    `p50 ${ms(percentile(times, 50))}, p95 ${ms(percentile(times, 95))}`,
  ]);
}

function seeks(): void {
  const session = hundredNodes();
  for (let i = 0; i < 30; i++) {
    session.getState().run(`kubectl set image ds/nginx nginx=nginx:1.${i + 100}`);
    const { now } = session.getState();
    while (!session.getState().advanceTo(now + 120_000, 10_000));
  }
  const { end } = session.getState();
  const times = Array.from({ length: 10 }, (_, i) => {
    session.getState().seek(end);
    while (session.getState().heading !== undefined) session.getState().advanceTo(end, 10_000);
    return cost(() => session.getState().seek(end - 1_800_000 - i * 7000));
  });
  rows.push([
    '100 nodes, a rollout every 2 min, seek 30 min back (10 seeks)',
    `p50 ${ms(percentile(times, 50))}, max ${ms(Math.max(...times))}`,
  ]);
}

function opening(): void {
  const scenario = {
    ...defaultScenario(),
    actions: [
      { at: 0, line: `sim add-node ${nodes(97, 'node')}` },
      { at: 0, line: 'kubectl set image ds/nginx nginx=nginx:crash' },
    ],
    playhead: 24 * 3_600_000,
  };
  let session = createSession(defaultScenario());
  const first = cost(() => (session = createSession(scenario)));
  let longest = 0;
  const rest = cost(() => {
    while (session.getState().heading !== undefined) {
      const slice = cost(() => void session.getState().advanceTo(session.getState().end, 200));
      longest = Math.max(longest, slice);
    }
  });
  rows.push([
    'opening a link of 24 h, 100 nodes, every pod crashing',
    `at once ${ms(first)}, in slices ${(rest / 1000).toFixed(1)} s, longest slice ${ms(longest)}`,
  ]);
}

const large = thousandNodes();
rollout(large);
checkpoints(large);
edits();
seeks();
opening();

const width = Math.max(...rows.map(([what]) => what.length));
for (const [what, figure] of rows) console.log(`${what.padEnd(width)}  ${figure}`);
