import type { Lease } from '../../../k8s/types';
import { leaseTable } from '../tables/workloads';
import { checkLease, checkLeaseUpdate } from '../validation/lease';
import { defineKind } from './definition';

export const lease = defineKind<Lease>(
  {
    kind: 'Lease',
    apiVersion: 'coordination.k8s.io/v1',
    plural: 'leases',
    namespaced: true,
  },
  {
    prepareCreate: (next) => withoutGated(next),
    prepareUpdate: (next) => withoutGated(next),
    unconditionalUpdate: false,
    check: checkLease,
    checkUpdate: checkLeaseUpdate,
    table: leaseTable,
  },
);

/** Fields of coordinated leader election, a gate that is off by default: the server drops them. */
function withoutGated(next: Lease): Lease {
  const { strategy, preferredHolder, ...spec } = (next.spec ?? {}) as Record<string, unknown>;
  return strategy === undefined && preferredHolder === undefined ? next : { ...next, spec };
}
