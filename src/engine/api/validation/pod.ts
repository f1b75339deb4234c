/** Pods: what templates need not obey, and what an update may change (VAL-29, VAL-72). */
import { MIRROR_ANNOTATION } from '../../../k8s/static-pod';
import { dns1123Subdomain } from '../../../k8s/names';
import type { Json, JsonObject } from '../../../k8s/types';
import { deepEqual } from '../../../lib/equal';
import { forbidden, invalidValue, required, type FieldError } from '../field-error';
import { unifiedDiff } from '../../../lib/unified-diff';
import { validLike } from './alike';
import { checkImageSpaces } from './containers';
import { checkNarrowing } from './gated-pod';
import { templateValue } from './go-template';
import { inclusiveRange, MAX_INT32 } from './numbers';
import { checkObjectMeta, checkObjectMetaUpdate } from './object-meta';
import { checkPodSpec } from './pod-spec';
import { checkTolerations } from './tolerations';
import { listAt, numberAt, objectAt, objectsAt, own, textAt } from './untyped';

// Nothing but a head start: whether a pod is valid depends on nothing but the pod.
let lastValid: JsonObject | undefined;

export function checkPod(errors: FieldError[], object: JsonObject): void {
  if (lastValid && validLike(object, lastValid)) return;
  checkNewPod(errors, object);
  if (errors.length === 0) lastValid = object;
}

function checkNewPod(errors: FieldError[], object: JsonObject): void {
  checkMetaAndSpec(errors, object);
  const spec = objectAt(object, 'spec');
  if (objectsAt(spec, 'ephemeralContainers').length > 0) {
    errors.push(forbidden('spec.ephemeralContainers', 'cannot be set on create'));
  }
  if (textAt(spec, 'nodeName') !== '' && listAt(spec, 'schedulingGates').length > 0) {
    errors.push(forbidden('spec.nodeName', 'cannot be set until all schedulingGates have been cleared'));
  }
}

function checkMetaAndSpec(errors: FieldError[], object: JsonObject): void {
  const spec = objectAt(object, 'spec');
  checkObjectMeta(errors, objectAt(object, 'metadata'), { namespaced: true, name: dns1123Subdomain });
  const mirror = own(objectAt(objectAt(object, 'metadata'), 'annotations'), MIRROR_ANNOTATION);
  if (mirror !== undefined && textAt(spec, 'nodeName') === '') {
    const why = 'must set spec.nodeName if mirror pod annotation is set';
    errors.push(invalidValue(`metadata.annotations[${MIRROR_ANNOTATION}]`, mirror, why));
  }
  checkPodSpec(errors, spec, 'spec', { isPod: true });
  if (textAt(spec, 'serviceAccountName') === '') {
    objectsAt(spec, 'volumes').forEach((volume, i) =>
      objectsAt(objectAt(volume, 'projected'), 'sources').forEach((source, j) => {
        if (own(source, 'serviceAccountToken') === undefined) return;
        errors.push(
          forbidden(
            `spec.volumes[${i}].projected.sources[${j}].serviceAccountToken`,
            'must not be specified when serviceAccountName is not set',
          ),
        );
      }),
    );
  }
  for (const key of ['containers', 'initContainers']) {
    objectsAt(spec, key).forEach((container, i) => checkImageSpaces(errors, container, `spec.${key}[${i}]`));
  }
}

export function checkPodUpdate(errors: FieldError[], object: JsonObject, old: JsonObject): void {
  checkObjectMetaUpdate(errors, objectAt(object, 'metadata'), objectAt(old, 'metadata'));
  checkMetaAndSpec(errors, object);
  const spec = objectAt(object, 'spec') ?? {};
  const oldSpec = objectAt(old, 'spec') ?? {};
  for (const key of ['containers', 'initContainers']) {
    if (!checkContainerImages(errors, spec, oldSpec, key)) return;
  }
  if (
    !checkDeadline(
      errors,
      numberAt(spec, 'activeDeadlineSeconds'),
      numberAt(oldSpec, 'activeDeadlineSeconds'),
    )
  )
    return;
  checkAddedTolerations(errors, spec, oldSpec);
  checkRemovedGates(errors, spec, oldSpec);
  checkRest(errors, spec, oldSpec);
}

