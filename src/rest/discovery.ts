/** What is served: groups, versions and resources, in both forms that clients ask for (CLI-5, CLI-105). */
import { verbsOf, type KindRow, type SubresourceName } from '../engine/index';
import { compareText } from '../lib/compare';

/** Groups in the order in which the server names them; those of custom resources follow by name. */
const GROUP_ORDER = [
  'apiregistration.k8s.io',
  'apps',
  'events.k8s.io',
  'authentication.k8s.io',
  'authorization.k8s.io',
  'autoscaling',
  'batch',
  'certificates.k8s.io',
  'networking.k8s.io',
  'policy',
  'rbac.authorization.k8s.io',
  'storage.k8s.io',
  'admissionregistration.k8s.io',
  'apiextensions.k8s.io',
  'scheduling.k8s.io',
  'coordination.k8s.io',
  'node.k8s.io',
  'discovery.k8s.io',
];

const READ_WRITE = ['get', 'patch', 'update'];

interface SubresourceFacts {
  verbs: readonly string[];
  /** The kind of what is sent, when it is not the resource's own. */
  kind?: string;
  group?: string;
  version?: string;
}

const SUBRESOURCES: Readonly<Record<SubresourceName, SubresourceFacts>> = {
  status: { verbs: READ_WRITE },
  scale: { verbs: READ_WRITE, kind: 'Scale', group: 'autoscaling', version: 'v1' },
  binding: { verbs: ['create'], kind: 'Binding' },
  eviction: { verbs: ['create'], kind: 'Eviction', group: 'policy', version: 'v1' },
  log: { verbs: ['get'] },
  finalize: { verbs: ['update'] },
};

export function subresourceVerbs(name: SubresourceName): readonly string[] {
  return SUBRESOURCES[name].verbs;
}

export interface GroupVersions {
  group: string;
  /** The preferred first. */
  versions: readonly string[];
}

/** Every group but the core group. */
export function groupsOf(rows: readonly KindRow[]): GroupVersions[] {
  const groups = new Map<string, string[]>();
  for (const { group, version } of rows) {
    if (group === '') continue;
    const versions = groups.get(group) ?? [];
    if (!versions.includes(version)) versions.push(version);
    groups.set(group, versions);
  }
  const place = (group: string): number => {
    const at = GROUP_ORDER.indexOf(group);
    return at < 0 ? GROUP_ORDER.length : at;
  };
  return [...groups]
    .map(([group, versions]) => ({ group, versions: versions.sort(compareVersions) }))
    .sort((a, b) => place(a.group) - place(b.group) || compareText(a.group, b.group));
}

/** v2 before v1 before v1beta2 before v1alpha1 before anything else. */
function compareVersions(a: string, b: string): number {
  const [x, y] = [versionRank(a), versionRank(b)];
  if (!x || !y) return x ? -1 : y ? 1 : compareText(a, b);
  for (let i = 0; i < 3; i++) if (x[i] !== y[i]) return (y[i] ?? 0) - (x[i] ?? 0);
  return 0;
}

function versionRank(version: string): number[] | undefined {
  const match = /^v(\d+)(?:(alpha|beta)(\d+))?$/.exec(version);
  if (!match) return undefined;
  const stage = match[2] === undefined ? 2 : match[2] === 'beta' ? 1 : 0;
  return [stage, Number(match[1]), Number(match[3] ?? 0)];
}

/** The rows of a group and version, by resource name. */
export function rowsOf(rows: readonly KindRow[], apiVersion: string): KindRow[] {
  return rows.filter((row) => row.apiVersion === apiVersion).sort((a, b) => compareText(a.plural, b.plural));
}

/** `GET /api`. */
export const API_VERSIONS = {
  kind: 'APIVersions',
  versions: ['v1'],
  serverAddressByClientCIDRs: [{ clientCIDR: '0.0.0.0/0', serverAddress: '127.0.0.1' }],
};

function apiGroup({ group, versions }: GroupVersions) {
  const all = versions.map((version) => ({ groupVersion: `${group}/${version}`, version }));
  return { name: group, versions: all, preferredVersion: all[0] };
}

/** `GET /apis`. */
export function groupList(rows: readonly KindRow[]) {
  return { kind: 'APIGroupList', apiVersion: 'v1', groups: groupsOf(rows).map(apiGroup) };
}

