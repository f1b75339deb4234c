/** Container ports (VAL-35 … VAL-40). */
import type { JsonObject } from '../../../k8s/types';
import { duplicate, notSupported, required, type FieldError } from '../field-error';
import { checkName, portName } from './names';
import { checkPortNumber } from './numbers';
import { numberAt, objectsAt, textAt } from './untyped';

const PROTOCOLS = ['SCTP', 'TCP', 'UDP'];

export function checkPorts(errors: FieldError[], container: JsonObject, field: string): void {
  const names = new Set<string>();
  objectsAt(container, 'ports').forEach((port, i) => {
    const at = `${field}[${i}]`;
    const name = textAt(port, 'name');
    if (name !== '') {
      if (portName(name).length > 0) checkName(errors, `${at}.name`, name, portName);
      else if (names.has(name)) errors.push(duplicate(`${at}.name`, name));
      else names.add(name);
    }
    const number = numberAt(port, 'containerPort') ?? 0;
    if (number === 0) errors.push(required(`${at}.containerPort`));
    else checkPortNumber(errors, `${at}.containerPort`, number);
    const hostPort = numberAt(port, 'hostPort') ?? 0;
    if (hostPort !== 0) checkPortNumber(errors, `${at}.hostPort`, hostPort);
    const protocol = textAt(port, 'protocol');
    if (protocol === '') errors.push(required(`${at}.protocol`));
    else if (!PROTOCOLS.includes(protocol)) errors.push(notSupported(`${at}.protocol`, protocol, PROTOCOLS));
  });
}

/** VAL-37. */
export function checkUniqueHostPorts(
  errors: FieldError[],
  containers: readonly JsonObject[],
  field: string,
): void {
  const seen = new Set<string>();
  containers.forEach((container, i) => {
    objectsAt(container, 'ports').forEach((port, j) => {
      const hostPort = numberAt(port, 'hostPort') ?? 0;
      if (hostPort === 0) return;
      const key = `${textAt(port, 'protocol')}/${textAt(port, 'hostIP')}/${hostPort}`;
      if (seen.has(key)) errors.push(duplicate(`${field}[${i}].ports[${j}].hostPort`, key));
      seen.add(key);
    });
  });
}
