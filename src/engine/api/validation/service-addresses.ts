/** Cluster IPs and address families of Services, which are looked at before and after addresses are allotted. */
import type { JsonObject } from '../../../k8s/types';
import { deepEqual } from '../../../lib/equal';
import { duplicate, invalidValue, notSupported, required, type FieldError } from '../field-error';
import { checkIpText, parseIp } from './addresses';
import { own, textAt, textsAt } from './untyped';

const FAMILIES = ['IPv4', 'IPv6'];
const POLICIES = ['PreferDualStack', 'RequireDualStack', 'SingleStack'];
const IPS = 'spec.clusterIPs';

const isV6 = (text: string): boolean => parseIp(text)?.length === 16;

export function isHeadless(spec: JsonObject | undefined): boolean {
  const ips = textsAt(spec, 'clusterIPs');
  return ips.length === 1 && ips[0] === 'None';
}

/** What the old spec had is not read again: it may be 'None'. */
export function checkClusterIps(
  errors: FieldError[],
  spec: JsonObject | undefined,
  old: JsonObject | undefined,
): void {
  if (textAt(spec, 'type') === 'ExternalName') return;
  const ip = textAt(spec, 'clusterIP');
  const ips = textsAt(spec, 'clusterIPs');
  const families = textsAt(spec, 'ipFamilies');
  const refuse = (why: string): number => errors.push(invalidValue(IPS, ips, why));
  if (ip === '') {
    if (ips.length > 0) refuse('must be empty when `clusterIP` is not specified');
  } else if (ips.length === 0) errors.push(required(IPS));
  else if (ips[0] !== ip) refuse('first value must match `clusterIP`');

  families.forEach((family, i) => {
    const at = `spec.ipFamilies[${i}]`;
    if (!FAMILIES.includes(family)) errors.push(notSupported(at, family, FAMILIES));
    if (families.indexOf(family) < i) errors.push(duplicate(at, family));
  });
  const policy = own(spec, 'ipFamilyPolicy');
  if (policy !== undefined && !POLICIES.includes(policy as string))
    errors.push(notSupported('spec.ipFamilyPolicy', policy, POLICIES));

  let bad = false;
  const known = textsAt(old, 'clusterIPs');
  ips.forEach((text, i) => {
    if (i > 0 || text !== 'None')
      bad = (!known.includes(text) && !checkIpText(errors, `${IPS}[${i}]`, text)) || bad;
    else if (ips.length > 1) {
      bad = true;
      refuse("'None' must be the first and only value");
    }
  });
  if (ips.length > 2) refuse('may only hold up to 2 values');
  if (bad) return;
  if (ips.length > 1 && (ips.every(isV6) || !ips.some(isV6)))
    refuse('may specify no more than one IP for each IP family');
  if (isHeadless(spec)) return;
  ips.forEach((text, i) => {
    const family = families[i];
    if (FAMILIES.includes(family ?? '') && (family === 'IPv6') !== isV6(text))
      errors.push(
        invalidValue(
          `${IPS}[${i}]`,
          text,
          `expected an ${family} value as indicated by \`ipFamilies[${i}]\``,
        ),
      );
  });
}

/** What was allotted stays. */
export function checkAddressUpdate(
  errors: FieldError[],
  spec: JsonObject | undefined,
  old: JsonObject | undefined,
): void {
  if (textAt(spec, 'type') === 'ExternalName' || textAt(old, 'type') === 'ExternalName') return;
  const [headless, wasHeadless] = [isHeadless(spec), isHeadless(old)];
  if (headless && wasHeadless) return;
  const unchanging = [IPS, ...(headless === wasHeadless ? ['spec.ipFamilies'] : [])];
  for (const field of unchanging) {
    const key = field.slice('spec.'.length);
    const [now, before] = [textsAt(spec, key), textsAt(old, key)];
    const refuse = (i: number, why: string): number =>
      errors.push(invalidValue(`${field}[${i}]`, own(spec, key) ?? null, why));
    if (now.length === before.length) {
      before.forEach((text, i) => {
        if (text !== now[i]) refuse(key === 'clusterIPs' ? i : 0, 'may not change once set');
      });
      continue;
    }
    if (now.length === 0)
      refuse(
        0,
        key === 'clusterIPs' ? 'primary clusterIP can not be unset' : 'primary ipFamily can not be unset',
      );
    if (before.length > 0 && now.length > 0 && !deepEqual(now[0], before[0]))
      refuse(0, 'may not change once set');
    const policy = own(spec, 'ipFamilyPolicy');
    if (now.length === 1 && before.length > 1 && policy !== 'SingleStack') {
      const what = key === 'clusterIPs' ? 'clusterIP' : 'ipFamily';
      const why = `must be set to 'SingleStack' when releasing the secondary ${what}`;
      errors.push(invalidValue('spec.ipFamilyPolicy', policy ?? null, why));
    }
  }
}
