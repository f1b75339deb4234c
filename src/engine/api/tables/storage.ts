/** Tables of volumes, claims, classes and drivers. */
import { quantityText } from '../../../k8s/quantity';
import type {
  CSIDriver,
  KubeObject,
  PersistentVolume,
  PersistentVolumeClaim,
  StorageClass,
} from '../../../k8s/types';
import { ageOf } from './age';
import { columnsOf, orNone, UNSET, type KindTable } from './columns';

export const CLASS_ANNOTATION = 'volume.beta.kubernetes.io/storage-class';
const DEFAULT_ANNOTATIONS = [
  'storageclass.kubernetes.io/is-default-class',
  'storageclass.beta.kubernetes.io/is-default-class',
];
const SHORT_MODES = [
  ['ReadWriteOnce', 'RWO'],
  ['ReadOnlyMany', 'ROX'],
  ['ReadWriteMany', 'RWX'],
  ['ReadWriteOncePod', 'RWOP'],
] as const;

function modesText(modes: readonly string[] | undefined): string {
  return SHORT_MODES.flatMap(([mode, short]) => (modes?.includes(mode) ? short : [])).join(',');
}

function phaseText(object: KubeObject & { status?: { phase?: string } }): string {
  return object.metadata.deletionTimestamp ? 'Terminating' : (object.status?.phase ?? '');
}

function classOf(object: KubeObject, name: string | undefined): string {
  return object.metadata.annotations?.[CLASS_ANNOTATION] ?? name ?? '';
}

export const persistentVolumeTable: KindTable<PersistentVolume> = {
  columns: columnsOf(
    'Name Capacity Access_Modes Reclaim_Policy Status Claim StorageClass VolumeAttributesClass Reason Age|VolumeMode',
  ),
  cells: (volume, now) => {
    const spec = volume.spec ?? {};
    const claim = spec.claimRef;
    return [
      volume.metadata.name,
      quantityText(spec.capacity?.storage ?? '0'),
      modesText(spec.accessModes),
      spec.persistentVolumeReclaimPolicy ?? '',
      phaseText(volume),
      claim ? `${claim.namespace ?? ''}/${claim.name ?? ''}` : '',
      classOf(volume, spec.storageClassName),
      spec.volumeAttributesClassName ?? UNSET,
      volume.status?.reason ?? '',
      ageOf(volume, now),
      spec.volumeMode ?? UNSET,
    ];
  },
};

export const persistentVolumeClaimTable: KindTable<PersistentVolumeClaim> = {
  columns: columnsOf(
    'Name Status Volume Capacity Access_Modes StorageClass VolumeAttributesClass Age|VolumeMode',
  ),
  cells: (claim, now) => {
    const { spec = {}, status } = claim;
    const bound = Boolean(spec.volumeName);
    return [
      claim.metadata.name,
      phaseText(claim),
      spec.volumeName ?? '',
      bound ? quantityText(status?.capacity?.storage ?? '0') : '',
      bound ? modesText(status?.accessModes) : '',
      classOf(claim, spec.storageClassName),
      spec.volumeAttributesClassName ?? UNSET,
      ageOf(claim, now),
      spec.volumeMode ?? UNSET,
    ];
  },
};

export function isDefaultClass(c: StorageClass): boolean {
  return DEFAULT_ANNOTATIONS.some((key) => c.metadata.annotations?.[key] === 'true');
}

export const storageClassTable: KindTable<StorageClass> = {
  columns: columnsOf('Name Provisioner ReclaimPolicy VolumeBindingMode AllowVolumeExpansion Age'),
  cells: (c, now) => [
    c.metadata.name + (isDefaultClass(c) ? ' (default)' : ''),
    c.provisioner,
    c.reclaimPolicy ?? 'Delete',
    c.volumeBindingMode ?? 'Immediate',
    c.allowVolumeExpansion ?? false,
    ageOf(c, now),
  ],
};

export const csiDriverTable: KindTable<CSIDriver> = {
  columns: columnsOf(
    'Name AttachRequired:boolean PodInfoOnMount:boolean StorageCapacity:boolean TokenRequests RequiresRepublish:boolean Modes Age',
  ),
  cells: (driver, now) => {
    const { spec } = driver;
    return [
      driver.metadata.name,
      spec.attachRequired ?? true,
      spec.podInfoOnMount ?? false,
      spec.storageCapacity ?? false,
      spec.tokenRequests?.map((request) => request.audience).join(',') ?? UNSET,
      spec.requiresRepublish ?? false,
      orNone(spec.volumeLifecycleModes?.join(',')),
      ageOf(driver, now),
    ];
  },
};
