/** What the status subresource of a Job refuses: states that contradict themselves, and steps back. */
import { parseRfc3339 } from '../../../k8s/time';
import type { JsonObject } from '../../../k8s/types';
import { deepEqual } from '../../../lib/equal';
import { duplicate, invalidValue, invalidWithoutValue, required, type FieldError } from '../field-error';
import { countIndexes, overlap } from './job-indexes';
import { isIndexed } from './job-spec';
import { checkNonNegative } from './numbers';
import { checkObjectMetaUpdate } from './object-meta';
import { isTrue, listAt, numberAt, objectAt, objectsAt, own, textAt, textsAt } from './untyped';

/** A job's status as its rules look at it. */
class Progress {
  readonly status: JsonObject | undefined;
  readonly complete: boolean;
  readonly failed: boolean;
  readonly failureTarget: boolean;
  readonly criteriaMet: boolean;
  readonly finished: boolean;

  constructor(object: JsonObject) {
    this.status = objectAt(object, 'status');
    this.complete = this.holds('Complete');
    this.failed = this.holds('Failed');
    this.failureTarget = this.holds('FailureTarget');
    this.criteriaMet = this.holds('SuccessCriteriaMet');
    this.finished = this.complete || this.failed;
  }

  holds(type: string): boolean {
    return objectsAt(this.status, 'conditions').some((c) => c.type === type && c.status === 'True');
  }

  count(key: string): number {
    return numberAt(this.status, key) ?? 0;
  }

  time(key: string): string {
    return textAt(this.status, key);
  }
}

export function checkJobStatusUpdate(errors: FieldError[], object: JsonObject, old: JsonObject): void {
  checkObjectMetaUpdate(errors, objectAt(object, 'metadata'), objectAt(old, 'metadata'));
  const next = new Progress(object);
  const before = new Progress(old);
  const spec = objectAt(object, 'spec');
  checkCounts(errors, next.status);
  checkConditions(errors, next, before);
  checkEnd(errors, next, before, spec);
  checkIndexes(errors, next, before, spec);
  const changed = (key: string) => !deepEqual(own(next.status, key), own(before.status, key));
  if (next.finished && next.count('terminating') > 0 && (!before.finished || changed('terminating'))) {
    const detail = 'terminating>0 is invalid for finished job';
    errors.push(invalidValue('status.terminating', next.count('terminating'), detail));
  }
  if (next.count('ready') > next.count('active') && (changed('ready') || changed('active'))) {
    const detail = 'cannot set more ready pods than active';
    errors.push(invalidValue('status.ready', next.count('ready'), detail));
  }
  checkCriteria(errors, next, spec);
  checkSteps(errors, next, before, spec);
}

function cannot(errors: FieldError[], what: string): void {
  errors.push(invalidWithoutValue('status.conditions', `cannot ${what}`));
}

function checkCounts(errors: FieldError[], status: JsonObject | undefined): void {
  for (const key of ['active', 'succeeded', 'failed', 'ready', 'terminating']) {
    checkNonNegative(errors, `status.${key}`, own(status, key));
  }
  const seen = new Set<string>();
  const uncounted = objectAt(status, 'uncountedTerminatedPods');
  for (const key of ['succeeded', 'failed']) {
    textsAt(uncounted, key).forEach((uid, i) => {
      const at = `status.uncountedTerminatedPods.${key}[${i}]`;
      if (uid === '') errors.push(invalidValue(at, uid, 'must not be empty'));
      else if (seen.has(uid)) errors.push(duplicate(at, uid));
      seen.add(uid);
    });
  }
}

function checkConditions(errors: FieldError[], next: Progress, before: Progress): void {
  const completed = next.complete !== before.complete;
  if (next.complete && next.failed && (completed || next.failed !== before.failed)) {
    cannot(errors, 'set Complete=True and Failed=true conditions');
  }
  if (next.complete && next.failureTarget && (completed || next.failureTarget !== before.failureTarget)) {
    cannot(errors, 'set Complete=True and FailureTarget=true conditions');
  }
}

/** Start, completion and what a finished job may still have. */
function checkEnd(
  errors: FieldError[],
  next: Progress,
  before: Progress,
  spec: JsonObject | undefined,
): void {
  const start = next.time('startTime');
  const end = next.time('completionTime');
  const completed = next.complete !== before.complete;
  const started = start !== before.time('startTime');
  const ended = end !== before.time('completionTime');
  const field = 'status.completionTime';
  if ((completed || ended) && end !== '' && !next.complete) {
    const detail = 'cannot set completionTime when there is no Complete=True condition';
    errors.push(invalidValue(field, end, detail));
  }
  if ((completed || ended) && end === '' && next.complete) {
    errors.push(required(field, 'completionTime is required for Complete jobs'));
  }
  if ((started || ended) && start !== '' && end !== '' && parseRfc3339(end) < parseRfc3339(start)) {
    errors.push(invalidValue(field, end, 'must be equal to or after `startTime`'));
  }
  const failedIndexes = own(next.status, 'failedIndexes') !== own(before.status, 'failedIndexes');
  if ((next.failed !== before.failed || failedIndexes) && next.failed && !next.failureTarget) {
    cannot(errors, 'set Failed=True condition without the FailureTarget=true condition');
  }
  if ((completed || next.criteriaMet !== before.criteriaMet) && next.complete && !next.criteriaMet) {
    cannot(errors, 'set Complete=True condition without the SuccessCriteriaMet=true condition');
  }
  if (!next.finished) return;
  const finished = !before.finished;
  if ((finished || next.count('active') !== before.count('active')) && next.count('active') > 0) {
    errors.push(invalidValue('status.active', next.count('active'), 'active>0 is invalid for finished job'));
  }
  const empty = isTrue(spec, 'suspend') && own(spec, 'completions') === 0;
  if ((finished || started) && start === '' && !empty) {
    errors.push(required('status.startTime', 'startTime is required for finished job'));
  }
  checkNothingUncounted(errors, next, before);
}

