/** What is stored could be sent again: every object passes the server's own decoding and validation, as it is. */
import type { KubeObject } from '../../../k8s/types';
import type { Manifest } from '../../api/types';
import type { Cluster } from '../../cluster';
import { nameOf } from './laws';
import type { Change } from './mirror';

/** Every field known, and a replacement of the object by itself accepted; both for the object and for its status. */
export function invalidObjects(cluster: Cluster, changes: readonly Change[]): string[] {
  const found: string[] = [];
  const latest = new Map(changes.map((change) => [nameOf(change.object), change]));
  for (const { type, kind, object } of latest.values()) {
    if (type === 'DELETED') continue;
    const { namespace, name } = object.metadata;
    const manifest = object as unknown as Manifest;
    const options = { dryRun: true, fieldValidation: 'strict' } as const;
    const results = [cluster.api.update(kind, namespace, name, manifest, options)];
    if (HAS_STATUS.includes(kind))
      results.push(
        cluster.api.update(kind, namespace, name, manifest, { ...options, subresource: 'status' }),
      );
    results.push(cluster.api.create(kind, namespace, asNew(object), options));
    for (const result of results)
      if (!result.ok && ['Invalid', 'BadRequest', 'InternalError'].includes(result.status.reason))
        found.push(`${nameOf(object)}: ${result.status.message}`);
  }
  return found;
}

const HAS_STATUS = ['DaemonSet', 'Deployment', 'Node', 'Pod', 'PodDisruptionBudget', 'ReplicaSet'];

/** Without what only the server may fill in. */
function asNew(object: KubeObject): Manifest {
  const {
    uid: _uid,
    resourceVersion: _version,
    creationTimestamp: _created,
    deletionTimestamp: _deleted,
    deletionGracePeriodSeconds: _grace,
    ...metadata
  } = object.metadata;
  return { ...object, metadata: { ...metadata, name: `${metadata.name}x` } } as unknown as Manifest;
}
