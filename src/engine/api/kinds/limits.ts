/** Limits of what a namespace may use. */
import type { LimitRange, ResourceQuota } from '../../../k8s/types';
import { mapKeeping, withChanges } from '../defaults/keep';
import { createdTable, resourceQuotaTable } from '../tables/inert-kinds';
import {
  checkLimitRange,
  checkResourceQuota,
  checkResourceQuotaStatusUpdate,
  checkResourceQuotaUpdate,
} from '../validation/quotas';
import { defineKind } from './definition';
import { keepStatus, newWithStatus } from './strategies';

export const resourceQuota = defineKind<ResourceQuota>(
  {
    kind: 'ResourceQuota',
    apiVersion: 'v1',
    plural: 'resourcequotas',
    shortNames: ['quota'],
    namespaced: true,
    inert: true,
    subresources: ['status'],
  },
  {
    prepareCreate: newWithStatus<ResourceQuota>({}),
    prepareUpdate: keepStatus,
    check: checkResourceQuota,
    checkUpdate: checkResourceQuotaUpdate,
    checkStatusUpdate: checkResourceQuotaStatusUpdate,
    table: resourceQuotaTable,
  },
);

type Limit = NonNullable<LimitRange['spec']>['limits'][number];

/** Containers get the maximum as their limit, the limit as their request, and where there is neither, the minimum. */
function defaultLimit(limit: Limit): Limit {
  if (limit.type !== 'Container') return limit;
  const limits = { ...limit.max, ...limit.default };
  const requests = { ...limit.min, ...limits, ...limit.defaultRequest };
  const keep = (old: Limit['max'], next: Record<string, string>) =>
    Object.keys(next).length === Object.keys(old ?? {}).length ? old : next;
  return withChanges(limit, {
    default: keep(limit.default, limits),
    defaultRequest: keep(limit.defaultRequest, requests),
  });
}

export const limitRange = defineKind<LimitRange>(
  {
    kind: 'LimitRange',
    apiVersion: 'v1',
    plural: 'limitranges',
    shortNames: ['limits'],
    namespaced: true,
    inert: true,
  },
  {
    // Alone among the kinds it needs no name.
    prepareCreate: (range, { random }) =>
      range.metadata.name ? range : { ...range, metadata: { ...range.metadata, name: random.uuid() } },
    defaults: (range) => {
      const { spec } = range;
      if (!spec?.limits) return range;
      return withChanges(range, {
        spec: withChanges(spec, { limits: mapKeeping(spec.limits, defaultLimit) }),
      });
    },
    check: checkLimitRange,
    checkUpdate: checkLimitRange,
    table: createdTable,
  },
);
