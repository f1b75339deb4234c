import type { StatefulSet } from '../../../k8s/types';
import { defaultStatefulSet } from '../defaults/workloads';
import { statefulSetTable } from '../tables/workloads';
import {
  checkStatefulSet,
  checkStatefulSetStatusUpdate,
  checkStatefulSetUpdate,
  statefulSetWarnings,
} from '../validation/stateful-set';
import { defineKind } from './definition';
import { keepStatusBumpGeneration, newWithStatus, statusWithMetadata } from './strategies';

const EMPTY_STATUS: StatefulSet['status'] = { replicas: 0, availableReplicas: 0 };

export const statefulSet = defineKind<StatefulSet>(
  {
    kind: 'StatefulSet',
    apiVersion: 'apps/v1',
    plural: 'statefulsets',
    shortNames: ['sts'],
    namespaced: true,
    categories: ['all'],
    subresources: ['status', 'scale'],
  },
  {
    generation: true,
    defaults: defaultStatefulSet,
    prepareCreate: (set) => newWithStatus<StatefulSet>(EMPTY_STATUS)(withoutGated(set)),
    prepareUpdate: (next, old) => keepStatusBumpGeneration(withoutGated(next), old),
    prepareStatusUpdate: statusWithMetadata,
    check: checkStatefulSet,
    checkUpdate: checkStatefulSetUpdate,
    checkStatusUpdate: checkStatefulSetStatusUpdate,
    warnings: statefulSetWarnings,
    table: statefulSetTable,
  },
);

/** `maxUnavailable` of a StatefulSet is behind a gate that is off by default: the server drops it. */
function withoutGated(set: StatefulSet): StatefulSet {
  const rolling = set.spec?.updateStrategy?.rollingUpdate;
  if (rolling?.maxUnavailable === undefined) return set;
  const { maxUnavailable: _dropped, ...rollingUpdate } = rolling;
  return { ...set, spec: { ...set.spec, updateStrategy: { ...set.spec.updateStrategy, rollingUpdate } } };
}
