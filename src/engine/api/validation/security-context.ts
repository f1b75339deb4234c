/** Security contexts of containers and pods. */
import type { JsonObject } from '../../../k8s/types';
import { duplicate, invalidValue, notSupported, required, type FieldError } from '../field-error';
import { checkDescendingPath, checkRange, MAX_INT32 } from './numbers';
import { isTrue, listAt, objectAt, objectsAt, own, textAt, textsAt } from './untyped';

const PROFILE_TYPES = ['Localhost', 'RuntimeDefault', 'Unconfined'];
/** The fields of the container's struct, in Go's order and with Go's names. */
const CONTAINER_FIELDS = [
  'Capabilities',
  'Privileged',
  'SELinuxOptions',
  'WindowsOptions',
  'RunAsUser',
  'RunAsGroup',
  'RunAsNonRoot',
  'ReadOnlyRootFilesystem',
  'AllowPrivilegeEscalation',
  'ProcMount',
  'SeccompProfile',
  'AppArmorProfile',
];
const SYSCTL = '([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?';
const SYSCTL_RE = new RegExp(`^${SYSCTL}$`);
const MAX_SYSCTL = 253;

export function checkSecurityContext(
  errors: FieldError[],
  context: JsonObject | undefined,
  field: string,
): void {
  if (context === undefined) return;
  for (const key of ['runAsUser', 'runAsGroup']) {
    checkRange(errors, `${field}.${key}`, own(context, key), 0, MAX_INT32);
  }
  const procMount = textAt(context, 'procMount');
  if (procMount !== '' && procMount !== 'Default' && procMount !== 'Unmasked') {
    errors.push(notSupported(`${field}.procMount`, procMount, ['Default', 'Unmasked']));
  }
  checkSeccomp(errors, objectAt(context, 'seccompProfile'), `${field}.seccompProfile`);
  checkEscalation(errors, context, field);
  checkAppArmor(errors, objectAt(context, 'appArmorProfile'), `${field}.appArmorProfile`);
}

function checkEscalation(errors: FieldError[], context: JsonObject, field: string): void {
  if (own(context, 'allowPrivilegeEscalation') !== false) return;
  if (isTrue(context, 'privileged')) {
    errors.push(
      invalidValue(
        field,
        contextValue(context),
        'cannot set `allowPrivilegeEscalation` to false and `privileged` to true',
      ),
    );
  }
  const added = textsAt(objectAt(context, 'capabilities'), 'add');
  if (added.includes('CAP_SYS_ADMIN')) {
    errors.push(
      invalidValue(
        field,
        contextValue(context),
        'cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN',
      ),
    );
  }
}

/** Upstream prints its internal struct: every field, with Go names. */
function contextValue(context: JsonObject): JsonObject {
  const value: JsonObject = {};
  for (const name of CONTAINER_FIELDS) {
    const key = name === 'SELinuxOptions' ? 'seLinuxOptions' : name.charAt(0).toLowerCase() + name.slice(1);
    value[name] = own(context, key) ?? null;
  }
  const capabilities = objectAt(context, 'capabilities');
  if (capabilities !== undefined) {
    value.Capabilities = {
      Add: own(capabilities, 'add') ?? null,
      Drop: own(capabilities, 'drop') ?? null,
    };
  }
  return value;
}

function checkSeccomp(errors: FieldError[], profile: JsonObject | undefined, field: string): void {
  if (profile === undefined) return;
  const type = textAt(profile, 'type');
  if (type === '') errors.push(required(`${field}.type`, 'type is required when seccompProfile is set'));
  else if (!PROFILE_TYPES.includes(type)) errors.push(notSupported(`${field}.type`, type, PROFILE_TYPES));
  const local = own(profile, 'localhostProfile');
  if (type === 'Localhost') {
    if (local === undefined) {
      errors.push(required(`${field}.localhostProfile`, 'must be set when seccomp type is Localhost'));
    } else checkDescendingPath(errors, `${field}.localhostProfile`, textAt(profile, 'localhostProfile'));
  } else if (local !== undefined) {
    const value = {
      Type: type,
      LocalhostProfile: local,
    };
    errors.push(
      invalidValue(`${field}.localhostProfile`, value, 'can only be set when seccomp type is Localhost'),
    );
  }
}

