/** The behaviour of kinds by their word, for tests. */
import type { AnyObject, BuiltInKind } from '../../../k8s/types';
import type { FieldError } from '../field-error';
import { kindOf } from '../kinds/registry';
import type { Manifest } from '../types';
import { checkObjectMetaUpdate } from '../validation/object-meta';
import { objectAt } from '../validation/untyped';

export function validateCreate(kind: BuiltInKind, object: Manifest): FieldError[] {
  const errors: FieldError[] = [];
  kindOf(kind).check(errors, object);
  return errors;
}

export function validateUpdate(kind: BuiltInKind, object: Manifest, old: Manifest): FieldError[] {
  const errors: FieldError[] = [];
  kindOf(kind).checkUpdate(errors, object, old);
  return errors;
}

export function validateStatusUpdate(kind: BuiltInKind, object: Manifest, old: Manifest): FieldError[] {
  const errors: FieldError[] = [];
  const check = kindOf(kind).checkStatusUpdate;
  if (check) check(errors, object, old);
  else checkObjectMetaUpdate(errors, objectAt(object, 'metadata'), objectAt(old, 'metadata'));
  return errors;
}

export function applyDefaults(object: AnyObject): AnyObject {
  return (kindOf(object.kind).defaults?.(object) ?? object) as AnyObject;
}
