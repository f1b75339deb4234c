/** The one table of kinds: what discovery would answer (CLI-5). */
import type { Kind } from '../../k8s/types';

export interface KindRow {
  kind: Kind;
  /** Empty for the core group. */
  group: string;
  version: string;
  /** `v1` or `group/version`. */
  apiVersion: string;
  plural: string;
  singular: string;
  shortNames: readonly string[];
  namespaced: boolean;
  /** e.g. `all`, for `kubectl get all`. */
  categories: readonly string[];
}

const ALL = ['all'] as const;

function row(
  kind: Kind,
  apiVersion: string,
  plural: string,
  shortNames: readonly string[],
  namespaced: boolean,
  categories: readonly string[] = [],
): KindRow {
  const slash = apiVersion.indexOf('/');
  return {
    kind,
    group: slash < 0 ? '' : apiVersion.slice(0, slash),
    version: apiVersion.slice(slash + 1),
    apiVersion,
    plural,
    singular: kind.toLowerCase(),
    shortNames,
    namespaced,
    categories,
  };
}

const TABLE: { readonly [K in Kind]: KindRow } = {
  ConfigMap: row('ConfigMap', 'v1', 'configmaps', ['cm'], true),
  ControllerRevision: row('ControllerRevision', 'apps/v1', 'controllerrevisions', [], true),
  DaemonSet: row('DaemonSet', 'apps/v1', 'daemonsets', ['ds'], true, ALL),
  Event: row('Event', 'v1', 'events', ['ev'], true),
  Namespace: row('Namespace', 'v1', 'namespaces', ['ns'], false),
  Node: row('Node', 'v1', 'nodes', ['no'], false),
  Pod: row('Pod', 'v1', 'pods', ['po'], true, ALL),
  PriorityClass: row('PriorityClass', 'scheduling.k8s.io/v1', 'priorityclasses', ['pc'], false),
  Secret: row('Secret', 'v1', 'secrets', [], true),
  Service: row('Service', 'v1', 'services', ['svc'], true, ALL),
  ServiceAccount: row('ServiceAccount', 'v1', 'serviceaccounts', ['sa'], true),
};

/** All rows, in order of the kind word. */
export const KINDS: readonly KindRow[] = Object.values(TABLE);

/** The row of a kind; undefined for a word that is no kind of this server. Exact letter case. */
export function kindOf(kind: Kind): KindRow;
export function kindOf(kind: string): KindRow | undefined;
export function kindOf(kind: string): KindRow | undefined {
  return Object.hasOwn(TABLE, kind) ? TABLE[kind as Kind] : undefined;
}

const byWord = new Map<string, KindRow>();
for (const r of KINDS) for (const word of [r.plural, r.singular, ...r.shortNames]) byWord.set(word, r);

/** CLI-5: plural, singular, kind or short name in any letter case, each optionally with `.group` or `.version.group`. */
export function kindByWord(word: string): KindRow | undefined {
  const lower = word.toLowerCase();
  const dot = lower.indexOf('.');
  if (dot < 0) return byWord.get(lower);
  const found = byWord.get(lower.slice(0, dot));
  if (!found) return undefined;
  const suffix = lower.slice(dot + 1);
  const full = found.group === '' ? found.version : `${found.version}.${found.group}`;
  return suffix === found.group || suffix === full || suffix === `${found.version}.` ? found : undefined;
}

/** The kind as a manifest names it; undefined when the pair is not served (VAL-25). */
export function kindByApiVersion(apiVersion: string, kind: string): KindRow | undefined {
  const found = kindOf(kind);
  return found?.apiVersion === apiVersion ? found : undefined;
}

/** `pods`, `daemonsets.apps`: the qualified resource of messages (chapter A.5). */
export function qualifiedResource(kind: Kind): string {
  const { plural, group } = TABLE[kind];
  return group === '' ? plural : `${plural}.${group}`;
}

/** `Pod`, `DaemonSet.apps`: the qualified kind of Invalid messages. */
export function qualifiedKind(kind: Kind): string {
  const { group } = TABLE[kind];
  return group === '' ? kind : `${kind}.${group}`;
}
