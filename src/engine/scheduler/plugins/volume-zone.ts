import type { PersistentVolume } from '../../../k8s/types';
import type { ClusterCheck, FilterPlugin, Rejection } from '../plugin';
import { claimNames, claimOf, isOwnClaim } from '../volumes';

const ZONE = 'topology.kubernetes.io/zone';
const REGION = 'topology.kubernetes.io/region';
/** Labels of old and what they are called today. */
const TODAY: Record<string, string> = {
  'failure-domain.beta.kubernetes.io/zone': ZONE,
  'failure-domain.beta.kubernetes.io/region': REGION,
  [ZONE]: ZONE,
  [REGION]: REGION,
};
const KEYS = Object.keys(TODAY);
const ELSEWHERE: Rejection = { reasons: ['node(s) had no available volume zone'], unresolvable: true };

/** Volumes that are labelled with a zone or region are used there; several zones are joined by `__`. */
export const volumeZone: FilterPlugin = {
  name: 'VolumeZone',
  wakesOn: ['StorageClass', 'NodeAdd', 'NodeLabel', 'Claim', 'Volume'],
  helps(pod, change) {
    switch (change.kind) {
      case 'Claim':
        return isOwnClaim(pod, change);
      case 'Volume':
        return KEYS.some((key) => !change.old || zoneOf(change.now, key) !== zoneOf(change.old, key));
      case 'StorageClass':
        return !change.old && change.now.volumeBindingMode === 'WaitForFirstConsumer';
      default:
        return true;
    }
  },
  prepare(pod, view) {
    const wanted: { key: string; values: readonly string[] }[] = [];
    for (const { name, ephemeral } of claimNames(pod)) {
      if (ephemeral) continue;
      const volumeName = claimOf(view.read, pod, name)?.spec?.volumeName;
      if (!volumeName) continue;
      const volume = view.read.get('PersistentVolume', undefined, volumeName);
      if (!volume) return { refused: `persistentvolume "${volumeName}" not found` };
      for (const key of KEYS) {
        const value = zoneOf(volume, key);
        if (value !== undefined) wanted.push({ key, values: value.split('__') });
      }
    }
    if (wanted.length === 0) return undefined;
    const check: ClusterCheck = {
      filter({ metadata: { labels = {} } }) {
        if (!KEYS.some((key) => labels[key] !== undefined)) return undefined;
        const there = wanted.every(({ key, values }) =>
          values.includes(labels[key] ?? labels[TODAY[key] ?? key] ?? ''),
        );
        return there ? undefined : ELSEWHERE;
      },
      moved: () => undefined,
      copy: () => check,
    };
    return { check };
  },
};

function zoneOf(volume: PersistentVolume, key: string): string | undefined {
  return volume.metadata.labels?.[key];
}
