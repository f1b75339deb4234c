/** Object metadata: names, labels, annotations, owners, finalizers (VAL-24, VAL-60 … VAL-64). */
import { byteLength } from '../../../lib/utf8';
import { labelValue, qualifiedName } from '../../../k8s/names';
import type { JsonObject } from '../../../k8s/types';
import { deepEqual } from '../../../lib/equal';
import { forbidden, invalidValue, required, tooLong, type FieldError } from '../field-error';
import { checkLabel, checkQualifiedName, type NameRule } from './names';
import { checkNonNegative } from './numbers';
import {
  isTrue,
  numberAt,
  objectAt,
  objectsAt,
  own,
  textAt,
  textEntries,
  textsAt,
  type Untyped,
} from './untyped';

const ANNOTATIONS_LIMIT = 262144;
const STANDARD_FINALIZERS = ['kubernetes', 'orphan', 'foregroundDeletion'];

/** The rules of one kind's metadata. */
export interface MetaRules {
  namespaced: boolean;
  name: NameRule;
  /** Upstream's newer groups do not ask finalizers to be qualified. */
  anyFinalizer?: true;
}

export function checkObjectMeta(errors: FieldError[], meta: JsonObject | undefined, rules: MetaRules): void {
  const prefix = textAt(meta, 'generateName');
  const name = textAt(meta, 'name');
  if (prefix !== '') {
    // A prefix may end with a dash: what follows it is generated. Upstream forgets the character before it as well.
    const checked = prefix.length > 1 && prefix.endsWith('-') ? `${prefix.slice(0, -2)}a` : prefix;
    for (const message of rules.name(checked))
      errors.push(invalidValue('metadata.generateName', prefix, message));
  }
  if (name === '') errors.push(required('metadata.name', 'name or generateName is required'));
  else for (const message of rules.name(name)) errors.push(invalidValue('metadata.name', name, message));

  const namespace = textAt(meta, 'namespace');
  if (!rules.namespaced) {
    if (namespace !== '') errors.push(forbidden('metadata.namespace', 'not allowed on this type'));
  } else if (namespace === '') errors.push(required('metadata.namespace'));
  else checkLabel(errors, 'metadata.namespace', namespace);

  checkNonNegative(errors, 'metadata.generation', own(meta, 'generation'));
  checkLabels(errors, objectAt(meta, 'labels'), 'metadata.labels');
  checkAnnotations(errors, objectAt(meta, 'annotations'), 'metadata.annotations');
  checkOwners(errors, objectsAt(meta, 'ownerReferences'));
  checkFinalizers(errors, textsAt(meta, 'finalizers'), 'metadata.finalizers');
  if (!rules.anyFinalizer) checkQualifiedFinalizers(errors, meta);
}

/** VAL-62, VAL-63, VAL-66: reported on the map itself. */
export function checkLabels(errors: FieldError[], labels: JsonObject | undefined, field: string): void {
  for (const [key, value] of textEntries(labels)) {
    for (const message of qualifiedName(key)) errors.push(invalidValue(field, key, message));
    for (const message of labelValue(value)) errors.push(invalidValue(field, value, message));
  }
}

/** VAL-64. */
export function checkAnnotations(
  errors: FieldError[],
  annotations: JsonObject | undefined,
  field: string,
): void {
  let size = 0;
  for (const [key, value] of textEntries(annotations)) {
    for (const message of qualifiedName(key.toLowerCase())) errors.push(invalidValue(field, key, message));
    size += byteLength(key) + byteLength(value);
  }
  if (size > ANNOTATIONS_LIMIT) errors.push(tooLong(field, ANNOTATIONS_LIMIT));
}

