/**
 * kubelets.ts as a component of the simulation: nodes and pods change as they did under the recordings, so that the control plane
 * alone is judged. A machine belongs to every Node; `stopped` kubelets are told by the world.
 */
import { deepClone } from '../../src/lib/clone';
import { KeptMap } from '../../src/lib/kept-map';
import { rfc3339 } from '../../src/k8s/time';
import { splitKey } from '../../src/k8s/ref';
import type { Pod } from '../../src/k8s/types';
import type { Manifest } from '../../src/engine/api/types';
import type { Component, Context } from '../../src/engine/component';
import {
  conditionRows,
  HEARTBEAT,
  MACHINE_STATUS,
  PAUSE,
  PULL,
  SLOW_PULL,
  STOP,
  UNTIL_CRASH,
  UNTIL_NETWORK,
  UNTIL_SANDBOX,
} from './stand-in';

/** No two pods are served in the same instant: up to so many milliseconds later. */
const JITTER = 60;

interface Condition {
  [field: string]: string | null;
}

interface Machine {
  name: string;
  address: string;
  /** Nothing ever starts on it. */
  idle: boolean;
  networkReady: boolean;
  pods: number;
  conditions: Map<string, Condition>;
}

type Stage = 'sandbox' | 'pull' | 'back off' | 'pull again' | 'crash' | 'crash loop' | 'restart' | 'over';

interface Worker {
  uid: string;
  namespace: string;
  name: string;
  node: string;
  container: string;
  image: string;
  tag: string;
  stage: Stage;
  delay: number;
  stopping: boolean;
  phase: 'Pending' | 'Running' | 'Failed';
  sandbox: boolean;
  started: boolean;
  startTime: string;
  address: string;
  ready: boolean;
  restarts: number;
  state: Manifest;
  last?: Manifest;
  conditions: Map<string, Condition>;
}

interface StandIns {
  machines: KeptMap<Machine>;
  /** By uid of the pod. */
  workers: Map<string, Worker>;
}

type Ctx = Context<StandIns>;

/** Timers: `network:<node>`, `beat:<node>`, `run:<uid>`, `stop:<uid>`. Keys: `node:<name>`, `pod:<namespace>/<name>`. */
export const standInKubelets: Component<StandIns> = {
  name: 'kubelet',
  initialState: () => ({ machines: new KeptMap(deepClone), workers: new Map() }),
  onEvent(ctx, event) {
    const { metadata } = event.object;
    if (event.kind === 'Node' && event.type === 'ADDED') ctx.enqueue(`node:${metadata.name}`);
    if (event.kind !== 'Pod') return;
    if (event.type === 'DELETED') forget(ctx, metadata.uid);
    else if (event.object.spec.nodeName !== undefined)
      ctx.enqueue(`pod:${metadata.namespace}/${metadata.name}`);
  },
  onInput(ctx, input) {
    if (input.type === 'mend' && !silent(ctx, input.target)) wake(ctx, input.target);
  },
  onTimer: (ctx, key) => ctx.enqueue(key),
  sync(ctx, key) {
    const colon = key.indexOf(':');
    const rest = key.slice(colon + 1);
    KEYS[key.slice(0, colon)]?.(ctx, rest);
  },
};

const KEYS: Record<string, (ctx: Ctx, rest: string) => void> = {
  node: register,
  pod: see,
  network(ctx, name) {
    const machine = ctx.state.machines.get(name);
    if (machine) machine.networkReady = true;
    beat(ctx, name);
  },
  beat(ctx, name) {
    beat(ctx, name);
    ctx.setTimer(`beat:${name}`, ctx.now + HEARTBEAT);
  },
  run(ctx, uid) {
    const worker = ctx.state.workers.get(uid);
    if (!worker || worker.stopping) return;
    if (silent(ctx, worker.node)) ctx.setTimer(`run:${uid}`, ctx.now + PAUSE);
    else run(ctx, worker);
  },
  stop(ctx, uid) {
    const worker = ctx.state.workers.get(uid);
    if (!worker) return;
    if (silent(ctx, worker.node)) ctx.setTimer(`stop:${uid}`, ctx.now + PAUSE);
    else stop(ctx, worker);
  },
};

function silent(ctx: Ctx, name: string): boolean {
  return ctx.world.ofNode(name).kubelet === 'stopped';
}

/** The Node stands for a machine, which fills in its status; the one that created it cannot. */
function register(ctx: Ctx, name: string): void {
  const { machines } = ctx.state;
  if (machines.has(name)) return;
  const idle = name.startsWith('crowd-');
  const address = `172.18.0.${machines.size + 2}`;
  machines.set(name, { name, address, idle, networkReady: false, pods: 2, conditions: new Map() });
  ctx.setTimer(`network:${name}`, ctx.now + UNTIL_NETWORK);
  ctx.setTimer(`beat:${name}`, ctx.now + HEARTBEAT);
}

function wake(ctx: Ctx, name: string): void {
  if (!ctx.state.machines.has(name)) return;
  beat(ctx, name);
  for (const worker of ctx.state.workers.values()) if (worker.node === name) write(ctx, worker);
}

