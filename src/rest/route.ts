/** Paths of resources: which kind, where, what of it. */
import { kindRows, type Cluster, type KindDefinition, type SubresourceName } from '../engine/index';
import { failure, notFoundObject, type Refusal } from './statuses';

export interface Target {
  row: KindDefinition;
  /** undefined: all namespaces, or a kind that has none. */
  namespace: string | undefined;
  /** undefined: the collection. */
  name: string | undefined;
  subresource: SubresourceName | undefined;
  /** The paths under `/watch/`, older than `?watch=true`. */
  watch: boolean;
}

/** Segments of a path, decoded; empty at the end when it ends with a slash. Undefined when it cannot be decoded. */
export function segmentsOf(path: string): string[] | undefined {
  try {
    return path.split('/').slice(1).map(decodeURIComponent);
  } catch {
    return undefined;
  }
}

/** `rest`: what follows the version. Undefined: there is no such path. */
export function findTarget(
  cluster: Cluster,
  apiVersion: string,
  rest: readonly string[],
): Target | Refusal | undefined {
  const rows = kindRows(cluster.read).filter((row) => row.apiVersion === apiVersion);
  const watch = rest[0] === 'watch' && rest.length > 1;
  const [first = '', ...others] = watch ? rest.slice(1) : rest;
  if (rest.some((segment) => segment.includes('/'))) return undefined;
  // `namespaces/x/finalize` is about the namespace, `namespaces/x/pods` about what is in it.
  const namespaces = rows.find((row) => row.plural === 'namespaces');
  const inside = others[1] !== undefined && !namespaces?.subresources.some((s) => s === others[1]);
  if (first === 'namespaces' && (inside || !namespaces)) {
    const [namespace, plural, name, subresource, ...more] = others;
    const row = rows.find((r) => r.plural === plural && r.namespaced);
    return target(cluster, row, namespace === '' ? undefined : namespace, name, subresource, more, watch);
  }
  const [name, subresource, ...more] = others;
  const row = rows.find((r) => r.plural === first);
  // Objects of namespaced kinds have their namespace in the path.
  if (row?.namespaced && name !== undefined) return undefined;
  return target(cluster, row, undefined, name, subresource, more, watch);
}

/** Subresources that a real cluster has besides those of the table of kinds. */
const ABSENT: { readonly [kind: string]: readonly string[] } = {
  Node: ['proxy'],
  Pod: ['attach', 'ephemeralcontainers', 'exec', 'portforward', 'proxy', 'resize'],
  Service: ['proxy'],
  ServiceAccount: ['token'],
};

function notSimulated({ plural }: KindDefinition, subresource = ''): Refusal {
  return failure(
    405,
    'MethodNotAllowed',
    `${plural}/${subresource} is not part of the simulation: nothing runs behind its objects`,
    {},
  );
}

function target(
  cluster: Cluster,
  row: KindDefinition | undefined,
  namespace: string | undefined,
  name: string | undefined,
  subresource: string | undefined,
  more: readonly string[],
  watch: boolean,
): Target | Refusal | undefined {
  if (!row || more.length > 0 || name === '') return undefined;
  const known = row.subresources.find((s) => s === subresource);
  if (subresource !== undefined && !known && name !== undefined && row.id !== row.kind) {
    // The server of custom resources looks for the object only.
    return notFoundObject(row, name);
  }
  const absent = ABSENT[row.id]?.includes(subresource ?? '');
  if (absent && name !== undefined)
    return cluster.read.get(row.id, namespace, name)
      ? notSimulated(row, subresource)
      : notFoundObject(row, name);
  if (subresource !== undefined && (!known || watch)) return undefined;
  return { row, namespace, name, subresource: known, watch };
}