function checkOwners(errors: FieldError[], owners: JsonObject[]): void {
  const field = 'metadata.ownerReferences';
  let controller: string | undefined;
  for (const owner of owners) {
    const version = textAt(owner, 'apiVersion');
    if (version === '' || version.endsWith('/')) {
      errors.push(invalidValue(`${field}.apiVersion`, version, 'version must not be empty'));
    }
    for (const key of ['kind', 'name', 'uid']) {
      if (textAt(owner, key) === '') errors.push(invalidValue(`${field}.${key}`, '', 'must not be empty'));
    }
    if (textAt(owner, 'kind') === 'Event' && version === 'v1') {
      errors.push(
        invalidValue(field, ownerValue(owner), '/v1, Kind=Event is disallowed from being an owner'),
      );
    }
    if (!isTrue(owner, 'controller')) continue;
    const name = `${textAt(owner, 'kind')}/${textAt(owner, 'name')}`;
    if (controller !== undefined) {
      errors.push(
        invalidValue(
          field,
          owners.map(ownerValue),
          `Only one reference can have Controller set to true. Found "true" in references for ${controller} and ${name}`,
        ),
      );
    }
    controller ??= name;
  }
}

/** With empty texts for what is missing. */
function ownerValue(owner: JsonObject): JsonObject {
  return { apiVersion: '', kind: '', name: '', uid: '', ...owner };
}

function checkFinalizers(errors: FieldError[], finalizers: string[], field: string): void {
  for (const finalizer of finalizers) checkQualifiedName(errors, field, finalizer);
  if (finalizers.includes('orphan') && finalizers.includes('foregroundDeletion')) {
    errors.push(
      invalidValue(field, finalizers, 'finalizer orphan and foregroundDeletion cannot be both set'),
    );
  }
}

function checkQualifiedFinalizers(errors: FieldError[], meta: JsonObject | undefined): void {
  textsAt(meta, 'finalizers').forEach((finalizer, i) =>
    checkStandardFinalizer(errors, `metadata.finalizers[${i}]`, finalizer),
  );
}

/** Those without a domain must be Kubernetes' own. */
export function checkStandardFinalizer(errors: FieldError[], field: string, finalizer: string): void {
  if (finalizer.includes('/') || STANDARD_FINALIZERS.includes(finalizer)) return;
  const why = 'name is neither a standard finalizer name nor is it fully qualified';
  errors.push(invalidValue(field, finalizer, why));
}

/** What no update may change, then the rules of a create that an update repeats. */
export function checkObjectMetaUpdate(
  errors: FieldError[],
  meta: JsonObject | undefined,
  old: JsonObject | undefined,
  rules: Pick<MetaRules, 'anyFinalizer'> = {},
): void {
  checkNoNewFinalizers(errors, meta, old);
  if ((numberAt(meta, 'generation') ?? 0) < (numberAt(old, 'generation') ?? 0)) {
    errors.push(
      invalidValue('metadata.generation', numberAt(meta, 'generation') ?? 0, 'must not be decremented'),
    );
  }
  for (const key of [
    'name',
    'namespace',
    'uid',
    'creationTimestamp',
    'deletionTimestamp',
    'deletionGracePeriodSeconds',
  ]) {
    checkImmutable(errors, `metadata.${key}`, own(meta, key), own(old, key));
  }
  checkLabels(errors, objectAt(meta, 'labels'), 'metadata.labels');
  checkAnnotations(errors, objectAt(meta, 'annotations'), 'metadata.annotations');
  checkOwners(errors, objectsAt(meta, 'ownerReferences'));
  if (!rules.anyFinalizer) checkQualifiedFinalizers(errors, meta);
}

/** API-16: the list of finalizers of an object that is being deleted can only shrink. */
export function checkNoNewFinalizers(
  errors: FieldError[],
  meta: JsonObject | undefined,
  old: JsonObject | undefined,
): void {
  if (own(old, 'deletionTimestamp') === undefined) return;
  const before = textsAt(old, 'finalizers');
  const added = textsAt(meta, 'finalizers').filter((finalizer) => !before.includes(finalizer));
  if (added.length === 0) return;
  const list = added.map((finalizer) => JSON.stringify(finalizer)).join(', ');
  const why = `no new finalizers can be added if the object is being deleted, found new finalizers []string{${list}}`;
  errors.push(forbidden('metadata.finalizers', why));
}

export function checkImmutable(errors: FieldError[], field: string, value: Untyped, old: Untyped): void {
  if (!deepEqual(value, old)) errors.push(invalidValue(field, value ?? null, 'field is immutable'));
}
