/** The spec of a Job, on its own or in a CronJob, in upstream's order. */
import type { JsonObject } from '../../../k8s/types';
import { dns1123Subdomain, regexError } from '../../../k8s/names';
import { invalidValue, notSupported, required, tooLong, type FieldError } from '../field-error';
import { checkFailurePolicy, checkSuccessPolicy } from './job-policies';
import { checkName } from './names';
import { checkNonNegative } from './numbers';
import { checkPodTemplate } from './pod-template';
import { numberAt, objectAt, own, textAt } from './untyped';
import { podSpecWarnings } from './warnings';

const COUNTS = [
  'parallelism',
  'completions',
  'activeDeadlineSeconds',
  'backoffLimit',
  'ttlSecondsAfterFinished',
  'backoffLimitPerIndex',
  'maxFailedIndexes',
];

/** Completions beyond which failed indexes must be limited. */
const MANY = 100_000;
const FEW = 10_000;
const HIGH = `when completions are above ${MANY} and used with backoff limit per index`;

export function isIndexed(spec: JsonObject | undefined): boolean {
  return own(spec, 'completionMode') === 'Indexed';
}

export function checkJobSpecBody(errors: FieldError[], spec: JsonObject | undefined, path: string): void {
  for (const key of COUNTS) checkNonNegative(errors, `${path}.${key}`, own(spec, key));
  if (numberAt(spec, 'maxFailedIndexes') !== undefined && own(spec, 'backoffLimitPerIndex') === undefined) {
    errors.push(required(`${path}.backoffLimitPerIndex`, 'when maxFailedIndexes is specified'));
  }
  if (own(spec, 'managedBy') !== undefined) checkManagedBy(errors, textAt(spec, 'managedBy'), path);
  const mode = own(spec, 'completionMode');
  if (mode !== undefined && mode !== 'Indexed' && mode !== 'NonIndexed') {
    errors.push(notSupported(`${path}.completionMode`, mode, ['NonIndexed', 'Indexed']));
  }
  if (mode === 'Indexed') checkIndexed(errors, spec, path);
  else if (mode === undefined || mode === 'NonIndexed') {
    for (const key of ['backoffLimitPerIndex', 'maxFailedIndexes']) {
      const value = numberAt(spec, key);
      if (value === undefined) continue;
      errors.push(invalidValue(`${path}.${key}`, value, 'requires indexed completion mode'));
    }
  }
  const failurePolicy = objectAt(spec, 'podFailurePolicy');
  if (failurePolicy) checkFailurePolicy(errors, failurePolicy, spec, `${path}.podFailurePolicy`);
  const successPolicy = objectAt(spec, 'successPolicy');
  if (successPolicy) checkSuccessPolicy(errors, successPolicy, spec, `${path}.successPolicy`);
  checkReplacement(errors, spec, `${path}.podReplacementPolicy`);
  const template = objectAt(spec, 'template');
  checkPodTemplate(errors, template, `${path}.template`);
  checkRestartPolicy(
    errors,
    textAt(objectAt(template, 'spec'), 'restartPolicy'),
    failurePolicy !== undefined,
    `${path}.template.spec.restartPolicy`,
  );
}

function checkIndexed(errors: FieldError[], spec: JsonObject | undefined, path: string): void {
  const completions = numberAt(spec, 'completions');
  const parallelism = numberAt(spec, 'parallelism') ?? 0;
  const failed = numberAt(spec, 'maxFailedIndexes');
  const atMost = (key: string, value: number, rule: string) =>
    errors.push(invalidValue(`${path}.${key}`, value, `must be less than or equal to ${rule}`));
  if (completions === undefined) {
    errors.push(required(`${path}.completions`, 'when completion mode is Indexed'));
  }
  if (parallelism > MANY) atMost('parallelism', parallelism, `${MANY} when completion mode is Indexed`);
  if (completions !== undefined && failed !== undefined && failed > completions) {
    atMost('maxFailedIndexes', failed, 'completions');
  }
  if (failed !== undefined && failed > MANY) atMost('maxFailedIndexes', failed, String(MANY));
  if ((completions ?? 0) <= MANY || own(spec, 'backoffLimitPerIndex') === undefined) return;
  if (failed === undefined) {
    const detail = `must be specified when completions is above ${MANY}`;
    errors.push(required(`${path}.maxFailedIndexes`, detail));
  }
  if (parallelism > FEW) atMost('parallelism', parallelism, `${FEW} ${HIGH}`);
  if (failed !== undefined && failed > FEW) atMost('maxFailedIndexes', failed, `${FEW} ${HIGH}`);
}

const URL_PATH = "[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+";
const URL_PATH_RE = new RegExp(`^${URL_PATH}$`);

function checkManagedBy(errors: FieldError[], manager: string, path: string): void {
  const field = `${path}.managedBy`;
  const slash = manager.indexOf('/');
  const rest = manager.slice(slash + 1);
  if (manager === '') errors.push(required(field));
  else if (slash <= 0 || rest === '') {
    errors.push(invalidValue(field, manager, 'must be a domain-prefixed path (such as "acme.io/foo")'));
  } else {
    checkName(errors, field, manager.slice(0, slash), dns1123Subdomain);
    if (!URL_PATH_RE.test(rest)) errors.push(invalidValue(field, rest, regexError('Invalid path', URL_PATH)));
  }
  if (manager.length > 63) errors.push(tooLong(field, 63));
}

function checkReplacement(errors: FieldError[], spec: JsonObject | undefined, field: string): void {
  const policy = textAt(spec, 'podReplacementPolicy');
  if (own(spec, 'podReplacementPolicy') === undefined) return;
  const allowed = objectAt(spec, 'podFailurePolicy') ? ['Failed'] : ['Failed', 'TerminatingOrFailed'];
  if (!allowed.includes(policy)) errors.push(notSupported(field, policy, allowed));
}

/** Jobs end, so their pods may not be restarted for ever; the default of pods is as good as none. */
function checkRestartPolicy(
  errors: FieldError[],
  policy: string,
  hasFailurePolicy: boolean,
  field: string,
): void {
  if (policy === 'Always' || policy === '') {
    errors.push(required(field, 'valid values: "OnFailure", "Never"'));
  } else if (policy !== 'OnFailure' && policy !== 'Never') {
    errors.push(notSupported(field, policy, ['OnFailure', 'Never']));
  } else if (hasFailurePolicy && policy !== 'Never') {
    const detail = 'only "Never" is supported when podFailurePolicy is specified';
    errors.push(invalidValue(field, policy, detail));
  }
}

/** What the server warns of in the spec of a Job, wherever it stands. */
export function jobSpecWarnings(spec: JsonObject | undefined, path: string): string[] {
  const template = objectAt(objectAt(spec, 'template'), 'spec');
  const warnings = podSpecWarnings(template, `${path}.template.spec`);
  const many = (numberAt(spec, 'completions') ?? 0) > MANY && (numberAt(spec, 'parallelism') ?? 0) > FEW;
  if (isIndexed(spec) && many) {
    warnings.unshift(
      `${path}: In Indexed Jobs with a number of completions higher than 10^5 and a parallelism higher than 10^4, Kubernetes might not be able to track completedIndexes when a big number of indexes fail`,
    );
  }
  return warnings;
}
