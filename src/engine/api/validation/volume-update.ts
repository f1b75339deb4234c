/** What may not change in PersistentVolumes and claims. Upstream shows the change of its internal structs, with their Go names. */
import { compareQuantities } from '../../../k8s/quantity';
import type { Json, JsonObject } from '../../../k8s/types';
import { deepEqual } from '../../../lib/equal';
import { unifiedDiff } from '../../../lib/unified-diff';
import { forbidden, invalidValue, type FieldError } from '../field-error';
import type { UpdateCheck } from '../kinds/definition';
import { selectorValue } from './label-selector';
import { checkImmutable } from './object-meta';
import { amounts } from './resources';
import { objectAt, objectsAt, own, sortedMap, textAt, textsAt } from './untyped';

function checkSame(
  errors: FieldError[],
  field: string,
  why: string,
  value: JsonObject,
  old: JsonObject,
): void {
  const change = unifiedDiff(JSON.stringify(old, null, 1), JSON.stringify(value, null, 1));
  if (change !== '') errors.push(forbidden(field, `${why}\n${change}`));
}

const GO_NAMES: Readonly<Record<string, string>> = { fsType: 'FSType', apiGroup: 'APIGroup' };

/** Fields as in Go, in the order of `zero`, which has the values of absent ones. */
function struct(from: JsonObject | undefined, zero: JsonObject): JsonObject | null {
  if (!from) return null;
  return Object.fromEntries(
    Object.entries({ ...zero, ...from }).map(([key, value]) => {
      const nested = key.endsWith('SecretRef') ? struct(objectAt(from, key), SECRET) : value;
      return [GO_NAMES[key] ?? key.charAt(0).toUpperCase() + key.slice(1), nested];
    }),
  );
}

const SECRET = { name: '', namespace: '' };
const VOLUME_SOURCES =
  'GCEPersistentDisk AWSElasticBlockStore HostPath Glusterfs NFS RBD Quobyte ISCSI FlexVolume Cinder CephFS FC Flocker AzureFile VsphereVolume AzureDisk PhotonPersistentDisk PortworxVolume ScaleIO Local StorageOS CSI'.split(
    ' ',
  );
/** Those that a cluster without a cloud has; the rest shows what is set. */
const ZEROES: Readonly<Record<string, JsonObject>> = {
  HostPath: { path: '', type: null },
  NFS: { server: '', path: '', readOnly: false },
  Local: { path: '', fsType: null },
  CSI: {
    driver: '',
    volumeHandle: '',
    readOnly: false,
    fsType: '',
    volumeAttributes: null,
    controllerPublishSecretRef: null,
    nodeStageSecretRef: null,
    nodePublishSecretRef: null,
    controllerExpandSecretRef: null,
    nodeExpandSecretRef: null,
  },
};

function sourceStruct(spec: JsonObject | undefined): JsonObject {
  const keys = Object.keys(spec ?? {});
  return Object.fromEntries(
    VOLUME_SOURCES.map((name) => {
      const key = keys.find((one) => one.toLowerCase() === name.toLowerCase()) ?? name;
      return [name, struct(objectAt(spec, key), ZEROES[name] ?? {})];
    }),
  );
}

function affinityStruct(affinity: JsonObject | undefined): JsonObject | undefined {
  const requirements = (term: JsonObject, key: string): Json => {
    const list = objectsAt(term, key).map((one) => struct(one, { key: '', operator: '', values: null }));
    return list.length > 0 ? list : null;
  };
  const terms = objectsAt(objectAt(affinity, 'required'), 'nodeSelectorTerms').map((term) => ({
    MatchExpressions: requirements(term, 'matchExpressions'),
    MatchFields: requirements(term, 'matchFields'),
  }));
  const required = objectAt(affinity, 'required');
  return affinity && { Required: required ? { NodeSelectorTerms: terms.length > 0 ? terms : null } : null };
}

