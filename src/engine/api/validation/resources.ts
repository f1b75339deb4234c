/** Resource requests and limits (VAL-44 … VAL-48). Quantities have been parsed by the decoder. */
import { compareQuantities, parseMilli, parseQuantity, quantityText } from '../../../k8s/quantity';
import { qualifiedName } from '../../../k8s/names';
import type { JsonObject } from '../../../k8s/types';
import { compareText } from '../../../lib/compare';
import { duplicate, forbidden, invalidValue, notFound, required, type FieldError } from '../field-error';
import { checkLabel, checkQualifiedName } from './names';
import { objectAt, objectsAt, own, textAt } from './untyped';

const CONTAINER_RESOURCES = ['cpu', 'memory', 'ephemeral-storage'];
/** Names without a prefix that mean something somewhere (quotas for the most part). */
const STANDARD_RESOURCES = [
  ...CONTAINER_RESOURCES,
  'requests.cpu',
  'requests.memory',
  'requests.ephemeral-storage',
  'limits.cpu',
  'limits.memory',
  'limits.ephemeral-storage',
  'pods',
  'resourcequotas',
  'services',
  'replicationcontrollers',
  'secrets',
  'configmaps',
  'persistentvolumeclaims',
  'storage',
  'requests.storage',
  'services.nodeports',
  'services.loadbalancers',
];
const INTEGER_RESOURCES = [
  'pods',
  'resourcequotas',
  'services',
  'replicationcontrollers',
  'secrets',
  'configmaps',
  'persistentvolumeclaims',
  'services.nodeports',
  'services.loadbalancers',
];

function isHugePages(name: string): boolean {
  return name.startsWith('hugepages-');
}

/** Also those that only quotas have. */
export function isStandardResource(name: string): boolean {
  return STANDARD_RESOURCES.includes(name) || isHugePages(name.replace(/^requests\./, ''));
}

/** Without prefix or with one of kubernetes.io. */
function isNative(name: string): boolean {
  return !name.includes('/') || name.includes('kubernetes.io/');
}

function isExtendedResource(name: string): boolean {
  if (isNative(name) || name.startsWith('requests.')) return false;
  return qualifiedName(`requests.${name}`).length === 0;
}

/** VAL-45. */
export function isOvercommittable(name: string): boolean {
  return isNative(name) && !isHugePages(name);
}

interface Amount {
  name: string;
  text: string;
}

export function amounts(resources: JsonObject | undefined, key: string): Amount[] {
  return Object.entries(objectAt(resources, key) ?? {})
    .map(([name, value]) => ({
      name,
      text: typeof value === 'string' || typeof value === 'number' ? quantityText(value) : '0',
    }))
    .sort((a, b) => compareText(a.name, b.name));
}

export function checkContainerResources(
  errors: FieldError[],
  resources: JsonObject | undefined,
  field: string,
  claimNames: ReadonlySet<string>,
): void {
  if (resources === undefined) return;
  const limits = amounts(resources, 'limits');
  const requests = amounts(resources, 'requests');
  for (const { name, text } of limits) {
    const at = `${field}.limits[${name}]`;
    checkContainerResourceName(errors, at, name);
    checkAmount(errors, at, name, text);
    checkHugePages(errors, at, name, text);
  }
  for (const { name, text } of requests) {
    const at = `${field}.requests[${name}]`;
    checkContainerResourceName(errors, at, name);
    checkAmount(errors, at, name, text);
    checkHugePages(errors, at, name, text);
    checkAgainstLimit(errors, field, { name, text }, limits.find((limit) => limit.name === name)?.text);
  }
  const names = [...limits, ...requests].map((amount) => amount.name);
  if (names.some(isHugePages) && !names.includes('cpu') && !names.includes('memory')) {
    errors.push(forbidden(field, 'HugePages require cpu or memory'));
  }
  checkClaims(errors, resources, `${field}.claims`, claimNames);
}

/** VAL-44 … VAL-46: reported on the map, without the resource's name. */
function checkAgainstLimit(
  errors: FieldError[],
  field: string,
  request: Amount,
  limit: string | undefined,
): void {
  const { name, text } = request;
  if (limit === undefined) {
    if (!isOvercommittable(name)) {
      errors.push(required(`${field}.limits`, 'Limit must be set for non overcommitable resources'));
    }
    return;
  }
  const order = compareQuantities(text, limit);
  if (order !== 0 && !isOvercommittable(name)) {
    errors.push(invalidValue(`${field}.requests`, text, `must be equal to ${name} limit of ${limit}`));
  } else if (order > 0) {
    errors.push(
      invalidValue(`${field}.requests`, text, `must be less than or equal to ${name} limit of ${limit}`),
    );
  }
}

