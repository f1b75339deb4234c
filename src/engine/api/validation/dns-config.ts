/** `dnsConfig` of a pod, and IP addresses. */
import { regexError } from '../../../k8s/names';
import type { JsonObject } from '../../../k8s/types';
import { invalidValue, required, type FieldError } from '../field-error';
import { parseIp } from './addresses';
import { checkSubdomain } from './names';
import { objectAt, objectsAt, textAt, textsAt } from './untyped';

const MAX_SERVERS = 3;
const MAX_SEARCHES = 32;
const MAX_SEARCH_CHARACTERS = 2048;

export function checkDnsConfig(errors: FieldError[], spec: JsonObject | undefined, field: string): void {
  const config = objectAt(spec, 'dnsConfig');
  const servers = textsAt(config, 'nameservers');
  if (textAt(spec, 'dnsPolicy') === 'None') {
    if (config === undefined) {
      errors.push(required(field, 'must provide `dnsConfig` when `dnsPolicy` is None'));
      return;
    }
    if (servers.length === 0) {
      errors.push(
        required(`${field}.nameservers`, 'must provide at least one DNS nameserver when `dnsPolicy` is None'),
      );
      return;
    }
  }
  if (config === undefined) return;
  if (servers.length > MAX_SERVERS) {
    errors.push(
      invalidValue(`${field}.nameservers`, servers, `must not have more than ${MAX_SERVERS} nameservers`),
    );
  }
  servers.forEach((server, i) => checkIp(errors, `${field}.nameservers[${i}]`, server));
  checkSearches(errors, textsAt(config, 'searches'), `${field}.searches`);
  objectsAt(config, 'options').forEach((option, i) => {
    if (textAt(option, 'name') === '') errors.push(required(`${field}.options[${i}]`, 'must not be empty'));
  });
}

const SEARCH = '_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?(\\._?[a-z0-9]([-_a-z0-9]*[a-z0-9])?)*';
const SEARCH_RE = new RegExp(`^${SEARCH}$`);
const SEARCH_MESSAGE = regexError(
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '_', '-' or '.', and must start and end with an alphanumeric character",
  SEARCH,
  'example.com',
);

function checkSearches(errors: FieldError[], searches: string[], field: string): void {
  if (searches.length > MAX_SEARCHES) {
    errors.push(invalidValue(field, searches, `must not have more than ${MAX_SEARCHES} search paths`));
  }
  if (searches.join(' ').length > MAX_SEARCH_CHARACTERS) {
    errors.push(
      invalidValue(
        field,
        searches,
        `must not have more than ${MAX_SEARCH_CHARACTERS} characters (including spaces) in the search list`,
      ),
    );
  }
  searches.forEach((search, i) => {
    // Underscores and the root alone are allowed here, unlike in other names.
    if (search !== '.' && search !== '_') {
      const name = search.replace(/\.$/, '');
      if (name.length > 253) checkSubdomain(errors, `${field}[${i}]`, name);
      else if (!SEARCH_RE.test(name)) errors.push(invalidValue(`${field}[${i}]`, name, SEARCH_MESSAGE));
    }
  });
}

export function checkIp(errors: FieldError[], field: string, text: string): void {
  if (!parseIp(text)) {
    errors.push(invalidValue(field, text, 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)'));
  }
}
