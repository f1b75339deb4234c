/** Answers of a real kube-scheduler v1.34.0, and what this one says to the same questions. */
import { isTerminating } from '../../../k8s/conditions';
import { keyOf } from '../../../k8s/ref';
import type { AnyObject, KubeObject, Pod } from '../../../k8s/types';
import { Store } from '../../api/store';
import { viewOf } from '../cluster-view';
import { diagnosisText, findFeasibleNodes } from '../feasible-nodes';
import { findPreemption, postFilterText } from '../preemption';
import { scoreNodes } from '../scoring';

export type Trimmed = Omit<KubeObject, 'apiVersion' | 'metadata'> & {
  metadata: Partial<KubeObject['metadata']>;
  [field: string]: unknown;
};

/** A cluster, and pods that come one after another. */
export interface RecordedCase {
  seed: string;
  objects: Trimmed[];
  steps: RecordedStep[];
}

export interface RecordedStep {
  pod: Trimmed;
  /** Where it went … */
  node?: string;
  /** … or why it did not. */
  message?: string;
  /** Total scores, where more than one node was feasible. */
  totals?: Record<string, number>;
  /** What preemption came to. */
  nominated?: string;
  victims?: string[];
  /** status.startTime that it got afterwards. */
  started?: string;
}

export interface Answer {
  node?: string[];
  message?: string;
  totals?: Record<string, number>;
  nominated?: string;
  victims?: string[];
}

/** The namespaces of the recordings. */
export function namespaces(): Trimmed[] {
  return [
    ['n1', 'x'],
    ['n2', 'y'],
  ].map(([name, team]) => ({
    kind: 'Namespace',
    metadata: { name, labels: { team: team as string, 'kubernetes.io/metadata.name': name as string } },
  }));
}

export function storeOf(objects: readonly Trimmed[]): Store {
  const store = new Store(() => undefined);
  for (const object of [...namespaces(), ...objects]) put(store, object);
  return store;
}

export function put(store: Store, object: Trimmed): void {
  const stored = full(object);
  store.put(stored.kind, stored, 'test');
}

export function full(object: Trimmed): AnyObject {
  return { spec: {}, status: {}, ...object } as unknown as AnyObject;
}

/** What the scheduler finds for the pod; in the form of a recorded step. */
export function answer(store: Store, pod: Pod): Answer {
  const view = viewOf(store);
  const search = findFeasibleNodes(pod, view);
  const { feasible } = search;
  if (feasible.length === 1) return { node: [feasible[0]?.metadata.name as string] };
  if (feasible.length > 1) {
    const scores = scoreNodes(pod, feasible, view);
    const best = Math.max(...scores);
    return {
      node: feasible.filter((_, i) => scores[i] === best).map((n) => n.metadata.name),
      totals: Object.fromEntries(feasible.map((n, i) => [n.metadata.name, scores[i] as number])),
    };
  }
  const preemption = findPreemption(pod, search, view);
  return {
    message: diagnosisText(search.diagnosis) + postFilterText(preemption, search.diagnosis),
    ...(preemption.type === 'victims' && {
      nominated: preemption.node,
      // Those that are leaving already are left alone.
      victims: preemption.victims
        .filter((p) => !isTerminating(p))
        .map((p) => keyOf(p.metadata.namespace, p.metadata.name))
        .toSorted(),
    }),
  };
}

/** Differences between a step and the answer, as texts; empty when they agree. */
export function differences(step: RecordedStep, given: Answer): string[] {
  const found: string[] = [];
  const compare = (what: string, recorded: unknown, own: unknown) => {
    const [a, b] = [JSON.stringify(recorded), JSON.stringify(own)];
    if (a !== b) found.push(`${what}: recorded ${a}, own ${b}`);
  };
  const sorted = (scores: Record<string, number> | undefined) =>
    scores && Object.entries(scores).toSorted(([a], [b]) => (a < b ? -1 : 1));
  compare('totals', sorted(step.totals), sorted(given.totals));
  compare('message', step.message, given.message);
  compare('nominated', step.nominated, given.nominated);
  compare('victims', step.victims, given.victims);
  if (step.node !== undefined && !given.node?.includes(step.node))
    found.push(`node: recorded ${step.node}, own ${given.node?.join(' or ') ?? 'none'}`);
  return found;
}

/** Makes what really happened so. */
export function apply(store: Store, { pod, node, nominated, victims = [], started }: RecordedStep): void {
  if (node === undefined && nominated === undefined) {
    store.remove('Pod', pod as unknown as AnyObject, 'test');
    return;
  }
  const { spec = {}, status = {} } = pod as { spec?: object; status?: object };
  put(store, {
    ...pod,
    spec: { ...spec, ...(node !== undefined && { nodeName: node }) },
    status: {
      ...status,
      ...(started !== undefined && { startTime: started }),
      ...(nominated !== undefined && { nominatedNodeName: nominated }),
    },
  });
  for (const key of victims) {
    const [namespace, name] = key.split('/');
    const victim = store.get('Pod', namespace, name as string) as Pod;
    put(store, {
      ...(victim as unknown as Trimmed),
      metadata: { ...victim.metadata, deletionTimestamp: '2026-01-01T12:00:00Z' },
      status: {
        ...victim.status,
        conditions: [{ type: 'DisruptionTarget', status: 'True', reason: 'PreemptionByScheduler' }],
      },
    });
  }
}
