/** Services, in upstream's order. */
import { dns1123Subdomain } from '../../../k8s/names';
import type { JsonObject } from '../../../k8s/types';
import { duplicate, forbidden, invalidValue, notSupported, required, type FieldError } from '../field-error';
import { checkCidr, checkEndpointIp, checkIpText, parseIp } from './addresses';
import { checkLabel, checkName, checkQualifiedName, dns1035Label } from './names';
import { checkPortNumber, checkRange } from './numbers';
import { checkLabels, checkObjectMeta, checkObjectMetaUpdate } from './object-meta';
import { checkPort } from './probes';
import { checkAddressUpdate, checkClusterIps, isHeadless } from './service-addresses';
import { numberAt, objectAt, objectsAt, own, textAt, textsAt } from './untyped';

const TYPES = ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort'];
const PROTOCOLS = ['SCTP', 'TCP', 'UDP'];
const POLICIES = ['Cluster', 'Local'];
const DISTRIBUTIONS = ['PreferClose', 'PreferSameZone', 'PreferSameNode'];
const HINTS = 'service.kubernetes.io/topology-aware-hints';
const MODE = 'service.kubernetes.io/topology-mode';
const RANGES = 'service.beta.kubernetes.io/load-balancer-source-ranges';
const ONLY_BALANCERS = "may only be used when `type` is 'LoadBalancer'";
/** One day. */
const LONGEST_AFFINITY = 86400;

type Spec = JsonObject | undefined;

export function checkService(errors: FieldError[], object: JsonObject): void {
  checkObjectMeta(errors, objectAt(object, 'metadata'), { namespaced: true, name: dns1035Label });
  checkSpec(errors, object);
}

export function checkServiceUpdate(errors: FieldError[], object: JsonObject, old: JsonObject): void {
  checkObjectMetaUpdate(errors, objectAt(object, 'metadata'), objectAt(old, 'metadata'));
  const [spec, before] = [objectAt(object, 'spec'), objectAt(old, 'spec')];
  checkAddressUpdate(errors, spec, before);
  checkBalancerClass(errors, spec, before);
  if (needsHealthCheck(spec) && needsHealthCheck(before)) {
    if (own(spec, 'healthCheckNodePort') !== own(before, 'healthCheckNodePort'))
      errors.push(forbidden('spec.healthCheckNodePort', 'field is immutable'));
  }
  checkSpec(errors, object, old);
}

function checkSpec(errors: FieldError[], object: JsonObject, old?: JsonObject): void {
  const spec = objectAt(object, 'spec');
  const annotations = objectAt(objectAt(object, 'metadata'), 'annotations');
  const type = textAt(spec, 'type');
  const ports = objectsAt(spec, 'ports');
  const [hints, mode] = [own(annotations, HINTS), own(annotations, MODE)];
  if (hints !== undefined && mode !== undefined && hints !== mode) {
    const why = `must match annotations[${HINTS}] when both are specified`;
    errors.push(invalidValue(`metadata.annotations[${MODE}]`, mode, why));
  }
  if (ports.length === 0 && !isHeadless(spec) && type !== 'ExternalName') errors.push(required('spec.ports'));
  checkType(errors, spec, type);
  checkPorts(errors, ports);
  checkLabels(errors, objectAt(spec, 'selector'), 'spec.selector');
  checkAffinity(errors, spec);
  checkClusterIps(errors, spec, objectAt(old, 'spec'));
  textsAt(spec, 'externalIPs').forEach((text, i) => {
    const at = `spec.externalIPs[${i}]`;
    if (checkIpText(errors, at, text)) checkEndpointIp(errors, at, text);
  });
  checkChoice(errors, spec, 'type', TYPES);
  checkNodePorts(errors, ports, type);
  checkUniquePorts(errors, ports);
  checkSourceRanges(errors, spec, annotations, objectAt(objectAt(old, 'metadata'), 'annotations'));
  if (type === 'LoadBalancer') {
    if (own(spec, 'allocateLoadBalancerNodePorts') === undefined)
      errors.push(required('allocateLoadBalancerNodePorts'));
  } else if (own(spec, 'allocateLoadBalancerNodePorts') !== undefined)
    errors.push(forbidden('spec.allocateLoadBalancerNodePorts', ONLY_BALANCERS));
  checkBalancerClass(errors, spec, undefined);
  checkTraffic(errors, spec, type);
}

