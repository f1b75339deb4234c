/** Fields of pods whose feature gates are off by default in v1.34: the server drops them without a word. */
import type { Container, EnvVar, PodSpec, Volume } from '../../../k8s/types';
import { mapKeeping, withChanges } from './keep';

/** The object without the keys; the same one when it has none of them. */
function without<T extends object>(object: T, ...keys: readonly string[]): T {
  if (!keys.some((key) => Object.hasOwn(object, key))) return object;
  return Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key))) as T;
}

/** Restart rules of containers (ContainerRestartRules): only `Always` of an init container means something. */
export function withoutRestartPolicies(spec: PodSpec): PodSpec {
  const { containers, initContainers } = spec;
  return withChanges(without(spec, 'hostnameOverride'), {
    ...(containers && { containers: mapKeeping(containers, (c) => without(c, 'restartPolicy')) }),
    ...(initContainers && { initContainers: mapKeeping(initContainers, withoutOddPolicy) }),
  });
}

function withoutOddPolicy(container: Container): Container {
  return container.restartPolicy === 'Always' ? container : without(container, 'restartPolicy');
}

/** Restart rules, stop signals (ContainerStopSignals) and variables from files (EnvFiles). */
export function withoutGatedFields(container: Container): Container {
  let c = without(container, 'restartPolicyRules');
  if (c.env) c = withChanges(c, { env: mapKeeping(c.env, withoutFileKey) });
  if (!c.lifecycle) return c;
  const lifecycle = without(c.lifecycle, 'stopSignal');
  return lifecycle === c.lifecycle || Object.keys(lifecycle).length > 0
    ? withChanges(c, { lifecycle })
    : without(c, 'lifecycle');
}

function withoutFileKey(env: EnvVar): EnvVar {
  const { valueFrom } = env;
  return valueFrom ? withChanges(env, { valueFrom: without(valueFrom, 'fileKeyRef') }) : env;
}

/** Volumes of images (ImageVolume), and certificates in projections (ClusterTrustBundleProjection, PodCertificateRequest). */
export function withoutGatedVolumes(volumes: Volume[]): Volume[] {
  const kept = volumes.some((v) => Object.hasOwn(v, 'image'))
    ? volumes.filter((v) => !Object.hasOwn(v, 'image'))
    : volumes;
  return mapKeeping(kept, (volume) => {
    const { projected } = volume;
    if (!projected?.sources) return volume;
    const sources = mapKeeping(projected.sources, (s) => without(s, 'clusterTrustBundle', 'podCertificate'));
    return withChanges(volume, { projected: withChanges(projected, { sources }) });
  });
}
