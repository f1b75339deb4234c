/** What a pod needs from config maps and secrets, and what of it is missing. Messages are the kubelet's own. */
import type { Container, Pod, Volume } from '../../k8s/types';
import type { Reader } from '../api/types';

export interface MountFailure {
  volume: string;
  message: string;
}

type Items = readonly { key: string }[];
type Kind = 'ConfigMap' | 'Secret';

/** Taken to be there, for nobody publishes it in clusters of older links; part of every service account volume. */
const ROOT_CA = 'kube-root-ca.crt';

/** Volumes that cannot be set up, in the order of the spec (event FailedMount). */
export function missingVolumes(pod: Pod, read: Reader): MountFailure[] {
  const failures: MountFailure[] = [];
  for (const volume of pod.spec.volumes ?? []) {
    const problem = volumeProblem(volume, pod.metadata.namespace, read);
    if (problem !== undefined)
      failures.push({
        volume: volume.name,
        message: `MountVolume.SetUp failed for volume "${volume.name}" : ${problem}`,
      });
  }
  return failures;
}

/** What the kubelet says of a claim that is not there; the scheduler does not place such pods, but a pod may be bound without it. */
export function claimProblem(pod: Pod, read: Reader): string | undefined {
  const { namespace = '' } = pod.metadata;
  const missing = (pod.spec.volumes ?? []).filter(({ persistentVolumeClaim: claim }) => {
    return claim && !read.get('PersistentVolumeClaim', namespace, claim.claimName);
  });
  if (missing.length === 0) return undefined;
  const names = missing.map(({ name }) => name).join(' ');
  const why = missing.map(({ persistentVolumeClaim: claim }) => {
    const name = claim?.claimName ?? '';
    return `error processing PVC ${namespace}/${name}: failed to fetch PVC from API server: persistentvolumeclaims "${name}" not found`;
  });
  return `Unable to attach or mount volumes: unmounted volumes=[${names}], unattached volumes=[], failed to process volumes=[${names}]: ${why.join('; ')}`;
}

function volumeProblem(volume: Volume, namespace: string | undefined, read: Reader): string | undefined {
  const { configMap, secret, projected } = volume;
  if (configMap)
    return sourceProblem(read, 'ConfigMap', namespace, configMap.name, configMap.optional, configMap.items);
  if (secret)
    return sourceProblem(read, 'Secret', namespace, secret.secretName, secret.optional, secret.items);
  for (const { configMap: map, secret: hidden } of projected?.sources ?? []) {
    const problem = map
      ? sourceProblem(read, 'ConfigMap', namespace, map.name, map.optional, map.items)
      : hidden && sourceProblem(read, 'Secret', namespace, hidden.name, hidden.optional, hidden.items);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function sourceProblem(
  read: Reader,
  kind: Kind,
  namespace: string | undefined,
  name: string | undefined,
  optional: boolean | undefined,
  items: Items | undefined,
): string | undefined {
  if (optional || name === undefined || name === ROOT_CA) return undefined;
  const keys = keysOf(read, kind, namespace, name);
  if (!keys) return notFound(kind, name);
  const missing = items?.find((item) => !keys.has(item.key));
  if (!missing) return undefined;
  return `references non-existent ${kind === 'Secret' ? 'secret' : 'config'} key: ${missing.key}`;
}

/** Why the environment of a container cannot be built (CreateContainerConfigError); undefined when it can. */
export function environmentProblem(container: Container, pod: Pod, read: Reader): string | undefined {
  const { namespace } = pod.metadata;
  for (const { configMapRef, secretRef } of container.envFrom ?? []) {
    const [kind, ref] = configMapRef
      ? (['ConfigMap', configMapRef] as const)
      : (['Secret', secretRef] as const);
    if (!ref || ref.optional) continue;
    if (!keysOf(read, kind, namespace, ref.name ?? '')) return notFound(kind, ref.name ?? '');
  }
  for (const { valueFrom } of container.env ?? []) {
    const fromMap = valueFrom?.configMapKeyRef;
    const ref = fromMap ?? valueFrom?.secretKeyRef;
    if (!ref || ref.optional) continue;
    const kind: Kind = fromMap ? 'ConfigMap' : 'Secret';
    const keys = keysOf(read, kind, namespace, ref.name ?? '');
    if (!keys) return notFound(kind, ref.name ?? '');
    if (!keys.has(ref.key))
      return `couldn't find key ${ref.key} in ${kind} ${namespace ?? ''}/${ref.name ?? ''}`;
  }
  return undefined;
}

/** Names of `imagePullSecrets` that do not exist. */
export function missingPullSecrets(pod: Pod, read: Reader): string[] {
  const names = (pod.spec.imagePullSecrets ?? []).map((ref) => ref.name ?? '');
  return names.filter((name) => !read.get('Secret', pod.metadata.namespace, name));
}

function notFound(kind: Kind, name: string): string {
  return `${kind.toLowerCase()} "${name}" not found`;
}

function keysOf(
  read: Reader,
  kind: Kind,
  namespace: string | undefined,
  name: string,
): Set<string> | undefined {
  if (kind === 'ConfigMap') {
    const map = read.get('ConfigMap', namespace, name);
    return map && new Set([...Object.keys(map.data ?? {}), ...Object.keys(map.binaryData ?? {})]);
  }
  const secret = read.get('Secret', namespace, name);
  return secret && new Set([...Object.keys(secret.data ?? {}), ...Object.keys(secret.stringData ?? {})]);
}
