/** All that users do and all that breaks, as plain data: indexes instead of names, so that a shrunk list still means something. */
import fc from 'fast-check';
import type { Propagation } from '../../api/types';
import { FAULTS } from '../../faults/registry';
import type { DaemonPlacement } from '../../world';

export type Strategy =
  | { type: 'OnDelete' }
  | { type: 'RollingUpdate'; maxUnavailable: number | string; maxSurge: number | string };

/** What of a DaemonSet's manifest varies. */
export interface SetChoice {
  strategy: Strategy;
  image: string;
  select: 'all' | 'ssd' | 'not-ssd' | 'gpu' | 'term-or' | 'one-node' | 'nowhere';
  tolerate: 'nothing' | 'control-plane' | 'a' | 'a-seconds' | 'everything';
  minReadySeconds: number;
  cpu: string;
  hostPort: boolean;
  /** Startup, readiness and liveness probes. */
  probes: boolean;
  priority: 'none' | 'high' | 'unknown';
  grace: number;
  limit: number;
}

export type Action =
  | { do: 'wait'; ms: number }
  | { do: 'set'; set: number; choice: SetChoice }
  | { do: 'image'; set: number; image: string }
  | { do: 'tolerate'; set: number; tolerate: SetChoice['tolerate'] }
  | { do: 'strategy'; set: number; strategy: Strategy }
  | { do: 'select'; set: number; select: SetChoice['select'] }
  | { do: 'annotate'; set: number }
  | { do: 'undo'; set: number }
  | { do: 'restart'; set: number }
  | { do: 'delete-set'; set: number; propagation: Propagation }
  | { do: 'delete-pod'; pod: number; grace?: number }
  | { do: 'evict'; pod: number }
  | { do: 'relabel-pod'; pod: number; app: string }
  | { do: 'add-node'; node: number; kind: 'ready' | 'boots' | 'ssd' | 'control-plane' | 'by-hand' }
  | { do: 'delete-node'; node: number }
  | { do: 'label'; node: number; key: 'disk' | 'gpu'; value: string | null }
  | { do: 'taint'; node: number; key: 'a' | 'b'; effect: string }
  | { do: 'untaint'; node: number }
  | { do: 'cordon'; node: number; on: boolean }
  | { do: 'drain'; node: number }
  | { do: 'deployment'; replicas: number; cpu: string; image: string; surge: number; recreate: boolean }
  | { do: 'rollout'; image: string }
  | { do: 'delete-deployment'; propagation: Propagation }
  | { do: 'bare-pod'; serial: number; node: number | null; cpu: string; app: string; hostPort: boolean }
  | { do: 'budget'; minAvailable: number | string }
  | { do: 'namespace'; exists: boolean }
  | { do: 'break' | 'mend'; fault: string; target: number }
  | { do: 'place'; by: DaemonPlacement };

/** Sets 0 and 1 are in `default` and have different pods; set 2 has the labels of set 0; set 3 is in the namespace `extra`. */
export const SETS = [
  { namespace: 'default', name: 'ds-0', app: 'a' },
  { namespace: 'default', name: 'ds-1', app: 'b' },
  { namespace: 'default', name: 'ds-2', app: 'a' },
  { namespace: 'extra', name: 'ds-3', app: 'a' },
] as const;

const set = fc.constantFrom(0, 0, 0, 0, 1, 1, 2, 3);
const node = fc.integer({ min: 0, max: 5 });
const pod = fc.integer({ min: 0, max: 11 });
const image = fc.constantFrom('a:1', 'a:2', 'a:3', 'a:broken', 'a:crash', 'a:unready', 'a:slow');
const propagation = fc.constantFrom<Propagation>('Background', 'Foreground', 'Orphan');
const cpu = fc.constantFrom('0', '100m', '1', '1500m', '3');
const app = fc.constantFrom('a', 'b', 'x');
const select = fc.constantFrom<SetChoice['select']>(
  ...(['all', 'all', 'all', 'all', 'ssd', 'not-ssd', 'gpu', 'term-or', 'one-node', 'nowhere'] as const),
);
const tolerate = fc.constantFrom<SetChoice['tolerate']>(
  ...(['nothing', 'nothing', 'control-plane', 'a', 'a-seconds', 'everything'] as const),
);
export const aStrategy: fc.Arbitrary<Strategy> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom<number | string>(1, 1, 2, 3, '10%', '50%', '100%').map((maxUnavailable) => ({
      type: 'RollingUpdate' as const,
      maxUnavailable,
      maxSurge: 0,
    })),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom<number | string>(1, 2, '30%', '100%').map((maxSurge) => ({
      type: 'RollingUpdate' as const,
      maxUnavailable: 0,
      maxSurge,
    })),
  },
  { weight: 1, arbitrary: fc.constant({ type: 'OnDelete' as const }) },
);

export const aChoice: fc.Arbitrary<SetChoice> = fc.record({
  strategy: aStrategy,
  image,
  select,
  tolerate,
  minReadySeconds: fc.constantFrom(0, 0, 0, 5, 30),
  cpu,
  hostPort: fc.constantFrom(false, false, false, true),
  probes: fc.constantFrom(false, false, true),
  priority: fc.constantFrom<SetChoice['priority']>(
    ...(['none', 'none', 'none', 'none', 'none', 'high', 'high', 'unknown'] as const),
  ),
  grace: fc.constantFrom(0, 2, 30),
  limit: fc.constantFrom(0, 1, 10),
});

