/** Environment variables (VAL-41 … VAL-43). */
import { dns1123Subdomain, qualifiedName } from '../../../k8s/names';
import { parseQuantity, quantityText } from '../../../k8s/quantity';
import type { JsonObject } from '../../../k8s/types';
import { invalidValue, notSupported, required, type FieldError } from '../field-error';
import { checkName, configKey, environmentName } from './names';
import { objectAt, objectsAt, own, textAt } from './untyped';

const FIELD_PATHS = [
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
  'spec.nodeName',
  'spec.serviceAccountName',
  'status.hostIP',
  'status.hostIPs',
  'status.podIP',
  'status.podIPs',
];
const RESOURCES = [
  'limits.cpu',
  'limits.ephemeral-storage',
  'limits.memory',
  'requests.cpu',
  'requests.ephemeral-storage',
  'requests.memory',
];
const SIZES = ['1', '1k', '1M', '1G', '1T', '1P', '1E', '1Ki', '1Mi', '1Gi', '1Ti', '1Pi', '1Ei'];
const SOURCES = ['fieldRef', 'resourceFieldRef', 'configMapKeyRef', 'secretKeyRef'] as const;
const ONE_SOURCE_ONLY = 'may not have more than one field specified at a time';

export function checkEnv(errors: FieldError[], container: JsonObject, field: string): void {
  objectsAt(container, 'env').forEach((variable, i) => {
    const at = `${field}[${i}]`;
    const name = textAt(variable, 'name');
    if (name === '') errors.push(required(`${at}.name`));
    else checkName(errors, `${at}.name`, name, environmentName);
    checkValueFrom(errors, variable, `${at}.valueFrom`);
  });
}

function checkValueFrom(errors: FieldError[], variable: JsonObject, field: string): void {
  const source = objectAt(variable, 'valueFrom');
  if (source === undefined) return;
  let count = 0;
  for (const key of SOURCES) {
    const reference = objectAt(source, key);
    if (reference === undefined) continue;
    count++;
    const at = `${field}.${key}`;
    if (key === 'fieldRef') checkFieldRef(errors, reference, at, FIELD_PATHS);
    else if (key === 'resourceFieldRef') checkResourceFieldRef(errors, reference, at, { inVolume: false });
    else checkKeyRef(errors, reference, at);
  }
  if (count === 0) {
    errors.push(
      invalidValue(
        field,
        '',
        'must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef` or `secretKeyRef`',
      ),
    );
  } else if (textAt(variable, 'value') !== '') {
    errors.push(invalidValue(field, '', 'may not be specified when `value` is not empty'));
  } else if (count > 1) errors.push(invalidValue(field, '', ONE_SOURCE_ONLY));
}

/** A field of the pod; `allowed` are those without a subscript. */
export function checkFieldRef(
  errors: FieldError[],
  reference: JsonObject,
  at: string,
  allowed: readonly string[],
): void {
  const path = textAt(reference, 'fieldPath');
  if (textAt(reference, 'apiVersion') === '') errors.push(required(`${at}.apiVersion`));
  else if (path === '') errors.push(required(`${at}.fieldPath`));
  else {
    const subscript = /^(.*)\['(.*)'\]$/.exec(path);
    if (subscript !== null) checkSubscript(errors, at, subscript[1] ?? '', subscript[2] ?? '');
    else if (!KNOWN_PATHS.has(path)) {
      errors.push(
        invalidValue(
          `${at}.fieldPath`,
          path,
          `error converting fieldPath: field label not supported: ${path}`,
        ),
      );
    } else if (!allowed.includes(path)) errors.push(notSupported(`${at}.fieldPath`, path, allowed));
  }
}

/** Everything that some place allows; upstream fails to convert the rest. */
const KNOWN_PATHS = new Set([
  ...FIELD_PATHS,
  'metadata.annotations',
  'metadata.labels',
  'spec.restartPolicy',
  'spec.schedulerName',
  'status.phase',
  'status.nominatedNodeName',
]);

