import type { PersistentVolumeClaim } from '../../../k8s/types';
import { deepEqual } from '../../../lib/equal';
import type { ClusterView } from '../cluster-view';
import type { ClusterCheck, FilterPlugin } from '../plugin';
import {
  bindingsOn,
  claimNames,
  claimOf,
  isBound,
  isOwnClaim,
  isReachable,
  waitsForConsumer,
} from '../volumes';

/** SCH-14. What v1.34 says of a bound volume elsewhere differs from the rule's words. */
const ELSEWHERE = "node(s) didn't match PersistentVolume's node affinity";
const NO_VOLUME = "node(s) didn't find available persistent volumes to bind";
const GONE = 'node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)';

/** Bound claims lead to nodes; claims that wait for their first pod can be bound there; all others must be bound by now. */
export const volumeBinding: FilterPlugin = {
  name: 'VolumeBinding',
  wakesOn: ['StorageClass', 'Claim', 'Volume', 'NodeAdd', 'NodeLabel'],
  helps(pod, change) {
    if (change.kind === 'Claim') return isOwnClaim(pod, change);
    if (change.kind !== 'StorageClass' || !change.old) return true;
    return !deepEqual(change.now.allowedTopologies, change.old.allowedTopologies);
  },
  prepare(pod, view) {
    const names = claimNames(pod);
    if (names.length === 0) return undefined;
    const bound: PersistentVolumeClaim[] = [];
    const later: PersistentVolumeClaim[] = [];
    let unbound = false;
    for (const { name, ephemeral } of names) {
      const claim = claimOf(view.read, pod, name);
      const quoted = `persistentvolumeclaim "${name}"`;
      if (!claim)
        return {
          refused: ephemeral
            ? `waiting for ephemeral volume controller to create the ${quoted}`
            : `${quoted} not found`,
        };
      const volume = claim.spec?.volumeName ?? '';
      if (claim.status?.phase === 'Lost')
        return { refused: `${quoted} bound to non-existent persistentvolume "${volume}"` };
      if (claim.metadata.deletionTimestamp) return { refused: `${quoted} is being deleted` };
      if (isBound(claim)) bound.push(claim);
      else if (volume === '' && waitsForConsumer(view.read, claim)) later.push(claim);
      else unbound = true;
    }
    if (unbound) return { refused: 'pod has unbound immediate PersistentVolumeClaims' };
    return { check: check(bound, later, view) };
  },
};

function check(
  bound: readonly PersistentVolumeClaim[],
  later: readonly PersistentVolumeClaim[],
  view: ClusterView,
): ClusterCheck {
  const volumes = bound.map((c) => view.read.get('PersistentVolume', undefined, c.spec?.volumeName ?? ''));
  const self: ClusterCheck = {
    filter(node) {
      const reasons: string[] = [];
      // The first claim that is wrong decides which of the two is said.
      const wrong = volumes.findIndex((volume) => !volume || !isReachable(volume, node));
      if (wrong >= 0 && volumes[wrong]) reasons.push(ELSEWHERE);
      if (later.length > 0 && !bindingsOn(view.read, later, node)) reasons.push(NO_VOLUME);
      if (wrong >= 0 && !volumes[wrong]) reasons.push(GONE);
      return reasons.length > 0 ? { reasons, unresolvable: true } : undefined;
    },
    moved: () => undefined,
    copy: () => self,
  };
  return self;
}
