import type { Pod } from '../../../k8s/types';
import type { ClusterView } from '../cluster-view';
import { takesRoom } from '../node-usage';
import type { ClusterCheck, FilterPlugin, Rejection } from '../plugin';
import { claimNames, claimOf, isOwnClaim } from '../volumes';

const IN_USE: Rejection = {
  reasons: [
    'node(s) unavailable due to PersistentVolumeClaim with ReadWriteOncePod access mode already in-use by another pod',
  ],
  unresolvable: false,
};

/** SCH-14: claims exist, and those for one pod alone are not used by another. */
export const volumeRestrictions: FilterPlugin = {
  name: 'VolumeRestrictions',
  wakesOn: ['NodeAdd', 'PodDelete', 'Claim'],
  helps(pod, change) {
    if (change.kind === 'PodDelete')
      return (
        change.old.metadata.namespace === pod.metadata.namespace &&
        claimNames(pod).some(({ name }) => uses(change.old, new Set([name])))
      );
    return change.kind !== 'Claim' || (change.old === undefined && isOwnClaim(pod, change));
  },
  prepare(pod, view) {
    const alone = new Set<string>();
    for (const { name, ephemeral } of claimNames(pod)) {
      if (ephemeral) continue;
      const claim = claimOf(view.read, pod, name);
      if (!claim) return { refused: `persistentvolumeclaim "${name}" not found` };
      if (claim.spec?.accessModes?.includes('ReadWriteOncePod')) alone.add(name);
    }
    if (alone.size === 0) return undefined;
    const users = otherUsers(pod, alone, view);
    return users === 0 ? undefined : { check: check(pod, alone, users) };
  },
};

function check(pod: Pod, alone: ReadonlySet<string>, users: number): ClusterCheck {
  let left = users;
  return {
    filter: () => (left > 0 ? IN_USE : undefined),
    moved(other, _node, by) {
      if (other.metadata.namespace === pod.metadata.namespace && uses(other, alone)) left += by;
    },
    copy: () => check(pod, alone, left),
  };
}

function uses(pod: Pod, claims: ReadonlySet<string>): boolean {
  return (pod.spec.volumes ?? []).some(
    ({ persistentVolumeClaim: claim }) => claim !== undefined && claims.has(claim.claimName),
  );
}

function otherUsers(pod: Pod, alone: ReadonlySet<string>, { read }: ClusterView): number {
  const pods = read.list('Pod', pod.metadata.namespace);
  return pods.filter((other) => takesRoom(other) && uses(other, alone)).length;
}
