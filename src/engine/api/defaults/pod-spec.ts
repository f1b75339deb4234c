/** Defaults of a pod spec, in templates and pods alike (VAL-2). */
import type { PodSpec, Volume } from '../../../k8s/types';
import { canonical, defaultContainer } from './container';
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
  let s = withDefaults(spec, DEFAULTS);
  if (s.containers) s = withChanges(s, { containers: mapKeeping(s.containers, defaultContainer) });
  if (s.initContainers)
    s = withChanges(s, { initContainers: mapKeeping(s.initContainers, defaultContainer) });
  if (s.volumes) s = withChanges(s, { volumes: defaultVolumes(s.volumes) });
  if (s.overhead) s = withChanges(s, { overhead: canonical(s.overhead) });
  // Two names of one field: whichever is set shows up under both.
  const serviceAccountName = s.serviceAccountName || s.serviceAccount;
  if (serviceAccountName) s = withChanges(s, { serviceAccountName, serviceAccount: serviceAccountName });
  if (s.topologySpreadConstraints) {
    s = withChanges(s, {
      topologySpreadConstraints: mapKeeping(s.topologySpreadConstraints, (c) =>
        withDefaults(c, { whenUnsatisfiable: 'DoNotSchedule' }),
      ),
    });
  }
  return s;
}

function defaultVolumes(volumes: Volume[]): Volume[] {
  let done = volumesDone.get(volumes);
  if (!done) {
    done = mapKeeping(volumes, defaultVolume);
    volumesDone.set(volumes, done);
    volumesDone.set(done, done);
  }
  return done;
}
