/** Probes and lifecycle hooks (VAL-49 … VAL-53). */
import type { JsonObject } from '../../../k8s/types';
import { forbidden, invalidValue, notSupported, required, type FieldError } from '../field-error';
import { checkName, httpHeaderName, portName } from './names';
import { checkNonNegative, checkPortNumber } from './numbers';
import { listAt, numberAt, objectAt, objectsAt, own, textAt, type Untyped } from './untyped';

const SCHEMES = ['HTTP', 'HTTPS'];
const COUNTS = [
  'initialDelaySeconds',
  'timeoutSeconds',
  'periodSeconds',
  'successThreshold',
  'failureThreshold',
];
const PROBE_HANDLERS = ['exec', 'httpGet', 'tcpSocket', 'grpc'];
const HOOK_HANDLERS = ['exec', 'httpGet', 'tcpSocket', 'sleep'];

export function checkProbe(
  errors: FieldError[],
  probe: JsonObject | undefined,
  field: string,
  kind: 'livenessProbe' | 'readinessProbe' | 'startupProbe',
): void {
  if (probe === undefined) return;
  checkHandler(errors, probe, field, PROBE_HANDLERS, undefined);
  for (const key of COUNTS) checkNonNegative(errors, `${field}.${key}`, own(probe, key));
  const grace = numberAt(probe, 'terminationGracePeriodSeconds');
  if (grace !== undefined && grace <= 0) {
    errors.push(invalidValue(`${field}.terminationGracePeriodSeconds`, grace, 'must be greater than 0'));
  }
  if (kind === 'readinessProbe') {
    if (grace !== undefined) {
      errors.push(
        invalidValue(`${field}.terminationGracePeriodSeconds`, grace, 'must not be set for readinessProbes'),
      );
    }
  } else {
    const threshold = numberAt(probe, 'successThreshold') ?? 0;
    if (threshold !== 1) errors.push(invalidValue(`${field}.successThreshold`, threshold, 'must be 1'));
  }
}

export function checkLifecycle(
  errors: FieldError[],
  lifecycle: JsonObject | undefined,
  field: string,
  gracePeriod: number | undefined,
): void {
  for (const key of ['postStart', 'preStop']) {
    const hook = objectAt(lifecycle, key);
    if (hook !== undefined) checkHandler(errors, hook, `${field}.${key}`, HOOK_HANDLERS, gracePeriod);
  }
}

/** VAL-49: only the first handler is looked into. */
function checkHandler(
  errors: FieldError[],
  owner: JsonObject,
  field: string,
  handlers: readonly string[],
  gracePeriod: number | undefined,
): void {
  let count = 0;
  for (const key of handlers) {
    const handler = objectAt(owner, key);
    if (handler === undefined) continue;
    const at = `${field}.${key}`;
    if (count++ > 0) errors.push(forbidden(at, 'may not specify more than 1 handler type'));
    else checkAction(errors, key, handler, at, gracePeriod);
  }
  if (count === 0) errors.push(required(field, 'must specify a handler type'));
}

function checkAction(
  errors: FieldError[],
  key: string,
  action: JsonObject,
  at: string,
  gracePeriod: number | undefined,
): void {
  if (key === 'exec') {
    if (listAt(action, 'command').length === 0) errors.push(required(`${at}.command`));
  } else if (key === 'httpGet') checkHttpGet(errors, action, at);
  else if (key === 'sleep') checkSleep(errors, action, at, gracePeriod);
  else checkPort(errors, own(action, 'port'), `${at}.port`);
}

/** VAL-53. */
function checkHttpGet(errors: FieldError[], action: JsonObject, at: string): void {
  if (textAt(action, 'path') === '') errors.push(required(`${at}.path`));
  checkPort(errors, own(action, 'port'), `${at}.port`);
  const scheme = textAt(action, 'scheme');
  if (!SCHEMES.includes(scheme)) errors.push(notSupported(`${at}.scheme`, scheme, SCHEMES));
  for (const header of objectsAt(action, 'httpHeaders')) {
    checkName(errors, `${at}.httpHeaders`, textAt(header, 'name'), httpHeaderName);
  }
}

/** A port number, or the name of one. */
export function checkPort(errors: FieldError[], port: Untyped, field: string): void {
  if (typeof port === 'string') checkName(errors, field, port, portName);
  else checkPortNumber(errors, field, typeof port === 'number' ? port : 0);
}

function checkSleep(
  errors: FieldError[],
  action: JsonObject,
  at: string,
  gracePeriod: number | undefined,
): void {
  const seconds = numberAt(action, 'seconds') ?? 0;
  if (gracePeriod !== undefined && (seconds < 0 || seconds > gracePeriod)) {
    errors.push(
      invalidValue(
        at,
        seconds,
        `must be non-negative and less than terminationGracePeriodSeconds (${gracePeriod})`,
      ),
    );
  }
}
