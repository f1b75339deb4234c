/** Containers of a pod (VAL-26 … VAL-34), in the order in which upstream looks at their fields. */
import type { JsonObject } from '../../../k8s/types';
import {
  duplicate,
  forbidden,
  invalidValue,
  notFound,
  notSupported,
  required,
  type FieldError,
} from '../field-error';
import { checkPorts, checkUniqueHostPorts } from './container-ports';
import { checkEnv, checkEnvFrom } from './env';
import { checkLabel } from './names';
import { checkLifecycle, checkProbe } from './probes';
import { checkContainerResources } from './resources';
import { checkSecurityContext } from './security-context';
import { checkVolumeDevices, checkVolumeMounts, type Volumes } from './volume-mounts';
import { numberAt, objectAt, objectsAt, own, textAt } from './untyped';

/** What a container's checks need to know of its pod. */
export interface PodFacts {
  volumes: Volumes;
  claimNames: ReadonlySet<string>;
  gracePeriod: number | undefined;
  restartPolicy: string;
}

export function checkContainers(
  errors: FieldError[],
  spec: JsonObject | undefined,
  path: string,
  pod: PodFacts,
): void {
  const field = `${path}.containers`;
  const containers = objectsAt(spec, 'containers');
  if (containers.length === 0) {
    errors.push(required(field));
    return;
  }
  const names = new Set<string>();
  containers.forEach((container, i) => {
    const at = `${field}[${i}]`;
    checkCommon(errors, container, at, pod);
    const name = textAt(container, 'name');
    if (names.has(name)) errors.push(duplicate(`${at}.name`, name));
    names.add(name);
    checkHooks(errors, container, at, pod);
    if (own(container, 'restartPolicy') !== undefined) {
      errors.push(forbidden(`${at}.restartPolicy`, 'may not be set for non-init containers'));
    }
  });
  checkUniqueHostPorts(errors, containers, field);
}

export function checkInitContainers(
  errors: FieldError[],
  spec: JsonObject | undefined,
  path: string,
  pod: PodFacts,
): void {
  const field = `${path}.initContainers`;
  const names = new Set(objectsAt(spec, 'containers').map((container) => textAt(container, 'name')));
  objectsAt(spec, 'initContainers').forEach((container, i) => {
    const at = `${field}[${i}]`;
    checkCommon(errors, container, at, pod);
    const restartPolicy = textAt(container, 'restartPolicy');
    const sidecar = restartPolicy === 'Always';
    if (own(container, 'restartPolicy') !== undefined && !sidecar) {
      errors.push(notSupported(`${at}.restartPolicy`, restartPolicy, ['Always']));
    }
    const name = textAt(container, 'name');
    if (names.has(name)) errors.push(duplicate(`${at}.name`, name));
    else if (name !== '') names.add(name);
    // Init containers run one by one, so each is on its own here; upstream gives every one index 0.
    checkUniqueHostPorts(errors, [container], field);
    if (sidecar) checkHooks(errors, container, at, pod);
    else {
      for (const key of ['lifecycle', 'livenessProbe', 'readinessProbe', 'startupProbe']) {
        if (own(container, key) === undefined) continue;
        errors.push(
          forbidden(`${at}.${key}`, 'may not be set for init containers without restartPolicy=Always'),
        );
      }
    }
  });
}

/** The little that can be said of ephemeral containers, which neither templates nor new pods may have. */
export function checkEphemeralContainers(
  errors: FieldError[],
  spec: JsonObject | undefined,
  path: string,
  pod: PodFacts,
): void {
  const field = `${path}.ephemeralContainers`;
  const others = new Set(
    [...objectsAt(spec, 'containers'), ...objectsAt(spec, 'initContainers')].map((c) => textAt(c, 'name')),
  );
  const names = new Set(others);
  objectsAt(spec, 'ephemeralContainers').forEach((container, i) => {
    const at = `${field}[${i}]`;
    checkCommon(errors, container, at, pod);
    checkImageSpaces(errors, container, at);
    const name = textAt(container, 'name');
    if (names.has(name)) errors.push(duplicate(`${at}.name`, name));
    names.add(name);
    const target = textAt(container, 'targetContainerName');
    if (target !== '' && !others.has(target)) errors.push(notFound(`${at}.targetContainerName`, target));
    for (const key of ['ports', 'livenessProbe', 'readinessProbe', 'startupProbe', 'lifecycle']) {
      if (own(container, key) === undefined) continue;
      errors.push(forbidden(`${at}.${key}`, 'cannot be set for an Ephemeral Container'));
    }
  });
}

