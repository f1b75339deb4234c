/** Mounts and raw devices of a container (VAL-57, VAL-58). */
import type { JsonObject } from '../../../k8s/types';
import { forbidden, invalidValue, notFound, notSupported, required, type FieldError } from '../field-error';
import { checkDescendingPath } from './numbers';
import { isTrue, objectAt, objectsAt, own, textAt } from './untyped';

/** The valid volumes of the pod, by name. */
export type Volumes = ReadonlyMap<string, JsonObject>;

const PROPAGATIONS = ['Bidirectional', 'HostToContainer', 'None'];
const RECURSIVE_READ_ONLY = ['Disabled', 'Enabled', 'IfPossible'];

/** Upstream reports some faults on `volumeMounts.<field>`, without the index. */
export function checkVolumeMounts(
  errors: FieldError[],
  container: JsonObject,
  field: string,
  volumes: Volumes,
): void {
  const devices = objectsAt(container, 'volumeDevices');
  const paths = new Set<string>();
  objectsAt(container, 'volumeMounts').forEach((mount, i) => {
    const at = `${field}[${i}]`;
    const name = textAt(mount, 'name');
    const path = textAt(mount, 'mountPath');
    if (name === '') errors.push(required(`${at}.name`));
    if (!volumes.has(name)) errors.push(notFound(`${at}.name`, name));
    if (path === '') errors.push(required(`${at}.mountPath`));
    if (paths.has(path)) errors.push(invalidValue(`${at}.mountPath`, path, 'must be unique'));
    paths.add(path);
    if (devices.some((device) => textAt(device, 'name') === name)) {
      errors.push(invalidValue(`${at}.name`, name, 'must not already exist in volumeDevices'));
    }
    if (devices.some((device) => textAt(device, 'devicePath') === path)) {
      errors.push(invalidValue(`${at}.mountPath`, path, 'must not already exist as a path in volumeDevices'));
    }
    checkSubPath(errors, mount, field, at);
    checkPropagation(errors, mount, container, `${field}.mountPropagation`);
    checkRecursiveReadOnly(errors, mount, `${field}.recursiveReadOnly`);
  });
}

function checkSubPath(errors: FieldError[], mount: JsonObject, field: string, at: string): void {
  const subPath = textAt(mount, 'subPath');
  const expression = textAt(mount, 'subPathExpr');
  if (subPath !== '') checkDescendingPath(errors, `${field}.subPath`, subPath);
  if (expression === '') return;
  if (subPath !== '') {
    errors.push(
      invalidValue(`${at}.subPathExpr`, expression, 'subPathExpr and subPath are mutually exclusive'),
    );
  }
  checkDescendingPath(errors, `${field}.subPathExpr`, expression);
}

function checkPropagation(
  errors: FieldError[],
  mount: JsonObject,
  container: JsonObject,
  field: string,
): void {
  if (own(mount, 'mountPropagation') === undefined) return;
  const propagation = textAt(mount, 'mountPropagation');
  if (!PROPAGATIONS.includes(propagation)) errors.push(notSupported(field, propagation, PROPAGATIONS));
  const privileged = isTrue(objectAt(container, 'securityContext'), 'privileged');
  if (propagation === 'Bidirectional' && !privileged) {
    errors.push(
      forbidden(field, 'Bidirectional mount propagation is available only to privileged containers'),
    );
  }
}

function checkRecursiveReadOnly(errors: FieldError[], mount: JsonObject, field: string): void {
  if (own(mount, 'recursiveReadOnly') === undefined) return;
  const mode = textAt(mount, 'recursiveReadOnly');
  if (mode === 'Disabled') return;
  if (!RECURSIVE_READ_ONLY.includes(mode)) {
    errors.push(notSupported(field, mode, RECURSIVE_READ_ONLY));
    return;
  }
  if (!isTrue(mount, 'readOnly')) {
    errors.push(forbidden(field, 'may only be specified when readOnly is true'));
  }
  const propagation = textAt(mount, 'mountPropagation');
  if (propagation !== '' && propagation !== 'None') {
    errors.push(forbidden(field, 'may only be specified when mountPropagation is None or not specified'));
  }
}

export function checkVolumeDevices(
  errors: FieldError[],
  container: JsonObject,
  field: string,
  volumes: Volumes,
): void {
  const mounts = objectsAt(container, 'volumeMounts');
  const paths = new Set<string>();
  const names = new Set<string>();
  objectsAt(container, 'volumeDevices').forEach((device, i) => {
    const at = `${field}[${i}]`;
    const name = textAt(device, 'name');
    const path = textAt(device, 'devicePath');
    const volume = volumes.get(name);
    if (name === '') errors.push(required(`${at}.name`));
    if (names.has(name)) errors.push(invalidValue(`${at}.name`, name, 'must be unique'));
    if (volume === undefined) errors.push(notFound(`${at}.name`, name));
    else if (own(volume, 'persistentVolumeClaim') === undefined && own(volume, 'ephemeral') === undefined) {
      errors.push(
        invalidValue(
          `${at}.name`,
          name,
          'can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode',
        ),
      );
    }
    if (path === '') errors.push(required(`${at}.devicePath`));
    if (paths.has(path)) errors.push(invalidValue(`${at}.devicePath`, path, 'must be unique'));
    if (path.split('/').includes('..')) {
      errors.push(invalidValue(`${at}.devicePath`, path, "can not contain backsteps ('..')"));
    } else paths.add(path);
    if (mounts.some((mount) => textAt(mount, 'name') === name)) {
      errors.push(invalidValue(`${at}.name`, name, 'must not already exist in volumeMounts'));
    }
    if (mounts.some((mount) => textAt(mount, 'mountPath') === path)) {
      errors.push(invalidValue(`${at}.devicePath`, path, 'must not already exist as a path in volumeMounts'));
    }
    if (name !== '') names.add(name);
  });
}
