/** Writes of the Deployment controller: sizes of ReplicaSets and the status of Deployments. */
import { refOf } from '../../../k8s/ref';
import type { Deployment, ReplicaSet } from '../../../k8s/types';
import { deepEqual } from '../../../lib/equal';
import type { Manifest } from '../../api/types';
import { withSizes } from './annotations';
import type { DeploymentStatus } from './conditions';
import type { DeploymentContext } from './deployment-context';
import { wantedOf } from './replica-counts';

/** What a step comes to: an error text, or nothing. */
export type Failed = string | undefined;

/** Gives the set its size and says so in an event; a size that stays brings the annotations up to date at most. */
export function scale(
  ctx: DeploymentContext,
  d: Deployment,
  rs: ReplicaSet,
  to: number,
  why: string,
): Failed {
  const { namespace, name } = rs.metadata;
  // An earlier step may have scaled it a moment ago.
  const base = ctx.read.get('ReplicaSet', namespace, name) ?? rs;
  const from = wantedOf(base);
  const annotations = withSizes(base.metadata.annotations, d);
  if (from === to && deepEqual(annotations, base.metadata.annotations)) return undefined;
  if (from !== to) ctx.decide(refOf(d), `scale ${name} from ${from} to ${to}: ${why}`);
  const result = ctx.api.update('ReplicaSet', namespace, name, {
    ...base,
    metadata: { ...base.metadata, annotations },
    spec: { ...base.spec, replicas: to },
  } as unknown as Manifest);
  if (!result.ok) return result.status.message;
  if (from !== to) {
    const direction = from < to ? 'up' : 'down';
    const message = `Scaled ${direction} replica set ${name} from ${from} to ${to}`;
    ctx.event({ apiVersion: d.apiVersion, ...refOf(d) }, 'Normal', 'ScalingReplicaSet', message);
  }
  return undefined;
}

export type Stored = { ok: true; d: Deployment } | { ok: false; error: string };

/** Writes status and annotations when they differ from what is stored. */
export function storeStatus(
  ctx: DeploymentContext,
  d: Deployment,
  status: DeploymentStatus,
  annotations = d.metadata.annotations,
): Stored {
  if (deepEqual(d.status, status) && deepEqual(d.metadata.annotations, annotations)) return { ok: true, d };
  const { namespace, name } = d.metadata;
  const next = { ...d, metadata: { ...d.metadata, annotations }, status } as unknown as Manifest;
  const result = ctx.api.update('Deployment', namespace, name, next, { subresource: 'status' });
  return result.ok ? { ok: true, d: result.object } : { ok: false, error: result.status.message };
}
