/** Defaults of a volume (VAL-2). */
import type { Volume } from '../../../k8s/types';
import { withDivisor } from './container';
import { mapKeeping, withChanges, withDefaults } from './keep';

const FILE_MODE = 0o644;

/** Of kinds of volumes that few still know. */
const OTHERS: Readonly<Record<string, object>> = {
  rbd: { pool: 'rbd', user: 'admin', keyring: '/etc/ceph/keyring' },
  scaleIO: { storageMode: 'ThinProvisioned', fsType: 'xfs' },
  azureDisk: { cachingMode: 'ReadWrite', fsType: 'ext4', readOnly: false, kind: 'Shared' },
  iscsi: { iscsiInterface: 'default' },
};

type Projected = NonNullable<Volume['projected']>;
type Projection = NonNullable<Projected['sources']>[number];
type DownwardItems = NonNullable<NonNullable<Volume['downwardAPI']>['items']>;

export function defaultVolume(volume: Volume): Volume {
  const { secret, configMap, downwardAPI, projected, hostPath } = volume;
  if (Object.keys(volume).every((key) => key === 'name')) return { ...volume, emptyDir: {} };
  let v = volume;
  if (secret) v = withChanges(v, { secret: withDefaults(secret, { defaultMode: FILE_MODE }) });
  if (configMap) v = withChanges(v, { configMap: withDefaults(configMap, { defaultMode: FILE_MODE }) });
  if (hostPath) v = withChanges(v, { hostPath: withDefaults(hostPath, { type: '' }) });
  const claim = v.ephemeral?.volumeClaimTemplate;
  if (claim?.spec) {
    const spec = withDefaults(claim.spec, { volumeMode: 'Filesystem' });
    v = withChanges(v, {
      ephemeral: withChanges(v.ephemeral ?? {}, { volumeClaimTemplate: withChanges(claim, { spec }) }),
    });
  }
  for (const [key, filling] of Object.entries(OTHERS)) {
    const source = v[key as keyof Volume] as object | undefined;
    if (source) v = withChanges(v, { [key]: withDefaults(source, filling) });
  }
  if (downwardAPI) {
    const filled = withDefaults(downwardAPI, { defaultMode: FILE_MODE });
    v = withChanges(v, {
      downwardAPI: filled.items ? withChanges(filled, { items: defaultItems(filled.items) }) : filled,
    });
  }
  if (projected) {
    const filled = withDefaults(projected, { defaultMode: FILE_MODE });
    const sources = mapKeeping(filled.sources ?? [], defaultProjection);
    v = withChanges(v, { projected: filled.sources ? withChanges(filled, { sources }) : filled });
  }
  return v;
}

function defaultProjection(source: Projection): Projection {
  if (source.serviceAccountToken) {
    const serviceAccountToken = withDefaults(source.serviceAccountToken, { expirationSeconds: 3600 });
    return withChanges(source, { serviceAccountToken });
  }
  const items = source.downwardAPI?.items;
  if (!items) return source;
  return withChanges(source, {
    downwardAPI: withChanges(source.downwardAPI ?? {}, { items: defaultItems(items) }),
  });
}

function defaultItems(items: DownwardItems): DownwardItems {
  return mapKeeping(items, (item) => {
    const { fieldRef, resourceFieldRef } = item;
    return withChanges(item, {
      ...(fieldRef && { fieldRef: withDefaults(fieldRef, { apiVersion: 'v1' }) }),
      ...(resourceFieldRef && { resourceFieldRef: withDivisor(resourceFieldRef) }),
    });
  });
}
