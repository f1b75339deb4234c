/** Events: the one rule that a client can meet is that an event lives in the namespace of its object. */
import { dns1123Subdomain } from '../../../k8s/names';
import type { JsonObject } from '../../../k8s/types';
import { invalidValue, type FieldError } from '../field-error';
import { checkLabels, checkAnnotations, checkObjectMetaUpdate } from './object-meta';
import { checkName } from './names';
import { objectAt, textAt } from './untyped';

export function checkEvent(errors: FieldError[], object: JsonObject): void {
  const meta = objectAt(object, 'metadata');
  const involved = textAt(objectAt(object, 'involvedObject'), 'namespace');
  const namespace = textAt(meta, 'namespace');
  if (involved === '' ? namespace !== '' && namespace !== 'default' : involved !== namespace) {
    errors.push(invalidValue('involvedObject.namespace', involved, 'does not match event.namespace'));
  }
  const name = textAt(meta, 'name');
  if (name !== '') checkName(errors, 'metadata.name', name, dns1123Subdomain);
  checkLabels(errors, objectAt(meta, 'labels'), 'metadata.labels');
  checkAnnotations(errors, objectAt(meta, 'annotations'), 'metadata.annotations');
}

export function checkEventUpdate(errors: FieldError[], object: JsonObject, old: JsonObject): void {
  checkObjectMetaUpdate(errors, objectAt(object, 'metadata'), objectAt(old, 'metadata'));
}
