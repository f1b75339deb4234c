/** Pod templates and the selectors that must match them (VAL-7 … VAL-10, VAL-20), as all workloads have them. */
import { matchesSelector } from '../../../k8s/labels';
import { dns1123Label } from '../../../k8s/names';
import type { JsonObject, LabelSelector } from '../../../k8s/types';
import { forbidden, invalidValue, notSupported, type FieldError } from '../field-error';
import { checkAnnotations, checkLabels } from './object-meta';
import { checkPodSpec } from './pod-spec';
import { numberAt, objectAt, objectsAt, own, sortedMap, textAt } from './untyped';
import { templateWarnings } from './warnings';

/** Upstream names the template's labels and annotations without `metadata`. */
export function checkPodTemplate(
  errors: FieldError[],
  template: JsonObject | undefined,
  path = 'spec.template',
): void {
  const spec = objectAt(template, 'spec');
  checkTemplateMeta(errors, template, path);
  checkPodSpec(errors, spec, `${path}.spec`, { isPod: false });
  if (objectsAt(spec, 'ephemeralContainers').length > 0) {
    errors.push(
      forbidden(`${path}.spec.ephemeralContainers`, 'ephemeral containers not allowed in pod template'),
    );
  }
}

export function checkTemplateMeta(
  errors: FieldError[],
  template: JsonObject | undefined,
  path = 'spec.template',
): void {
  const meta = objectAt(template, 'metadata');
  checkLabels(errors, objectAt(meta, 'labels'), `${path}.labels`);
  checkAnnotations(errors, objectAt(meta, 'annotations'), `${path}.annotations`);
}

/** VAL-7. A missing selector matches nothing. */
export function checkMatchesTemplate(
  errors: FieldError[],
  selector: JsonObject | undefined,
  template: JsonObject | undefined,
): void {
  const labels = objectAt(objectAt(template, 'metadata'), 'labels');
  if (matchesSelector(selector as LabelSelector | undefined, (labels ?? {}) as Record<string, string>))
    return;
  const value = sortedMap(labels);
  errors.push(
    invalidValue('spec.template.metadata.labels', value, '`selector` does not match template `labels`'),
  );
}

/** VAL-8. `word` is how upstream names the kind. */
export function checkNotEmpty(errors: FieldError[], selector: JsonObject | undefined, word: string): void {
  if (selector === undefined || !isEmptySelector(selector)) return;
  errors.push(invalidValue('spec.selector', {}, `empty selector is invalid for ${word}`));
}

export function isEmptySelector(selector: JsonObject): boolean {
  const labels = Object.keys(objectAt(selector, 'matchLabels') ?? {});
  return labels.length + objectsAt(selector, 'matchExpressions').length === 0;
}

/** VAL-9, VAL-10. `word` is how upstream names the kind. */
export function checkRunsForever(errors: FieldError[], template: JsonObject | undefined, word: string): void {
  const spec = objectAt(template, 'spec');
  const restartPolicy = textAt(spec, 'restartPolicy');
  if (restartPolicy !== 'Always') {
    errors.push(notSupported('spec.template.spec.restartPolicy', restartPolicy, ['Always']));
  }
  if (own(spec, 'activeDeadlineSeconds') !== undefined) {
    errors.push(
      forbidden(
        'spec.template.spec.activeDeadlineSeconds',
        `activeDeadlineSeconds in ${word} is not Supported`,
      ),
    );
  }
}

/** What the server warns of in workloads whose name becomes part of their pods' names. Only a new object is told about its name. */
export function namedTemplateWarnings(object: JsonObject): string[] {
  return [...nameWarnings(object), ...templateWarnings(object)];
}

export function nameWarnings(object: JsonObject): string[] {
  const meta = objectAt(object, 'metadata');
  const name = textAt(meta, 'name');
  // A generated name is not there yet.
  const faults = name === '' ? [] : dns1123Label(name);
  if (faults.length === 0 || (numberAt(meta, 'generation') ?? 1) > 1) return [];
  return [
    `metadata.name: this is used in Pod names and hostnames, which can result in surprising behavior; a DNS label is recommended: [${faults.join(' ')}]`,
  ];
}
