/** The pod spec, of pods and of templates (VAL-26 … VAL-71), in upstream's order. */
import { dns1123Subdomain } from '../../../k8s/names';
import type { JsonObject } from '../../../k8s/types';
import { duplicate, forbidden, invalidValue, required, type FieldError } from '../field-error';
import { checkAffinity } from './affinity';
import {
  checkContainers,
  checkEphemeralContainers,
  checkHostNetworkPorts,
  checkInitContainers,
  checkOneOf,
  type PodFacts,
} from './containers';
import { checkDnsConfig, checkIp } from './dns-config';
import { checkLabel, checkName, checkQualifiedName, checkSubdomain } from './names';
import { checkRange, MAX_INT32 } from './numbers';
import { checkLabels } from './object-meta';
import { checkOs } from './pod-os';
import { checkPodResources } from './resources';
import { checkPodSecurityContext } from './security-context';
import { checkTolerations } from './tolerations';
import { checkTopologySpread } from './topology-spread';
import { isTrue, numberAt, objectAt, objectsAt, own, textAt, textsAt } from './untyped';
import { checkVolumes } from './volumes';

const DNS_POLICIES = ['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None'];
const SUBDOMAIN_FIELDS = ['serviceAccountName', 'nodeName'];

export function checkPodSpec(
  errors: FieldError[],
  spec: JsonObject | undefined,
  path: string,
  options: { isPod: boolean },
): void {
  if (own(spec, 'terminationGracePeriodSeconds') === undefined) {
    errors.push(required(`${path}.terminationGracePeriodSeconds`));
  }
  const volumes = checkVolumes(errors, spec, path);
  const claimNames = checkResourceClaims(errors, spec, `${path}.resourceClaims`);
  const pod: PodFacts = {
    volumes,
    claimNames,
    gracePeriod: numberAt(spec, 'terminationGracePeriodSeconds'),
    restartPolicy: textAt(spec, 'restartPolicy'),
  };
  checkContainers(errors, spec, path, pod);
  checkInitContainers(errors, spec, path, pod);
  checkEphemeralContainers(errors, spec, path, pod);
  checkPodResources(errors, objectAt(spec, 'resources'), `${path}.resources`);
  checkHostNetworkPorts(errors, spec, path, options);
  checkOneOf(errors, spec, path, 'restartPolicy', ['Always', 'OnFailure', 'Never']);
  checkOneOf(errors, spec, path, 'dnsPolicy', DNS_POLICIES);
  checkLabels(errors, objectAt(spec, 'nodeSelector'), `${path}.nodeSelector`);
  checkPodSecurityContext(errors, spec, path);
  checkAffinity(errors, objectAt(spec, 'affinity'), `${path}.affinity`);
  checkDnsConfig(errors, spec, `${path}.dnsConfig`);
  checkGates(errors, spec, path);
  checkTopologySpread(errors, spec, path);
  checkHostUsers(errors, spec, path);
  for (const key of SUBDOMAIN_FIELDS) checkOptionalSubdomain(errors, spec, path, key);
  checkRange(errors, `${path}.activeDeadlineSeconds`, own(spec, 'activeDeadlineSeconds'), 1, MAX_INT32);
  for (const key of ['hostname', 'subdomain']) {
    const name = textAt(spec, key);
    if (name !== '') checkLabel(errors, `${path}.${key}`, name);
  }
  checkTolerations(errors, spec, path);
  checkHostAliases(errors, spec, `${path}.hostAliases`);
  checkOptionalSubdomain(errors, spec, path, 'priorityClassName');
  checkOptionalSubdomain(errors, spec, path, 'runtimeClassName');
  if (own(spec, 'preemptionPolicy') !== undefined) {
    checkOneOf(errors, spec, path, 'preemptionPolicy', ['PreemptLowerPriority', 'Never']);
  }
  checkOs(errors, spec, path);
}

function checkOptionalSubdomain(
  errors: FieldError[],
  spec: JsonObject | undefined,
  path: string,
  key: string,
): void {
  const name = textAt(spec, key);
  if (name !== '') checkName(errors, `${path}.${key}`, name, dns1123Subdomain);
}

/** Returns the names that containers may refer to. */
function checkResourceClaims(
  errors: FieldError[],
  spec: JsonObject | undefined,
  field: string,
): ReadonlySet<string> {
  const names = new Set<string>();
  objectsAt(spec, 'resourceClaims').forEach((claim, i) => {
    const at = `${field}[${i}]`;
    const name = textAt(claim, 'name');
    if (name === '') errors.push(required(`${at}.name`));
    else if (names.has(name)) errors.push(duplicate(`${at}.name`, name));
    else checkLabel(errors, `${at}.name`, name);
    if (name !== '') names.add(name);
    const claimName = own(claim, 'resourceClaimName');
    const template = own(claim, 'resourceClaimTemplateName');
    const value = {
      Name: name,
      ResourceClaimName: claimName ?? null,
      ResourceClaimTemplateName: template ?? null,
    };
    if (claimName !== undefined && template !== undefined) {
      errors.push(
        invalidValue(
          at,
          value,
          'at most one of `resourceClaimName` or `resourceClaimTemplateName` may be specified',
        ),
      );
    } else if (claimName === undefined && template === undefined) {
      errors.push(
        invalidValue(at, value, 'must specify one of: `resourceClaimName`, `resourceClaimTemplateName`'),
      );
    }
    for (const key of ['resourceClaimName', 'resourceClaimTemplateName']) {
      if (own(claim, key) !== undefined) checkSubdomain(errors, `${at}.${key}`, textAt(claim, key));
    }
  });
  return names;
}

/** Readiness gates and scheduling gates. */
function checkGates(errors: FieldError[], spec: JsonObject | undefined, path: string): void {
  objectsAt(spec, 'readinessGates').forEach((gate, i) =>
    checkQualifiedName(errors, `${path}.readinessGates[${i}].conditionType`, textAt(gate, 'conditionType')),
  );
  const names = new Set<string>();
  objectsAt(spec, 'schedulingGates').forEach((gate, i) => {
    const name = textAt(gate, 'name');
    const at = `${path}.schedulingGates[${i}]`;
    checkQualifiedName(errors, at, name);
    if (names.has(name)) errors.push(duplicate(at, name));
    names.add(name);
  });
}

function checkHostUsers(errors: FieldError[], spec: JsonObject | undefined, path: string): void {
  if (own(spec, 'hostUsers') !== false) return;
  const fields = [
    ['hostNetwork', 'hostNetwork'],
    ['hostPID', 'HostPID'],
    ['hostIPC', 'HostIPC'],
  ] as const;
  for (const [key, shown] of fields) {
    if (isTrue(spec, key)) errors.push(forbidden(`${path}.${shown}`, 'when `hostUsers` is false'));
  }
}

function checkHostAliases(errors: FieldError[], spec: JsonObject | undefined, field: string): void {
  objectsAt(spec, 'hostAliases').forEach((alias, i) => {
    checkIp(errors, `${field}[${i}].ip`, textAt(alias, 'ip'));
    textsAt(alias, 'hostnames').forEach((name, j) =>
      checkSubdomain(errors, `${field}[${i}].hostnames[${j}]`, name),
    );
  });
}
