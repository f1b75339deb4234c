/** PersistentVolumes and PersistentVolumeClaims. */
import { dns1123Subdomain } from '../../../k8s/names';
import { compareQuantities, parseMilli } from '../../../k8s/quantity';
import type { JsonObject } from '../../../k8s/types';
import { forbidden, invalidValue, notSupported, required, tooLong, type FieldError } from '../field-error';
import type { CreateCheck } from '../kinds/definition';
import { checkNodeSelector } from './affinity';
import { checkClaimSpec } from './claim-spec';
import { checkLabel, checkSubdomain } from './names';
import { checkNoBacksteps } from './numbers';
import { amounts } from './resources';
import { checkEnum, inOrder, metaOf, metaUpdate, needTexts } from './rules';
import { checkClaimChange, checkVolumeChange } from './volume-update';
import { checkHostPath, checkNfs, type SourceCheck } from './volumes';
import { objectAt, objectsAt, own, textAt, textsAt } from './untyped';
import { DEPRECATED_LABELS } from './warnings';

const ACCESS_MODES = ['ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOnce', 'ReadWriteOncePod'];
const VOLUME_MODES = ['Block', 'Filesystem'];
const RECLAIM_POLICIES = ['Delete', 'Recycle', 'Retain'];
const CLASS_ANNOTATION = 'volume.beta.kubernetes.io/storage-class';
const MOUNT_ANNOTATION = 'volume.beta.kubernetes.io/mount-options';

function needs(...keys: string[]): SourceCheck {
  return (errors, source, at) => needTexts(errors, source, at, ...keys);
}

/** In upstream's order: of several sources, all but the first in this order are forbidden. */
const SOURCES: readonly (readonly [key: string, check: SourceCheck, at?: string])[] = [
  ['hostPath', checkHostPath],
  ['gcePersistentDisk', needs('pdName'), 'persistentDisk'],
  ['awsElasticBlockStore', needs('volumeID')],
  ['glusterfs', needs('endpoints', 'path')],
  ['flocker', needs()],
  ['nfs', checkNfs],
  ['rbd', needs('image')],
  ['quobyte', needs('volume')],
  ['cephfs', needs()],
  ['iscsi', needs('targetPortal', 'iqn')],
  ['cinder', needs('volumeID')],
  ['fc', needs()],
  ['flexVolume', needs('driver')],
  ['azureFile', needs('secretName', 'shareName')],
  ['vsphereVolume', needs('volumePath')],
  ['photonPersistentDisk', needs('pdID')],
  ['portworxVolume', needs('volumeID')],
  ['azureDisk', needs('diskName', 'diskURI')],
  ['scaleIO', needs('gateway', 'system', 'volumeName')],
  ['local', checkLocal],
  ['storageos', needs()],
  ['csi', checkCsi],
];
/** These take mount options by annotation. */
const MOUNTABLE = [
  'gcePersistentDisk',
  'awsElasticBlockStore',
  'glusterfs',
  'nfs',
  'rbd',
  'quobyte',
  'iscsi',
  'cinder',
  'cephfs',
  'azureFile',
  'vsphereVolume',
  'azureDisk',
  'photonPersistentDisk',
];

function checkLocal(errors: FieldError[], source: JsonObject, at: string): void {
  const path = textAt(source, 'path');
  if (path === '') errors.push(required(`${at}.path`));
  else checkNoBacksteps(errors, `${at}.path`, path);
}

function checkCsi(errors: FieldError[], source: JsonObject, at: string): void {
  const driver = textAt(source, 'driver');
  if (driver === '') errors.push(required(`${at}.driver`));
  if (driver.length > 63) errors.push(tooLong(`${at}.driver`, 63));
  for (const message of dns1123Subdomain(driver.toLowerCase())) {
    errors.push(invalidValue(`${at}.driver`, driver, message));
  }
  needTexts(errors, source, at, 'volumeHandle');
  for (const key of ['controllerPublish', 'controllerExpand', 'nodePublish', 'nodeExpand']) {
    const secret = objectAt(source, `${key}SecretRef`);
    if (!secret) continue;
    for (const [part, check] of [
      ['name', checkSubdomain],
      ['namespace', checkLabel],
    ] as const) {
      const text = textAt(secret, part);
      const field = `${at}.${key}SecretRef.${part}`;
      if (text === '') errors.push(required(field));
      else check(errors, field, text);
    }
  }
}