function checkType(errors: FieldError[], spec: Spec, type: string): void {
  if ((type === 'LoadBalancer' || type === 'NodePort') && isHeadless(spec)) {
    errors.push(invalidValue('spec.clusterIPs[0]', 'None', `may not be set to 'None' for ${type} services`));
  }
  if (type !== 'ExternalName') return;
  for (const key of ['clusterIPs', 'ipFamilies', 'ipFamilyPolicy']) {
    const value = own(spec, key);
    if (value !== undefined && !(Array.isArray(value) && value.length === 0))
      errors.push(forbidden(`spec.${key}`, 'may not be set for ExternalName services'));
  }
  const name = textAt(spec, 'externalName').replace(/\.$/, '');
  if (name === '') errors.push(required('spec.externalName'));
  else checkName(errors, 'spec.externalName', name, dns1123Subdomain);
}

function checkPorts(errors: FieldError[], ports: JsonObject[]): void {
  const names = new Set<string>();
  ports.forEach((port, i) => {
    const at = `spec.ports[${i}]`;
    const name = textAt(port, 'name');
    if (name === '' && ports.length > 1) errors.push(required(`${at}.name`));
    else if (name !== '') {
      checkLabel(errors, `${at}.name`, name);
      if (names.has(name)) errors.push(duplicate(`${at}.name`, name));
      names.add(name);
    }
    checkPortNumber(errors, `${at}.port`, numberAt(port, 'port') ?? 0);
    const protocol = textAt(port, 'protocol');
    if (protocol === '') errors.push(required(`${at}.protocol`));
    else if (!PROTOCOLS.includes(protocol)) {
      errors.push(notSupported(`${at}.protocol`, protocol, PROTOCOLS));
    }
    checkPort(errors, own(port, 'targetPort'), `${at}.targetPort`);
    if (own(port, 'appProtocol') !== undefined)
      checkQualifiedName(errors, `${at}.appProtocol`, textAt(port, 'appProtocol'));
  });
}

function checkAffinity(errors: FieldError[], spec: Spec): void {
  checkChoice(errors, spec, 'sessionAffinity', ['ClientIP', 'None']);
  const field = 'spec.sessionAffinityConfig';
  const affinity = textAt(spec, 'sessionAffinity');
  const config = objectAt(spec, 'sessionAffinityConfig');
  if (affinity === 'None' && config)
    errors.push(forbidden(field, 'must not be set when session affinity is None'));
  if (affinity !== 'ClientIP') return;
  const seconds = own(objectAt(config, 'clientIP'), 'timeoutSeconds');
  if (seconds === undefined) errors.push(required(field, 'when session affinity type is ClientIP'));
  else checkAffinitySeconds(errors, `${field}.clientIP.timeoutSeconds`, seconds as number);
}

function checkAffinitySeconds(errors: FieldError[], field: string, seconds: number): void {
  if (seconds > 0 && seconds <= LONGEST_AFFINITY) return;
  errors.push(invalidValue(field, seconds, `must be greater than 0 and less than ${LONGEST_AFFINITY}`));
}

function checkNodePorts(errors: FieldError[], ports: JsonObject[], type: string): void {
  const numbers = ports.map((port) => numberAt(port, 'nodePort') ?? 0);
  const at = (i: number): string => `spec.ports[${i}].nodePort`;
  numbers.forEach((number, i) => {
    if (number !== 0 && type === 'ClusterIP')
      errors.push(forbidden(at(i), "may not be used when `type` is 'ClusterIP'"));
  });
  const keys = ports.map((port, i) => `${textAt(port, 'protocol')}/${numbers[i]}`);
  numbers.forEach((number, i) => {
    if (number !== 0 && keys.indexOf(keys[i] ?? '') < i) errors.push(duplicate(at(i), number));
  });
}

function checkUniquePorts(errors: FieldError[], ports: JsonObject[]): void {
  const seen = new Set<string>();
  ports.forEach((port, i) => {
    const protocol = textAt(port, 'protocol');
    const number = numberAt(port, 'port') ?? 0;
    const key = `${protocol}/${number}`;
    if (seen.has(key)) {
      const value = {
        Name: '',
        Protocol: protocol,
        AppProtocol: null,
        Port: number,
        TargetPort: 0,
        NodePort: 0,
      };
      errors.push(duplicate(`spec.ports[${i}]`, value));
    }
    seen.add(key);
  });
}

/** Upstream writes the field with a capital letter. An annotation that was there before is not read again. */
function checkSourceRanges(errors: FieldError[], spec: Spec, annotations: Spec, before: Spec): void {
  const ranges = textsAt(spec, 'loadBalancerSourceRanges');
  const text = own(annotations, RANGES);
  if (ranges.length === 0 && text === undefined) return;
  const field = ranges.length > 0 ? 'spec.LoadBalancerSourceRanges' : `metadata.annotations[${RANGES}]`;
  if (textAt(spec, 'type') !== 'LoadBalancer') errors.push(forbidden(field, ONLY_BALANCERS));
  ranges.forEach((range, i) => checkCidr(errors, `${field}[${i}]`, range.trim()));
  if (ranges.length > 0 || text === own(before, RANGES) || typeof text !== 'string' || text.trim() === '')
    return;
  for (const range of text.split(',')) checkCidr(errors, field, range.trim());
}

