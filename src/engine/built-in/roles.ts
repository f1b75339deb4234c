/** The roles and bindings that an API server makes when it starts (post-start hook `rbac/bootstrap-roles`). */
import { compareText } from '../../lib/compare';
import { deepEqual } from '../../lib/equal';
import type { Api, Manifest } from '../api/types';
import { CLUSTER_ROLES, CONTROLLER_ROLES, NAMESPACE_ROLES } from './role-rows';

const GROUP = 'rbac.authorization.k8s.io';
const CONTROLLER = 'system:controller:';

type Rule = Record<string, string[]>;

/** Each gathers the rules of the roles with its label; it has itself the label of the next. */
const AGGREGATED = [
  ['view', 'edit'],
  ['edit', 'admin'],
  ['admin', ''],
] as const;

/** Those that do not run unless somebody asks for them have no account. */
const IDLE_CONTROLLERS = ['route-controller', 'selinux-warning-controller', 'service-controller'];

/** A cluster role and whom it is bound to; the binding has its name. */
const CLUSTER_BINDINGS = `
cluster-admin Group:system:masters
system:basic-user Group:system:authenticated
system:discovery Group:system:authenticated
system:kube-controller-manager User:system:kube-controller-manager
system:kube-dns ServiceAccount:kube-dns
system:kube-scheduler User:system:kube-scheduler
system:monitoring Group:system:monitoring
system:node
system:node-proxier User:system:kube-proxy
system:public-info-viewer Group:system:authenticated Group:system:unauthenticated
system:service-account-issuer-discovery Group:system:serviceaccounts
system:volume-scheduler User:system:kube-scheduler
`;

/** The same in namespaces. */
const NAMESPACE_BINDINGS = `
kube-public/system:controller:bootstrap-signer ServiceAccount:bootstrap-signer
kube-system/extension-apiserver-authentication-reader User:system:kube-controller-manager User:system:kube-scheduler
kube-system/system::leader-locking-kube-controller-manager User:system:kube-controller-manager ServiceAccount:kube-controller-manager ServiceAccount:leader-election-controller
kube-system/system::leader-locking-kube-scheduler User:system:kube-scheduler ServiceAccount:kube-scheduler
kube-system/system:controller:bootstrap-signer ServiceAccount:bootstrap-signer
kube-system/system:controller:cloud-provider ServiceAccount:cloud-provider
kube-system/system:controller:token-cleaner ServiceAccount:token-cleaner
`;

// Read once: the rows never change.
let known: Map<string, Rule[]> | undefined;

/** Creates all roles and bindings. */
export function createRoles(api: Api): void {
  const write = (
    kind: 'ClusterRole' | 'Role' | 'ClusterRoleBinding' | 'RoleBinding',
    at: Place,
    more: Manifest,
  ) => api.create(kind, at.namespace, { apiVersion: `${GROUP}/v1`, kind, metadata: metadataOf(at), ...more });
  known ??= clusterRoles();
  for (const [name, rules] of known) write('ClusterRole', { name }, { ...aggregation(name), rules });
  for (const [path, rules] of rolesIn(NAMESPACE_ROLES)) write('Role', placeOf(path), { rules });
  for (const [name = '', ...subjects] of lines(CLUSTER_BINDINGS, ' '))
    write('ClusterRoleBinding', { name }, bound('ClusterRole', name, subjects));
  for (const [name] of rolesIn(CONTROLLER_ROLES)) {
    const role = CONTROLLER + name;
    write('ClusterRoleBinding', { name: role }, bound('ClusterRole', role, [`ServiceAccount:${name}`]));
  }
  for (const [path = '', ...subjects] of lines(NAMESPACE_BINDINGS, ' ')) {
    const { namespace, name } = placeOf(path);
    const own = name.startsWith('extension-') ? `system::${name}` : name;
    write('RoleBinding', { namespace, name: own }, bound('Role', name, subjects));
  }
}

/** Names of the service accounts as which the controllers of kube-controller-manager act, all in kube-system. */
export function controllerAccounts(): string[] {
  const names = rolesIn(CONTROLLER_ROLES).map(([name]) => name);
  return [...names.filter((name) => !IDLE_CONTROLLERS.includes(name)), 'bootstrap-signer', 'token-cleaner'];
}

interface Place {
  namespace?: string;
  name: string;
}

function placeOf(path: string): Place {
  const slash = path.indexOf('/');
  return { namespace: path.slice(0, slash), name: path.slice(slash + 1) };
}

function metadataOf({ namespace, name }: Place): Manifest {
  const target = labelOf(name);
  return {
    name,
    ...(namespace !== undefined && { namespace }),
    annotations: { 'rbac.authorization.kubernetes.io/autoupdate': 'true' },
    labels: {
      'kubernetes.io/bootstrapping': 'rbac-defaults',
      ...(target && { [`rbac.authorization.k8s.io/aggregate-to-${target}`]: 'true' }),
    },
  };
}

/** The role that gathers the rules of this one. */
function labelOf(name: string): string | undefined {
  const [, target] = AGGREGATED.find(([role]) => role === name) ?? [];
  return target ?? /^system:aggregate-to-(.*)/.exec(name)?.[1];
}

function aggregation(name: string): Manifest {
  if (!AGGREGATED.some(([role]) => role === name)) return {};
  const matchLabels = { [`rbac.authorization.k8s.io/aggregate-to-${name}`]: 'true' };
  return { aggregationRule: { clusterRoleSelectors: [{ matchLabels }] } };
}

function clusterRoles(): Map<string, Rule[]> {
  const all = new Map(rolesIn(CLUSTER_ROLES));
  for (const [name, rules] of rolesIn(CONTROLLER_ROLES)) all.set(CONTROLLER + name, rules);
  for (const [role] of AGGREGATED) {
    const gathered: Rule[] = [];
    for (const name of [...all.keys()].sort(compareText))
      if (labelOf(name) === role)
        for (const rule of all.get(name) ?? [])
          if (!gathered.some((other) => deepEqual(other, rule))) gathered.push(rule);
    all.set(role, gathered);
  }
  return all;
}

function lines(text: string, separator: string): string[][] {
  return text
    .trim()
    .split('\n')
    .map((line) => line.split(separator));
}

function rolesIn(text: string): [string, Rule[]][] {
  return lines(text, '; ').map(([name = '', ...rules]) => [name, rules.map(ruleOf)]);
}

function ruleOf(text: string): Rule {
  const [first = [], second = [], verbs, resourceNames] = text.split(' ').map((word) => word.split(','));
  if (!verbs) return { nonResourceURLs: first, verbs: second };
  const apiGroups = first.map((group) => (group === '.' ? '' : group));
  return { apiGroups, resources: second, verbs, ...(resourceNames && { resourceNames }) };
}

function bound(kind: string, name: string, subjects: readonly string[]): Manifest {
  const roleRef = { apiGroup: GROUP, kind, name };
  if (subjects.length === 0) return { roleRef };
  return {
    roleRef,
    subjects: subjects.map((subject) => {
      const [, word = '', who = ''] = /^(\w+):(.*)/.exec(subject) ?? [];
      return word === 'ServiceAccount'
        ? { kind: word, name: who, namespace: 'kube-system' }
        : { apiGroup: GROUP, kind: word, name: who };
    }),
  };
}
