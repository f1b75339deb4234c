import type { Reader, Status } from '../engine/index';
import type { DaemonSet, PodSpec, Volume } from '../k8s/types';
import { compareText } from '../lib/compare';
import { toYaml } from '../yaml/to-yaml';
import { listText } from './words';

export type MissingKind = 'Namespace' | 'ServiceAccount' | 'ConfigMap' | 'Secret' | 'PriorityClass';

/** A thing an object refers to that does not exist in the cluster, with a manifest that creates a stand-in. */
export interface MissingObject {
  kind: MissingKind;
  namespace?: string;
  name: string;
  /** Who needs it, in words: `DaemonSet logging/fluent-bit`. */
  neededBy: string;
  /** YAML of the stand-in. */
  manifest: string;
}

/** Something a pod template refers to. */
interface Reference {
  kind: Exclude<MissingKind, 'Namespace'>;
  name: string;
  /** Keys that must be in its data. */
  keys: readonly string[];
}

/** Taken to be there, as the kubelet does: nobody publishes it in clusters of older links. */
const ROOT_CA = 'kube-root-ca.crt';
const ORDER: readonly MissingKind[] = ['Namespace', 'PriorityClass', 'ServiceAccount', 'ConfigMap', 'Secret'];

/**
 * What the DaemonSets of the cluster refer to without its being there, and the namespaces that failed requests asked for.
 * Optional references do not count, nor does `imagePullSecrets`: their absence stops nothing.
 */
export function findMissing(read: Reader, failures: readonly Status[]): MissingObject[] {
  const missing = new Map<string, MissingObject & { keys: Set<string>; users: Set<string> }>();
  const add = (
    kind: MissingKind,
    namespace: string | undefined,
    name: string,
    user: string,
    keys: readonly string[] = [],
  ) => {
    const id = `${kind}/${namespace ?? ''}/${name}`;
    let entry = missing.get(id);
    if (!entry) {
      const place = namespace === undefined ? {} : { namespace };
      entry = { kind, ...place, name, neededBy: '', manifest: '', keys: new Set(), users: new Set() };
      missing.set(id, entry);
    }
    entry.users.add(user);
    for (const key of keys) entry.keys.add(key);
  };
  for (const { reason, details } of failures) {
    const name = details?.kind === 'namespaces' ? details.name : undefined;
    if (reason === 'NotFound' && name && !read.get('Namespace', undefined, name))
      add('Namespace', undefined, name, 'objects of the manifest');
  }
  for (const set of read.list('DaemonSet')) {
    const { namespace, name: setName } = set.metadata;
    const user = `DaemonSet ${namespace}/${setName}`;
    for (const { kind, name, keys } of references(set)) {
      const scope = kind === 'PriorityClass' ? undefined : namespace;
      if (!read.get(kind, scope, name)) add(kind, scope, name, user, keys);
    }
  }
  return [...missing.values()]
    .sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind) || compareText(a.name, b.name))
    .map(({ keys, users, ...entry }) => ({
      ...entry,
      neededBy: listText([...users]),
      manifest: toYaml(standIn(entry, [...keys])),
    }));
}

function references(set: DaemonSet): Reference[] {
  const spec = set.spec.template.spec;
  if (!spec) return [];
  const account = spec.serviceAccountName ?? spec.serviceAccount;
  return [
    ...(spec.priorityClassName
      ? [{ kind: 'PriorityClass', name: spec.priorityClassName, keys: [] } as const]
      : []),
    ...(account && account !== 'default'
      ? [{ kind: 'ServiceAccount', name: account, keys: [] } as const]
      : []),
    ...(spec.volumes ?? []).flatMap((volume) => volumeReferences(volume, spec)),
    ...environmentReferences(spec),
  ].filter((reference) => reference.name !== ROOT_CA);
}

function volumeReferences(volume: Volume, spec: PodSpec): Reference[] {
  const sources = [volume, ...(volume.projected?.sources ?? [])];
  return sources.flatMap((source): Reference[] => {
    const { configMap, secret } = source;
    const given = configMap ?? secret;
    if (!given || given.optional) return [];
    const name = configMap
      ? configMap.name
      : secret && 'secretName' in secret
        ? secret.secretName
        : (secret as { name?: string }).name;
    if (!name) return [];
    const keys = given.items ? given.items.map((item) => item.key) : subPaths(volume.name, spec);
    return [{ kind: configMap ? 'ConfigMap' : 'Secret', name, keys }];
  });
}

// A subPath names a file of the volume, so the stand-in should have it.
function subPaths(volume: string, spec: PodSpec): string[] {
  const mounts = [...(spec.initContainers ?? []), ...spec.containers].flatMap((c) => c.volumeMounts ?? []);
  return mounts.flatMap(({ name, subPath }) =>
    name === volume && subPath && !subPath.includes('/') ? [subPath] : [],
  );
}

function environmentReferences(spec: PodSpec): Reference[] {
  return [...(spec.initContainers ?? []), ...spec.containers].flatMap((container) => [
    ...(container.envFrom ?? []).flatMap(({ configMapRef, secretRef }) => [
      ...reference('ConfigMap', configMapRef, []),
      ...reference('Secret', secretRef, []),
    ]),
    ...(container.env ?? []).flatMap(({ valueFrom }) => [
      ...reference('ConfigMap', valueFrom?.configMapKeyRef, valueFrom?.configMapKeyRef?.key),
      ...reference('Secret', valueFrom?.secretKeyRef, valueFrom?.secretKeyRef?.key),
    ]),
  ]);
}

function reference(
  kind: 'ConfigMap' | 'Secret',
  ref: { name?: string; optional?: boolean } | undefined,
  keys: string | readonly string[] = [],
): Reference[] {
  if (!ref?.name || ref.optional) return [];
  return [{ kind, name: ref.name, keys: typeof keys === 'string' ? [keys] : keys }];
}

function standIn({ kind, namespace, name }: MissingObject, keys: readonly string[]): Record<string, unknown> {
  const metadata = namespace === undefined ? { name } : { name, namespace };
  const data = Object.fromEntries(keys.map((key) => [key, 'stand-in']));
  switch (kind) {
    case 'PriorityClass':
      return {
        apiVersion: 'scheduling.k8s.io/v1',
        kind,
        metadata,
        value: 1000,
        description: 'A stand-in of the playground.',
      };
    case 'ConfigMap':
      return { apiVersion: 'v1', kind, metadata, data };
    case 'Secret':
      return { apiVersion: 'v1', kind, metadata, type: 'Opaque', stringData: data };
    default:
      return { apiVersion: 'v1', kind, metadata };
  }
}
