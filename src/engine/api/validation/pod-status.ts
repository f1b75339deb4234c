/** Writes to the status of a pod. */
import { dns1123Subdomain } from '../../../k8s/names';
import type { JsonObject } from '../../../k8s/types';
import { invalidValue, type FieldError } from '../field-error';
import { checkIpText, parseIp } from './addresses';
import { checkName, checkQualifiedName } from './names';
import { checkImmutable, checkObjectMetaUpdate } from './object-meta';
import { numberAt, objectAt, objectsAt, own, textAt } from './untyped';

const SYSTEM_CONDITIONS = ['PodScheduled', 'Ready', 'Initialized'];
const NEGATIVE = 'must be a non-negative integer';

export function checkPodStatusUpdate(errors: FieldError[], object: JsonObject, old: JsonObject): void {
  checkObjectMetaUpdate(errors, objectAt(object, 'metadata'), objectAt(old, 'metadata'));
  const [status, before] = [objectAt(object, 'status'), objectAt(old, 'status')];
  objectsAt(status, 'conditions').forEach((condition, i) => {
    const at = `status.conditions[${i}]`;
    const type = textAt(condition, 'type');
    checkGeneration(errors, condition, `${at}.observedGeneration`);
    if (!SYSTEM_CONDITIONS.includes(type)) checkQualifiedName(errors, `${at}.Type`, type);
  });
  const nominated = textAt(status, 'nominatedNodeName');
  if (nominated !== '' && nominated !== textAt(before, 'nominatedNodeName'))
    checkName(errors, 'status.nominatedNodeName', nominated, dns1123Subdomain);
  checkGeneration(errors, status, 'status.observedGeneration');
  checkImmutable(errors, 'status.qosClass', own(status, 'qosClass'), own(before, 'qosClass'));
  checkIps(errors, status, before, 'podIPs');
  const hosts = objectsAt(status, 'hostIPs');
  const first = textAt(hosts[0], 'ip');
  if (hosts.length > 0 && first !== textAt(status, 'hostIP'))
    errors.push(invalidValue('status.hostIPs[0].ip', first, 'must be equal to `hostIP`'));
  checkIps(errors, status, before, 'hostIPs');
}

function checkGeneration(errors: FieldError[], of: JsonObject | undefined, field: string): void {
  const generation = numberAt(of, 'observedGeneration') ?? 0;
  if (generation < 0) errors.push(invalidValue(field, generation, NEGATIVE));
}

/** Addresses that were there before are not read again. */
function checkIps(
  errors: FieldError[],
  status: JsonObject | undefined,
  old: JsonObject | undefined,
  key: 'podIPs' | 'hostIPs',
): void {
  const known = objectsAt(old, key).map((entry) => textAt(entry, 'ip'));
  const ips = objectsAt(status, key).map((entry) => textAt(entry, 'ip'));
  ips.forEach((ip, i) => {
    if (!known.includes(ip)) checkIpText(errors, `status.${key}[${i}]`, ip);
  });
  if (ips.length < 2 || ips.some((ip) => !parseIp(ip))) return;
  const families = new Set(ips.map((ip) => parseIp(ip)?.length));
  if (families.size < 2 || ips.length > 2) {
    const value = ips.map((ip) => ({ IP: ip }));
    errors.push(invalidValue(`status.${key}`, value, 'may specify no more than one IP for each IP family'));
  }
}