function checkNothingUncounted(errors: FieldError[], next: Progress, before: Progress): void {
  const key = 'uncountedTerminatedPods';
  const uncounted = objectAt(next.status, key);
  if (before.finished && deepEqual(uncounted, objectAt(before.status, key))) return;
  if (listAt(uncounted, 'failed').length + listAt(uncounted, 'succeeded').length === 0) return;
  const value = {
    Succeeded: own(uncounted, 'succeeded') ?? null,
    Failed: own(uncounted, 'failed') ?? null,
  };
  errors.push(invalidValue(`status.${key}`, value, 'must be empty for finished job'));
}

function checkIndexes(
  errors: FieldError[],
  next: Progress,
  before: Progress,
  spec: JsonObject | undefined,
): void {
  const done = textAt(next.status, 'completedIndexes');
  const failed = own(next.status, 'failedIndexes');
  const doneChanged = done !== textAt(before.status, 'completedIndexes');
  const failedChanged = failed !== own(before.status, 'failedIndexes');
  const completions = numberAt(spec, 'completions');
  const perIndex = own(spec, 'backoffLimitPerIndex') !== undefined;
  const refuse = (key: string, value: unknown, detail: string) =>
    errors.push(invalidValue(`status.${key}`, value, detail));
  const parse = (key: string, text: string) => {
    const counted = countIndexes(text, completions ?? 0);
    if (typeof counted === 'string') refuse(key, text, `error parsing ${key}: ${counted}`);
  };
  if (doneChanged && completions !== undefined) parse('completedIndexes', done);
  const failedText = typeof failed === 'string' ? failed : undefined;
  if (failedChanged && completions !== undefined && perIndex && failedText !== undefined) {
    parse('failedIndexes', failedText);
  }
  if (doneChanged && done !== '' && !isIndexed(spec)) {
    refuse(
      'completedIndexes',
      done,
      'cannot set non-empty completedIndexes when non-indexed completion mode',
    );
  }
  if (failedText === undefined) return;
  if (failedChanged && !perIndex) {
    refuse(
      'failedIndexes',
      failedText,
      'cannot set non-null failedIndexes when backoffLimitPerIndex is null',
    );
  }
  if (completions === undefined || !(failedChanged || doneChanged)) return;
  const index = overlap(done, failedText, completions);
  if (index !== undefined) {
    refuse('failedIndexes', failedText, `failedIndexes and completedIndexes overlap at index: ${index}`);
  }
}

function checkCriteria(errors: FieldError[], next: Progress, spec: JsonObject | undefined): void {
  if (next.criteriaMet && next.failed)
    cannot(errors, 'set SuccessCriteriaMet=True and Failed=true conditions');
  if (next.criteriaMet && next.failureTarget) {
    cannot(errors, 'set SuccessCriteriaMet=True and FailureTarget=true conditions');
  }
  if (objectAt(spec, 'successPolicy') && !next.criteriaMet && next.complete) {
    cannot(errors, 'set Complete=True for Job with SuccessPolicy unless SuccessCriteriaMet=True');
  }
}

/** What may not go back. */
function checkSteps(
  errors: FieldError[],
  next: Progress,
  before: Progress,
  spec: JsonObject | undefined,
): void {
  for (const type of ['Failed', 'Complete', 'FailureTarget']) {
    if (before.holds(type) && !next.holds(type))
      cannot(errors, `disable the terminal ${type}=True condition`);
  }
  // A job that can be scaled down takes back successes.
  const scalable = isIndexed(spec) && own(spec, 'completions') === own(spec, 'parallelism');
  for (const key of scalable ? ['failed'] : ['failed', 'succeeded']) {
    const count = next.count(key);
    if (count < before.count(key)) {
      errors.push(invalidValue(`status.${key}`, count, `cannot decrease the ${key} counter`));
    }
  }
  const [end, oldEnd] = [next.time('completionTime'), before.time('completionTime')];
  if (end !== '' && oldEnd !== '' && end !== oldEnd) {
    errors.push(invalidValue('status.completionTime', end, 'field is immutable'));
  }
  const start = before.time('startTime');
  if (start !== '' && start !== next.time('startTime') && !isTrue(spec, 'suspend')) {
    errors.push(required('status.startTime', 'startTime cannot be removed for unsuspended job'));
  }
  if (before.criteriaMet && !next.criteriaMet) {
    cannot(errors, 'disable the SuccessCriteriaMet=True condition');
  }
  if (before.complete && !before.criteriaMet && next.criteriaMet) {
    cannot(errors, 'set SuccessCriteriaMet=True for Job already has Complete=true conditions');
  }
}
