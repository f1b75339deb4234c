import type { ClusterRole, ClusterRoleBinding, Role, RoleBinding } from '../../../k8s/types';
import { mapKeeping, withChanges } from '../defaults/keep';
import { bindingTable, createdTable } from '../tables/inert-kinds';
import {
  checkClusterRole,
  checkClusterRoleBinding,
  checkClusterRoleBindingUpdate,
  checkClusterRoleUpdate,
  checkRole,
  checkRoleBinding,
  checkRoleBindingUpdate,
  checkRoleUpdate,
  RBAC_GROUP,
} from '../validation/rbac';
import { defineKind, type KindFacts } from './definition';

function facts(kind: string, namespaced: boolean): KindFacts {
  const plural = `${kind.toLowerCase()}s`;
  return { kind, apiVersion: `${RBAC_GROUP}/v1`, plural, namespaced, inert: true };
}

export const role = defineKind<Role>(facts('Role', true), {
  check: checkRole,
  checkUpdate: checkRoleUpdate,
  table: createdTable,
});

export const clusterRole = defineKind<ClusterRole>(facts('ClusterRole', false), {
  check: checkClusterRole,
  checkUpdate: checkClusterRoleUpdate,
  table: createdTable,
});

function withGroup<T extends { apiGroup?: string }>(object: T): T {
  return object.apiGroup ? object : { ...object, apiGroup: RBAC_GROUP };
}

function withGroups<O extends RoleBinding | ClusterRoleBinding>(binding: O): O {
  const { roleRef, subjects } = binding;
  const changes: Partial<RoleBinding> = { roleRef: withGroup(roleRef ?? {}) };
  if (subjects) {
    changes.subjects = mapKeeping(subjects, (subject) =>
      subject.kind === 'User' || subject.kind === 'Group' ? withGroup(subject) : subject,
    );
  }
  return withChanges(binding, changes as Partial<O>);
}

export const roleBinding = defineKind<RoleBinding>(facts('RoleBinding', true), {
  defaults: withGroups,
  check: checkRoleBinding,
  checkUpdate: checkRoleBindingUpdate,
  table: bindingTable,
});

export const clusterRoleBinding = defineKind<ClusterRoleBinding>(facts('ClusterRoleBinding', false), {
  defaults: withGroups,
  check: checkClusterRoleBinding,
  checkUpdate: checkClusterRoleBindingUpdate,
  table: bindingTable,
});