/** The status only when it differs from what the API has. */
function beat(ctx: Ctx, name: string): void {
  const machine = ctx.state.machines.get(name);
  const node = ctx.read.get('Node', undefined, name);
  if (!machine || !node || silent(ctx, name)) return;
  const conditions = node.status.conditions ?? [];
  const status = nodeStatus(machine, ctx.now);
  const differs = status.conditions.some(
    (own) => conditions.find((c) => c.type === own['type'])?.status !== own['status'],
  );
  if (differs)
    ctx.api.patch('Node', undefined, name, 'strategic', { status } as unknown as Manifest, {
      subresource: 'status',
    });
}

/** What a kubelet says of its machine; also of one that is about to register. */
function nodeStatus(machine: Machine, now: number): { conditions: Condition[]; [field: string]: unknown } {
  const conditions = conditionRows(machine.networkReady).map(([type, status, reason, message]) => {
    const old = machine.conditions.get(type);
    const time = rfc3339(now);
    const lastTransitionTime = (old?.['status'] === status && old['lastTransitionTime']) || time;
    const next = { type, status, reason, message, lastHeartbeatTime: time, lastTransitionTime };
    machine.conditions.set(type, next);
    return next;
  });
  return {
    ...MACHINE_STATUS,
    addresses: [
      { type: 'InternalIP', address: machine.address },
      { type: 'Hostname', address: machine.name },
    ],
    conditions,
  };
}

/** The Node that a machine registers; `taints` as `key=value:Effect`, `labels` as `key=value`. */
export function nodeManifest(
  name: string,
  { labels, taints, now }: { labels: readonly string[]; taints: readonly string[]; now: number },
): Manifest {
  const machine = { name, address: '', idle: false, networkReady: false, pods: 0, conditions: new Map() };
  const { conditions, ...status } = nodeStatus(machine, now);
  const standard = {
    'beta.kubernetes.io/arch': 'amd64',
    'beta.kubernetes.io/os': 'linux',
    'kubernetes.io/arch': 'amd64',
    'kubernetes.io/hostname': name,
    'kubernetes.io/os': 'linux',
  };
  const more = labels.map((label) => [label.split('=')[0], label.split('=')[1] ?? '']);
  const node = {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, labels: { ...standard, ...Object.fromEntries(more) } },
    spec: {
      taints: taints.map((taint) => {
        const [, key, value, effect] = /^([^=:]+)(?:=([^:]*))?:(\w+)$/.exec(taint) ?? [];
        return { key, ...(value && { value }), effect };
      }),
    },
    status: { ...status, addresses: [{ type: 'Hostname', address: name }], conditions },
  };
  return node as unknown as Manifest;
}

function see(ctx: Ctx, key: string): void {
  const { namespace, name } = splitKey(key);
  const pod = ctx.read.get('Pod', namespace, name);
  const machine = pod && ctx.state.machines.get(pod.spec.nodeName ?? '');
  if (!pod || !machine || machine.idle) return;
  const { uid } = pod.metadata;
  let worker = ctx.state.workers.get(uid);
  if (!worker) {
    worker = newWorker(ctx, machine, pod);
    ctx.state.workers.set(uid, worker);
    if (pod.status.phase === 'Pending') ctx.setTimer(`run:${uid}`, ctx.now + UNTIL_SANDBOX + jitter(uid));
  }
  if (pod.metadata.deletionTimestamp === undefined || worker.stopping) return;
  worker.stopping = true;
  ctx.clearTimer(`run:${uid}`);
  ctx.setTimer(`stop:${uid}`, ctx.now + STOP + jitter(uid));
}

function jitter(uid: string): number {
  return parseInt(uid.slice(0, 6), 16) % JITTER;
}

function newWorker(ctx: Ctx, machine: Machine, { metadata, spec }: Pod): Worker {
  const [container] = spec.containers;
  const image = container?.image ?? '';
  const net = machine.address.split('.').at(-1);
  return {
    uid: metadata.uid,
    namespace: metadata.namespace ?? '',
    name: metadata.name,
    node: machine.name,
    container: container?.name ?? '',
    image,
    tag: /:([^/:]*)$/.exec(image)?.[1] ?? '',
    stage: 'sandbox',
    delay: 0,
    stopping: false,
    phase: 'Pending',
    sandbox: false,
    started: false,
    startTime: rfc3339(ctx.now),
    address: spec.hostNetwork ? machine.address : `10.244.${net}.${machine.pods++}`,
    ready: false,
    restarts: 0,
    state: { waiting: { reason: 'ContainerCreating' } },
    conditions: new Map(),
  };
}

function forget(ctx: Ctx, uid: string): void {
  ctx.clearTimer(`run:${uid}`);
  ctx.clearTimer(`stop:${uid}`);
  ctx.state.workers.delete(uid);
}

/** One stage of a pod's life, and when the next one is. */
function run(ctx: Ctx, worker: Worker): void {
  const next = STAGES[worker.stage](ctx, worker);
  if (!next) return;
  worker.stage = next[0];
  ctx.setTimer(`run:${worker.uid}`, ctx.now + next[1]);
}

