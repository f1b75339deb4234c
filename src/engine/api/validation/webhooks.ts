/** Webhook configurations, both kinds. */
import { dns1123Subdomain } from '../../../k8s/names';
import type { JsonObject } from '../../../k8s/types';
import { duplicate, invalidValue, required, tooMany, type FieldError } from '../field-error';
import type { CreateCheck } from '../kinds/definition';
import { checkServicePort } from './api-service';
import { checkLabelSelector } from './label-selector';
import { checkName, checkQualifiedName, dns1035Label } from './names';
import { checkEnum, metaOf } from './rules';
import { numberAt, objectAt, objectsAt, own, textAt, textsAt } from './untyped';

const OPERATIONS = ['*', 'CONNECT', 'CREATE', 'DELETE', 'UPDATE'];
const SIDE_EFFECTS = ['None', 'NoneOnDryRun'];
const REVIEW_VERSIONS = ['v1', 'v1beta1'];
const MAX_CONDITIONS = 64;
const URL_FORM = '; desired format: https://host[/path]';

export const checkWebhookConfiguration: CreateCheck = (errors, object) => {
  metaOf(false)(errors, object);
  const names = new Set<string>();
  objectsAt(object, 'webhooks').forEach((hook, i) => {
    const at = `webhooks[${i}]`;
    const name = textAt(hook, 'name');
    checkWebhook(errors, hook, at);
    checkReviewVersions(errors, textsAt(hook, 'admissionReviewVersions'), `${at}.admissionReviewVersions`);
    if (name !== '' && names.has(name)) errors.push(duplicate(`${at}.name`, name));
    names.add(name);
  });
};

function checkWebhook(errors: FieldError[], hook: JsonObject, at: string): void {
  checkHookName(errors, `${at}.name`, textAt(hook, 'name'));
  objectsAt(hook, 'rules').forEach((rule, i) => checkRule(errors, rule, `${at}.rules[${i}]`));
  const choice = (key: string, allowed: readonly string[]) => {
    if (own(hook, key) !== undefined) checkEnum(errors, `${at}.${key}`, textAt(hook, key), allowed);
  };
  choice('failurePolicy', ['Fail', 'Ignore']);
  choice('matchPolicy', ['Equivalent', 'Exact']);
  if (own(hook, 'sideEffects') === undefined) {
    errors.push(required(`${at}.sideEffects`, `must specify one of ${SIDE_EFFECTS.join(', ')}`));
  }
  choice('sideEffects', SIDE_EFFECTS);
  const timeout = numberAt(hook, 'timeoutSeconds');
  if (timeout !== undefined && (timeout > 30 || timeout < 1)) {
    const why = 'the timeout value must be between 1 and 30 seconds';
    errors.push(invalidValue(`${at}.timeoutSeconds`, timeout, why));
  }
  checkLabelSelector(errors, objectAt(hook, 'namespaceSelector'), `${at}.namespaceSelector`);
  checkLabelSelector(errors, objectAt(hook, 'objectSelector'), `${at}.objectSelector`);
  choice('reinvocationPolicy', ['IfNeeded', 'Never']);
  checkClient(errors, objectAt(hook, 'clientConfig'), `${at}.clientConfig`);
  checkConditions(errors, objectsAt(hook, 'matchConditions'), `${at}.matchConditions`);
}

function checkHookName(errors: FieldError[], field: string, name: string): void {
  const messages = dns1123Subdomain(name);
  if (name === '') errors.push(required(field));
  else if (messages.length > 0) errors.push(invalidValue(field, name, messages.join(',')));
  else if (name.split('.').length < 3) {
    const why = 'should be a domain with at least three segments separated by dots';
    errors.push(invalidValue(field, name, why));
  }
}

function checkRule(errors: FieldError[], rule: JsonObject, at: string): void {
  const list = (key: string, others: string) => {
    const values = textsAt(rule, key);
    if (values.length === 0) errors.push(required(`${at}.${key}`));
    if (values.length > 1 && values.includes('*')) {
      errors.push(
        invalidValue(`${at}.${key}`, values, `if '*' is present, must not specify other ${others}`),
      );
    }
    return values;
  };
  list('operations', 'operations').forEach((operation, i) =>
    checkEnum(errors, `${at}.operations[${i}]`, operation, OPERATIONS),
  );
  list('apiGroups', 'API groups');
  list('apiVersions', 'API versions').forEach((version, i) => {
    if (version === '') errors.push(required(`${at}.apiVersions[${i}]`));
  });
  checkResources(errors, textsAt(rule, 'resources'), `${at}.resources`);
  const scope = textAt(rule, 'scope');
  if (own(rule, 'scope') !== undefined) {
    checkEnum(errors, `${at}.scope`, scope, ['*', 'Cluster', 'Namespaced']);
  }
}