function checkAccessModes(errors: FieldError[], spec: JsonObject | undefined): void {
  const modes = textsAt(spec, 'accessModes');
  for (const mode of modes) checkEnum(errors, 'spec.accessModes', mode, ACCESS_MODES);
  const known = new Set(modes.filter((mode) => ACCESS_MODES.includes(mode)));
  if (known.has('ReadWriteOncePod') && known.size > 1) {
    errors.push(forbidden('spec.accessModes', 'may not use ReadWriteOncePod with other access modes'));
  }
}

function checkPositive(errors: FieldError[], field: string, text: string): boolean {
  if (compareQuantities(text, '0') > 0) return true;
  errors.push(invalidValue(field, text, 'must be greater than zero'));
  return false;
}

function checkClassAndMode(errors: FieldError[], spec: JsonObject | undefined): void {
  const name = textAt(spec, 'storageClassName');
  if (name !== '') checkSubdomain(errors, 'spec.storageClassName', name);
  if (own(spec, 'volumeMode') !== undefined) {
    checkEnum(errors, 'spec.volumeMode', textAt(spec, 'volumeMode'), VOLUME_MODES);
  }
}

const checkVolumeSpec: CreateCheck = (errors, object) => {
  const spec = objectAt(object, 'spec');
  if (textsAt(spec, 'accessModes').length === 0) errors.push(required('spec.accessModes'));
  checkAccessModes(errors, spec);
  checkCapacity(errors, spec);
  const policy = textAt(spec, 'persistentVolumeReclaimPolicy');
  const policyField = 'spec.persistentVolumeReclaimPolicy';
  if (policy !== '') checkEnum(errors, policyField, policy, RECLAIM_POLICIES);
  const affinity = objectAt(spec, 'nodeAffinity');
  if (affinity) {
    const terms = objectAt(affinity, 'required');
    if (terms) checkNodeSelector(errors, terms, 'spec.nodeAffinity.required');
    else errors.push(required('spec.nodeAffinity.required', 'must specify required node constraints'));
  }
  checkSource(errors, spec);
  const path = objectAt(spec, 'hostPath');
  if (policy === 'Recycle' && path && /^\/+(\.?\/+)*\.?$/.test(textAt(path, 'path'))) {
    errors.push(forbidden(policyField, "may not be 'recycle' for a hostPath mount of '/'"));
  }
  checkClassAndMode(errors, spec);
  checkAttributesClass(errors, spec);
};

function checkCapacity(errors: FieldError[], spec: JsonObject | undefined): void {
  const capacity = amounts(spec, 'capacity');
  if (capacity.length === 0) errors.push(required('spec.capacity'));
  if (capacity.length !== 1 || capacity[0]?.name !== 'storage') {
    const value = Object.fromEntries(capacity.map(({ name, text }) => [name, text]));
    const shown = objectAt(spec, 'capacity') === undefined ? null : value;
    errors.push(notSupported('spec.capacity', shown, ['storage']));
  }
  for (const { name, text } of capacity) {
    const at = `spec.capacity[${name}]`;
    const whole = Math.ceil((parseMilli(text) ?? 0) / 1000);
    if (whole < 0) errors.push(invalidValue(at, whole, 'must be a valid resource quantity'));
    checkPositive(errors, at, text);
  }
}

function checkSource(errors: FieldError[], spec: JsonObject | undefined): void {
  let count = 0;
  for (const [key, check, name] of SOURCES) {
    const source = objectAt(spec, key);
    if (!source) continue;
    const at = `spec.${name ?? key}`;
    // A flexVolume is never one too many: so upstream.
    if (count++ > 0 && key !== 'flexVolume') {
      const field = key === 'cephfs' ? 'spec.cephFS' : `spec.${key}`;
      errors.push(forbidden(field, 'may not specify more than 1 volume type'));
      continue;
    }
    check(errors, source, at);
    if (key === 'local' && !objectAt(spec, 'nodeAffinity')) {
      errors.push(required('spec.nodeAffinity', 'Local volume requires node affinity'));
    }
  }
  if (count === 0) errors.push(required('spec', 'must specify a volume type'));
}

function checkAttributesClass(errors: FieldError[], spec: JsonObject | undefined): void {
  if (own(spec, 'volumeAttributesClassName') === undefined) return;
  const name = textAt(spec, 'volumeAttributesClassName');
  const field = 'spec.volumeAttributesClassName';
  if (name === '') errors.push(required(field, 'an empty string is disallowed'));
  else checkSubdomain(errors, field, name);
  if (!objectAt(spec, 'csi')) {
    errors.push(required('spec.csi', 'has to be specified when using volumeAttributesClassName'));
  }
}

