/** `spec.os` of a pod, and what cannot be set for it. */
import type { JsonObject } from '../../../k8s/types';
import { forbidden, notSupported, required, type FieldError } from '../field-error';
import { objectAt, objectsAt, own, textAt } from './untyped';

/** In upstream's order; those without a dot are fields of the spec itself, of which false is nothing. */
const OF_POD = [
  'securityContext.appArmorProfile',
  'securityContext.seLinuxOptions',
  'hostUsers',
  'hostPID',
  'hostIPC',
  'securityContext.seccompProfile',
  'securityContext.fsGroup',
  'securityContext.fsGroupChangePolicy',
  'securityContext.sysctls',
  'shareProcessNamespace',
  'securityContext.runAsUser',
  'securityContext.runAsGroup',
  'securityContext.supplementalGroups',
  'securityContext.supplementalGroupsPolicy',
  'securityContext.seLinuxChangePolicy',
];
const OF_CONTAINER = [
  'appArmorProfile',
  'seLinuxOptions',
  'seccompProfile',
  'capabilities',
  'readOnlyRootFilesystem',
  'privileged',
  'allowPrivilegeEscalation',
  'procMount',
  'runAsUser',
  'runAsGroup',
];
const NOT_FOR_LINUX = 'windows options cannot be set for a linux pod';

export function checkOs(errors: FieldError[], spec: JsonObject | undefined, path: string): void {
  const os = objectAt(spec, 'os');
  if (os === undefined) return;
  const name = textAt(os, 'name');
  if (name === '') errors.push(required(`${path}.os.name`));
  else if (name !== 'linux' && name !== 'windows') {
    errors.push(notSupported(`${path}.os.name`, name, ['linux', 'windows']));
  } else checkFields(errors, spec, path, name === 'linux');
}

function checkFields(errors: FieldError[], spec: JsonObject | undefined, path: string, linux: boolean): void {
  const why = linux ? NOT_FOR_LINUX : 'cannot be set for a windows pod';
  const refuse = (of: JsonObject | undefined, key: string, field: string): void => {
    const value = own(of, key);
    const off = value === false && (key === 'hostPID' || key === 'hostIPC');
    if (value !== undefined && !off) errors.push(forbidden(field, why));
  };
  for (const field of linux ? ['securityContext.windowsOptions'] : OF_POD) {
    const [last = '', parent] = field.split('.').reverse();
    refuse(parent === undefined ? spec : objectAt(spec, parent), last, `${path}.${field}`);
  }
  for (const list of ['initContainers', 'containers', 'ephemeralContainers']) {
    objectsAt(spec, list).forEach((container, i) => {
      const context = objectAt(container, 'securityContext');
      for (const key of linux ? ['windowsOptions'] : OF_CONTAINER)
        refuse(context, key, `${path}.${list}[${i}].securityContext.${key}`);
    });
  }
}