function checkResources(errors: FieldError[], resources: readonly string[], field: string): void {
  if (resources.length === 0) errors.push(required(field));
  /** `pods/*` covers all subresources of pods, `*` with a subresource that of all resources. */
  const covered = new Set<string>();
  let plain = false;
  resources.forEach((text, i) => {
    const at = `${field}[${i}]`;
    if (text === '') {
      errors.push(required(at));
      return;
    }
    const slash = text.indexOf('/');
    if (slash < 0) {
      plain = text !== '*';
      return;
    }
    const wide = [`${text.slice(0, slash)}/*`, `*${text.slice(slash)}`];
    for (const pattern of wide) {
      if (covered.has(pattern)) {
        errors.push(invalidValue(at, text, `if '${pattern}' is present, must not specify ${text}`));
      }
    }
    if (wide.includes(text)) covered.add(text);
  });
  if (resources.length > 1 && resources.includes('*/*')) {
    errors.push(invalidValue(field, resources, "if '*/*' is present, must not specify other resources"));
  }
  if (resources.includes('*') && plain) {
    const why = "if '*' is present, must not specify other resources without subresources";
    errors.push(invalidValue(field, resources, why));
  }
}

function checkClient(errors: FieldError[], client: JsonObject | undefined, at: string): void {
  const url = own(client, 'url');
  const service = objectAt(client, 'service');
  if ((url === undefined) === (service === undefined)) {
    errors.push(required(at, 'exactly one of url or service is required'));
  } else if (url !== undefined) checkUrl(errors, `${at}.url`, textAt(client, 'url'));
  else if (service) {
    // Upstream takes the one for the other.
    if (textAt(service, 'namespace') === '') errors.push(required(`${at}.service.name`));
    if (textAt(service, 'name') === '') errors.push(required(`${at}.service.namespace`));
    checkServicePort(errors, service, `${at}.service`);
    checkServicePath(errors, `${at}.service.path`, textAt(service, 'path'));
  }
}

function checkUrl(errors: FieldError[], field: string, url: string): void {
  const refuse = (value: string, why: string) => errors.push(invalidValue(field, value, why));
  const [, scheme = '', authority = '', query = '', fragment = ''] =
    /^(?:([a-z][-+.a-z0-9]*):)?(?:\/\/([^/?#]*))?[^?#]*(?:\?([^#]*))?(?:#(.*))?$/is.exec(url) ?? [];
  const split = authority.lastIndexOf('@');
  const host = authority.slice(split + 1);
  if (scheme.toLowerCase() !== 'https') {
    refuse(scheme.toLowerCase(), `'https' is the only allowed URL scheme${URL_FORM}`);
  }
  if (host === '') refuse('', `host must be specified${URL_FORM}`);
  if (split >= 0) refuse(authority.slice(0, split), 'user information is not permitted in the URL');
  if (fragment !== '') refuse(fragment, 'fragments are not permitted in the URL');
  if (query !== '') refuse(query, 'query parameters are not permitted in the URL');
}

function checkServicePath(errors: FieldError[], field: string, path: string): void {
  const refuse = (why: string) => errors.push(invalidValue(field, path, why));
  if (path === '' || path === '/') return;
  if (path === '//') {
    refuse('segment[0] may not be empty');
    return;
  }
  if (!path.startsWith('/')) refuse("must start with a '/'");
  path
    .slice(1)
    .replace(/\/$/, '')
    .split('/')
    .forEach((step, i) => {
      if (step === '') refuse(`segment[${i}] may not be empty`);
      else for (const message of dns1123Subdomain(step)) refuse(`segment[${i}]: ${message}`);
    });
}

/** Expressions are CEL, which nothing here reads: they only may not be missing. */
function checkConditions(errors: FieldError[], conditions: readonly JsonObject[], field: string): void {
  if (conditions.length > MAX_CONDITIONS) errors.push(tooMany(field, conditions.length, MAX_CONDITIONS));
  const names = new Set<string>();
  conditions.forEach((condition, i) => {
    const name = textAt(condition, 'name');
    if (textAt(condition, 'expression').trim() === '') errors.push(required(`${field}[${i}].expression`));
    if (name === '') errors.push(required(`${field}[${i}].name`));
    else checkQualifiedName(errors, `${field}[${i}].name`, name);
    if (name !== '' && names.has(name)) errors.push(duplicate(`${field}[${i}].name`, name));
    names.add(name);
  });
}

function checkReviewVersions(errors: FieldError[], versions: readonly string[], field: string): void {
  const known = REVIEW_VERSIONS.join(', ');
  if (versions.length === 0) {
    errors.push(required(field, `must specify one of ${known}`));
    return;
  }
  versions.forEach((version, i) => {
    if (versions.indexOf(version) < i) {
      errors.push(invalidValue(`${field}[${i}]`, version, 'duplicate version'));
    } else checkName(errors, `${field}[${i}]`, version, dns1035Label);
  });
  if (!versions.some((version) => REVIEW_VERSIONS.includes(version))) {
    errors.push(invalidValue(field, versions, `must include at least one of ${known}`));
  }
}
