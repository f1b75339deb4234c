/** The spec of a PersistentVolumeClaim, on its own or in a template. */
import { dns1123Subdomain } from '../../../k8s/names';
import { parseMilli, parseQuantity } from '../../../k8s/quantity';
import type { JsonObject } from '../../../k8s/types';
import { forbidden, invalidValue, notSupported, required, type FieldError } from '../field-error';
import { checkLabelSelector } from './label-selector';
import { checkName } from './names';
import { objectAt, own, textAt, textsAt } from './untyped';

const ACCESS_MODES = ['ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOnce', 'ReadWriteOncePod'];
const VOLUME_MODES = ['Block', 'Filesystem'];
const CLAIM = 'PersistentVolumeClaim';

export function checkClaimSpec(errors: FieldError[], spec: JsonObject | undefined, path: string): void {
  const modes = textsAt(spec, 'accessModes');
  const field = `${path}.accessModes`;
  if (modes.length === 0) errors.push(required(field, 'at least 1 access mode is required'));
  checkLabelSelector(errors, objectAt(spec, 'selector'), `${path}.selector`);
  const known = modes.filter((mode) => ACCESS_MODES.includes(mode));
  for (const mode of modes) if (!known.includes(mode)) errors.push(notSupported(field, mode, ACCESS_MODES));
  if (known.includes('ReadWriteOncePod') && known.some((mode) => mode !== 'ReadWriteOncePod')) {
    errors.push(forbidden(field, 'may not use ReadWriteOncePod with other access modes'));
  }
  checkStorage(errors, spec, `${path}.resources[storage]`);
  const volumeMode = own(spec, 'volumeMode');
  checkClassName(errors, spec, path, 'storageClassName');
  if (typeof volumeMode === 'string' && !VOLUME_MODES.includes(volumeMode)) {
    errors.push(notSupported(`${path}.volumeMode`, volumeMode, VOLUME_MODES));
  }
  for (const key of ['dataSource', 'dataSourceRef']) {
    checkSource(errors, objectAt(spec, key), `${path}.${key}`);
  }
  checkClassName(errors, spec, path, 'volumeAttributesClassName');
}

function checkStorage(errors: FieldError[], spec: JsonObject | undefined, field: string): void {
  const amount = own(objectAt(objectAt(spec, 'resources'), 'requests'), 'storage');
  if (typeof amount !== 'string' && typeof amount !== 'number') errors.push(required(field));
  else if ((parseQuantity(amount) ?? 0) <= 0) {
    errors.push(invalidValue(field, String(amount), 'must be greater than zero'));
  }
}

function checkClassName(errors: FieldError[], spec: JsonObject | undefined, path: string, key: string): void {
  const name = textAt(spec, key);
  if (name !== '') checkName(errors, `${path}.${key}`, name, dns1123Subdomain);
}

function checkSource(errors: FieldError[], source: JsonObject | undefined, field: string): void {
  if (source === undefined) return;
  const kind = textAt(source, 'kind');
  const group = textAt(source, 'apiGroup');
  if (textAt(source, 'name') === '') errors.push(required(`${field}.name`));
  if (kind === '') errors.push(required(`${field}.kind`));
  if (group !== '') checkName(errors, `${field}.apiGroup`, group, dns1123Subdomain);
  else if (kind !== CLAIM) {
    errors.push(invalidValue(field, kind, `must be '${CLAIM}' when referencing the default apiGroup`));
  }
}

/** 100m of storage is a tenth of a byte. */
export function claimWarnings(spec: JsonObject | undefined, path: string): string[] {
  const resources = objectAt(spec, 'resources');
  return ['requests', 'limits'].flatMap((key) => {
    const amount = textAt(objectAt(resources, key), 'storage');
    if ((parseMilli(amount) ?? 0) % 1000 === 0) return [];
    const shown = JSON.stringify(amount);
    return `${path}.resources.${key}[storage]: fractional byte value ${shown} is invalid, must be an integer`;
  });
}
