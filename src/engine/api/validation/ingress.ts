/** Ingresses. */
import { dns1123Subdomain, regexError } from '../../../k8s/names';
import type { JsonObject } from '../../../k8s/types';
import { invalidValue, notSupported, required, type FieldError } from '../field-error';
import type { CreateCheck, UpdateCheck } from '../kinds/definition';
import { checkIpText, parseIp } from './addresses';
import { pathSegment } from './common-meta';
import { checkName, checkSubdomain, dns1035Label, portName } from './names';
import { checkPortNumber } from './numbers';
import { inOrder, metaOf, metaUpdate } from './rules';
import { numberAt, objectAt, objectsAt, own, textAt, textsAt } from './untyped';

const CLASS_ANNOTATION = 'kubernetes.io/ingress.class';
const PATH_TYPES = ['Exact', 'ImplementationSpecific', 'Prefix'];
const NOT_IN_PATH = ['//', '/./', '/../', '%2f', '%2F'];
const NOT_AT_END = ['/..', '/.'];
const NO_IP = 'must be a DNS name, not an IP address';

const checkSpec: CreateCheck = (errors, object) => {
  const spec = objectAt(object, 'spec');
  const backend = objectAt(spec, 'defaultBackend');
  const rules = objectsAt(spec, 'rules');
  if (rules.length === 0 && !backend) {
    const value = own(spec, 'rules') === undefined ? null : [];
    errors.push(invalidValue('spec', value, 'either `defaultBackend` or `rules` must be specified'));
  }
  if (backend) checkBackend(errors, backend, 'spec.defaultBackend');
  rules.forEach((rule, i) => checkRule(errors, rule, `spec.rules[${i}]`));
  objectsAt(spec, 'tls').forEach((tls, i) => {
    textsAt(tls, 'hosts').forEach((host, j) => checkHost(errors, `spec.tls[${i}].hosts[${j}]`, host));
    const secret = textAt(tls, 'secretName');
    if (secret !== '') checkSubdomain(errors, `spec.tls[${i}].secretName`, secret);
  });
  if (own(spec, 'ingressClassName') !== undefined) {
    checkSubdomain(errors, 'spec.ingressClassName', textAt(spec, 'ingressClassName'));
  }
};

const checkBoth = inOrder(metaOf(true), checkSpec);
export const checkIngressUpdate = inOrder(metaUpdate, checkBoth);

export const checkIngress: CreateCheck = (errors, object) => {
  checkBoth(errors, object);
  const annotation = classAnnotation(object);
  const name = own(objectAt(object, 'spec'), 'ingressClassName');
  if (annotation !== undefined && name !== undefined && annotation !== name) {
    const field = `annotations.${CLASS_ANNOTATION}`;
    errors.push(invalidValue(field, annotation, 'must match `ingressClassName` when both are specified'));
  }
};

export const checkIngressStatusUpdate: UpdateCheck = (errors, object, old) => {
  metaUpdate(errors, object, old);
  const balancer = objectAt(objectAt(object, 'status'), 'loadBalancer');
  objectsAt(balancer, 'ingress').forEach((point, i) => {
    const at = `status.loadBalancer.ingress[${i}]`;
    const host = textAt(point, 'hostname');
    const ip = textAt(point, 'ip');
    if (ip !== '') checkIpText(errors, `${at}.ip`, ip);
    if (host === '') return;
    checkSubdomain(errors, `${at}.hostname`, host);
    if (parseIp(host)) errors.push(invalidValue(`${at}.hostname`, host, NO_IP));
  });
};

function classAnnotation(object: JsonObject): unknown {
  return own(objectAt(objectAt(object, 'metadata'), 'annotations'), CLASS_ANNOTATION);
}

export function ingressWarnings(object: JsonObject): string[] {
  const named = own(objectAt(object, 'spec'), 'ingressClassName') !== undefined;
  if (classAnnotation(object) === undefined || named) return [];
  return [`annotation "${CLASS_ANNOTATION}" is deprecated, please use 'spec.ingressClassName' instead`];
}

