/** CronJobs, in upstream's order. */
import { dns1123Subdomain } from '../../../k8s/names';
import type { JsonObject } from '../../../k8s/types';
import { invalidValue, notSupported, required, type FieldError } from '../field-error';
import { scheduleProblem } from './cron-schedule';
import { checkJobSpecBody, jobSpecWarnings } from './job-spec';
import { selectorValue } from './label-selector';
import { checkNonNegative } from './numbers';
import { checkObjectMeta, checkObjectMetaUpdate } from './object-meta';
import { nameWarnings } from './pod-template';
import { timeZoneProblems } from './time-zone';
import { isTrue, objectAt, own, textAt } from './untyped';

/** The jobs' names get a suffix of 11 characters. */
const MAX_NAME = 52;

export function checkCronJob(errors: FieldError[], object: JsonObject): void {
  const meta = objectAt(object, 'metadata');
  checkObjectMeta(errors, meta, { namespaced: true, name: dns1123Subdomain });
  checkSpec(errors, objectAt(object, 'spec'), undefined);
  const name = textAt(meta, 'name');
  if (name.length > MAX_NAME) {
    errors.push(invalidValue('metadata.name', name, `must be no more than ${MAX_NAME} characters`));
  }
}

export function checkCronJobUpdate(errors: FieldError[], object: JsonObject, old: JsonObject): void {
  checkObjectMetaUpdate(errors, objectAt(object, 'metadata'), objectAt(old, 'metadata'));
  checkSpec(errors, objectAt(object, 'spec'), objectAt(old, 'spec') ?? {});
}

const POLICIES = ['Allow', 'Forbid', 'Replace'];

function checkSpec(errors: FieldError[], spec: JsonObject | undefined, old: JsonObject | undefined): void {
  checkSchedule(errors, spec, textAt(old, 'schedule'));
  checkNonNegative(errors, 'spec.startingDeadlineSeconds', own(spec, 'startingDeadlineSeconds'));
  const zone = own(spec, 'timeZone');
  if (typeof zone === 'string' && (old === undefined || zone !== own(old, 'timeZone'))) {
    for (const problem of timeZoneProblems(zone)) errors.push(invalidValue('spec.timeZone', zone, problem));
  }
  const policy = textAt(spec, 'concurrencyPolicy');
  if (policy === '') errors.push(required('spec.concurrencyPolicy'));
  else if (!POLICIES.includes(policy)) {
    errors.push(notSupported('spec.concurrencyPolicy', policy, POLICIES));
  }
  const job = objectAt(objectAt(spec, 'jobTemplate'), 'spec');
  const path = 'spec.jobTemplate.spec';
  checkJobSpecBody(errors, job, path);
  const selector = objectAt(job, 'selector');
  if (selector) {
    const detail = '`selector` will be auto-generated';
    errors.push(invalidValue(`${path}.selector`, selectorValue(selector), detail));
  }
  if (isTrue(job, 'manualSelector')) {
    errors.push(notSupported(`${path}.manualSelector`, true, ['nil', 'false']));
  }
  for (const key of ['successfulJobsHistoryLimit', 'failedJobsHistoryLimit']) {
    checkNonNegative(errors, `spec.${key}`, own(spec, key));
  }
}

/** A time zone in the schedule is tolerated where it has always been. */
function checkSchedule(errors: FieldError[], spec: JsonObject | undefined, old: string): void {
  const field = 'spec.schedule';
  const schedule = textAt(spec, 'schedule');
  if (schedule === '') {
    errors.push(required(field));
    return;
  }
  const problem = scheduleProblem(schedule);
  if (problem !== undefined) errors.push(invalidValue(field, schedule, problem));
  if (!schedule.includes('TZ')) return;
  if (!old.includes('TZ')) {
    const detail = 'cannot use TZ or CRON_TZ in schedule, use timeZone field instead';
    errors.push(invalidValue(field, schedule, detail));
  } else if (own(spec, 'timeZone') !== undefined) {
    const detail = 'cannot use both timeZone field and TZ or CRON_TZ in schedule';
    errors.push(invalidValue(field, schedule, detail));
  }
}

export function cronJobWarnings(object: JsonObject): string[] {
  const job = objectAt(objectAt(objectAt(object, 'spec'), 'jobTemplate'), 'spec');
  return [...nameWarnings(object), ...jobSpecWarnings(job, 'spec.jobTemplate.spec')];
}
