/** APIServices. */
import type { JsonObject } from '../../../k8s/types';
import { invalidValue, required, type FieldError } from '../field-error';
import type { CreateCheck, UpdateCheck } from '../kinds/definition';
import { pathSegment } from './common-meta';
import { checkName, checkSubdomain, dns1035Label } from './names';
import { inclusiveRange } from './numbers';
import { checkObjectMeta } from './object-meta';
import { checkEnum, inOrder, metaUpdate, needTexts } from './rules';
import { isTrue, numberAt, objectAt, objectsAt, textAt } from './untyped';

export const checkApiService: CreateCheck = (errors, object) => {
  const spec = objectAt(object, 'spec');
  const group = textAt(spec, 'group');
  const version = textAt(spec, 'version');
  const wanted = `${version}.${group}`;
  checkObjectMeta(errors, objectAt(object, 'metadata'), {
    namespaced: false,
    name(name) {
      const messages = pathSegment(name);
      if (messages.length > 0 || name === wanted) return messages;
      return [`must be \`spec.version+"."+spec.group\`: "${wanted}"`];
    },
  });
  if (group !== '') checkSubdomain(errors, 'spec.group', group);
  else if (version !== 'v1') {
    errors.push(required('spec.group', 'only v1 may have an empty group and it better be legacy kube'));
  }
  checkName(errors, 'spec.version', version, dns1035Label);
  checkPriority(errors, spec, 'groupPriorityMinimum', 20000);
  checkPriority(errors, spec, 'versionPriority', 1000);
  checkTarget(errors, spec);
};

function checkPriority(errors: FieldError[], spec: JsonObject | undefined, key: string, max: number): void {
  const value = numberAt(spec, key) ?? 0;
  if (value <= 0 || value > max) {
    errors.push(invalidValue(`spec.${key}`, value, `must be positive and less than ${max}`));
  }
}

function checkTarget(errors: FieldError[], spec: JsonObject | undefined): void {
  const service = objectAt(spec, 'service');
  const bundle = textAt(spec, 'caBundle');
  const insecure = isTrue(spec, 'insecureSkipTLSVerify');
  if (!service) {
    if (bundle !== '') {
      const bytes = Math.floor((bundle.replace(/=+$/, '').length * 3) / 4);
      const why = 'local APIServices may not have a caBundle';
      errors.push(invalidValue('spec.caBundle', `${bytes} bytes`, why));
    }
    if (insecure) {
      const why = 'local APIServices may not have insecureSkipTLSVerify';
      errors.push(invalidValue('spec.insecureSkipTLSVerify', true, why));
    }
    return;
  }
  needTexts(errors, service, 'spec.service', 'namespace', 'name');
  checkServicePort(errors, service, 'spec.service');
  if (insecure && bundle !== '') {
    const why = 'may not be true if caBundle is present';
    errors.push(invalidValue('spec.insecureSkipTLSVerify', true, why));
  }
}

/** The port of a service that the API server calls. */
export function checkServicePort(errors: FieldError[], service: JsonObject, at: string): void {
  const port = numberAt(service, 'port') ?? 0;
  if (port >= 1 && port <= 65535) return;
  errors.push(invalidValue(`${at}.port`, port, `port is not valid: ${inclusiveRange(1, 65535)}`));
}

export const checkApiServiceUpdate = inOrder(metaUpdate, checkApiService);

export const checkApiServiceStatusUpdate: UpdateCheck = (errors, object, old) => {
  metaUpdate(errors, object, old);
  objectsAt(objectAt(object, 'status'), 'conditions').forEach((condition, i) =>
    checkEnum(errors, `status.conditions[${i}].status`, textAt(condition, 'status'), [
      'True',
      'False',
      'Unknown',
    ]),
  );
};
