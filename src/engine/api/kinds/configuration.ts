/** Kinds that hold data and are acted on by nobody of their own. */
import type {
  ConfigMap,
  ControllerRevision,
  JsonObject,
  PriorityClass,
  Secret,
  ServiceAccount,
} from '../../../k8s/types';
import { withDefaults } from '../defaults/keep';
import { defaultSecret } from '../defaults/secret';
import {
  configMapTable,
  controllerRevisionTable,
  priorityClassTable,
  secretTable,
  serviceAccountTable,
} from '../tables/small-kinds';
import { checkConfigMap, checkConfigMapUpdate } from '../validation/config-map';
import { checkControllerRevision, checkControllerRevisionUpdate } from '../validation/controller-revision';
import { checkPriorityClass, checkPriorityClassUpdate } from '../validation/priority-class';
import { checkSecret, checkSecretUpdate, secretWarnings } from '../validation/secret';
import {
  checkServiceAccount,
  checkServiceAccountUpdate,
  serviceAccountWarnings,
} from '../validation/service-account';
import { defineKind, type Allotment, type AllotmentHost } from './definition';

export const configMap = defineKind<ConfigMap>(
  { kind: 'ConfigMap', apiVersion: 'v1', plural: 'configmaps', shortNames: ['cm'], namespaced: true },
  { check: checkConfigMap, checkUpdate: checkConfigMapUpdate, table: configMapTable },
);

export const secret = defineKind<Secret>(
  { kind: 'Secret', apiVersion: 'v1', plural: 'secrets', namespaced: true },
  {
    defaults: defaultSecret,
    check: checkSecret,
    checkUpdate: checkSecretUpdate,
    warnings: secretWarnings,
    fields: { type: (s) => s.type ?? '' },
    table: secretTable,
  },
);

export const serviceAccount = defineKind<ServiceAccount>(
  {
    kind: 'ServiceAccount',
    apiVersion: 'v1',
    plural: 'serviceaccounts',
    shortNames: ['sa'],
    namespaced: true,
  },
  {
    prepareCreate: withBareSecrets,
    prepareUpdate: withBareSecrets,
    check: checkServiceAccount,
    checkUpdate: checkServiceAccountUpdate,
    warnings: serviceAccountWarnings,
    warnsOnUpdate: (_next, old) => serviceAccountWarnings(old as unknown as JsonObject).length === 0,
    table: serviceAccountTable,
  },
);

/** Of references to secrets only the name is kept. */
function withBareSecrets(account: ServiceAccount): ServiceAccount {
  const { secrets } = account;
  if (!secrets?.some((secret) => Object.keys(secret).some((key) => key !== 'name'))) return account;
  return { ...account, secrets: secrets.map(({ name }) => (name ? { name } : {})) };
}

export const priorityClass = defineKind<PriorityClass>(
  {
    kind: 'PriorityClass',
    apiVersion: 'scheduling.k8s.io/v1',
    plural: 'priorityclasses',
    shortNames: ['pc'],
    namespaced: false,
  },
  {
    generation: true,
    admit: onlyOneDefault,
    defaults: (c) => withDefaults(c, { preemptionPolicy: 'PreemptLowerPriority' }),
    check: checkPriorityClass,
    checkUpdate: checkPriorityClassUpdate,
    table: priorityClassTable,
  },
);

/** Admission: one class at most is the default. */
function onlyOneDefault(
  next: PriorityClass,
  old: PriorityClass | undefined,
  { read }: AllotmentHost,
): Allotment<PriorityClass> {
  const { name } = next.metadata;
  const other = next.globalDefault && read.list('PriorityClass').find((c) => c.globalDefault);
  if (!other || (old && other.metadata.name === name)) return { object: next };
  const why = `PriorityClass ${other.metadata.name} is already marked as default. Only one default can exist`;
  return { how: 'forbidden', why };
}

export const controllerRevision = defineKind<ControllerRevision>(
  { kind: 'ControllerRevision', apiVersion: 'apps/v1', plural: 'controllerrevisions', namespaced: true },
  {
    check: checkControllerRevision,
    checkUpdate: checkControllerRevisionUpdate,
    table: controllerRevisionTable,
  },
);