/** False when nothing more can be compared. */
function checkContainerImages(errors: FieldError[], spec: JsonObject, old: JsonObject, key: string): boolean {
  const containers = objectsAt(spec, key);
  if (containers.length !== objectsAt(old, key).length) {
    errors.push(forbidden(`spec.${key}`, 'pod updates may not add or remove containers'));
    return false;
  }
  containers.forEach((container, i) => {
    if (textAt(container, 'image') === '') errors.push(required(`spec.${key}[${i}].image`));
    checkImageSpaces(errors, container, `spec.${key}[${i}]`);
  });
  return true;
}

function checkDeadline(errors: FieldError[], deadline: number | undefined, old: number | undefined): boolean {
  const field = 'spec.activeDeadlineSeconds';
  if (deadline === undefined) {
    if (old !== undefined) {
      errors.push(invalidValue(field, null, 'must not update from a positive integer to nil value'));
    }
    return true;
  }
  if (deadline < 0 || deadline > MAX_INT32) {
    errors.push(invalidValue(field, deadline, inclusiveRange(0, MAX_INT32)));
    return false;
  }
  if (old !== undefined && old < deadline) {
    errors.push(invalidValue(field, deadline, 'must be less than or equal to previous value'));
    return false;
  }
  return true;
}

function checkAddedTolerations(errors: FieldError[], spec: JsonObject, old: JsonObject): void {
  const without = (toleration: JsonObject): JsonObject => ({ ...toleration, tolerationSeconds: undefined });
  const now = objectsAt(spec, 'tolerations').map(without);
  const kept = objectsAt(old, 'tolerations').every((toleration) =>
    now.some((other) => deepEqual(other, without(toleration))),
  );
  if (!kept) {
    errors.push(
      forbidden('spec.tolerations', 'existing toleration can not be modified except its tolerationSeconds'),
    );
  } else checkTolerations(errors, spec, 'spec');
}

function checkRemovedGates(errors: FieldError[], spec: JsonObject, old: JsonObject): void {
  const before = objectsAt(old, 'schedulingGates').map((gate) => textAt(gate, 'name'));
  objectsAt(spec, 'schedulingGates').forEach((gate, i) => {
    const name = textAt(gate, 'name');
    if (before.includes(name)) return;
    errors.push(
      forbidden(
        `spec.schedulingGates[${i}].name`,
        `only deletion is allowed, but found new scheduling gate '${name}'`,
      ),
    );
  });
}

const UPDATABLE = [
  '`spec.containers[*].image`',
  '`spec.initContainers[*].image`',
  '`spec.activeDeadlineSeconds`',
  '`spec.tolerations` (only additions to existing tolerations)',
  '`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)',
].join(',');

/** VAL-72. */
function checkRest(errors: FieldError[], spec: JsonObject, old: JsonObject): void {
  const munged: JsonObject = {
    ...spec,
    containers: withImagesOf(spec, old, 'containers'),
    initContainers: withImagesOf(spec, old, 'initContainers'),
    activeDeadlineSeconds: old.activeDeadlineSeconds,
    schedulingGates: old.schedulingGates,
    tolerations: old.tolerations,
  };
  const grace = numberAt(old, 'terminationGracePeriodSeconds') ?? 0;
  if (grace < 0 && munged.terminationGracePeriodSeconds === 1) munged.terminationGracePeriodSeconds = grace;
  const gated = listAt(old, 'schedulingGates').length > 0;
  const rest = gated ? checkNarrowing(errors, munged, old) : munged;
  if (!deepEqual(withoutEmpty(rest), withoutEmpty(old))) {
    const dump = (of: JsonObject): string => JSON.stringify(templateValue({ spec: of })['Spec'], null, 1);
    const change = unifiedDiff(dump(old), dump(rest));
    errors.push(forbidden('spec', `pod updates may not change fields other than ${UPDATABLE}\n${change}`));
  }
}

/** Empty texts, lists and maps are the same as absent ones to Go. */
function withoutEmpty(value: Json | undefined): Json | undefined {
  if (typeof value !== 'object' || value === null) return value === '' ? undefined : (value ?? undefined);
  if (Array.isArray(value))
    return value.length === 0 ? undefined : value.map((item) => withoutEmpty(item) ?? {});
  const entries = Object.entries(value).map(([key, entry]) => [key, withoutEmpty(entry)] as const);
  const kept = entries.filter(([, entry]) => entry !== undefined);
  return kept.length === 0 ? undefined : (Object.fromEntries(kept) as JsonObject);
}

function withImagesOf(spec: JsonObject, old: JsonObject, key: string): JsonObject[] {
  const before = objectsAt(old, key);
  return objectsAt(spec, key).map((container, i) => ({ ...container, image: before[i]?.image }));
}
