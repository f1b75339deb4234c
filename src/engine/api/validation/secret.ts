/** Secrets: keys, size, immutability, and what the types ask for. */
import { dns1123Subdomain } from '../../../k8s/names';
import type { JsonObject } from '../../../k8s/types';
import { decodeBase64Url } from '../../../lib/base64url';
import { scanJson } from '../../../lib/go-json';
import { invalidValue, required, tooLong, type FieldError } from '../field-error';
import { base64Size, checkFrozen, MAX_SIZE } from './config-map';
import { checkName, configKey } from './names';
import { checkImmutable, checkObjectMeta, checkObjectMetaUpdate } from './object-meta';
import { objectAt, own, textAt, textEntries } from './untyped';

const ACCOUNT = 'kubernetes.io/service-account.name';
const TLS = 'kubernetes.io/tls';
const PEM = /-----BEGIN [^\n]*-----\r?\n[^-]*-----END /;

export function checkSecret(errors: FieldError[], object: JsonObject): void {
  checkObjectMeta(errors, objectAt(object, 'metadata'), { namespaced: true, name: dns1123Subdomain });
  let size = 0;
  for (const [key, value] of textEntries(objectAt(object, 'data'))) {
    checkName(errors, `data[${key}]`, key, configKey);
    size += base64Size(value);
  }
  if (size > MAX_SIZE) errors.push(tooLong('data', MAX_SIZE));
  checkType(errors, object);
}

function checkType(errors: FieldError[], object: JsonObject): void {
  const data = objectAt(object, 'data');
  const has = (key: string): boolean => own(data, key) !== undefined;
  const need = (...keys: string[]): void => {
    for (const key of keys) if (!has(key)) errors.push(required(`data[${key}]`));
  };
  switch (textAt(object, 'type')) {
    case 'kubernetes.io/service-account-token':
      if (textAt(objectAt(objectAt(object, 'metadata'), 'annotations'), ACCOUNT) === '')
        errors.push(required(`metadata.annotations[${ACCOUNT}]`));
      break;
    case 'kubernetes.io/dockercfg':
      checkJson(errors, data, '.dockercfg');
      break;
    case 'kubernetes.io/dockerconfigjson':
      checkJson(errors, data, '.dockerconfigjson');
      break;
    case 'kubernetes.io/basic-auth':
      if (!has('username') && !has('password')) need('username', 'password');
      break;
    case 'kubernetes.io/ssh-auth':
      if (textAt(data, 'ssh-privatekey') === '') errors.push(required('data[ssh-privatekey]'));
      break;
    case TLS:
      need('tls.crt', 'tls.key');
  }
}

/** Must be a JSON object, or null. */
function checkJson(errors: FieldError[], data: JsonObject | undefined, key: string): void {
  const field = `data[${key}]`;
  if (own(data, key) === undefined) {
    errors.push(required(field));
    return;
  }
  const problem = mapProblem(bytesOf(textAt(data, key)), 'map[string]interface {}');
  if (problem !== undefined) errors.push(invalidValue(field, '<secret contents redacted>', problem));
}

/** Why the text is no JSON object, in Go's words. */
export function mapProblem(text: string, goType: string): string | undefined {
  const { problem } = scanJson(text);
  if (problem !== undefined) return problem;
  const value: unknown = JSON.parse(text);
  if (value === null || (typeof value === 'object' && !Array.isArray(value))) return undefined;
  const word = Array.isArray(value) ? 'array' : typeof value === 'boolean' ? 'bool' : typeof value;
  return `json: cannot unmarshal ${word} into Go value of type ${goType}`;
}

/** One character a byte. */
function bytesOf(base64: string): string {
  const code = base64.replace(/=+$/, '').replaceAll('+', '-').replaceAll('/', '_');
  return Array.from(decodeBase64Url(code) ?? [], (byte) => String.fromCharCode(byte)).join('');
}

export function checkSecretUpdate(errors: FieldError[], object: JsonObject, old: JsonObject): void {
  checkObjectMetaUpdate(errors, objectAt(object, 'metadata'), objectAt(old, 'metadata'));
  if (textAt(old, 'type') !== '') checkImmutable(errors, 'type', own(object, 'type'), own(old, 'type'));
  checkFrozen(errors, object, old, ['data']);
  checkSecret(errors, object);
}

/** Upstream tries to read the pair of certificate and key; we see only whether there is any. The data may still be `stringData`. */
export function secretWarnings(object: JsonObject): string[] {
  if (textAt(object, 'type') !== TLS) return [];
  const plain = objectAt(object, 'stringData');
  const data = objectAt(object, 'data');
  for (const [key, what] of [
    ['tls.crt', 'certificate'],
    ['tls.key', 'key'],
  ] as const) {
    const text = typeof own(plain, key) === 'string' ? textAt(plain, key) : bytesOf(textAt(data, key));
    if (!PEM.test(text)) return [`tls: failed to find any PEM data in ${what} input`];
  }
  return [];
}
