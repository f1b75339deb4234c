/** Defaults of a DaemonSet's spec (VAL-1). */
import type { DaemonSetSpec } from '../../../k8s/types';
import { withChanges, withDefaults } from './keep';
import { defaultPodSpec } from './pod-spec';

export function defaultDaemonSet(spec: DaemonSetSpec): DaemonSetSpec {
  let s = withDefaults(spec, { revisionHistoryLimit: 10, updateStrategy: {} });
  s = withChanges(s, { updateStrategy: defaultStrategy(s.updateStrategy ?? {}) });
  const { template } = s;
  if (template?.spec)
    s = withChanges(s, { template: withChanges(template, { spec: defaultPodSpec(template.spec) }) });
  return s;
}

type Strategy = NonNullable<DaemonSetSpec['updateStrategy']>;

/** Another type's leftover `rollingUpdate` stays, with zeros for what it lacks. */
function defaultStrategy(strategy: Strategy): Strategy {
  const s = strategy.type ? strategy : { ...strategy, type: 'RollingUpdate' };
  if (s.type !== 'RollingUpdate') {
    const { rollingUpdate } = s;
    return rollingUpdate ? { ...s, rollingUpdate: { maxUnavailable: 0, maxSurge: 0, ...rollingUpdate } } : s;
  }
  const rollingUpdate = withDefaults(s.rollingUpdate ?? {}, { maxUnavailable: 1, maxSurge: 0 });
  return withChanges(s, { rollingUpdate });
}