/** From one millisecond to ten minutes. */
const wait: fc.Arbitrary<Action> = fc
  .oneof(
    fc.integer({ min: 1, max: 999 }),
    fc.integer({ min: 1, max: 15 }).map((s) => s * 1000),
    fc.integer({ min: 15, max: 90 }).map((s) => s * 1000),
    fc.integer({ min: 90_000, max: 600_000 }),
  )
  .map((ms) => ({ do: 'wait', ms }));

/** `[fault, target]`; the target is an index of nodes or of pods and sets. */
const fault = fc.tuple(fc.constantFrom(...FAULTS.map(({ id }) => id)), fc.integer({ min: 0, max: 11 }));

const record = <T extends Action['do'], R extends object>(
  name: T,
  rest: { [K in keyof R]: fc.Arbitrary<R[K]> },
) => fc.record(rest as { [K in keyof R]: fc.Arbitrary<R[K]> }).map((r) => ({ do: name, ...r }));

const workload: fc.Arbitrary<Action> = fc.oneof(
  { weight: 3, arbitrary: record('rollout', { image }) },
  record('deployment', {
    replicas: fc.integer({ min: 0, max: 6 }),
    cpu,
    image,
    surge: fc.integer({ min: 0, max: 2 }),
    recreate: fc.constantFrom(false, false, true),
  }),
  record('delete-deployment', { propagation }),
  record('bare-pod', {
    serial: fc.integer({ min: 0, max: 3 }),
    node: fc.option(node, { freq: 2 }),
    cpu,
    app,
    hostPort: fc.boolean(),
  }),
  record('budget', { minAvailable: fc.constantFrom<number | string>(0, 1, 2, '50%', '100%') }),
  record('namespace', { exists: fc.boolean() }),
);

const onSets: fc.Arbitrary<Action> = fc.oneof(
  { weight: 3, arbitrary: record('set', { set, choice: aChoice }) },
  { weight: 4, arbitrary: record('image', { set, image }) },
  record('tolerate', { set, tolerate }),
  record('strategy', { set, strategy: aStrategy }),
  record('select', { set, select }),
  record('annotate', { set }),
  record('undo', { set }),
  record('restart', { set }),
  record('delete-set', { set, propagation }),
);

const onPods: fc.Arbitrary<Action> = fc.oneof(
  { weight: 2, arbitrary: record('delete-pod', { pod, grace: fc.constantFrom(undefined, 0, 5) }) },
  record('evict', { pod }),
  record('relabel-pod', { pod, app }),
);

const onNodes: fc.Arbitrary<Action> = fc.oneof(
  record('add-node', {
    node,
    kind: fc.constantFrom(
      'ready' as const,
      'boots' as const,
      'ssd' as const,
      'control-plane' as const,
      'by-hand' as const,
    ),
  }),
  record('delete-node', { node }),
  record('label', {
    node,
    key: fc.constantFrom('disk' as const, 'gpu' as const),
    value: fc.constantFrom(null, 'ssd', '2'),
  }),
  record('taint', {
    node,
    key: fc.constantFrom('a' as const, 'b' as const),
    effect: fc.constantFrom('NoSchedule', 'NoSchedule', 'NoExecute', 'PreferNoSchedule'),
  }),
  record('untaint', { node }),
  record('cordon', { node, on: fc.boolean() }),
  record('drain', { node }),
);

const onWorld: fc.Arbitrary<Action> = fc.oneof(
  { weight: 6, arbitrary: fault.map(([id, target]) => ({ do: 'break' as const, fault: id, target })) },
  { weight: 4, arbitrary: fault.map(([id, target]) => ({ do: 'mend' as const, fault: id, target })) },
  {
    weight: 1,
    arbitrary: record('place', { by: fc.constantFrom<DaemonPlacement>('controller', 'scheduler') }),
  },
);

export interface Kinds {
  sets?: number;
  pods?: number;
  nodes?: number;
  workloads?: number;
  world?: number;
}

/** Actions in the given proportions; about a third of them let time pass. */
export function anAction({
  sets = 4,
  pods = 2,
  nodes = 3,
  workloads = 2,
  world = 2,
}: Kinds = {}): fc.Arbitrary<Action> {
  return fc.oneof(
    { weight: Math.ceil((sets + pods + nodes + workloads + world) / 2), arbitrary: wait },
    { weight: sets, arbitrary: onSets },
    { weight: pods, arbitrary: onPods },
    { weight: nodes, arbitrary: onNodes },
    { weight: workloads, arbitrary: workload },
    { weight: world, arbitrary: onWorld },
  );
}

/** A first set, and what happens to it. */
export interface Play {
  nodes: number;
  first: SetChoice;
  actions: Action[];
}

export function aPlay(kinds: Kinds = {}, least = 1, most = 24): fc.Arbitrary<Play> {
  return fc.record({
    nodes: fc.integer({ min: 3, max: 5 }),
    first: aChoice,
    actions: fc.array(anAction(kinds), { minLength: least, maxLength: most, size: 'max' }),
  });
}
