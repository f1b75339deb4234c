/** Name syntax applied to fields (VAL-60 … VAL-63). */
import { dns1123Label, dns1123Subdomain, labelValue, qualifiedName, regexError } from '../../../k8s/names';
import { invalidValue, type FieldError } from '../field-error';

export type NameRule = (name: string) => readonly string[];

export function checkName(errors: FieldError[], field: string, name: string, rule: NameRule): void {
  for (const message of rule(name)) errors.push(invalidValue(field, name, message));
}

export function checkSubdomain(errors: FieldError[], field: string, name: string): void {
  checkName(errors, field, name, dns1123Subdomain);
}

export function checkLabel(errors: FieldError[], field: string, name: string): void {
  checkName(errors, field, name, dns1123Label);
}

export function checkQualifiedName(errors: FieldError[], field: string, name: string): void {
  checkName(errors, field, name, qualifiedName);
}

export function checkLabelValue(errors: FieldError[], field: string, value: string): void {
  checkName(errors, field, value, labelValue);
}

const DNS1035_LABEL = '[a-z]([-a-z0-9]*[a-z0-9])?';
const DNS1035_LABEL_RE = new RegExp(`^${DNS1035_LABEL}$`);

/** RFC 1035 label: the names of Services. */
export function dns1035Label(name: string): readonly string[] {
  const messages: string[] = [];
  if (name.length > 63) messages.push('must be no more than 63 characters');
  if (!DNS1035_LABEL_RE.test(name)) {
    messages.push(
      regexError(
        "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character",
        DNS1035_LABEL,
        'my-name',
        'abc-123',
      ),
    );
  }
  return messages;
}

/** VAL-40. */
export function portName(name: string): readonly string[] {
  const messages: string[] = [];
  if (name.length > 15) messages.push('must be no more than 15 characters');
  if (!/^[-a-z0-9]+$/.test(name)) {
    messages.push('must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)');
  }
  if (!/[a-z]/.test(name)) messages.push('must contain at least one letter (a-z)');
  if (name.includes('--')) messages.push('must not contain consecutive hyphens');
  if (name.startsWith('-') || name.endsWith('-')) messages.push('must not begin or end with a hyphen');
  return messages;
}

/** VAL-41: printable ASCII but `=`. */
export function environmentName(name: string): readonly string[] {
  return /^[ -<>-~]+$/.test(name)
    ? []
    : ["a valid environment variable name must consist only of printable ASCII characters other than '='"];
}

const CONFIG_KEY = '[-._a-zA-Z0-9]+';
const CONFIG_KEY_RE = new RegExp(`^${CONFIG_KEY}$`);

/** Keys of ConfigMaps and Secrets. */
export function configKey(key: string): readonly string[] {
  const messages: string[] = [];
  if (key.length > 253) messages.push('must be no more than 253 characters');
  if (!CONFIG_KEY_RE.test(key)) {
    messages.push(
      regexError(
        "a valid config key must consist of alphanumeric characters, '-', '_' or '.'",
        CONFIG_KEY,
        'key.name',
        'KEY_NAME',
        'key-name',
      ),
    );
  }
  if (key === '.') messages.push("must not be '.'");
  else if (key === '..') messages.push("must not be '..'");
  else if (key.startsWith('..')) messages.push("must not start with '..'");
  return messages;
}

const HEADER = '[-A-Za-z0-9]+';
const HEADER_RE = new RegExp(`^${HEADER}$`);

export function httpHeaderName(name: string): readonly string[] {
  return HEADER_RE.test(name)
    ? []
    : [
        regexError(
          "a valid HTTP header must consist of alphanumeric characters or '-'",
          HEADER,
          'X-Header-Name',
        ),
      ];
}
