/** StatefulSets, in upstream's order. */
import { dns1123Label } from '../../../k8s/names';
import type { JsonObject } from '../../../k8s/types';
import { deepEqual } from '../../../lib/equal';
import { forbidden, invalidValue, notSupported, required, type FieldError } from '../field-error';
import { checkClaimSpec, claimWarnings } from './claim-spec';
import { checkLabel } from './names';
import { checkNonNegative } from './numbers';
import { checkObjectMeta, checkObjectMetaUpdate } from './object-meta';
import { checkPodTemplate, checkRunsForever, checkTemplateMeta } from './pod-template';
import {
  checkCollisionCount,
  checkCounters,
  checkParts,
  checkRequiredSelector,
  checkUsable,
} from './replicated';
import { numberAt, objectAt, objectsAt, own, textAt } from './untyped';
import { templateWarnings } from './warnings';

export function checkStatefulSet(errors: FieldError[], object: JsonObject): void {
  checkObjectMeta(errors, objectAt(object, 'metadata'), { namespaced: true, name: dns1123Label });
  checkSpec(errors, objectAt(object, 'spec'), { isNew: true });
}

/** What may change; the rest of the spec never does. */
const MUTABLE = [
  'replicas',
  'ordinals',
  'template',
  'updateStrategy',
  'revisionHistoryLimit',
  'persistentVolumeClaimRetentionPolicy',
  'minReadySeconds',
];

export function checkStatefulSetUpdate(errors: FieldError[], object: JsonObject, old: JsonObject): void {
  checkObjectMetaUpdate(errors, objectAt(object, 'metadata'), objectAt(old, 'metadata'));
  const spec = objectAt(object, 'spec');
  const oldSpec = objectAt(old, 'spec');
  checkSpec(errors, spec, { isNew: false });
  const [fixed, before] = [spec, oldSpec].map((s) =>
    Object.fromEntries(Object.entries(s ?? {}).filter(([key]) => !MUTABLE.includes(key))),
  );
  if (!deepEqual(fixed, before)) {
    const names = MUTABLE.map((name) => `'${name}'`);
    errors.push(
      forbidden(
        'spec',
        `updates to statefulset spec for fields other than ${names.slice(0, -1).join(', ')} and ${names.at(-1)} are forbidden`,
      ),
    );
  }
}

export function checkStatefulSetStatusUpdate(
  errors: FieldError[],
  object: JsonObject,
  old: JsonObject,
): void {
  const status = objectAt(object, 'status');
  checkCounters(errors, status, ['replicas', ...PARTS, 'observedGeneration', 'collisionCount']);
  checkParts(errors, status, PARTS, 'replicas', 'status.replicas');
  checkParts(errors, status, ['availableReplicas'], 'readyReplicas', 'status.readyReplicas');
  checkObjectMetaUpdate(errors, objectAt(object, 'metadata'), objectAt(old, 'metadata'));
  checkCollisionCount(errors, status, objectAt(old, 'status'));
}

const PARTS = ['readyReplicas', 'currentReplicas', 'updatedReplicas', 'availableReplicas'];

