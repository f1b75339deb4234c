/** Volumes of a pod (VAL-54 … VAL-56). */
import { dns1123Subdomain } from '../../../k8s/names';
import { parseQuantity } from '../../../k8s/quantity';
import type { JsonObject } from '../../../k8s/types';
import {
  duplicate,
  forbidden,
  invalidValue,
  notSupported,
  required,
  tooLong,
  type FieldError,
} from '../field-error';
import { checkClaimSpec } from './claim-spec';
import { checkLabel } from './names';
import { checkFileMode, checkNoBacksteps } from './numbers';
import { checkProjected } from './projected-volume';
import { checkDownwardFile, checkKeyToPath } from './volume-files';
import type { Volumes } from './volume-mounts';
import { objectAt, objectsAt, own, textAt } from './untyped';

export type SourceCheck = (errors: FieldError[], source: JsonObject, at: string) => void;

/** A field that may not be empty. */
function needs(...keys: string[]): SourceCheck {
  return (errors, source, at) => {
    for (const key of keys) if (textAt(source, key) === '') errors.push(required(`${at}.${key}`));
  };
}

const HOST_PATH_TYPES = [
  '',
  'BlockDevice',
  'CharDevice',
  'Directory',
  'DirectoryOrCreate',
  'File',
  'FileOrCreate',
  'Socket',
];

/** In upstream's order: of several sources, all but the first in this order are forbidden. */
const SOURCES: readonly (readonly [string, SourceCheck])[] = [
  ['emptyDir', checkEmptyDir],
  ['hostPath', checkHostPath],
  ['gitRepo', needs('repository')],
  ['gcePersistentDisk', needs('pdName')],
  ['awsElasticBlockStore', needs('volumeID')],
  ['secret', keyedSource('secretName')],
  ['nfs', checkNfs],
  ['iscsi', needs('targetPortal', 'iqn')],
  ['glusterfs', needs('endpoints', 'path')],
  ['flocker', () => undefined],
  ['persistentVolumeClaim', needs('claimName')],
  ['rbd', needs('image')],
  ['cinder', needs('volumeID')],
  ['cephfs', () => undefined],
  ['quobyte', needs('volume')],
  ['downwardAPI', checkDownward],
  ['fc', () => undefined],
  ['flexVolume', needs('driver')],
  ['configMap', keyedSource('name')],
  ['azureFile', needs('secretName', 'shareName')],
  ['vsphereVolume', needs('volumePath')],
  ['photonPersistentDisk', needs('pdID')],
  ['portworxVolume', needs('volumeID')],
  ['azureDisk', needs('diskName', 'diskURI')],
  ['storageos', needs('volumeName')],
  ['projected', checkProjected],
  ['scaleIO', needs('gateway', 'system', 'volumeName')],
  ['csi', checkCsi],
  ['ephemeral', checkEphemeral],
  ['image', checkImage],
];

/**
 * Returns the volumes without faults by name: mounts of the others are reported as well (VAL-57), since upstream forgets
 * faulty volumes.
 */
export function checkVolumes(errors: FieldError[], spec: JsonObject | undefined, path: string): Volumes {
  const valid = new Map<string, JsonObject>();
  objectsAt(spec, 'volumes').forEach((volume, i) => {
    const at = `${path}.volumes[${i}]`;
    const found: FieldError[] = [];
    checkSource(found, volume, at);
    const name = textAt(volume, 'name');
    if (name === '') found.push(required(`${at}.name`));
    else checkLabel(found, `${at}.name`, name);
    if (valid.has(name)) found.push(duplicate(`${at}.name`, name));
    if (found.length === 0) valid.set(name, volume);
    errors.push(...found);
  });
  return valid;
}

/** VAL-55. */
function checkSource(errors: FieldError[], volume: JsonObject, at: string): void {
  let count = 0;
  for (const [key, check] of SOURCES) {
    const source = objectAt(volume, key);
    if (source === undefined) continue;
    if (count++ > 0) errors.push(forbidden(`${at}.${key}`, 'may not specify more than 1 volume type'));
    else check(errors, source, `${at}.${key}`);
  }
  if (count === 0) errors.push(required(at, 'must specify a volume type'));
}

function checkEmptyDir(errors: FieldError[], source: JsonObject, at: string): void {
  const limit = own(source, 'sizeLimit');
  if ((typeof limit === 'string' || typeof limit === 'number') && (parseQuantity(limit) ?? 0) < 0) {
    errors.push(forbidden(`${at}.sizeLimit`, 'SizeLimit field must be a valid resource quantity'));
  }
}

/** VAL-56. */
export function checkHostPath(errors: FieldError[], source: JsonObject, at: string): void {
  const path = textAt(source, 'path');
  if (path === '') {
    errors.push(required(`${at}.path`));
    return;
  }
  checkNoBacksteps(errors, `${at}.path`, path);
  const type = textAt(source, 'type');
  if (!HOST_PATH_TYPES.includes(type)) errors.push(notSupported(`${at}.type`, type, HOST_PATH_TYPES));
}

export function checkNfs(errors: FieldError[], source: JsonObject, at: string): void {
  needs('server', 'path')(errors, source, at);
  const path = textAt(source, 'path');
  if (!path.startsWith('/')) errors.push(invalidValue(`${at}.path`, path, 'must be an absolute path'));
}

/** A Secret or ConfigMap with a selection of its keys. */
function keyedSource(nameKey: string): SourceCheck {
  return (errors, source, at) => {
    if (textAt(source, nameKey) === '') errors.push(required(`${at}.${nameKey}`));
    checkFileMode(errors, `${at}.defaultMode`, own(source, 'defaultMode'));
    objectsAt(source, 'items').forEach((item, i) => checkKeyToPath(errors, item, `${at}.items[${i}]`));
  };
}

/** Upstream reports on the source, without the item's index. */
function checkDownward(errors: FieldError[], source: JsonObject, at: string): void {
  checkFileMode(errors, `${at}.defaultMode`, own(source, 'defaultMode'));
  for (const item of objectsAt(source, 'items')) checkDownwardFile(errors, item, at);
}

function checkEphemeral(errors: FieldError[], source: JsonObject, at: string): void {
  const template = objectAt(source, 'volumeClaimTemplate');
  if (!template) errors.push(required(`${at}.volumeClaimTemplate`));
  else checkClaimSpec(errors, objectAt(template, 'spec'), `${at}.volumeClaimTemplate.spec`);
}

const MAX_DRIVER = 63;

function checkCsi(errors: FieldError[], source: JsonObject, at: string): void {
  needs('driver')(errors, source, at);
  const driver = textAt(source, 'driver');
  if (driver.length > MAX_DRIVER) errors.push(tooLong(`${at}.driver`, MAX_DRIVER));
  const messages = dns1123Subdomain(driver.toLowerCase());
  for (const message of messages) errors.push(invalidValue(`${at}.driver`, driver, message));
}

const PULL_POLICIES = ['Always', 'IfNotPresent', 'Never'];

function checkImage(errors: FieldError[], source: JsonObject, at: string): void {
  needs('reference')(errors, source, at);
  const policy = textAt(source, 'pullPolicy');
  if (policy === '') errors.push(required(`${at}.pullPolicy`));
  else if (!PULL_POLICIES.includes(policy))
    errors.push(notSupported(`${at}.pullPolicy`, policy, PULL_POLICIES));
}
