/** VAL-4: every pod runs as a service account, which must exist; its token is mounted into every container. */
import { MIRROR_ANNOTATION } from '../../../k8s/static-pod';
import type { Container, PodSpec, ServiceAccount, Volume } from '../../../k8s/types';
import { forbidden } from '../errors';
import { mapKeeping } from '../defaults/keep';
import { nameForMessages, type Admission } from './types';

const TOKEN_PATH = '/var/run/secrets/kubernetes.io/serviceaccount';
const VOLUME_PREFIX = 'kube-api-access-';

const TOKEN_PROJECTION: NonNullable<Volume['projected']> = {
  defaultMode: 0o644,
  sources: [
    { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
    { configMap: { items: [{ key: 'ca.crt', path: 'ca.crt' }], name: 'kube-root-ca.crt' } },
    {
      downwardAPI: {
        items: [{ fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' }, path: 'namespace' }],
      },
    },
  ],
};

export const serviceAccount: Admission = (object, { read, random }) => {
  if (object.kind !== 'Pod') return { ok: true, object };
  // Mirror pods of static pods have no service account.
  if (object.metadata.annotations?.[MIRROR_ANNOTATION] !== undefined) return { ok: true, object };
  const name = object.spec.serviceAccountName || 'default';
  const namespace = object.metadata.namespace ?? '';
  const account = read.get('ServiceAccount', namespace, name);
  if (!account) {
    const why = `error looking up service account ${namespace}/${name}: serviceaccount ${JSON.stringify(name)} not found`;
    return { ok: false, status: forbidden('Pod', nameForMessages(object), why) };
  }
  const spec: PodSpec = { ...object.spec, serviceAccountName: name, serviceAccount: name };
  if (mountsToken(spec, account)) mountToken(spec, (length) => random.suffix(length));
  if (!spec.imagePullSecrets?.length && account.imagePullSecrets?.length)
    spec.imagePullSecrets = account.imagePullSecrets;
  return { ok: true, object: { ...object, spec } };
};

function mountsToken(spec: PodSpec, account: ServiceAccount): boolean {
  return spec.automountServiceAccountToken ?? account.automountServiceAccountToken ?? true;
}

/** Field by field in a spec that is new: every pod comes along here. */
function mountToken(spec: PodSpec, suffix: (length: number) => string): void {
  const existing = spec.volumes?.find((v) => v.name?.startsWith(VOLUME_PREFIX));
  const name = existing?.name ?? VOLUME_PREFIX + suffix(5);
  const mount = { mountPath: TOKEN_PATH, name, readOnly: true };
  let needed = false;
  const change = (c: Container): Container => {
    if (c.volumeMounts?.some((m) => m.mountPath === TOKEN_PATH)) return c;
    needed = true;
    return { ...c, volumeMounts: (c.volumeMounts ?? []).concat(mount) };
  };
  spec.containers = mapKeeping(spec.containers ?? [], change);
  if (spec.initContainers) spec.initContainers = mapKeeping(spec.initContainers, change);
  if (needed && !existing) spec.volumes = (spec.volumes ?? []).concat({ name, projected: TOKEN_PROJECTION });
}