/** VAL-48. */
export function checkContainerResourceName(errors: FieldError[], at: string, name: string): void {
  checkResourceName(errors, at, name);
  if (!name.includes('/')) {
    if (!CONTAINER_RESOURCES.includes(name) && !isHugePages(name)) {
      errors.push(invalidValue(at, name, 'must be a standard resource for containers'));
    }
  } else if (!isNative(name) && !isExtendedResource(name)) {
    errors.push(invalidValue(at, name, "doesn't follow extended resource name standard"));
  }
}

export function checkResourceName(errors: FieldError[], at: string, name: string): void {
  if (qualifiedName(name).length > 0) checkQualifiedName(errors, at, name);
  else if (!name.includes('/') && !isStandardResource(name)) {
    errors.push(invalidValue(at, name, 'must be a standard resource type or fully qualified'));
  }
}

/** VAL-47. */
export function checkAmount(errors: FieldError[], at: string, name: string, text: string): void {
  if (text.startsWith('-')) errors.push(invalidValue(at, text, 'must be greater than or equal to 0'));
  const integral = INTEGER_RESOURCES.includes(name) || isExtendedResource(name);
  if (integral && (parseMilli(text) ?? 0) % 1000 !== 0)
    errors.push(invalidValue(at, text, 'must be an integer'));
}

function checkHugePages(errors: FieldError[], at: string, name: string, text: string): void {
  if (!isHugePages(name)) return;
  const size = parseQuantity(name.slice('hugepages-'.length)) ?? 0;
  if (size >= 1 && (parseQuantity(text) ?? 0) % size === 0) return;
  errors.push(invalidValue(at, text, `${text} is not positive integer multiple of ${name}`));
}

/** Nodes of a kind share their lists: one that is faultless is so in all of them. */
const faultless = new WeakSet<JsonObject>();

/** `status.capacity` or `status.allocatable` of a node. */
export function checkNodeAmounts(errors: FieldError[], status: JsonObject | undefined, key: string): void {
  const list = objectAt(status, key);
  if (!list || faultless.has(list)) return;
  const before = errors.length;
  for (const { name, text } of amounts(status, key)) {
    checkAmount(errors, `status.${key}.${name}`, name, text);
  }
  if (errors.length === before) faultless.add(list);
}

function checkClaims(
  errors: FieldError[],
  resources: JsonObject,
  field: string,
  claimNames: ReadonlySet<string>,
): void {
  const seen = new Set<string>();
  objectsAt(resources, 'claims').forEach((claim, i) => {
    const name = textAt(claim, 'name');
    const request = textAt(claim, 'request');
    const at = `${field}[${i}]`;
    if (name === '') {
      errors.push(required(`${at}.name`));
      return;
    }
    const key = request === '' ? name : `${name}/${request}`;
    if (seen.has(key)) errors.push(duplicate(at, key));
    else {
      checkLabel(errors, `${at}.name`, name);
      if (request !== '') checkLabel(errors, `${at}.request`, request);
    }
    seen.add(key);
    if (claimNames.has(name)) return;
    const known =
      claimNames.size > 0 ? `: ${[...claimNames].sort(compareText).join(', ')}` : ' which is empty';
    const missing = notFound(at, name);
    const message = `${missing.message}: must be one of the names in pod.spec.resourceClaims${known}`;
    errors.push({ ...missing, message });
  });
}

/** Pod-level resources: cpu, memory and huge pages only. */
export function checkPodResources(
  errors: FieldError[],
  resources: JsonObject | undefined,
  field: string,
): void {
  if (resources === undefined) return;
  if (own(resources, 'claims') !== undefined) {
    errors.push(forbidden(`${field}.claims`, 'claims may not be set for Resources at pod-level'));
  }
  const limits = amounts(resources, 'limits');
  for (const { name, text } of limits) checkAmount(errors, `${field}.limits[${name}]`, name, text);
  for (const { name, text } of amounts(resources, 'requests')) {
    checkAmount(errors, `${field}.requests[${name}]`, name, text);
    checkAgainstLimit(errors, field, { name, text }, limits.find((limit) => limit.name === name)?.text);
  }
}