function checkSpec(errors: FieldError[], spec: JsonObject | undefined, options: { isNew: boolean }): void {
  const policy = textAt(spec, 'podManagementPolicy');
  if (policy === '') errors.push(required('spec.podManagementPolicy'));
  else if (policy !== 'OrderedReady' && policy !== 'Parallel') {
    errors.push(invalidValue('spec.podManagementPolicy', policy, "must be 'OrderedReady' or 'Parallel'"));
  }
  checkStrategy(errors, objectAt(spec, 'updateStrategy'));
  const retention = objectAt(spec, 'persistentVolumeClaimRetentionPolicy');
  for (const key of retention ? ['whenDeleted', 'whenScaled'] : []) {
    const value = textAt(retention, key);
    if (value === 'Retain' || value === 'Delete') continue;
    const field = `spec.persistentVolumeClaimRetentionPolicy.${key}`;
    errors.push(notSupported(field, value, ['Retain', 'Delete']));
  }
  if (options.isNew) {
    objectsAt(spec, 'volumeClaimTemplates').forEach((claim, i) =>
      checkClaimSpec(errors, objectAt(claim, 'spec'), `spec.volumeClaimTemplates[${i}].spec`),
    );
  }
  checkNonNegative(errors, 'spec.replicas', own(spec, 'replicas'));
  checkNonNegative(errors, 'spec.minReadySeconds', own(spec, 'minReadySeconds'));
  checkNonNegative(errors, 'spec.ordinals.start', own(objectAt(spec, 'ordinals'), 'start'));
  const service = textAt(spec, 'serviceName');
  if (options.isNew && service !== '') checkLabel(errors, 'spec.serviceName', service);

  const selector = objectAt(spec, 'selector');
  const template = objectAt(spec, 'template');
  checkRequiredSelector(errors, selector, 'statefulset');
  if (checkUsable(errors, selector, template, '')) {
    checkPodTemplate(errors, ofPods(template, spec));
    checkTemplateMeta(errors, template);
  }
  checkRunsForever(errors, template, 'StatefulSet');
}

/** The template with what the controller changes in it: names of its own, and the claims' volumes first. */
function ofPods(template: JsonObject | undefined, spec: JsonObject | undefined): JsonObject | undefined {
  const podSpec = objectAt(template, 'spec');
  if (podSpec === undefined) return template;
  const { hostname: _hostname, subdomain: _subdomain, ...rest } = podSpec;
  const names = new Set(
    objectsAt(spec, 'volumeClaimTemplates').map((claim) => textAt(objectAt(claim, 'metadata'), 'name')),
  );
  const claims = [...names].map((name) => ({ name, persistentVolumeClaim: { claimName: name } }));
  const others = objectsAt(podSpec, 'volumes').filter((volume) => !names.has(textAt(volume, 'name')));
  return { ...template, spec: { ...rest, volumes: [...claims, ...others] } };
}

function checkStrategy(errors: FieldError[], strategy: JsonObject | undefined): void {
  const type = textAt(strategy, 'type');
  const rolling = objectAt(strategy, 'rollingUpdate');
  const field = 'spec.updateStrategy';
  if (type === '') errors.push(required(field));
  else if (type === 'OnDelete') {
    if (rolling === undefined) return;
    const value = rollingValue(rolling);
    errors.push(
      invalidValue(`${field}.rollingUpdate`, value, `only allowed for updateStrategy 'RollingUpdate'`),
    );
  } else if (type !== 'RollingUpdate') {
    const value = { Type: type, RollingUpdate: rolling ? rollingValue(rolling) : null };
    errors.push(invalidValue(field, value, "must be 'RollingUpdate' or 'OnDelete'"));
  } else checkNonNegative(errors, `${field}.rollingUpdate.partition`, own(rolling, 'partition'));
}

/** Upstream prints its internal struct, whose fields have Go names; `maxUnavailable` is dropped, its gate is off. */
function rollingValue(rolling: JsonObject): JsonObject {
  return {
    Partition: numberAt(rolling, 'partition') ?? 0,
    MaxUnavailable: null,
  };
}

export function statefulSetWarnings(object: JsonObject): string[] {
  const warnings = templateWarnings(object);
  objectsAt(objectAt(object, 'spec'), 'volumeClaimTemplates').forEach((claim, i) => {
    warnings.push(...claimWarnings(objectAt(claim, 'spec'), `spec.volumeClaimTemplates[${i}]`));
  });
  const limit = numberAt(objectAt(object, 'spec'), 'revisionHistoryLimit') ?? 0;
  if (limit < 0) {
    warnings.push(
      'spec.revisionHistoryLimit: a negative value retains all historical revisions; a value >= 0 is recommended',
    );
  }
  return warnings;
}