type Next = [stage: Stage, ms: number] | undefined;

const STAGES: Record<Stage, (ctx: Ctx, worker: Worker) => Next> = {
  sandbox(ctx, worker) {
    if (worker.tag.includes('rejected')) {
      worker.phase = 'Failed';
      write(ctx, worker);
      return undefined;
    }
    write(ctx, worker);
    worker.sandbox = true;
    return ['pull', worker.tag.includes('slow') ? SLOW_PULL : PULL];
  },
  pull(ctx, worker) {
    if (!worker.tag.includes('broken')) return started(ctx, worker);
    worker.delay = 10_000;
    return STAGES['pull again'](ctx, worker);
  },
  'pull again'(ctx, worker) {
    waits(ctx, worker, 'ErrImagePull');
    return ['back off', 2000];
  },
  'back off'(ctx, worker) {
    waits(ctx, worker, 'ImagePullBackOff');
    const { delay } = worker;
    worker.delay = Math.min(delay * 2, 300_000);
    return ['pull again', delay];
  },
  crash(ctx, worker) {
    const terminated = { exitCode: 1, reason: 'Error', finishedAt: rfc3339(ctx.now) };
    Object.assign(worker, { ready: false, state: { terminated }, last: { terminated } });
    write(ctx, worker);
    return worker.delay > 0 ? ['crash loop', 1000] : ['restart', 0];
  },
  'crash loop'(ctx, worker) {
    worker.state = { waiting: { reason: 'CrashLoopBackOff' } };
    write(ctx, worker);
    return ['restart', worker.delay];
  },
  restart(ctx, worker) {
    worker.restarts++;
    worker.delay = Math.min(Math.max(10_000, worker.delay * 2), 300_000);
    return started(ctx, worker);
  },
  over: () => undefined,
};

function started(ctx: Ctx, worker: Worker): Next {
  const ready = !worker.tag.includes('unready');
  const state = { running: { startedAt: rfc3339(ctx.now) } };
  Object.assign(worker, { phase: 'Running', started: true, ready, state });
  write(ctx, worker);
  return worker.tag.includes('crash') ? ['crash', UNTIL_CRASH] : undefined;
}

function waits(ctx: Ctx, worker: Worker, reason: string): void {
  Object.assign(worker, { ready: false, restarts: 0, state: { waiting: { reason } }, last: undefined });
  write(ctx, worker);
}

function stop(ctx: Ctx, worker: Worker): void {
  if (worker.state['running']) {
    const terminated = { exitCode: 0, reason: 'Completed', finishedAt: rfc3339(ctx.now) };
    Object.assign(worker, { ready: false, state: { terminated } });
  }
  worker.sandbox = false;
  write(ctx, worker);
  const { uid, namespace, name } = worker;
  ctx.api.delete('Pod', namespace, name, { gracePeriodSeconds: 0, preconditions: { uid } });
}

function write(ctx: Ctx, worker: Worker): void {
  const { uid, namespace, name, ready, restarts, state, last, sandbox } = worker;
  if (silent(ctx, worker.node)) return;
  const unready = ready
    ? {}
    : { reason: 'ContainersNotReady', message: `containers with unready status: [${worker.container}]` };
  const flag = (value: boolean): string => (value ? 'True' : 'False');
  const condition = (type: string, status: string, more = {}): Condition =>
    podCondition(worker, ctx.now, { type, status, ...more });
  const failed = worker.phase === 'Failed';
  const status = {
    phase: worker.phase,
    startTime: worker.startTime,
    ...(failed && {
      reason: 'OutOfcpu',
      message:
        "Pod was rejected: Node didn't have enough resource: cpu, requested: 100, used: 4000, capacity: 4000",
    }),
    ...(!failed && {
      conditions: [
        condition('PodReadyToStartContainers', flag(sandbox)),
        condition('Initialized', 'True'),
        condition('Ready', flag(ready), unready),
        condition('ContainersReady', flag(ready), unready),
        condition('PodScheduled', 'True'),
      ],
      hostIP: ctx.state.machines.get(worker.node)?.address,
      ...(sandbox && { podIP: worker.address, podIPs: [{ ip: worker.address }] }),
      containerStatuses: [
        {
          name: worker.container,
          image: worker.image,
          imageID: '',
          ready,
          started: worker.started && 'running' in state,
          restartCount: restarts,
          state,
          lastState: last ?? {},
        },
      ],
    }),
  };
  const patch = { metadata: { uid }, status } as unknown as Manifest;
  ctx.api.patch('Pod', namespace, name, 'strategic', patch, { subresource: 'status' });
}

function podCondition(
  { conditions }: Worker,
  now: number,
  given: { type: string; status: string; [field: string]: string },
): Condition {
  const old = conditions.get(given.type);
  const lastTransitionTime = (old?.['status'] === given.status && old['lastTransitionTime']) || rfc3339(now);
  const next = { lastTransitionTime, lastProbeTime: null, reason: null, message: null, ...given };
  conditions.set(given.type, next);
  return next;
}
