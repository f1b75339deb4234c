/** What a Deployment and its ReplicaSets remember in annotations (WL-8). */
import type { Deployment, KubeObject, ReplicaSet } from '../../../k8s/types';
import { maxSurge, wantedOf } from './replica-counts';

export const REVISION = 'deployment.kubernetes.io/revision';
const HISTORY = 'deployment.kubernetes.io/revision-history';
const DESIRED = 'deployment.kubernetes.io/desired-replicas';
const MAX = 'deployment.kubernetes.io/max-replicas';
/** About a hundred revisions. */
const LONGEST_HISTORY = 2000;

const NOT_COPIED = new Set([
  'kubectl.kubernetes.io/last-applied-configuration',
  REVISION,
  HISTORY,
  DESIRED,
  MAX,
  'deprecated.deployment.rollback.to',
]);

type Annotations = Record<string, string>;

/** 0 when there is none; undefined when it is no number. */
export function revisionOf({ metadata }: Pick<KubeObject, 'metadata'>): number | undefined {
  return numberOf(metadata.annotations?.[REVISION] ?? '0');
}

function numberOf(text: string): number | undefined {
  return /^[+-]?\d+$/.test(text) ? Number(text) : undefined;
}

/** How many replicas the Deployment wanted when it last sized this set. */
export function desiredReplicas(rs: ReplicaSet): number | undefined {
  return countIn(rs, DESIRED);
}

export function maxReplicas(rs: ReplicaSet): number | undefined {
  return countIn(rs, MAX);
}

function countIn(rs: ReplicaSet, key: string): number | undefined {
  const text = rs.metadata.annotations?.[key];
  if (text === undefined || !/^\d+$/.test(text)) return undefined;
  const count = Number(text);
  return count < 2 ** 31 ? count : undefined;
}

/** The annotations of a set with the sizes of the Deployment. */
export function withSizes(annotations: Annotations | undefined, d: Deployment): Annotations {
  const wanted = wantedOf(d);
  return { ...annotations, [DESIRED]: String(wanted), [MAX]: String(wanted + maxSurge(d)) };
}

/** The annotations of the set that holds the current template: those of the Deployment, and the revision if that is higher. */
export function ofNewSet(annotations: Annotations | undefined, d: Deployment, revision: number): Annotations {
  const result: Annotations = { ...annotations };
  for (const [key, value] of Object.entries(d.metadata.annotations ?? {}))
    if (!NOT_COPIED.has(key)) result[key] = value;
  const before = result[REVISION];
  const old = numberOf(before || '0');
  if (old === undefined || old >= revision) return result;
  result[REVISION] = String(revision);
  // A set that served before, and serves again after an undo.
  if (before !== undefined) {
    const history = withRevision(result[HISTORY] ?? '', before);
    if (history !== undefined) result[HISTORY] = history;
  }
  return result;
}

/** Drops the oldest ones when it gets too long; undefined when even that does not help. */
function withRevision(history: string, revision: string): string | undefined {
  if (history === '') return revision;
  const all = history.split(',');
  while (all.length > 0 && all.join(',').length + 1 + revision.length > LONGEST_HISTORY) all.shift();
  return all.length > 0 ? [...all, revision].join(',') : undefined;
}
