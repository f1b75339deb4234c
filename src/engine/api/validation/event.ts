/** Events, as clients of the core group write them: those with a precise time have more rules. */
import { dns1123Subdomain } from '../../../k8s/names';
import type { JsonObject } from '../../../k8s/types';
import { invalidValue, required, type FieldError } from '../field-error';
import { checkCommonMeta } from './common-meta';
import { checkName, checkQualifiedName } from './names';
import { objectAt, own, textAt } from './untyped';

/** Characters that a text may have. */
const LIMITS: readonly (readonly [string, number])[] = [
  ['reportingInstance', 128],
  ['action', 128],
  ['reason', 128],
];
const MESSAGE_LIMIT = 1024;

export function checkEvent(errors: FieldError[], object: JsonObject): void {
  checkContent(errors, object);
  // Upstream looks at the metadata only when nothing else is wrong.
  if (errors.length === 0) checkCommonMeta(errors, object);
}

function checkContent(errors: FieldError[], object: JsonObject): void {
  const namespace = textAt(objectAt(object, 'metadata'), 'namespace');
  const about = textAt(objectAt(object, 'involvedObject'), 'namespace');
  const isPrecise = own(object, 'eventTime') !== undefined;
  const clusterWide = ['', 'default', ...(isPrecise ? ['kube-system'] : [])];
  if (about === '' ? !clusterWide.includes(namespace) : !isPrecise && about !== namespace)
    errors.push(invalidValue('involvedObject.namespace', about, 'does not match event.namespace'));
  if (isPrecise) checkPrecise(errors, object);
  checkName(errors, 'namespace', namespace, dns1123Subdomain);
}

function checkPrecise(errors: FieldError[], object: JsonObject): void {
  const component = textAt(object, 'reportingComponent');
  if (component === '') errors.push(required('reportingComponent'));
  checkQualifiedName(errors, 'reportingComponent', component);
  for (const [key, limit] of LIMITS) {
    if (textAt(object, key) === '') errors.push(required(key));
    checkLength(errors, object, key, limit);
  }
  checkLength(errors, object, 'message', MESSAGE_LIMIT);
}

function checkLength(errors: FieldError[], object: JsonObject, key: string, limit: number): void {
  if (textAt(object, key).length > limit)
    errors.push(invalidValue(key, '', `can have at most ${limit} characters`));
}

export function checkEventUpdate(errors: FieldError[], object: JsonObject): void {
  checkContent(errors, object);
}
