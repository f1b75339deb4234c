/** Endpoints and EndpointSlices. */
import { dns1123Label, dns1123Subdomain, labelValue } from '../../../k8s/names';
import type { JsonObject } from '../../../k8s/types';
import { deepEqual } from '../../../lib/equal';
import { duplicate, invalidValue, required, tooMany, type FieldError } from '../field-error';
import type { CreateCheck, UpdateCheck } from '../kinds/definition';
import { checkEndpointIp, checkIpText, ipText, ipWarnings } from './addresses';
import { checkLabel, checkName, checkQualifiedName, checkSubdomain } from './names';
import { checkPortNumber } from './numbers';
import { checkImmutable } from './object-meta';
import { checkEnum, inOrder, metaOf, metaUpdate } from './rules';
import { numberAt, objectAt, objectsAt, own, textAt, textsAt } from './untyped';

const PROTOCOLS = ['SCTP', 'TCP', 'UDP'];
const MAX_ENDPOINTS = 1000;
const MAX_ADDRESSES = 100;
const MAX_PORTS = 20000;
const MAX_HINTS = 8;

const checkMeta = metaOf(true);

/** Faults that the old object had as well are no reason to refuse an update. */
function unlessUnchanged(key: string, check: CreateCheck): UpdateCheck {
  return (errors, object, old) => {
    if (object === old || !deepEqual(own(object, key), own(old, key))) check(errors, object);
  };
}

const checkSubsets: CreateCheck = (errors, object) => {
  objectsAt(object, 'subsets').forEach((subset, i) => {
    const at = `subsets[${i}]`;
    const ports = objectsAt(subset, 'ports');
    const lists = ['addresses', 'notReadyAddresses'];
    if (lists.every((key) => objectsAt(subset, key).length === 0)) {
      errors.push(required(at, 'must specify `addresses` or `notReadyAddresses`'));
    }
    for (const key of lists) {
      objectsAt(subset, key).forEach((address, j) => checkAddress(errors, address, `${at}.${key}[${j}]`));
    }
    ports.forEach((port, j) => checkPort(errors, port, `${at}.ports[${j}]`, ports.length > 1));
  });
};

function checkAddress(errors: FieldError[], address: JsonObject, at: string): void {
  const ip = textAt(address, 'ip');
  const host = textAt(address, 'hostname');
  checkIpText(errors, `${at}.ip`, ip);
  if (host !== '') checkLabel(errors, `${at}.hostname`, host);
  checkNodeName(errors, address, `${at}.nodeName`);
  checkEndpointIp(errors, `${at}.ip`, ip);
}

function checkNodeName(errors: FieldError[], object: JsonObject, field: string): void {
  if (own(object, 'nodeName') !== undefined) checkSubdomain(errors, field, textAt(object, 'nodeName'));
}

function checkPort(errors: FieldError[], port: JsonObject, at: string, named: boolean): void {
  const name = textAt(port, 'name');
  if (name !== '') checkLabel(errors, `${at}.name`, name);
  else if (named) errors.push(required(`${at}.name`));
  checkPortNumber(errors, `${at}.port`, numberAt(port, 'port') ?? 0);
  checkProtocol(errors, port, at);
}

function checkProtocol(errors: FieldError[], port: JsonObject, at: string): void {
  checkEnum(errors, `${at}.protocol`, textAt(port, 'protocol'), PROTOCOLS);
  const application = own(port, 'appProtocol');
  if (typeof application === 'string') checkQualifiedName(errors, `${at}.appProtocol`, application);
}

const checkEndpointsOver = inOrder(checkMeta, unlessUnchanged('subsets', checkSubsets));
export const checkEndpoints: CreateCheck = (errors, object) => checkEndpointsOver(errors, object, object);
export const checkEndpointsUpdate = inOrder(metaUpdate, checkEndpointsOver);

export const ENDPOINTS_DEPRECATED =
  'v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice';

export function endpointsWarnings(object: JsonObject): string[] {
  return [
    ENDPOINTS_DEPRECATED,
    ...objectsAt(object, 'subsets').flatMap((subset, i) =>
      ['addresses', 'notReadyAddresses'].flatMap((key) =>
        objectsAt(subset, key).flatMap((address, j) =>
          ipWarnings(`subsets[${i}].${key}[${j}].ip`, textAt(address, 'ip')),
        ),
      ),
    ),
  ];
}

const checkSliceHead: CreateCheck = (errors, object) => {
  const type = textAt(object, 'addressType');
  if (type === '') errors.push(required('addressType'));
  else checkEnum(errors, 'addressType', type, ['FQDN', 'IPv4', 'IPv6']);
  const ports = objectsAt(object, 'ports');
  if (ports.length > MAX_PORTS) {
    errors.push(tooMany('ports', ports.length, MAX_PORTS));
    return;
  }
  const names = new Set<string>();
  ports.forEach((port, i) => {
    const name = textAt(port, 'name');
    if (name !== '') checkLabel(errors, `ports[${i}].name`, name);
    if (names.has(name)) errors.push(duplicate(`ports[${i}].name`, name));
    names.add(name);
    checkProtocol(errors, port, `ports[${i}]`);
  });
};

