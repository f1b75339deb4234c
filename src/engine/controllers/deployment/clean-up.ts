import { isTerminating } from '../../../k8s/conditions';
import { refOf } from '../../../k8s/ref';
import type { Deployment, ReplicaSet } from '../../../k8s/types';
import type { Failed } from './act';
import { revisionOf } from './annotations';
import type { DeploymentContext } from './deployment-context';
import { byCreation } from './replica-counts';

/** Upstream's "keep all". */
const ALL = 2 ** 31 - 1;

/** Deletes the oldest sets beyond `revisionHistoryLimit`, but none that has, or may have, pods (WL-14). */
export function cleanUp(ctx: DeploymentContext, d: Deployment, old: readonly ReplicaSet[]): Failed {
  const limit = d.spec.revisionHistoryLimit ?? ALL;
  const sets = old.filter((rs) => !isTerminating(rs));
  if (limit === ALL || sets.length <= limit) return undefined;
  for (const rs of sets.toSorted(byRevision).slice(0, sets.length - limit)) {
    const { namespace, name, generation = 0 } = rs.metadata;
    const { replicas, observedGeneration = 0 } = rs.status;
    if (replicas !== 0 || rs.spec.replicas !== 0 || generation > observedGeneration) continue;
    ctx.decide(refOf(rs), `more old sets than revisionHistoryLimit ${limit}: delete the oldest, ${name}`);
    const result = ctx.api.delete('ReplicaSet', namespace, name);
    if (!result.ok && result.status.reason !== 'NotFound') return result.status.message;
  }
  return undefined;
}

function byRevision(a: ReplicaSet, b: ReplicaSet): number {
  return (revisionOf(a) ?? 0) - (revisionOf(b) ?? 0) || byCreation(a, b);
}
