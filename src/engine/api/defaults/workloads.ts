/** Defaults of the workloads with replicas (WL-6). */
import type { Deployment, PodTemplateSpec, ReplicaSet, StatefulSet } from '../../../k8s/types';
import { mapKeeping, withChanges, withDefaults } from './keep';
import { defaultPodSpec } from './pod-spec';

/** VAL-2. */
export function defaultTemplate(template: PodTemplateSpec): PodTemplateSpec {
  return template.spec ? withChanges(template, { spec: defaultPodSpec(template.spec) }) : template;
}

function withTemplate<S extends { template?: PodTemplateSpec }>(spec: S): S {
  if (!spec.template) return spec;
  const template = defaultTemplate(spec.template);
  return template === spec.template ? spec : { ...spec, template };
}

export function defaultReplicaSet(set: ReplicaSet): ReplicaSet {
  return set.spec ? withChanges(set, { spec: withTemplate(withDefaults(set.spec, { replicas: 1 })) }) : set;
}

export function defaultDeployment(deployment: Deployment): Deployment {
  if (!deployment.spec) return deployment;
  const spec = withDefaults(deployment.spec, {
    replicas: 1,
    strategy: {},
    revisionHistoryLimit: 10,
    progressDeadlineSeconds: 600,
  });
  const strategy = defaultStrategy(spec.strategy ?? {});
  return withChanges(deployment, { spec: withTemplate(withChanges(spec, { strategy })) });
}

type Strategy = NonNullable<Deployment['spec']['strategy']>;

function defaultStrategy(strategy: Strategy): Strategy {
  const s = strategy.type ? strategy : { ...strategy, type: 'RollingUpdate' };
  if (s.type !== 'RollingUpdate') return s;
  const rollingUpdate = withDefaults(s.rollingUpdate ?? {}, { maxUnavailable: '25%', maxSurge: '25%' });
  return withChanges(s, { rollingUpdate });
}

export function defaultStatefulSet(set: StatefulSet): StatefulSet {
  if (!set.spec) return set;
  const spec = withDefaults(set.spec, {
    podManagementPolicy: 'OrderedReady',
    updateStrategy: {},
    persistentVolumeClaimRetentionPolicy: {},
    replicas: 1,
    revisionHistoryLimit: 10,
    serviceName: '',
  });
  const claims = spec.volumeClaimTemplates;
  const filled = withChanges(spec, {
    updateStrategy: defaultUpdateStrategy(spec.updateStrategy ?? {}),
    persistentVolumeClaimRetentionPolicy: withDefaults(spec.persistentVolumeClaimRetentionPolicy ?? {}, {
      whenDeleted: 'Retain',
      whenScaled: 'Retain',
    }),
    ...(claims && { volumeClaimTemplates: mapKeeping(claims, defaultClaim) }),
  });
  return withChanges(set, { spec: withTemplate(filled) });
}

type UpdateStrategy = NonNullable<StatefulSet['spec']['updateStrategy']>;
type Claim = NonNullable<StatefulSet['spec']['volumeClaimTemplates']>[number];

/** Unlike elsewhere, `rollingUpdate` comes by itself only where the type does as well. */
function defaultUpdateStrategy(strategy: UpdateStrategy): UpdateStrategy {
  const s = strategy.type
    ? strategy
    : { ...strategy, type: 'RollingUpdate', rollingUpdate: strategy.rollingUpdate ?? {} };
  if (s.type !== 'RollingUpdate' || !s.rollingUpdate) return s;
  return withChanges(s, { rollingUpdate: withDefaults(s.rollingUpdate, { partition: 0 }) });
}

/** A claim in a template is a whole object, with the defaults of one. */
function defaultClaim(claim: Claim): Claim {
  const c = withDefaults(claim, {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: {},
    spec: {},
    status: {},
  });
  return withChanges(c, {
    spec: withDefaults(c.spec ?? {}, { resources: {}, volumeMode: 'Filesystem' }),
    status: withDefaults(c.status ?? {}, { phase: 'Pending' }),
  });
}
