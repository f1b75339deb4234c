/** Which pods of a set go first when there are too many (WL-3, TEST-100). */
import { conditionOf, isPodReady } from '../../../k8s/conditions';
import { parseRfc3339 } from '../../../k8s/time';
import type { Pod } from '../../../k8s/types';
import { compareText } from '../../../lib/compare';
import { floorLog2 } from '../../../lib/logarithm';

/** A pod with what the order needs of it. */
interface Ranked {
  pod: Pod;
  ready: boolean;
  cost: number;
  /** Active pods of the same owner's sets on its node. */
  neighbours: number;
}

/** Negative: the first of the two goes first. `now` in ms. */
type Rule = { why: string; compare(a: Ranked, b: Ranked, now: number): number };

const PHASES = ['Pending', 'Unknown', 'Running'];
const COST = 'controller.kubernetes.io/pod-deletion-cost';

const RULES: readonly Rule[] = [
  {
    why: 'it has no node yet',
    compare: (a, b) => Number(Boolean(a.pod.spec.nodeName)) - Number(Boolean(b.pod.spec.nodeName)),
  },
  { why: 'its phase is behind', compare: (a, b) => phaseOf(a) - phaseOf(b) },
  { why: 'it is not ready', compare: (a, b) => Number(a.ready) - Number(b.ready) },
  { why: 'its deletion cost is lower', compare: (a, b) => a.cost - b.cost },
  { why: 'more of its siblings are on its node', compare: (a, b) => b.neighbours - a.neighbours },
  {
    why: 'it has been ready for a shorter time',
    compare: (a, b, now) => (a.ready && b.ready ? compareAges(a, b, readySince(a), readySince(b), now) : 0),
  },
  {
    why: 'its containers have restarted more often',
    compare: (a, b) =>
      mostRestarts(b.pod) - mostRestarts(a.pod) || mostSidecarRestarts(b.pod) - mostSidecarRestarts(a.pod),
  },
  {
    why: 'it is newer',
    compare: (a, b, now) =>
      compareAges(
        a,
        b,
        parseRfc3339(a.pod.metadata.creationTimestamp),
        parseRfc3339(b.pod.metadata.creationTimestamp),
        now,
      ),
  },
];

function phaseOf({ pod }: Ranked): number {
  return Math.max(PHASES.indexOf(pod.status.phase ?? ''), 0);
}

function readySince({ pod }: Ranked): number {
  return parseRfc3339(conditionOf(pod.status.conditions, 'Ready')?.lastTransitionTime ?? '');
}

/** Shorter first, on a logarithmic scale, so that pods of about one age go in a random order: that of their uids. */
function compareAges(a: Ranked, b: Ranked, since: number, otherSince: number, now: number): number {
  if (since === otherSince || (Number.isNaN(since) && Number.isNaN(otherSince))) return 0;
  if (Number.isNaN(since)) return -1;
  if (Number.isNaN(otherSince)) return 1;
  return (
    logarithm(now - since) - logarithm(now - otherSince) ||
    compareText(a.pod.metadata.uid, b.pod.metadata.uid)
  );
}

/** Of nanoseconds, as upstream counts. */
function logarithm(ms: number): number {
  return ms > 0 ? floorLog2(ms * 1e6) : -1;
}

function mostRestarts(pod: Pod): number {
  return (pod.status.containerStatuses ?? []).reduce(
    (most, { restartCount }) => Math.max(most, restartCount),
    0,
  );
}

function mostSidecarRestarts({ spec, status }: Pod): number {
  const isSidecar = (name: string) =>
    spec.initContainers?.some((container) => container.name === name && container.restartPolicy === 'Always');
  return (status.initContainerStatuses ?? []).reduce(
    (most, { name, restartCount }) => (isSidecar(name) ? Math.max(most, restartCount) : most),
    0,
  );
}

/** The annotation as a 32-bit integer; anything else counts as 0. */
export function deletionCost(pod: Pod): number {
  const text = pod.metadata.annotations?.[COST];
  if (text === undefined || !/^(0|-\d+|[1-9]\d*)$/.test(text)) return 0;
  const cost = Number(text);
  return cost >= -(2 ** 31) && cost < 2 ** 31 ? cost : 0;
}

/**
 * The `count` pods that go, first one first, each with why it goes rather than the first that stays. `related`: the active pods
 * of all sets of the same owner. When all go, they go in the order given.
 */
export function podsToDelete(
  pods: readonly Pod[],
  related: readonly Pod[],
  count: number,
  now: number,
): { pod: Pod; why: string }[] {
  if (count >= pods.length) return pods.map((pod) => ({ pod, why: 'no pod is wanted' }));
  const onNode = new Map<string, number>();
  for (const { spec } of related) onNode.set(spec.nodeName ?? '', (onNode.get(spec.nodeName ?? '') ?? 0) + 1);
  const ranked = pods.map((pod) => ({
    pod,
    ready: isPodReady(pod),
    cost: deletionCost(pod),
    neighbours: onNode.get(pod.spec.nodeName ?? '') ?? 0,
  }));
  ranked.sort((a, b) => {
    for (const rule of RULES) {
      const order = rule.compare(a, b, now);
      if (order !== 0) return order;
    }
    return 0;
  });
  const stays = ranked[count] as Ranked;
  return ranked.slice(0, count).map((goes) => ({
    pod: goes.pod,
    why: RULES.find((rule) => rule.compare(goes, stays, now) !== 0)?.why ?? 'it is as good as any other',
  }));
}
