/** Volumes, claims, classes and drivers. */
import type { CSIDriver, PersistentVolume, PersistentVolumeClaim, StorageClass } from '../../../k8s/types';
import { compareText } from '../../../lib/compare';
import { withChanges, withDefaults } from '../defaults/keep';
import {
  CLASS_ANNOTATION,
  csiDriverTable,
  isDefaultClass,
  persistentVolumeClaimTable,
  persistentVolumeTable,
  storageClassTable,
} from '../tables/storage';
import {
  checkPersistentVolume,
  checkPersistentVolumeClaim,
  checkPersistentVolumeClaimUpdate,
  checkPersistentVolumeUpdate,
  persistentVolumeClaimWarnings,
  persistentVolumeWarnings,
} from '../validation/persistent-volume';
import {
  checkCsiDriver,
  checkCsiDriverUpdate,
  checkStorageClass,
  checkStorageClassUpdate,
  storageClassWarnings,
} from '../validation/storage';
import type { Reader } from '../types';
import { defineKind } from './definition';
import { bumpOnChange, keepStatus, newWithStatus } from './strategies';

export const storageClass = defineKind<StorageClass>(
  {
    kind: 'StorageClass',
    apiVersion: 'storage.k8s.io/v1',
    plural: 'storageclasses',
    shortNames: ['sc'],
    namespaced: false,
    inert: true,
  },
  {
    defaults: (c) => withDefaults(c, { reclaimPolicy: 'Delete', volumeBindingMode: 'Immediate' }),
    check: checkStorageClass,
    checkUpdate: checkStorageClassUpdate,
    warnings: storageClassWarnings,
    table: storageClassTable,
  },
);

type DriverSpec = CSIDriver['spec'];

/** How often the capacity of nodes is read again is behind a gate that is off: upstream drops the field. */
function defaultDriver(spec: DriverSpec & { nodeAllocatableUpdatePeriodSeconds?: number }): DriverSpec {
  const { nodeAllocatableUpdatePeriodSeconds: period, ...rest } = spec;
  const kept = period === undefined ? spec : rest;
  return withDefaults(kept, DRIVER_DEFAULTS);
}

const DRIVER_DEFAULTS: DriverSpec = {
  attachRequired: true,
  fsGroupPolicy: 'ReadWriteOnceWithFSType',
  podInfoOnMount: false,
  requiresRepublish: false,
  seLinuxMount: false,
  storageCapacity: false,
  volumeLifecycleModes: ['Persistent'],
};

export const csiDriver = defineKind<CSIDriver>(
  {
    kind: 'CSIDriver',
    apiVersion: 'storage.k8s.io/v1',
    plural: 'csidrivers',
    namespaced: false,
    inert: true,
  },
  {
    defaults: (driver) => withChanges(driver, { spec: defaultDriver(driver.spec ?? {}) }),
    prepareUpdate: bumpOnChange('spec'),
    unconditionalUpdate: false,
    check: checkCsiDriver,
    checkUpdate: checkCsiDriverUpdate,
    table: csiDriverTable,
  },
);

type VolumeSpec = NonNullable<PersistentVolume['spec']>;

function defaultVolume(spec: VolumeSpec): VolumeSpec {
  const { hostPath } = spec;
  const filled = withDefaults(spec, {
    persistentVolumeReclaimPolicy: 'Retain',
    volumeMode: 'Filesystem',
  });
  return hostPath ? withChanges(filled, { hostPath: withDefaults(hostPath, { type: '' }) }) : filled;
}

export const persistentVolume = defineKind<PersistentVolume>(
  {
    kind: 'PersistentVolume',
    apiVersion: 'v1',
    plural: 'persistentvolumes',
    shortNames: ['pv'],
    namespaced: false,
    inert: true,
    subresources: ['status'],
  },
  {
    defaults: (volume) => withChanges(volume, { spec: defaultVolume(volume.spec ?? {}) }),
    prepareCreate: (volume) => ({
      ...volume,
      status: { phase: 'Pending', lastPhaseTransitionTime: volume.metadata.creationTimestamp },
    }),
    prepareUpdate: keepStatus,
    check: checkPersistentVolume,
    checkUpdate: checkPersistentVolumeUpdate,
    warnings: persistentVolumeWarnings,
    table: persistentVolumeTable,
  },
);

type ClaimSpec = NonNullable<PersistentVolumeClaim['spec']>;

/** The newest of the classes marked as default, by name where they are of the same second (upstream's DefaultStorageClass admission). */
function withDefaultClass(claim: PersistentVolumeClaim, read: Reader): ClaimSpec {
  const { spec = {}, metadata } = claim;
  const asked = spec.storageClassName ?? metadata.annotations?.[CLASS_ANNOTATION];
  if (asked !== undefined) return spec;
  const [found] = read
    .list('StorageClass')
    .filter(isDefaultClass)
    .toSorted((a, b) => compareText(b.metadata.creationTimestamp, a.metadata.creationTimestamp));
  return found ? { ...spec, storageClassName: found.metadata.name } : spec;
}

const SNAPSHOT_GROUP = 'snapshot.storage.k8s.io';

/** The two ways to name a data source are filled from each other; the old way knows claims and snapshots only, at first. */
function withDataSources(spec: ClaimSpec, old?: ClaimSpec): ClaimSpec {
  const { dataSource, dataSourceRef } = spec;
  if (dataSource && !dataSourceRef) {
    const { apiGroup, kind } = dataSource;
    const known =
      (old?.dataSource ?? old?.dataSourceRef) !== undefined ||
      (kind === 'PersistentVolumeClaim' && !apiGroup) ||
      (kind === 'VolumeSnapshot' && apiGroup === SNAPSHOT_GROUP);
    if (known) return { ...spec, dataSourceRef: dataSource };
    const { dataSource: _dropped, ...rest } = spec;
    return rest;
  }
  if (!dataSourceRef || dataSource || dataSourceRef.namespace) return spec;
  const { namespace: _none, ...local } = dataSourceRef;
  return { ...spec, dataSource: local };
}

export const persistentVolumeClaim = defineKind<PersistentVolumeClaim>(
  {
    kind: 'PersistentVolumeClaim',
    apiVersion: 'v1',
    plural: 'persistentvolumeclaims',
    shortNames: ['pvc'],
    namespaced: true,
    inert: true,
    subresources: ['status'],
  },
  {
    defaults: (claim) =>
      withChanges(claim, { spec: withDefaults(claim.spec ?? {}, { volumeMode: 'Filesystem' }) }),
    prepareCreate: (claim, { read }) => {
      const spec = withDataSources(withDefaultClass(claim, read));
      return newWithStatus<PersistentVolumeClaim>({ phase: 'Pending' })({ ...claim, spec });
    },
    prepareUpdate: (next, old) =>
      keepStatus({ ...next, spec: withDataSources(next.spec ?? {}, old.spec) }, old),
    check: checkPersistentVolumeClaim,
    checkUpdate: checkPersistentVolumeClaimUpdate,
    warnings: persistentVolumeClaimWarnings,
    table: persistentVolumeClaimTable,
  },
);