/** VAL-29: only for pods, not for templates. */
export function checkImageSpaces(errors: FieldError[], container: JsonObject, at: string): void {
  const image = textAt(container, 'image');
  if (image !== image.trim()) {
    errors.push(invalidValue(`${at}.image`, image, 'must not have leading or trailing whitespace'));
  }
}

function checkCommon(errors: FieldError[], container: JsonObject, at: string, pod: PodFacts): void {
  const name = textAt(container, 'name');
  if (name === '') errors.push(required(`${at}.name`));
  else checkLabel(errors, `${at}.name`, name);
  if (textAt(container, 'image') === '') errors.push(required(`${at}.image`));
  checkOneOf(errors, container, at, 'terminationMessagePolicy', ['File', 'FallbackToLogsOnError']);
  checkPorts(errors, container, `${at}.ports`);
  checkEnv(errors, container, `${at}.env`);
  checkEnvFrom(errors, container, `${at}.envFrom`);
  checkVolumeMounts(errors, container, `${at}.volumeMounts`, pod.volumes);
  checkVolumeDevices(errors, container, `${at}.volumeDevices`, pod.volumes);
  checkOneOf(errors, container, at, 'imagePullPolicy', ['Always', 'IfNotPresent', 'Never']);
  checkContainerResources(errors, objectAt(container, 'resources'), `${at}.resources`, pod.claimNames);
  checkResizePolicy(errors, container, `${at}.resizePolicy`, pod.restartPolicy);
  checkSecurityContext(errors, objectAt(container, 'securityContext'), `${at}.securityContext`);
}

function checkHooks(errors: FieldError[], container: JsonObject, at: string, pod: PodFacts): void {
  checkLifecycle(errors, objectAt(container, 'lifecycle'), `${at}.lifecycle`, pod.gracePeriod);
  for (const kind of ['livenessProbe', 'readinessProbe', 'startupProbe'] as const) {
    checkProbe(errors, objectAt(container, kind), `${at}.${kind}`, kind);
  }
}

/** Required, and one of the values. */
export function checkOneOf(
  errors: FieldError[],
  object: JsonObject | undefined,
  at: string,
  key: string,
  allowed: readonly string[],
): void {
  const value = textAt(object, key);
  if (value === '') errors.push(required(`${at}.${key}`));
  else if (!allowed.includes(value)) errors.push(notSupported(`${at}.${key}`, value, allowed));
}

/** Upstream reports these on the list, not on its items. */
function checkResizePolicy(
  errors: FieldError[],
  container: JsonObject,
  field: string,
  podRestartPolicy: string,
): void {
  const seen = new Set<string>();
  objectsAt(container, 'resizePolicy').forEach((policy, i) => {
    const resource = textAt(policy, 'resourceName');
    const restart = textAt(policy, 'restartPolicy');
    if (seen.has(resource)) errors.push(duplicate(`${field}[${i}]`, resource));
    seen.add(resource);
    if (resource === '') errors.push(required(field));
    else if (resource !== 'cpu' && resource !== 'memory') {
      errors.push(notSupported(field, resource, ['cpu', 'memory']));
    }
    if (restart === '') errors.push(required(field));
    else if (restart !== 'NotRequired' && restart !== 'RestartContainer') {
      errors.push(notSupported(field, restart, ['NotRequired', 'RestartContainer']));
    }
    if (podRestartPolicy === 'Never' && restart !== 'NotRequired') {
      errors.push(invalidValue(field, restart, "must be 'NotRequired' when pod `restartPolicy` is 'Never'"));
    }
  });
}

/** VAL-38: with the host's network a host port is the container's port; templates may leave it out. */
export function checkHostNetworkPorts(
  errors: FieldError[],
  spec: JsonObject | undefined,
  path: string,
  options: { isPod: boolean },
): void {
  if (own(spec, 'hostNetwork') !== true) return;
  objectsAt(spec, 'containers').forEach((container, i) => {
    objectsAt(container, 'ports').forEach((port, j) => {
      const hostPort = numberAt(port, 'hostPort') ?? 0;
      if (hostPort === 0 && !options.isPod) return;
      if (hostPort !== (numberAt(port, 'containerPort') ?? 0)) {
        errors.push(
          invalidValue(
            `${path}.containers[${i}].ports[${j}].hostPort`,
            hostPort,
            'must match `containerPort` when `hostNetwork` is true',
          ),
        );
      }
    });
  });
}
