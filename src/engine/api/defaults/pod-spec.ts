/** Defaults of a pod spec, in templates and pods alike (VAL-2). */
import type { Container, PodSpec, Volume } from '../../../k8s/types';
import { canonical, defaultContainer } from './container';
import { withoutGatedVolumes, withoutRestartPolicies } from './gated-fields';
import { mapKeeping, withChanges, withDefaults } from './keep';
import { defaultVolume } from './volume';

const DEFAULTS: Partial<PodSpec> = {
  dnsPolicy: 'ClusterFirst',
  restartPolicy: 'Always',
  securityContext: {},
  terminationGracePeriodSeconds: 30,
  schedulerName: 'default-scheduler',
};

const volumesDone = new WeakMap<Volume[], Volume[]>();

export function defaultPodSpec(spec: PodSpec): PodSpec {
  let s = withoutRestartPolicies(withDefaults(spec, DEFAULTS));
  if (s.containers) s = withChanges(s, { containers: mapKeeping(s.containers, defaultContainer) });
  if (s.initContainers)
    s = withChanges(s, { initContainers: mapKeeping(s.initContainers, defaultContainer) });
  if (s.ephemeralContainers) {
    const ephemeralContainers = mapKeeping(s.ephemeralContainers as Container[], defaultContainer);
    s = withChanges(s, { ephemeralContainers: ephemeralContainers as typeof s.ephemeralContainers });
  }
  if (s.volumes) s = withVolumes(s, defaultVolumes(s.volumes));
  if (s.overhead) s = withChanges(s, { overhead: canonical(s.overhead) });
  // Two names of one field: whichever is set shows up under both.
  const serviceAccountName = s.serviceAccountName || s.serviceAccount;
  if (serviceAccountName) s = withChanges(s, { serviceAccountName, serviceAccount: serviceAccountName });
  return s;
}

/** Volumes that are all dropped leave no empty list behind. */
function withVolumes(spec: PodSpec, volumes: Volume[]): PodSpec {
  if (volumes.length > 0 || spec.volumes?.length === 0) return withChanges(spec, { volumes });
  const { volumes: _dropped, ...rest } = spec;
  return rest;
}

function defaultVolumes(volumes: Volume[]): Volume[] {
  let done = volumesDone.get(volumes);
  if (!done) {
    done = mapKeeping(withoutGatedVolumes(volumes), defaultVolume);
    volumesDone.set(volumes, done);
    volumesDone.set(done, done);
  }
  return done;
}