function checkBalancerClass(errors: FieldError[], spec: Spec, old: Spec): void {
  const field = 'spec.loadBalancerClass';
  const name = own(spec, 'loadBalancerClass');
  const balances = textAt(spec, 'type') === 'LoadBalancer';
  if (balances && textAt(old, 'type') === 'LoadBalancer' && name !== own(old, 'loadBalancerClass'))
    errors.push(invalidValue(field, name ?? null, 'may not change once set'));
  if (name === undefined) return;
  if (balances) checkQualifiedName(errors, field, textAt(spec, 'loadBalancerClass'));
  else errors.push(forbidden(field, ONLY_BALANCERS));
}

function isAccessible(spec: Spec, type: string): boolean {
  const addresses = textsAt(spec, 'externalIPs').length;
  return type === 'LoadBalancer' || type === 'NodePort' || (type === 'ClusterIP' && addresses > 0);
}

function needsHealthCheck(spec: Spec): boolean {
  return textAt(spec, 'type') === 'LoadBalancer' && textAt(spec, 'externalTrafficPolicy') === 'Local';
}

function checkTraffic(errors: FieldError[], spec: Spec, type: string): void {
  const external = textAt(spec, 'externalTrafficPolicy');
  if (isAccessible(spec, type)) checkChoice(errors, spec, 'externalTrafficPolicy', POLICIES);
  else if (external !== '') {
    const why = 'may only be set for externally-accessible services';
    errors.push(invalidValue('spec.externalTrafficPolicy', external, why));
  }
  const port = numberAt(spec, 'healthCheckNodePort') ?? 0;
  const field = 'spec.healthCheckNodePort';
  if (!needsHealthCheck(spec)) {
    const why = "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'";
    if (port !== 0) errors.push(invalidValue(field, port, why));
  } else if (port === 0) errors.push(required(field));
  else checkRange(errors, field, port, 1, 65535);
  const internal = own(spec, 'internalTrafficPolicy');
  if (internal !== undefined) {
    if (!POLICIES.includes(internal as string))
      errors.push(notSupported('spec.internalTrafficPolicy', internal, POLICIES));
  } else if (['NodePort', 'LoadBalancer', 'ClusterIP'].includes(type))
    errors.push(required('spec.internalTrafficPolicy'));
  const distribution = own(spec, 'trafficDistribution');
  if (distribution !== undefined && !DISTRIBUTIONS.includes(distribution as string))
    errors.push(notSupported('spec.trafficDistribution', distribution, DISTRIBUTIONS));
}

function checkChoice(errors: FieldError[], spec: Spec, key: string, allowed: readonly string[]): void {
  const value = textAt(spec, key);
  if (value === '') errors.push(required(`spec.${key}`));
  else if (!allowed.includes(value)) errors.push(notSupported(`spec.${key}`, value, allowed));
}

export function checkServiceStatusUpdate(errors: FieldError[], object: JsonObject, old: JsonObject): void {
  checkObjectMetaUpdate(errors, objectAt(object, 'metadata'), objectAt(old, 'metadata'));
  const field = 'status.loadBalancer.ingress';
  const ingress = objectsAt(objectAt(objectAt(object, 'status'), 'loadBalancer'), 'ingress');
  if (ingress.length > 0 && textAt(objectAt(object, 'spec'), 'type') !== 'LoadBalancer') {
    errors.push(forbidden(field, "may only be used when `spec.type` is 'LoadBalancer'"));
    return;
  }
  ingress.forEach((point, i) => {
    const at = `${field}[${i}]`;
    const ip = textAt(point, 'ip');
    const mode = own(point, 'ipMode');
    if (ip !== '') checkIpText(errors, `${at}.ip`, ip);
    if (mode === undefined) {
      if (ip !== '') errors.push(required(`${at}.ipMode`, 'must be specified when `ip` is set'));
    } else if (ip === '') errors.push(forbidden(`${at}.ipMode`, 'may not be specified when `ip` is not set'));
    else if (mode !== 'VIP' && mode !== 'Proxy')
      errors.push(notSupported(`${at}.ipMode`, mode, ['Proxy', 'VIP']));
    const name = textAt(point, 'hostname');
    if (name === '') return;
    checkName(errors, `${at}.hostname`, name, dns1123Subdomain);
    if (parseIp(name))
      errors.push(invalidValue(`${at}.hostname`, name, 'must be a DNS name, not an IP address'));
  });
}
