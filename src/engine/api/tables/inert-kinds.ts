/** Tables of the remaining kinds on which nothing acts here. */
import { quantityText } from '../../../k8s/quantity';
import type {
  APIService,
  ClusterRoleBinding,
  KubeObject,
  ResourceQuota,
  RoleBinding,
  RuntimeClass,
} from '../../../k8s/types';
import { compareText } from '../../../lib/compare';
import { ageOf } from './age';
import { columnsOf, type KindTable } from './columns';

/** What kubectl shows when the server has no printer. */
export const createdTable: KindTable<KubeObject> = {
  columns: columnsOf('Name Created_At:date'),
  cells: (object) => [object.metadata.name, object.metadata.creationTimestamp],
};

export const bindingTable: KindTable<RoleBinding | ClusterRoleBinding> = {
  columns: columnsOf('Name Role Age|Users Groups ServiceAccounts'),
  cells: (binding, now) => {
    const { roleRef, subjects = [] } = binding;
    const names = (kind: string) =>
      subjects
        .filter((subject) => subject.kind === kind)
        .map(({ name, namespace }) => (kind === 'ServiceAccount' ? `${namespace ?? ''}/${name}` : name))
        .join(', ');
    return [
      binding.metadata.name,
      `${roleRef.kind}/${roleRef.name}`,
      ageOf(binding, now),
      names('User'),
      names('Group'),
      names('ServiceAccount'),
    ];
  },
};

export const runtimeClassTable: KindTable<RuntimeClass> = {
  columns: columnsOf('Name Handler Age'),
  cells: (c, now) => [c.metadata.name, c.handler, ageOf(c, now)],
};

export const resourceQuotaTable: KindTable<ResourceQuota> = {
  columns: columnsOf('Name Request Limit Age'),
  cells: (quota, now) => {
    const { hard = {}, used = {} } = quota.status ?? {};
    const names = Object.keys(hard).sort(compareText);
    const list = (limits: boolean) =>
      names
        .filter((name) => name.startsWith('limits.') === limits)
        .map((name) => `${name}: ${quantityText(used[name] ?? '0')}/${quantityText(hard[name] ?? '0')}`)
        .join(', ');
    return [quota.metadata.name, list(false), list(true), ageOf(quota, now)];
  },
};

export const webhooksTable: KindTable<KubeObject & { webhooks?: readonly unknown[] }> = {
  columns: columnsOf('Name Webhooks:integer Age'),
  cells: (hooks, now) => [hooks.metadata.name, hooks.webhooks?.length ?? 0, ageOf(hooks, now)],
};

export const apiServiceTable: KindTable<APIService> = {
  columns: columnsOf('Name Service Available Age'),
  cells: (service, now) => {
    const to = service.spec?.service;
    const condition = service.status?.conditions?.find(({ type }) => type === 'Available');
    const status = condition?.status ?? 'Unknown';
    const reason = status !== 'True' && condition?.reason ? ` (${condition.reason})` : '';
    return [
      service.metadata.name,
      to ? `${to.namespace ?? ''}/${to.name ?? ''}` : 'Local',
      status + reason,
      ageOf(service, now),
    ];
  },
};
