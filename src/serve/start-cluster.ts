/** The cluster that is served: the default one, an empty one, a scenario, or the default one with a file applied. */
import { Cluster } from '../engine/index';
import { runBlocking, runDetached } from '../kubectl/shell';
import { baseById, DEFAULT_BASE } from '../scenario/catalog/index';
import { playBase, type Executor } from '../scenario/play';
import { parseScenario, type Base, type Scenario, type SetUpStep } from '../scenario/scenario';
import type { Arguments } from './arguments';

export type Started = { ok: true; cluster: Cluster; output: string } | { ok: false; message: string };

/** `text`: of the file, if there is one. `now`: ms since the Unix epoch. */
export function startCluster(
  { nodes, empty, at, seed }: Pick<Arguments, 'nodes' | 'empty' | 'at' | 'seed'>,
  text: string | undefined,
  now: number,
): Started {
  const origin = at ?? Math.floor(now / 1000) * 1000;
  const scenario = text === undefined ? undefined : scenarioOf(text);
  if (scenario && !scenario.ok) return scenario;
  if (scenario) return playScenario(scenario.scenario, origin);
  let cluster: Cluster;
  if (empty) cluster = new Cluster({ seed, startTime: origin, bootstrap: 'full' });
  else {
    cluster = played({ ...DEFAULT_BASE, setUp: setUp(nodes, text !== undefined) }, seed, origin);
  }
  if (text === undefined) return { ok: true, cluster, output: '' };
  const { output, status } = runBlocking(cluster, 'kubectl apply -f -', text);
  return status === 0 ? { ok: true, cluster, output } : { ok: false, message: output };
}

const execute: Executor = (cluster, line, stdin) => void runDetached(cluster, line, stdin);

function played(base: Base, seed: number, origin: number): Cluster {
  return playBase({ ...base, startTime: origin - base.warmUp }, seed, execute);
}

/** The base's own steps, with another number of workers; what the base shows as the user's own gives way to a file. */
function setUp(nodes: number | undefined, file: boolean): readonly SetUpStep[] {
  return DEFAULT_BASE.setUp.flatMap((action): SetUpStep[] => {
    if (!('line' in action)) return [action];
    if (file && action.stdin === DEFAULT_BASE.text) return [];
    if (nodes === undefined || !action.line.startsWith('sim add-node worker-')) return [action];
    if (nodes === 0) return [];
    const names = Array.from({ length: nodes }, (_, i) => `worker-${i + 1}`);
    return [{ ...action, line: `sim add-node ${names.join(' ')} --ready` }];
  });
}

function scenarioOf(text: string): ReturnType<typeof parseScenario> | undefined {
  if (!text.trimStart().startsWith('{')) return undefined;
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return undefined;
  }
  // A manifest may be JSON as well.
  return typeof data === 'object' && data !== null && 'actions' in data && !('kind' in data)
    ? parseScenario(data)
    : undefined;
}

function playScenario({ base: id, seed, actions, playhead }: Scenario, origin: number): Started {
  const base = baseById(id);
  if (!base) return { ok: false, message: `there is no cluster ${JSON.stringify(id)} to start from` };
  const start = origin - playhead;
  const cluster = played(base, seed, start);
  for (const { at, line, stdin } of actions) {
    cluster.advanceTo(start + at);
    execute(cluster, line, stdin);
  }
  cluster.advanceTo(origin);
  return { ok: true, cluster, output: '' };
}
