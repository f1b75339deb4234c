/** DaemonSets (VAL-6 … VAL-20), in the order of VAL-22. */
import { matchesSelector } from '../../../k8s/labels';
import { dns1123Subdomain } from '../../../k8s/names';
import type { JsonObject, LabelSelector } from '../../../k8s/types';
import { forbidden, invalidValue, notSupported, type FieldError } from '../field-error';
import { checkLabelSelector, isUsableSelector, selectorValue } from './label-selector';
import { checkNonNegative } from './numbers';
import {
  checkAnnotations,
  checkImmutable,
  checkLabels,
  checkObjectMeta,
  checkObjectMetaUpdate,
} from './object-meta';
import { checkPodSpec } from './pod-spec';
import { checkUpdateStrategy } from './update-strategy';
import { numberAt, objectAt, objectsAt, own, sortedMap, textAt } from './untyped';

export function checkDaemonSet(errors: FieldError[], object: JsonObject): void {
  checkObjectMeta(errors, objectAt(object, 'metadata'), { namespaced: true, name: dns1123Subdomain });
  checkSpec(errors, objectAt(object, 'spec'));
}

/** VAL-6, API-42: the create rules run as well, and the spec is checked twice. */
export function checkDaemonSetUpdate(errors: FieldError[], object: JsonObject, old: JsonObject): void {
  checkDaemonSet(errors, object);
  checkObjectMetaUpdate(errors, objectAt(object, 'metadata'), objectAt(old, 'metadata'));
  const spec = objectAt(object, 'spec');
  checkSpec(errors, spec);
  const selector = objectAt(spec, 'selector');
  const oldSelector = objectAt(objectAt(old, 'spec'), 'selector');
  const value = selector === undefined ? undefined : selectorValue(selector);
  checkImmutable(
    errors,
    'spec.selector',
    value,
    oldSelector === undefined ? undefined : selectorValue(oldSelector),
  );
}

/** VAL-19: what the status subresource checks. */
export function checkDaemonSetStatusUpdate(errors: FieldError[], object: JsonObject, old: JsonObject): void {
  checkObjectMetaUpdate(errors, objectAt(object, 'metadata'), objectAt(old, 'metadata'));
  const status = objectAt(object, 'status');
  for (const key of STATUS_COUNTERS) checkNonNegative(errors, `status.${key}`, own(status, key));
  const count = numberAt(status, 'collisionCount');
  const before = numberAt(objectAt(old, 'status'), 'collisionCount');
  checkNonNegative(errors, 'status.collisionCount', count);
  if (before !== undefined && (count ?? 0) < before) {
    errors.push(invalidValue('status.collisionCount', count ?? 0, 'cannot be decremented'));
  }
}

const STATUS_COUNTERS = [
  'currentNumberScheduled',
  'numberMisscheduled',
  'desiredNumberScheduled',
  'numberReady',
  'observedGeneration',
  'updatedNumberScheduled',
  'numberAvailable',
  'numberUnavailable',
];

function checkSpec(errors: FieldError[], spec: JsonObject | undefined): void {
  const template = objectAt(spec, 'template');
  checkSelector(errors, spec, template);
  checkTemplate(errors, template);

  const podSpec = objectAt(template, 'spec');
  const restartPolicy = textAt(podSpec, 'restartPolicy');
  if (restartPolicy !== 'Always') {
    errors.push(notSupported('spec.template.spec.restartPolicy', restartPolicy, ['Always']));
  }
  if (own(podSpec, 'activeDeadlineSeconds') !== undefined) {
    errors.push(
      forbidden(
        'spec.template.spec.activeDeadlineSeconds',
        'activeDeadlineSeconds in DaemonSet is not Supported',
      ),
    );
  }
  checkNonNegative(errors, 'spec.minReadySeconds', own(spec, 'minReadySeconds'));
  checkUpdateStrategy(errors, objectAt(spec, 'updateStrategy'), 'spec.updateStrategy');
  checkNonNegative(errors, 'spec.revisionHistoryLimit', own(spec, 'revisionHistoryLimit'));
}

/** VAL-7, VAL-8. */
function checkSelector(
  errors: FieldError[],
  spec: JsonObject | undefined,
  template: JsonObject | undefined,
): void {
  const selector = objectAt(spec, 'selector');
  const labels = objectAt(objectAt(template, 'metadata'), 'labels');
  checkLabelSelector(errors, selector, 'spec.selector');
  if (
    isUsableSelector(selector) &&
    !matchesSelector(selector as LabelSelector | undefined, (labels ?? {}) as Record<string, string>)
  ) {
    errors.push(
      invalidValue(
        'spec.template.metadata.labels',
        sortedMap(labels),
        '`selector` does not match template `labels`',
      ),
    );
  }
  if (selector === undefined) return;
  const size =
    Object.keys(objectAt(selector, 'matchLabels') ?? {}).length +
    objectsAt(selector, 'matchExpressions').length;
  if (size === 0) errors.push(invalidValue('spec.selector', {}, 'empty selector is invalid for daemonset'));
}

/** Upstream names the template's labels and annotations without `metadata`. */
function checkTemplate(errors: FieldError[], template: JsonObject | undefined): void {
  const meta = objectAt(template, 'metadata');
  const spec = objectAt(template, 'spec');
  checkLabels(errors, objectAt(meta, 'labels'), 'spec.template.labels');
  checkAnnotations(errors, objectAt(meta, 'annotations'), 'spec.template.annotations');
  checkPodSpec(errors, spec, 'spec.template.spec', { isPod: false });
  if (objectsAt(spec, 'ephemeralContainers').length > 0) {
    errors.push(
      forbidden('spec.template.spec.ephemeralContainers', 'ephemeral containers not allowed in pod template'),
    );
  }
}
