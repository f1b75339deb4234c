/** Jobs, in upstream's order. */
import { dns1123Label, dns1123Subdomain } from '../../../k8s/names';
import { matchesSelector } from '../../../k8s/labels';
import type { JsonObject, LabelSelector } from '../../../k8s/types';
import { deepEqual } from '../../../lib/equal';
import { invalidValue, required, type FieldError } from '../field-error';
import { templateValue } from './go-template';
import { failurePolicyValue, successPolicyValue } from './job-policies';
import { checkJobSpecBody, isIndexed, jobSpecWarnings } from './job-spec';
import { checkLabelSelector, isUsableSelector, selectorValue } from './label-selector';
import { checkImmutable, checkObjectMeta, checkObjectMetaUpdate } from './object-meta';
import { checkMatchesTemplate, nameWarnings } from './pod-template';
import { checkSameSelector } from './replicated';
import { isTrue, numberAt, objectAt, own, sortedMap, textAt } from './untyped';

export function checkJob(errors: FieldError[], object: JsonObject): void {
  const meta = objectAt(object, 'metadata');
  const spec = objectAt(object, 'spec');
  checkObjectMeta(errors, meta, { namespaced: true, name: dns1123Subdomain });
  checkGenerated(errors, spec, textAt(meta, 'uid'), textAt(meta, 'name'));
  checkSpec(errors, spec);
  const completions = numberAt(spec, 'completions') ?? 0;
  if (!isIndexed(spec) || completions <= 0) return;
  // The names of the last pods must still be host names.
  const name = textAt(meta, 'name');
  const longest = `${name}-${completions - 1}`;
  if (dns1123Label(longest).length > 0) {
    const detail = `will not able to create pod with invalid DNS label: ${longest}`;
    errors.push(invalidValue('metadata.name', name, detail));
  }
}

const PREFIX = 'batch.kubernetes.io/';

/** The labels and the selector are as the server generates them, unless it was told not to. */
function checkGenerated(errors: FieldError[], spec: JsonObject | undefined, uid: string, name: string): void {
  const selector = objectAt(spec, 'selector');
  if (isTrue(spec, 'manualSelector') || selector === undefined) return;
  const labels = objectAt(objectAt(objectAt(spec, 'template'), 'metadata'), 'labels');
  const expected: Record<string, string> = {
    'controller-uid': uid,
    'job-name': name,
    [`${PREFIX}controller-uid`]: uid,
    [`${PREFIX}job-name`]: name,
  };
  for (const [key, value] of Object.entries(expected)) {
    const field = `spec.template.metadata.labels[${key}]`;
    const label = own(labels, key);
    if (label === undefined) errors.push(required(field, `must be '${value}'`));
    else if (label !== value) errors.push(invalidValue(field, sortedMap(labels), `must be '${value}'`));
  }
  if (isUsableSelector(selector) && !matchesSelector(selector as LabelSelector, expected)) {
    errors.push(invalidValue('spec.selector', selectorValue(selector), '`selector` not auto-generated'));
  }
}

function checkSpec(errors: FieldError[], spec: JsonObject | undefined): void {
  checkJobSpecBody(errors, spec, 'spec');
  const selector = objectAt(spec, 'selector');
  if (selector === undefined) errors.push(required('spec.selector'));
  checkLabelSelector(errors, selector, 'spec.selector');
  if (isUsableSelector(selector)) checkMatchesTemplate(errors, selector, objectAt(spec, 'template'));
}

export function checkJobUpdate(errors: FieldError[], object: JsonObject, old: JsonObject): void {
  checkJob(errors, object);
  checkObjectMetaUpdate(errors, objectAt(object, 'metadata'), objectAt(old, 'metadata'));
  const spec = objectAt(object, 'spec');
  const oldSpec = objectAt(old, 'spec');
  checkSpec(errors, spec);
  checkCompletions(errors, spec, oldSpec);
  checkSameSelector(errors, spec, oldSpec);
  checkTemplate(errors, spec, old);
  checkImmutable(errors, 'spec.completionMode', own(spec, 'completionMode'), own(oldSpec, 'completionMode'));
  checkSameStruct(errors, spec, oldSpec, 'podFailurePolicy', failurePolicyValue);
  for (const key of ['backoffLimitPerIndex', 'managedBy']) {
    checkImmutable(errors, `spec.${key}`, own(spec, key), own(oldSpec, key));
  }
  checkSameStruct(errors, spec, oldSpec, 'successPolicy', successPolicyValue);
}

function checkSameStruct(
  errors: FieldError[],
  spec: JsonObject | undefined,
  old: JsonObject | undefined,
  key: string,
  shown: (value: JsonObject) => JsonObject,
): void {
  const [value, before] = [spec, old].map((holder) => {
    const found = objectAt(holder, key);
    return found && shown(found);
  });
  checkImmutable(errors, `spec.${key}`, value, before);
}

/** Completions may change only where every completion is an index, together with the parallelism. */
function checkCompletions(
  errors: FieldError[],
  spec: JsonObject | undefined,
  old: JsonObject | undefined,
): void {
  const completions = numberAt(spec, 'completions');
  const before = numberAt(old, 'completions');
  if (!isIndexed(spec)) checkImmutable(errors, 'spec.completions', completions, before);
  else if (completions !== undefined && completions !== before && completions !== own(spec, 'parallelism')) {
    const detail = 'can only be modified in tandem with spec.parallelism';
    errors.push(invalidValue('spec.completions', completions, detail));
  }
}

/** Where the pods may run can still be changed while the job is suspended and has never started. */
const SCHEDULING = ['nodeSelector', 'tolerations', 'schedulingGates'];

function checkTemplate(errors: FieldError[], spec: JsonObject | undefined, old: JsonObject): void {
  const oldSpec = objectAt(old, 'spec');
  const template = objectAt(spec, 'template');
  const before = objectAt(oldSpec, 'template');
  const waiting = isTrue(oldSpec, 'suspend') && own(objectAt(old, 'status'), 'startTime') === undefined;
  const [a, b] = [template, before].map((t) => (waiting ? withoutScheduling(t) : t));
  if (deepEqual(a, b)) return;
  errors.push(invalidValue('spec.template', templateValue(template), 'field is immutable'));
}

function withoutScheduling(template: JsonObject | undefined): JsonObject {
  const { labels: _labels, annotations: _annotations, ...metadata } = objectAt(template, 'metadata') ?? {};
  const podSpec = objectAt(template, 'spec') ?? {};
  const { nodeAffinity: _node, ...affinity } = objectAt(podSpec, 'affinity') ?? {};
  const spec = Object.fromEntries(Object.entries(podSpec).filter(([key]) => !SCHEDULING.includes(key)));
  return {
    ...template,
    metadata,
    spec: { ...spec, affinity: Object.keys(affinity).length > 0 ? affinity : undefined },
  };
}

export function jobWarnings(object: JsonObject): string[] {
  return [...nameWarnings(object), ...jobSpecWarnings(objectAt(object, 'spec'), 'spec')];
}