/** `GET /apis/GROUP`; undefined for a group that is not served. */
export function groupInfo(rows: readonly KindRow[], group: string) {
  const found = groupsOf(rows).find((g) => g.group === group);
  return found && { kind: 'APIGroup', apiVersion: 'v1', ...apiGroup(found) };
}

/** `GET /api/v1`, `GET /apis/GROUP/VERSION`; undefined for one that is not served. */
export function resourceList(rows: readonly KindRow[], apiVersion: string) {
  const own = rowsOf(rows, apiVersion);
  if (own.length === 0) return undefined;
  const core = apiVersion === 'v1';
  const resources = own.flatMap(resourcesOf);
  if (core) resources.unshift(BINDINGS);
  return {
    kind: 'APIResourceList',
    // The core group's list lacks it: Go leaves out what it had to convert from an older form.
    ...(!core && { apiVersion: 'v1' }),
    groupVersion: apiVersion,
    resources,
  };
}

interface ApiResource {
  name: string;
  singularName: string;
  namespaced: boolean;
  group?: string;
  version?: string;
  kind: string;
  verbs: readonly string[];
  shortNames?: readonly string[];
  categories?: readonly string[];
}

/** Pods are bound here as well. */
const BINDINGS: ApiResource = {
  name: 'bindings',
  singularName: 'binding',
  namespaced: true,
  kind: 'Binding',
  verbs: ['create'],
};

function resourcesOf(row: KindRow): ApiResource[] {
  const { plural, namespaced, kind } = row;
  const own: ApiResource = {
    name: plural,
    singularName: row.singular,
    namespaced,
    kind,
    verbs: verbsOf(row),
    ...namesOf(row),
  };
  const subresources = row.subresources.map((name): ApiResource => {
    const { verbs, ...facts } = SUBRESOURCES[name];
    return { name: `${plural}/${name}`, singularName: '', namespaced, kind, ...facts, verbs };
  });
  return [
    own,
    ...(row.id === row.kind ? subresources.sort((a, b) => compareText(a.name, b.name)) : subresources),
  ];
}

function namesOf({ shortNames, categories }: KindRow): Pick<ApiResource, 'shortNames' | 'categories'> {
  return {
    ...(shortNames.length > 0 && { shortNames }),
    ...(categories.length > 0 && { categories }),
  };
}

/** The aggregated form of `GET /api` (core) and `GET /apis`. */
export function aggregatedDiscovery(rows: readonly KindRow[], core: boolean, version: string) {
  const groups: readonly GroupVersions[] = core ? [{ group: '', versions: ['v1'] }] : groupsOf(rows);
  return {
    kind: 'APIGroupDiscoveryList',
    apiVersion: `apidiscovery.k8s.io/${version}`,
    metadata: {},
    items: groups.map(({ group, versions }) => ({
      metadata: group === '' ? {} : { name: group },
      versions: versions.map((v) => ({
        version: v,
        resources: discoveredResources(rowsOf(rows, group === '' ? v : `${group}/${v}`), core),
        freshness: 'Current',
      })),
    })),
  };
}

function discoveredResources(rows: readonly KindRow[], core: boolean) {
  const resources = rows.map((row) => ({
    resource: row.plural,
    // The server leaves group and version empty where they are those of the list.
    responseKind: { group: '', version: '', kind: row.kind },
    scope: row.namespaced ? 'Namespaced' : 'Cluster',
    singularResource: row.singular,
    verbs: verbsOf(row),
    ...namesOf(row),
    ...(row.subresources.length > 0 && {
      subresources: row.subresources.toSorted(compareText).map(discovered(row)),
    }),
  }));
  const bindings = {
    resource: BINDINGS.name,
    responseKind: { group: '', version: '', kind: BINDINGS.kind },
    scope: 'Namespaced',
    singularResource: BINDINGS.singularName,
    verbs: BINDINGS.verbs,
  };
  return core ? [bindings, ...resources] : resources;
}

const discovered = (row: KindRow) => (name: SubresourceName) => {
  const { group = '', version = '', kind = row.kind, verbs } = SUBRESOURCES[name];
  return { subresource: name, responseKind: { group, version, kind }, verbs };
};
