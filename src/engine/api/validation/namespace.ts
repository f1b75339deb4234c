/** Namespaces. */
import { dns1123Label } from '../../../k8s/names';
import type { JsonObject } from '../../../k8s/types';
import { invalidValue, type FieldError } from '../field-error';
import { checkQualifiedName } from './names';
import { checkObjectMeta, checkObjectMetaUpdate, checkStandardFinalizer } from './object-meta';
import { objectAt, own, textAt, textsAt } from './untyped';

export function checkNamespace(errors: FieldError[], object: JsonObject): void {
  checkObjectMeta(errors, objectAt(object, 'metadata'), { namespaced: false, name: dns1123Label });
  for (const finalizer of textsAt(objectAt(object, 'spec'), 'finalizers')) {
    checkFinalizer(errors, 'spec.finalizers', finalizer);
  }
}

/** An update repeats the rules of a create, as it does for most kinds. */
export function checkNamespaceUpdate(errors: FieldError[], object: JsonObject, old: JsonObject): void {
  checkNamespace(errors, object);
  checkObjectMetaUpdate(errors, objectAt(object, 'metadata'), objectAt(old, 'metadata'));
}

function checkFinalizer(errors: FieldError[], field: string, finalizer: string): void {
  checkQualifiedName(errors, field, finalizer);
  checkStandardFinalizer(errors, field, finalizer);
}

/** The phase says what the deletion timestamp says. */
export function checkNamespaceStatusUpdate(errors: FieldError[], object: JsonObject, old: JsonObject): void {
  const meta = objectAt(object, 'metadata');
  checkObjectMetaUpdate(errors, meta, objectAt(old, 'metadata'));
  const phase = textAt(objectAt(object, 'status'), 'phase');
  const going = own(meta, 'deletionTimestamp') !== undefined;
  const expected = going ? 'Terminating' : 'Active';
  if (phase === expected) return;
  const why = `may only be '${expected}' if \`deletionTimestamp\` is ${going ? 'not ' : ''}empty`;
  errors.push(invalidValue('status.Phase', phase, why));
}

const LEVELS = ['privileged', 'baseline', 'restricted'];
const POD_SECURITY = 'pod-security.kubernetes.io/';

/** Admission: labels that choose a pod security standard. */
export function checkPodSecurityLabels(errors: FieldError[], labels: JsonObject | undefined): void {
  for (const mode of ['enforce', 'audit', 'warn']) {
    const [level, version] = [
      own(labels, POD_SECURITY + mode),
      own(labels, `${POD_SECURITY}${mode}-version`),
    ];
    if (level !== undefined && !LEVELS.includes(level as string)) {
      const why = `must be one of ${LEVELS.join(', ')}`;
      errors.push(invalidValue(`metadata.labels[${POD_SECURITY}${mode}]`, level, why));
    }
    if (version !== undefined && !/^(latest|v1\.(0|[1-9][0-9]*))$/.test(version as string)) {
      errors.push(
        invalidValue(
          `metadata.labels[${POD_SECURITY}${mode}-version]`,
          version,
          'must be "latest" or "v1.x"',
        ),
      );
    }
  }
}

/** A write to the finalize subresource. */
export function checkNamespaceFinalize(errors: FieldError[], object: JsonObject, old: JsonObject): void {
  checkObjectMetaUpdate(errors, objectAt(object, 'metadata'), objectAt(old, 'metadata'));
  const finalizers = textsAt(objectAt(object, 'spec'), 'finalizers');
  finalizers.forEach((finalizer, i) => checkFinalizer(errors, `spec.finalizers[${i}]`, finalizer));
}