function checkAppArmor(errors: FieldError[], profile: JsonObject | undefined, field: string): void {
  if (profile === undefined) return;
  const type = textAt(profile, 'type');
  const local = own(profile, 'localhostProfile');
  const at = `${field}.localhostProfile`;
  if (type === 'Localhost') {
    const text = textAt(profile, 'localhostProfile');
    if (text === '') errors.push(required(at, 'must be set when AppArmor type is Localhost'));
    else if (text !== text.trim()) errors.push(invalidValue(at, text, 'must not be padded with whitespace'));
  } else if (type === '') {
    errors.push(required(`${field}.type`, 'type is required when appArmorProfile is set'));
  } else if (!PROFILE_TYPES.includes(type)) errors.push(notSupported(`${field}.type`, type, PROFILE_TYPES));
  else if (local !== undefined) {
    errors.push(invalidValue(at, local, 'can only be set when AppArmor type is Localhost'));
  }
}

export function checkPodSecurityContext(
  errors: FieldError[],
  spec: JsonObject | undefined,
  path: string,
): void {
  const context = objectAt(spec, 'securityContext');
  const field = `${path}.securityContext`;
  for (const key of ['fsGroup', 'runAsUser', 'runAsGroup']) {
    checkRange(errors, `${field}.${key}`, own(context, key), 0, MAX_INT32);
  }
  listAt(context, 'supplementalGroups').forEach((group, i) =>
    checkRange(errors, `${field}.supplementalGroups[${i}]`, group, 0, MAX_INT32),
  );
  if (isTrue(spec, 'shareProcessNamespace') && isTrue(spec, 'hostPID')) {
    errors.push(
      invalidValue(
        `${field}.shareProcessNamespace`,
        true,
        'ShareProcessNamespace and HostPID cannot both be enabled',
      ),
    );
  }
  if (context === undefined) return;
  checkSysctls(errors, spec, context, `${field}.sysctls`);
  checkChoice(errors, context, field, 'fsGroupChangePolicy', ['Always', 'OnRootMismatch']);
  checkSeccomp(errors, objectAt(context, 'seccompProfile'), `${field}.seccompProfile`);
  checkAppArmor(errors, objectAt(context, 'appArmorProfile'), `${field}.appArmorProfile`);
  checkChoice(errors, context, field, 'supplementalGroupsPolicy', ['Merge', 'Strict']);
}

function checkChoice(
  errors: FieldError[],
  context: JsonObject,
  field: string,
  key: string,
  allowed: readonly string[],
): void {
  if (own(context, key) === undefined) return;
  const value = textAt(context, key);
  if (!allowed.includes(value)) errors.push(notSupported(`${field}.${key}`, value, allowed));
}

const IPC_SYSCTL = /^(kernel[./](sem$|shm|msg)|fs[./]mqueue[./])/;

function checkSysctls(
  errors: FieldError[],
  spec: JsonObject | undefined,
  context: JsonObject,
  field: string,
): void {
  const names = new Set<string>();
  objectsAt(context, 'sysctls').forEach((sysctl, i) => {
    const name = textAt(sysctl, 'name');
    const at = `${field}[${i}].name`;
    if (name === '') errors.push(required(at));
    else if (name.length > MAX_SYSCTL || !SYSCTL_RE.test(name)) {
      errors.push(
        invalidValue(at, name, `must have at most ${MAX_SYSCTL} characters and match regex ^${SYSCTL}$`),
      );
    } else if (names.has(name)) errors.push(duplicate(at, name));
    names.add(name);
    const [key, group] = /^net[./]/.test(name) ? ['hostNetwork', 'net'] : ['hostIPC', 'ipc'];
    if (isTrue(spec, key) && (group === 'net' || IPC_SYSCTL.test(name)))
      errors.push(invalidValue(at, name, `may not be specified when '${key}' is true`));
  });
}
