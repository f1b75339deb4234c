/** `dnsConfig` of a pod, and IP addresses. */
import type { JsonObject } from '../../../k8s/types';
import { invalidValue, required, type FieldError } from '../field-error';
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
      checkSubdomain(errors, `${field}[${i}]`, search.replace(/\.$/, '').replaceAll('_', 'a'));
    }
  });
}

export function checkIp(errors: FieldError[], field: string, text: string): void {
  if (!isIp(text)) {
    errors.push(invalidValue(field, text, 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)'));
  }
}

function isIp(text: string): boolean {
  return isIpv4(text) || isIpv6(text);
}

function isIpv4(text: string): boolean {
  const parts = text.split('.');
  return (
    parts.length === 4 && parts.every((part) => /^(0|[1-9][0-9]{0,2})$/.test(part) && Number(part) < 256)
  );
}

function isIpv6(text: string): boolean {
  const halves = text.split('::');
  if (halves.length > 2 || !text.includes(':')) return false;
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  const last = groups.at(-1) ?? '';
  const embedded = last.includes('.');
  if (embedded && !isIpv4(last)) return false;
  const plain = embedded ? groups.slice(0, -1) : groups;
  if (!plain.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) return false;
  const size = plain.length + (embedded ? 2 : 0);
  return halves.length === 2 ? size < 8 : size === 8;
}