function checkSubscript(errors: FieldError[], at: string, path: string, key: string): void {
  if (path === 'metadata.annotations') checkName(errors, at, key.toLowerCase(), qualifiedName);
  else if (path === 'metadata.labels') checkName(errors, at, key, qualifiedName);
  else {
    errors.push(
      invalidValue(
        `${at}.fieldPath`,
        `${path}['${key}']`,
        `error converting fieldPath: field label does not support subscript: ${path}['${key}']`,
      ),
    );
  }
}

export function checkResourceFieldRef(
  errors: FieldError[],
  reference: JsonObject,
  at: string,
  options: { inVolume: boolean },
): void {
  const resource = textAt(reference, 'resource');
  if (options.inVolume && textAt(reference, 'containerName') === '')
    errors.push(required(`${at}.containerName`));
  else if (resource === '') errors.push(required(`${at}.resource`));
  else if (!RESOURCES.includes(resource) && !/^(requests|limits)\.hugepages-/.test(resource)) {
    errors.push(notSupported(`${at}.resource`, resource, RESOURCES));
  }
  checkDivisor(errors, resource, own(reference, 'divisor'), at);
}

function checkDivisor(
  errors: FieldError[],
  resource: string,
  divisor: ReturnType<typeof own>,
  at: string,
): void {
  if (typeof divisor !== 'string' && typeof divisor !== 'number') return;
  if (parseQuantity(divisor) === 0) return;
  const text = quantityText(divisor);
  const name = resource.replace(/^(requests|limits)\./, '');
  if (name === 'cpu') {
    if (text !== '1' && text !== '1m') {
      errors.push(
        invalidValue(
          `${at}.divisor`,
          resource,
          "only divisor's values 1m and 1 are supported with the cpu resource",
        ),
      );
    }
    return;
  }
  const words: Record<string, string> = { memory: 'memory', 'ephemeral-storage': 'local ephemeral storage' };
  const word = name.startsWith('hugepages-')
    ? 'hugepages'
    : Object.hasOwn(words, name)
      ? words[name]
      : undefined;
  if (word !== undefined && !SIZES.includes(text)) {
    errors.push(
      invalidValue(
        `${at}.divisor`,
        resource,
        `only divisor's values ${SIZES.join(', ')} are supported with the ${word} resource`,
      ),
    );
  }
}

function checkKeyRef(errors: FieldError[], reference: JsonObject, at: string): void {
  checkName(errors, `${at}.name`, textAt(reference, 'name'), dns1123Subdomain);
  const key = textAt(reference, 'key');
  if (key === '') errors.push(required(`${at}.key`));
  else checkName(errors, `${at}.key`, key, configKey);
}

/** VAL-43: a wrong number of sources is reported on the list. */
export function checkEnvFrom(errors: FieldError[], container: JsonObject, field: string): void {
  objectsAt(container, 'envFrom').forEach((source, i) => {
    const at = `${field}[${i}]`;
    const prefix = textAt(source, 'prefix');
    if (prefix !== '') checkName(errors, `${at}.prefix`, prefix, environmentName);
    let count = 0;
    for (const key of ['configMapRef', 'secretRef']) {
      const reference = objectAt(source, key);
      if (reference === undefined) continue;
      count++;
      const name = textAt(reference, 'name');
      if (name === '') errors.push(required(`${at}.${key}.name`));
      // A name that may still be a prefix: a dash at its end passes.
      else checkName(errors, `${at}.${key}.name`, name, (n) => dns1123Subdomain(n.replace(/-$/, 'a')));
    }
    if (count === 0) {
      errors.push(invalidValue(field, '', 'must specify one of: `configMapRef` or `secretRef`'));
    } else if (count > 1) errors.push(invalidValue(field, '', ONE_SOURCE_ONLY));
  });
}
