import { qosClass } from '../../../k8s/qos';
import type { Pod, PodCondition } from '../../../k8s/types';
import { deepEqual } from '../../../lib/equal';
import { withChanges } from '../defaults/keep';
import { defaultPod } from '../defaults/pod';
import { podTable } from '../tables/pod';
import { checkPod, checkPodUpdate } from '../validation/pod';
import { checkPodStatusUpdate } from '../validation/pod-status';
import { podWarnings } from '../validation/warnings';
import { defineKind } from './definition';
import { statusAndMetadata } from './node';
import { overheadAllowed, refilled, withOwnLabels } from './pod-strategy';
import { bumped } from './strategies';

export const pod = defineKind<Pod>(
  {
    kind: 'Pod',
    apiVersion: 'v1',
    plural: 'pods',
    shortNames: ['po'],
    namespaced: true,
    categories: ['all'],
    subresources: ['binding', 'eviction', 'log', 'status'],
  },
  {
    generation: true,
    defaults: (p) => (p.spec ? withChanges(p, { spec: defaultPod(p.spec) }) : p),
    admit: overheadAllowed,
    prepareCreate: (p) => ({
      ...p,
      spec: p.spec && withOwnLabels(p),
      status: { phase: 'Pending', ...gated(p), qosClass: qosClass(p.spec) },
    }),
    prepareUpdate(sent, old) {
      const next = { ...(sent.spec ? refilled(sent, old) : sent), status: old.status };
      return deepEqual(next.spec, old.spec) ? next : { ...next, metadata: bumped(next.metadata) };
    },
    prepareStatusUpdate: (next, old) => statusAndMetadata(next, old, completed(next.status, old.status)),
    check: checkPod,
    checkUpdate: checkPodUpdate,
    checkStatusUpdate: checkPodStatusUpdate,
    warnings: podWarnings,
    // People hardly ever write to pods themselves.
    warnsOnUpdate: () => false,
    fields: {
      'spec.nodeName': (p) => p.spec.nodeName ?? '',
      'spec.host': (p) => p.spec.nodeName ?? '',
      'spec.restartPolicy': (p) => p.spec.restartPolicy ?? '',
      'spec.schedulerName': (p) => p.spec.schedulerName ?? '',
      'spec.serviceAccountName': (p) => p.spec.serviceAccountName ?? '',
      'spec.hostNetwork': (p) => String(p.spec.hostNetwork ?? false),
      'status.phase': (p) => p.status.phase ?? '',
      'status.podIP': (p) => p.status.podIPs?.[0]?.ip ?? '',
      'status.podIPs': (p) => p.status.podIPs?.[0]?.ip ?? '',
      'status.nominatedNodeName': (p) => p.status.nominatedNodeName ?? '',
    },
    table: podTable,
  },
);

/** A pod that is held back says so from the start. */
function gated({ metadata, spec }: Pod): Pick<Pod['status'], 'conditions'> {
  if (!(spec as { schedulingGates?: unknown[] } | undefined)?.schedulingGates?.length) return {};
  const condition = {
    type: 'PodScheduled',
    status: 'False',
    lastProbeTime: null,
    lastTransitionTime: metadata.creationTimestamp,
    reason: 'SchedulingGated',
    message: 'Scheduling is blocked due to non-empty scheduling gates',
  };
  // The published types do not know the nulls that the server really sends.
  return { conditions: [condition as unknown as PodCondition] };
}

/** The class does not change, and the single address is the first of the list. */
function completed(sent: Pod['status'], old: Pod['status']): Pod['status'] {
  let status = withProbeTimes(sent);
  if (!status.qosClass && old.qosClass) status = { ...status, qosClass: old.qosClass };
  const { podIP, podIPs = [] } = status;
  if ((podIPs[0]?.ip ?? '') === (podIP ?? '')) return status;
  return podIP ? { ...status, podIPs: [{ ip: podIP }] } : { ...status, podIP: podIPs[0]?.ip ?? '' };
}

/** The field is never left out, even if nobody sets it; in a strategic patch a null could not say so. */
function withProbeTimes(status: Pod['status']): Pod['status'] {
  const { conditions } = status;
  if (!conditions || conditions.every((condition) => condition.lastProbeTime !== undefined)) return status;
  const complete = conditions.map((condition) => ({
    ...condition,
    lastProbeTime: condition.lastProbeTime ?? null,
  }));
  // The published types do not know the null that the server really sends.
  return { ...status, conditions: complete as unknown as typeof conditions };
}