export const checkVolumeChange: UpdateCheck = (errors, object, old) => {
  let spec = objectAt(object, 'spec');
  const before = objectAt(old, 'spec');
  const csi = objectAt(spec, 'csi');
  // The secret for expanding may be added later.
  if (csi && !objectAt(objectAt(before, 'csi'), 'controllerExpandSecretRef')) {
    const { controllerExpandSecretRef: _added, ...rest } = csi;
    spec = { ...spec, csi: rest };
  }
  checkSame(
    errors,
    'spec.persistentvolumesource',
    'spec.persistentvolumesource is immutable after creation',
    sourceStruct(spec),
    sourceStruct(before),
  );
  checkImmutable(errors, 'volumeMode', own(spec, 'volumeMode'), own(before, 'volumeMode'));
  const affinity = objectAt(before, 'nodeAffinity');
  if (affinity && !deepEqual(affinity, objectAt(spec, 'nodeAffinity'))) {
    const value = affinityStruct(objectAt(spec, 'nodeAffinity')) ?? null;
    const why = 'field is immutable, except for updating from beta label to GA';
    errors.push(invalidValue('nodeAffinity', value, why));
  }
  const key = 'volumeAttributesClassName';
  if (own(before, key) !== undefined && own(spec, key) === undefined) {
    errors.push(forbidden(`spec.${key}`, 'update from non-nil value to nil is forbidden'));
  }
};

function quantities(resources: JsonObject | undefined, key: string): JsonObject | null {
  const list = amounts(resources, key);
  return list.length === 0 ? null : Object.fromEntries(list.map(({ name, text }) => [name, text]));
}

function claimStruct(spec: JsonObject | undefined, changes: JsonObject): JsonObject {
  const modes = textsAt(spec, 'accessModes');
  const selector = objectAt(spec, 'selector');
  const resources = objectAt(spec, 'resources');
  const optional = (key: string): Json => own(spec, key) ?? null;
  const source = { apiGroup: null, kind: '', name: '' };
  return {
    AccessModes: modes.length > 0 ? modes : null,
    Selector: selector ? selectorValue(selector) : null,
    Resources: {
      Limits: quantities(resources, 'limits'),
      Requests: quantities(resources, 'requests'),
    },
    VolumeName: textAt(spec, 'volumeName'),
    StorageClassName: optional('storageClassName'),
    VolumeMode: optional('volumeMode'),
    DataSource: struct(objectAt(spec, 'dataSource'), source),
    DataSourceRef: struct(objectAt(spec, 'dataSourceRef'), { ...source, namespace: null }),
    VolumeAttributesClassName: optional('volumeAttributesClassName'),
    ...changes,
  };
}

/** The volume and the class may be filled in once; the size of a bound claim may grow. */
export const checkClaimChange: UpdateCheck = (errors, object, old) => {
  const spec = objectAt(object, 'spec');
  const before = objectAt(old, 'spec');
  const sizeOf = (from: JsonObject | undefined, key = 'requests') =>
    quantities(from, key)?.storage as string | undefined;
  const size = sizeOf(objectAt(spec, 'resources')) ?? '0';
  const oldSize = sizeOf(objectAt(before, 'resources')) ?? '0';
  const free: JsonObject = {};
  if (textAt(before, 'volumeName') === '') free.VolumeName = '';
  if (own(before, 'storageClassName') === undefined) free.StorageClassName = null;
  let next = claimStruct(spec, free);
  if (textAt(objectAt(object, 'status'), 'phase') === 'Bound') {
    free.VolumeAttributesClassName = null;
    const { Limits, Requests } = next.Resources as JsonObject;
    const requests = Requests ? sortedMap({ ...(Requests as JsonObject), storage: oldSize }) : null;
    next = claimStruct(spec, { ...free, Resources: { Limits, Requests: requests } });
  }
  checkSame(
    errors,
    'spec',
    'spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims',
    next,
    claimStruct(before, free),
  );
  const capacity = sizeOf(objectAt(old, 'status'), 'capacity') ?? '0';
  if (compareQuantities(size, oldSize) < 0 && compareQuantities(size, capacity) <= 0) {
    const field = 'spec.resources.requests.storage';
    errors.push(forbidden(field, 'field can not be less than status.capacity'));
  }
  checkImmutable(errors, 'volumeMode', own(spec, 'volumeMode'), own(before, 'volumeMode'));
};
