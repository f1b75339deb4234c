/** What is played: every example the project has, and random histories. Made in Node, and played everywhere. */
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { parseAllDocuments } from 'yaml';
import { FAULTS } from '../../src/engine/index';
import type { KubeObject } from '../../src/k8s/types';
import { fnv1a32 } from '../../src/lib/fnv';
import { BASES, DEFAULT_BASE } from '../../src/scenario/catalog/index';
import type { Action, Scenario } from '../../src/scenario/scenario';
import { GOLDEN_LINKS } from '../../src/share/testing/golden-links';
import { anAction } from '../../src/state/testing/random-play';
import type { Play } from './play';

const HOUR = 3_600_000;

function aScenario(actions: readonly Action[], playhead: number, base = DEFAULT_BASE.id, seed = 1): Scenario {
  return { version: 1, base, seed, actions, text: '', playhead };
}

/** The bases with nothing done to them. */
const bases = BASES.map(({ id }): [string, Scenario] => [`base ${id}`, aScenario([], HOUR, id)]);

const links = GOLDEN_LINKS.map(([name, , scenario]): [string, Scenario] => [`link of ${name}`, scenario]);

interface Document extends KubeObject {
  metadata: KubeObject['metadata'] & { namespace?: string };
  spec?: { template?: { spec?: { serviceAccountName?: string } } };
  /** Of a List. */
  items?: Document[];
}

/** A manifest applied, and what a user does next: an update, taints, a new node, a fault, a surge, an undo. */
function ofManifest(file: URL, number: number): Scenario {
  const stdin = readFileSync(file, 'utf8');
  const documents = parseAllDocuments(stdin).map((document) => document.toJS() as Document | null);
  const daemon = documents
    .flatMap((document) => document?.items ?? document ?? [])
    .find(({ kind }) => kind === 'DaemonSet');
  if (!daemon) throw new Error(`${file.pathname} has no DaemonSet`);
  const { name, namespace = 'default' } = daemon.metadata;
  const account = daemon.spec?.template?.spec?.serviceAccountName;
  const set = `ds/${name} -n ${namespace}`;
  const surge = '{"spec":{"updateStrategy":{"rollingUpdate":{"maxSurge":1,"maxUnavailable":0}}}}';
  const fault = FAULTS[number % FAULTS.length];
  const target = { node: 'worker-1', pod: `ds/${name} -n ${namespace}`, cluster: '' }[
    fault?.scope ?? 'cluster'
  ];
  const broken = `${fault?.id} ${target}`;
  const stories: [seconds: number, line: string, stdin?: string][] = [
    [0, `kubectl create namespace ${namespace}`],
    ...(account === undefined
      ? []
      : [[0, `kubectl create serviceaccount ${account} -n ${namespace}`] as [number, string]]),
    [1, 'kubectl apply -f -', stdin],
    [20, `kubectl set image ${set} *=registry.example/agent:${number % 3 === 0 ? 'crash' : '2.0'}`],
    [31, 'kubectl taint node worker-1 dedicated=db:NoExecute'],
    [40.123, 'sim add-node n-1[disktype=ssd] n-2:control-plane'],
    [47, 'kubectl cordon worker-2'],
    [60, `sim break ${broken}`],
    [75, `kubectl patch ${set} -p '${surge}'`],
    [75, `kubectl rollout restart ${set}`],
    [130, 'kubectl taint node worker-1 dedicated-'],
    ...(fault?.once ? [] : [[400, `sim mend ${broken}`] as [number, string]]),
    [410, 'kubectl uncordon worker-2'],
    [420, `kubectl rollout undo ${set}`],
    [480, `kubectl delete pods --all -n ${namespace} --wait=false`],
    [500, `kubectl delete node n-1`],
    [540, `kubectl delete ${set} --wait=false`],
  ];
  return aScenario(
    stories.map(([seconds, line, text]) => ({
      at: Math.round(seconds * 1000),
      line,
      ...(text !== undefined && { stdin: text }),
    })),
    600_000,
  );
}

function manifests(folder: string): [string, Scenario][] {
  const url = new URL(`../${folder}/`, import.meta.url);
  const files = readdirSync(url).filter((file) => file.endsWith('.yaml'));
  return files.sort().map((file, i) => [`${folder}/${file}`, ofManifest(new URL(file, url), i)]);
}

