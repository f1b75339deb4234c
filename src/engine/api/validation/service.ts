/** Services. */
import type { JsonObject } from '../../../k8s/types';
import { duplicate, invalidValue, notSupported, required, type FieldError } from '../field-error';
import { checkLabel, dns1035Label } from './names';
import { checkPortNumber } from './numbers';
import { checkLabels, checkObjectMeta, checkObjectMetaUpdate } from './object-meta';
import { checkPort } from './probes';
import { numberAt, objectAt, objectsAt, own, textAt } from './untyped';

const TYPES = ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort'];
const PROTOCOLS = ['SCTP', 'TCP', 'UDP'];
const AFFINITIES = ['ClientIP', 'None'];

export function checkService(errors: FieldError[], object: JsonObject): void {
  checkObjectMeta(errors, objectAt(object, 'metadata'), { namespaced: true, name: dns1035Label });
  const spec = objectAt(object, 'spec');
  const type = textAt(spec, 'type');
  const ports = objectsAt(spec, 'ports');
  const headless = textAt(spec, 'clusterIP') === 'None';
  if (ports.length === 0 && !headless && type !== 'ExternalName') errors.push(required('spec.ports'));
  if (type === 'LoadBalancer' && headless) {
    errors.push(
      invalidValue('spec.clusterIPs[0]', 'None', "may not be set to 'None' for LoadBalancer services"),
    );
  }
  checkPorts(errors, ports);
  checkLabels(errors, objectAt(spec, 'selector'), 'spec.selector');
  checkChoice(errors, spec, 'sessionAffinity', AFFINITIES);
  checkChoice(errors, spec, 'type', TYPES);
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
    const target = own(port, 'targetPort');
    if (target !== undefined) checkPort(errors, target, `${at}.targetPort`);
  });
  checkUniquePorts(errors, ports);
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

function checkChoice(
  errors: FieldError[],
  spec: JsonObject | undefined,
  key: string,
  allowed: readonly string[],
): void {
  const value = textAt(spec, key);
  if (value === '') errors.push(required(`spec.${key}`));
  else if (!allowed.includes(value)) errors.push(notSupported(`spec.${key}`, value, allowed));
}

export function checkServiceUpdate(errors: FieldError[], object: JsonObject, old: JsonObject): void {
  checkObjectMetaUpdate(errors, objectAt(object, 'metadata'), objectAt(old, 'metadata'));
  const before = textAt(objectAt(old, 'spec'), 'clusterIP');
  const now = textAt(objectAt(object, 'spec'), 'clusterIP');
  if (before !== '' && now !== before && textAt(objectAt(object, 'spec'), 'type') !== 'ExternalName') {
    errors.push(invalidValue('spec.clusterIPs[0]', now === '' ? 'null' : [now], 'may not change once set'));
  }
  checkService(errors, object);
}