const checkMountOptions: CreateCheck = (errors, object) => {
  const annotations = objectAt(objectAt(object, 'metadata'), 'annotations');
  const spec = objectAt(object, 'spec');
  if (own(annotations, MOUNT_ANNOTATION) === undefined) return;
  if (MOUNTABLE.some((key) => objectAt(spec, key) !== undefined)) return;
  const field = `metadata.annotations.${MOUNT_ANNOTATION}`;
  errors.push(forbidden(field, 'may not specify mount options for this volume type'));
};

const checkVolume = inOrder(metaOf(false), checkVolumeSpec);
export const checkPersistentVolume = inOrder(checkVolume, checkMountOptions);

export const checkPersistentVolumeUpdate = inOrder(checkPersistentVolume, checkVolume, checkVolumeChange);

export function persistentVolumeWarnings(object: JsonObject): string[] {
  const spec = objectAt(object, 'spec');
  const annotations = objectAt(objectAt(object, 'metadata'), 'annotations');
  const warnings: string[] = [];
  if (own(annotations, CLASS_ANNOTATION) !== undefined) {
    warnings.push(
      `metadata.annotations[${CLASS_ANNOTATION}]: deprecated since v1.8; use "storageClassName" attribute instead`,
    );
  }
  if (own(annotations, MOUNT_ANNOTATION) !== undefined) {
    warnings.push(
      `metadata.annotations[${MOUNT_ANNOTATION}]: deprecated since v1.31; use "mountOptions" attribute instead`,
    );
  }
  if (textAt(spec, 'persistentVolumeReclaimPolicy') === 'Recycle') {
    warnings.push(
      'spec.persistentVolumeReclaimPolicy: The Recycle reclaim policy is deprecated. Instead, the recommended approach is to use dynamic provisioning.',
    );
  }
  const terms = objectAt(objectAt(spec, 'nodeAffinity'), 'required');
  objectsAt(terms, 'nodeSelectorTerms').forEach((term, i) =>
    objectsAt(term, 'matchExpressions').forEach((expression, j) => {
      const key = textAt(expression, 'key');
      if (!Object.hasOwn(DEPRECATED_LABELS, key)) return;
      const at = `spec.nodeAffinity.required.nodeSelectorTerms[${i}].matchExpressions[${j}].key`;
      warnings.push(`${at}: ${key} is ${DEPRECATED_LABELS[key]}`);
    }),
  );
  return warnings;
}

const checkClaimBody: CreateCheck = (errors, object) => {
  const spec = objectAt(object, 'spec');
  checkClaimSpec(errors, spec, 'spec');
  checkDataSources(errors, spec);
};

function checkDataSources(errors: FieldError[], spec: JsonObject | undefined): void {
  const source = objectAt(spec, 'dataSource');
  const ref = objectAt(spec, 'dataSourceRef');
  const namespace = textAt(ref, 'namespace');
  if (namespace !== '') checkLabel(errors, 'spec.dataSourceRef.namespace', namespace);
  if (!source || !ref) return;
  const same = ['apiGroup', 'kind', 'name'].every((key) => textAt(source, key) === textAt(ref, key));
  const refuse = (why: string) => errors.push(invalidValue('spec', {}, why));
  if (namespace !== '') refuse('may not be specified when dataSourceRef.namespace is specified');
  else if (!same) refuse('must match dataSourceRef');
}

export const checkPersistentVolumeClaim = inOrder(metaOf(true), checkClaimBody);

export const checkPersistentVolumeClaimUpdate = inOrder(
  checkPersistentVolumeClaim,
  metaUpdate,
  checkPersistentVolumeClaim,
  checkClaimChange,
);

export function persistentVolumeClaimWarnings(object: JsonObject): string[] {
  const annotations = objectAt(objectAt(object, 'metadata'), 'annotations');
  const resources = objectAt(objectAt(object, 'spec'), 'resources');
  const warnings: string[] = [];
  if (own(annotations, CLASS_ANNOTATION) !== undefined) {
    warnings.push(
      `metadata.annotations[${CLASS_ANNOTATION}]: deprecated since v1.8; use "storageClassName" attribute instead`,
    );
  }
  for (const key of ['requests', 'limits']) {
    const size = amounts(resources, key).find(({ name }) => name === 'storage')?.text ?? '0';
    if ((parseMilli(size) ?? 0) % 1000 !== 0) {
      warnings.push(
        `spec.resources.${key}[storage]: fractional byte value "${size}" is invalid, must be an integer`,
      );
    }
  }
  return warnings;
}