const WILDCARD = regexError(
  "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character",
  '\\*\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*',
  '*.example.com',
);

function wildcardName(host: string): readonly string[] {
  const rest = dns1123Subdomain(host.slice(2).slice(0, 253));
  const messages = host.length > 253 ? ['must be no more than 253 characters'] : [];
  return host.startsWith('*.') && rest.length === 0 ? messages : [...messages, WILDCARD];
}

function checkHost(errors: FieldError[], field: string, host: string): void {
  checkName(errors, field, host, host.includes('*') ? wildcardName : dns1123Subdomain);
}

function checkRule(errors: FieldError[], rule: JsonObject, at: string): void {
  const host = textAt(rule, 'host');
  if (host !== '') {
    if (parseIp(host)) errors.push(invalidValue(`${at}.host`, host, NO_IP));
    checkHost(errors, `${at}.host`, host);
  }
  const http = objectAt(rule, 'http');
  if (!http) return;
  const paths = objectsAt(http, 'paths');
  if (paths.length === 0) errors.push(required(`${at}.http.paths`));
  paths.forEach((path, i) => checkPath(errors, path, `${at}.http.paths[${i}]`));
}

function checkPath(errors: FieldError[], path: JsonObject, at: string): void {
  if (own(path, 'pathType') === undefined) {
    errors.push(required(`${at}.pathType`, 'pathType must be specified'));
    return;
  }
  const type = textAt(path, 'pathType');
  const text = textAt(path, 'path');
  const refuse = (why: string) => errors.push(invalidValue(`${at}.path`, text, why));
  const loose = type === 'ImplementationSpecific';
  if (!PATH_TYPES.includes(type)) errors.push(notSupported(`${at}.pathType`, type, PATH_TYPES));
  else if (!text.startsWith('/') && !(loose && text === '')) refuse('must be an absolute path');
  if (type === 'Exact' || type === 'Prefix') {
    for (const part of NOT_IN_PATH) if (text.includes(part)) refuse(`must not contain '${part}'`);
    for (const end of NOT_AT_END) if (text.endsWith(end)) refuse(`cannot end with '${end}'`);
  }
  checkBackend(errors, objectAt(path, 'backend'), `${at}.backend`);
}

function checkBackend(errors: FieldError[], backend: JsonObject | undefined, at: string): void {
  const service = objectAt(backend, 'service');
  const resource = objectAt(backend, 'resource');
  if (service && resource) {
    errors.push(invalidValue(at, '', 'cannot set both resource and service backends'));
  } else if (resource) checkResource(errors, resource, `${at}.resource`);
  else if (service) checkServiceBackend(errors, service, at);
  else errors.push(invalidValue(at, '', 'resource or service backend is required'));
}

function checkResource(errors: FieldError[], resource: JsonObject, at: string): void {
  if (own(resource, 'apiGroup') !== undefined) {
    checkSubdomain(errors, `${at}.apiGroup`, textAt(resource, 'apiGroup'));
  }
  for (const key of ['kind', 'name']) {
    const text = textAt(resource, key);
    if (text === '') errors.push(required(`${at}.${key}`));
    else checkName(errors, `${at}.${key}`, text, pathSegment);
  }
}

function checkServiceBackend(errors: FieldError[], service: JsonObject, at: string): void {
  const name = textAt(service, 'name');
  if (name === '') errors.push(required(`${at}.service.name`));
  else checkName(errors, `${at}.service.name`, name, dns1035Label);
  const port = objectAt(service, 'port');
  const byName = textAt(port, 'name');
  const number = numberAt(port, 'number') ?? 0;
  if (byName !== '' && number !== 0) {
    errors.push(invalidValue(at, '', 'cannot set both port name & port number'));
  } else if (byName !== '') checkName(errors, `${at}.service.port.name`, byName, portName);
  else if (number !== 0) checkPortNumber(errors, `${at}.service.port.number`, number);
  else errors.push(required(at, 'port name or number is required'));
}
