import { rfc3339Micro } from '../../../k8s/time';
import type { Lease } from '../../../k8s/types';
import { fnv1a32 } from '../../../lib/fnv';
import { uuidText } from '../../../lib/hex';
import { leaseTable } from '../tables/workloads';
import { checkLease, checkLeaseUpdate } from '../validation/lease';
import { defineKind } from './definition';

const NODE_LEASES = 'kube-node-lease';

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
    present(object, { heartbeat }) {
      const at = object.metadata.namespace === NODE_LEASES ? heartbeat(object.metadata.name) : undefined;
      if (at === undefined) return object;
      const renewTime = rfc3339Micro(at);
      return renewTime === object.spec?.renewTime
        ? object
        : { ...object, spec: { ...object.spec, renewTime } };
    },
    uid({ metadata }, now) {
      const owner = metadata.namespace === NODE_LEASES ? metadata.ownerReferences?.[0]?.uid : undefined;
      return owner && derivedUuid(`${owner}/${now}`);
    },
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

/** A v4 UUID (API-1) made from a text. */
function derivedUuid(text: string): string {
  const [a, b, c, d] = [1, 2, 3, 4].map((salt) => fnv1a32(text, salt)) as [number, number, number, number];
  return uuidText(a, (b & 0xffff0fff) | 0x4000, (c & 0x0fffffff) | 0xa0000000, d);
}