const checkSliceEndpoints: CreateCheck = (errors, object) => {
  const endpoints = objectsAt(object, 'endpoints');
  const type = textAt(object, 'addressType');
  if (endpoints.length > MAX_ENDPOINTS) {
    errors.push(tooMany('endpoints', endpoints.length, MAX_ENDPOINTS));
    return;
  }
  endpoints.forEach((endpoint, i) => {
    const at = `endpoints[${i}]`;
    const field = `${at}.addresses`;
    const addresses = textsAt(endpoint, 'addresses');
    if (addresses.length === 0) errors.push(required(field, 'must contain at least 1 address'));
    else if (addresses.length > MAX_ADDRESSES) {
      errors.push(tooMany(field, addresses.length, MAX_ADDRESSES));
    }
    addresses.forEach((address, j) => checkSliceAddress(errors, address, type, field, j));
    checkNodeName(errors, endpoint, `${at}.nodeName`);
    const host = own(endpoint, 'hostname');
    if (typeof host === 'string') checkLabel(errors, `${at}.hostname`, host);
    checkHints(errors, objectAt(endpoint, 'hints'), `${at}.hints`);
  });
};

function checkSliceAddress(errors: FieldError[], text: string, type: string, list: string, i: number): void {
  const field = `${list}[${i}]`;
  if (type === 'FQDN') checkDomain(errors, field, text);
  if (type !== 'IPv4' && type !== 'IPv6') return;
  const ip = checkIpText(errors, field, text);
  if (!ip) return;
  const is4 = ip.length === 4;
  if (type === 'IPv6') {
    if (is4 && text.includes(':')) {
      errors.push(invalidValue(field, text, 'must not be an IPv4-mapped IPv6 address'));
      return;
    }
    if (ipText(ip) !== text) {
      errors.push(invalidValue(field, text, `must be in canonical form ("${ipText(ip)}")`));
      return;
    }
  }
  // Reported on the list, unlike the rest: so upstream.
  if (is4 !== (type === 'IPv4')) errors.push(invalidValue(list, text, `must be an ${type} address`));
  checkEndpointIp(errors, field, text);
}

function checkDomain(errors: FieldError[], field: string, text: string): void {
  const name = text.replace(/\.$/, '');
  const refuse = (value: string, messages: readonly string[]) =>
    errors.push(invalidValue(field, value, messages.join(',')));
  if (text === '') errors.push(required(field));
  else if (dns1123Subdomain(name).length > 0) refuse(name, dns1123Subdomain(name));
  else if (!name.includes('.')) {
    refuse(name, ['should be a domain with at least two segments separated by dots']);
  } else {
    const label = name.split('.').find((part) => dns1123Label(part).length > 0);
    if (label !== undefined) refuse(label, dns1123Label(label));
  }
}

function checkHints(errors: FieldError[], hints: JsonObject | undefined, at: string): void {
  for (const [key, rule] of [
    ['forZones', labelValue],
    ['forNodes', dns1123Subdomain],
  ] as const) {
    const names = objectsAt(hints, key).map((hint) => textAt(hint, 'name'));
    if (names.length > MAX_HINTS) {
      errors.push(tooMany(`${at}.${key}`, names.length, MAX_HINTS));
      return;
    }
    names.forEach((name, i) => {
      if (names.indexOf(name) < i) errors.push(duplicate(`${at}.${key}[${i}].name`, name));
      checkName(errors, `${at}.${key}[${i}].name`, name, rule);
    });
  }
}

const checkSliceOver = inOrder(checkMeta, checkSliceHead, unlessUnchanged('endpoints', checkSliceEndpoints));
export const checkEndpointSlice: CreateCheck = (errors, object) => checkSliceOver(errors, object, object);
export const checkEndpointSliceUpdate = inOrder(checkSliceOver, (errors, object, old) =>
  checkImmutable(errors, 'addressType', textAt(object, 'addressType'), textAt(old, 'addressType')),
);

export function endpointSliceWarnings(object: JsonObject): string[] {
  const deprecated = textAt(object, 'addressType') === 'FQDN';
  return [
    ...(deprecated ? ['spec.addressType: FQDN endpoints are deprecated'] : []),
    ...objectsAt(object, 'endpoints').flatMap((endpoint, i) =>
      textsAt(endpoint, 'addresses').flatMap((text, j) =>
        ipWarnings(`endpoints[${i}].addresses[${j}]`, text),
      ),
    ),
  ];
}
