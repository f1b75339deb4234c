/** Addresses of Services: families, and what is allotted from the service network before validation, as upstream's allocators do. */
import type { JsonObject, Service } from '../../../k8s/types';
import { deepEqual } from '../../../lib/equal';
import { invalidValue, type FieldError } from '../field-error';
import { parseIp } from '../validation/addresses';
import { checkClusterIps } from '../validation/service-addresses';
import type { StrategyHost } from './definition';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
export type Draft = Mutable<NonNullable<Service['spec']>>;

/** kubeadm's default service network. */
const NETWORK = '10.96.0.0/12';
/** That of the Service `kubernetes`, whether there is one or not. */
const FIRST_ADDRESS = '10.96.0.1';
const NOT_SINGLE = "must be 'RequireDualStack' or 'PreferDualStack' when multiple";

export const needsClusterIp = (spec: Draft | undefined): boolean => spec?.type !== 'ExternalName';

export function familyOf(ip: string): 'IPv4' | 'IPv6' {
  return (parseIp(ip)?.length ?? 4) > 4 ? 'IPv6' : 'IPv4';
}

/** A client may leave out what it was given before. */
export function keepAddresses(spec: Draft, old: Draft): void {
  if (needsClusterIp(old) && needsClusterIp(spec)) {
    spec.clusterIP ||= old.clusterIP;
    if (!spec.clusterIPs?.length && old.clusterIPs?.length) spec.clusterIPs = old.clusterIPs;
  }
}

/** Whoever sets only the first address means the whole list. */
export function syncClusterIps(spec: Draft, old: Draft | undefined): void {
  if (!old) {
    if (spec.clusterIP && !spec.clusterIPs?.length) spec.clusterIPs = [spec.clusterIP];
    return;
  }
  if (old.clusterIPs?.length && !spec.clusterIPs?.length && old.clusterIP === spec.clusterIP)
    spec.clusterIPs = old.clusterIPs;
  if ((old.clusterIP ?? '') === (spec.clusterIP ?? '')) return;
  if (!deepEqual(old.clusterIPs ?? [], spec.clusterIPs ?? [])) return;
  if (spec.clusterIP) spec.clusterIPs = [spec.clusterIP];
  else delete spec.clusterIPs;
}

/** Policy and families. Only IPv4 is configured here. */
export function fillFamilies(spec: Draft, old: Draft | undefined): FieldError[] {
  if (!needsClusterIp(spec)) return [];
  const withoutPods = spec.clusterIP === 'None' && Object.keys(spec.selector ?? {}).length === 0;
  spec.ipFamilyPolicy ??= old?.ipFamilyPolicy ?? (withoutPods ? 'RequireDualStack' : 'SingleStack');
  const errors: FieldError[] = [];
  checkClusterIps(errors, spec as unknown as JsonObject, old as unknown as JsonObject);
  if (errors.length > 0) return errors;

  const ips = spec.clusterIPs ?? [];
  const families = [...(spec.ipFamilies ?? [])];
  const at = (text: string): number =>
    errors.push(invalidValue('spec.ipFamilyPolicy', spec.ipFamilyPolicy, text));
  if (spec.ipFamilyPolicy === 'SingleStack') {
    const sent = spec.ipFamilies ?? [];
    if (old && deepEqual(old.ipFamilies, sent) && sent.length > 1) families.length = 1;
    if (ips.length === 2) at(`${NOT_SINGLE} cluster IPs are specified`);
    if (families.length === 2) at(`${NOT_SINGLE} IP families are specified`);
  } else if (old && (old.ipFamilies?.length ?? 0) > 1 && families.length === 1) {
    const kept = old.ipFamilies?.[0] === families[0];
    if (kept) at("must be 'SingleStack' to release the secondary IP family");
  }
  for (const [i, ip] of ips.entries()) {
    if (ip === 'None') break;
    if (i < families.length) continue;
    const family = familyOf(ip);
    if (family === 'IPv4') families.push(family);
    else errors.push(invalidValue(`spec.clusterIPs[${i}]`, ips, 'IPv6 is not configured on this cluster'));
  }
  if (errors.length > 0) return errors;

  if (withoutPods) {
    if (families.length === 0) families.push('IPv4');
    if (families.length < 2 && spec.ipFamilyPolicy !== 'SingleStack')
      families.push(families[0] === 'IPv4' ? 'IPv6' : 'IPv4');
  } else {
    if (spec.ipFamilyPolicy === 'RequireDualStack')
      at('this cluster is not configured for dual-stack services');
    families.forEach((family, i) => {
      if (family !== 'IPv4')
        errors.push(invalidValue(`spec.ipFamilies[${i}]`, family, 'not configured on this cluster'));
    });
    if (families.length === 0) families.push('IPv4');
  }
  if (!deepEqual(families, spec.ipFamilies)) spec.ipFamilies = families;
  return errors;
}

/** A free address, or the one that is asked for. */
export function allotClusterIp(
  spec: Draft,
  { read, random, dryRun }: StrategyHost & { dryRun: boolean },
  isKubernetes: boolean,
): FieldError[] {
  if (!needsClusterIp(spec) || spec.clusterIPs?.[0] === 'None') return [];
  const taken = new Set([
    isKubernetes ? '' : FIRST_ADDRESS,
    ...read.list('Service').flatMap((s) => s.spec?.clusterIPs ?? []),
  ]);
  const asked = spec.clusterIPs?.[0];
  if (asked) {
    const [a, b = 0, c, d] = parseIp(asked) ?? [];
    const inside =
      a === 10 && b >> 4 === 6 && !(b === 96 && !c && !d) && !(b === 111 && c === 255 && d === 255);
    const outside = dryRun
      ? `the provided IP (${asked}) is not in the valid range. The range of valid IPs is ${NETWORK}`
      : 'the provided network does not match the current range';
    const why = inside ? !dryRun && taken.has(asked) && 'provided IP is already allocated' : outside;
    return why
      ? [invalidValue('spec.clusterIPs', spec.clusterIPs, `failed to allocate IP ${asked}: ${why}`)]
      : [];
  }
  let clusterIP = '10.96.0.0';
  while (!dryRun) {
    clusterIP = `10.${random.int(96, 111)}.${random.int(0, 255)}.${random.int(1, 254)}`;
    if (!taken.has(clusterIP)) break;
  }
  spec.clusterIP = clusterIP;
  spec.clusterIPs = [clusterIP];
  return [];
}