const workload = (kind: string, name: string, spec: string): string => `apiVersion: apps/v1
kind: ${kind}
metadata: {name: ${name}}
spec:
  replicas: 5
  ${spec}
  selector: {matchLabels: {app: ${name}}}
  template:
    metadata: {labels: {app: ${name}}}
    spec:
      topologySpreadConstraints:
      - {maxSkew: 1, topologyKey: kubernetes.io/hostname, whenUnsatisfiable: ScheduleAnyway, labelSelector: {matchLabels: {app: ${name}}}}
      containers:
      - {name: c, image: "web:1", resources: {requests: {cpu: 300m, memory: 64Mi}}}
`;
const otherWorkloads: [string, Scenario] = [
  'a Deployment and a StatefulSet',
  aScenario(
    [
      { at: 0, line: 'sim add-node --ready n-1 n-2 n-3' },
      {
        at: 100,
        line: 'kubectl apply -f -',
        stdin: workload('Deployment', 'web', 'strategy: {rollingUpdate: {maxSurge: 40%}}'),
      },
      { at: 100, line: 'kubectl apply -f -', stdin: workload('StatefulSet', 'db', 'serviceName: db') },
      { at: 60_000, line: 'kubectl set image deploy/web sts/db *=web:2' },
      { at: 64_500, line: 'kubectl scale deploy/web --replicas=9' },
      { at: 90_000, line: 'kubectl drain n-1 --ignore-daemonsets --force' },
      { at: 120_000, line: 'kubectl set image deploy/web *=web:broken' },
      { at: 200_000, line: 'kubectl rollout undo deploy/web' },
      { at: 201_000, line: 'kubectl scale deploy/web --replicas=2' },
      { at: 220_000, line: 'sim break node-crashed n-2' },
      { at: 620_000, line: 'kubectl delete sts db --wait=false' },
    ],
    700_000,
  ),
];

const crowd = Array.from({ length: 60 }, (_, i) => `n-${i}`).join(' ');
const manyNodes: [string, Scenario] = [
  'sixty nodes and a rollout',
  aScenario(
    [
      { at: 0, line: `sim add-node ${crowd}` },
      { at: 50_000, line: 'kubectl set image ds/nginx nginx=nginx:1.29' },
      { at: 61_000, line: 'sim break network-partition n-7' },
    ],
    240_000,
  ),
];

/** What the random plays of the page's own tests leave out: faults of all kinds and other workloads. */
const more = fc
  .oneof(
    fc
      .tuple(
        fc.constantFrom('break', 'mend'),
        fc.constantFrom(...FAULTS),
        fc.constantFrom('worker-1', 'worker-2', 'n-1'),
      )
      .map(
        ([verb, { id, scope }, node]) => `sim ${verb} ${id} ${{ node, pod: 'ds/nginx', cluster: '' }[scope]}`,
      ),
    fc.constantFrom(
      'kubectl create deployment web --image=web:1 --replicas=4',
      'kubectl scale deploy/web --replicas=1',
      'kubectl set image deploy/web *=web:crash',
      'kubectl drain worker-2 --ignore-daemonsets --force',
      'sim place-daemon-pods controller',
    ),
  )
  .map((line) => ({ line }));
const aHistory: fc.Arbitrary<Scenario> = fc
  .tuple(
    fc.array(
      fc.tuple(fc.integer({ min: 0, max: 60_000 }), fc.oneof({ weight: 2, arbitrary: anAction }, more)),
      {
        minLength: 5,
        maxLength: 16,
      },
    ),
    fc.integer({ min: 0, max: 400_000 }),
    fc.integer({ min: 0, max: 0xffffffff }),
    fc.constantFrom(...BASES.map(({ id }) => id)),
  )
  .map(([list, rest, seed, base]) => {
    let at = 0;
    const actions = list.map(([wait, what]) => ({ at: (at += wait), ...what }));
    return aScenario(actions, at + rest, base, seed);
  });

const randomHistories = (count: number, seed: number): [string, Scenario][] =>
  fc
    .sample(aHistory, { numRuns: count, seed })
    .map((scenario, i) => [`random history ${seed}.${i}`, scenario]);

export const EXAMPLES: readonly Play[] = [
  ...bases,
  ...links,
  ...manifests('manifests'),
  ...manifests('agents'),
  otherWorkloads,
  manyNodes,
].map(([name, scenario]) => toPlay(name, scenario));

export function histories(count: number, seed: number): Play[] {
  return randomHistories(count, seed).map(([name, scenario]) => toPlay(name, scenario));
}

/** Where it is cut, sought and forked follows from the name. */
function toPlay(name: string, scenario: Scenario): Play {
  const part = fc.double({ min: 0, max: 1, noNaN: true });
  const [chosen] = fc.sample(
    fc.record({
      parts: fc.array(part, { minLength: 3, maxLength: 3 }),
      slices: fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 8 }),
      jumps: fc.array(fc.nat(3), { minLength: 2, maxLength: 4 }),
      detour: fc.oneof(anAction, more),
    }),
    { numRuns: 1, seed: fnv1a32(name) | 0 },
  );
  if (!chosen) throw new Error('nothing was chosen');
  const { parts, ...rest } = chosen;
  const moments = [...parts.map((p) => Math.floor(p * scenario.playhead)), scenario.playhead];
  return { name, scenario, moments: moments.sort((a, b) => a - b), ...rest };
}
