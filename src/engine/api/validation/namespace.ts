/** Namespaces. */
import { dns1123Label } from '../../../k8s/names';
import type { JsonObject } from '../../../k8s/types';
import type { FieldError } from '../field-error';
import { checkQualifiedName } from './names';
import { checkObjectMeta, checkObjectMetaUpdate } from './object-meta';
import { objectAt, textsAt } from './untyped';

export function checkNamespace(errors: FieldError[], object: JsonObject): void {
  checkObjectMeta(errors, objectAt(object, 'metadata'), { namespaced: false, name: dns1123Label });
  for (const finalizer of textsAt(objectAt(object, 'spec'), 'finalizers')) {
    checkQualifiedName(errors, 'spec.finalizers', finalizer);
  }
}

/** An update repeats the rules of a create, as it does for most kinds. */
export function checkNamespaceUpdate(errors: FieldError[], object: JsonObject, old: JsonObject): void {
  checkNamespace(errors, object);
  checkObjectMetaUpdate(errors, objectAt(object, 'metadata'), objectAt(old, 'metadata'));
}
