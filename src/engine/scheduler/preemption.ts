import { conditionOf, isTerminating } from '../../k8s/conditions';
import { podPriority } from '../../k8s/pod-priority';
import { parseRfc3339 } from '../../k8s/time';
import type { Node, Pod } from '../../k8s/types';
import { compareText } from '../../lib/compare';
import { usageFor, type ClusterView } from './cluster-view';
import { count, fitErrorText, type Histogram } from './failure-message';
import type { Diagnosis } from './feasible-nodes';
import { filterNode } from './filters';
import { addPod, copyUsage, removePod, takesRoom } from './node-usage';

/**
 * What preemption comes to: a node with the pods that must go, or a message for the event. `clear`: nothing can be done
 * anywhere, so an earlier nomination lapses.
 */
export type Preemption =
  | { type: 'victims'; node: string; victims: readonly Pod[] }
  | { type: 'none'; message: string; clear: boolean };

interface Candidate {
  node: string;
  /** Most important first. */
  victims: readonly Pod[];
}

const NOT_HELPFUL = 'Preemption is not helpful for scheduling';
const NO_VICTIMS = 'No preemption victims found for incoming pod';
/** Makes each priority positive, so that more victims never weigh less (SCH-35). */
const PRIORITY_OFFSET = 2 ** 31;

/**
 * What the plugins that are asked when no node fits add to the message (SCH-21). The one for resource claims, on by default in
 * v1.34, answers first; a preemption that goes ahead adds nothing. A pod refused before any node is looked at is `not found`.
 */
export function postFilterText(preemption: Preemption, diagnosis: Diagnosis): string {
  if (diagnosis.preFilterMessage !== undefined) return ' not found';
  return preemption.type === 'none' ? ` no new claims to deallocate, preemption: ${preemption.message}` : '';
}

/** SCH-23, SCH-34, SCH-35. The messages have no `preemption: ` prefix. */
export function findPreemption(pod: Pod, diagnosis: Diagnosis, view: ClusterView): Preemption {
  const refusal = notEligible(pod, diagnosis, view);
  if (refusal !== undefined) return { type: 'none', message: refusal, clear: false };
  const histogram: Histogram = new Map();
  const candidates: Candidate[] = [];
  let helpless = diagnosis.nodes - diagnosis.rejections.size;
  for (const [name, rejection] of diagnosis.rejections) {
    const node = view.node(name);
    if (rejection.unresolvable || !node) helpless++;
    else {
      const found = victimsOn(pod, node, view);
      if ('victims' in found) candidates.push({ node: name, victims: found.victims });
      else for (const reason of found.reasons) count(histogram, reason);
    }
  }
  const best = candidates.reduce<Candidate | undefined>(
    (a, b) => (a && compare(a, b) <= 0 ? a : b),
    undefined,
  );
  if (best) return { type: 'victims', ...best };
  count(histogram, NOT_HELPFUL, helpless);
  return { type: 'none', message: fitErrorText(diagnosis.nodes, histogram), clear: true };
}

function notEligible(pod: Pod, diagnosis: Diagnosis, view: ClusterView): string | undefined {
  if (pod.spec.preemptionPolicy === 'Never') return 'not eligible due to preemptionPolicy=Never.';
  const nominated = pod.status.nominatedNodeName;
  if (!nominated || !view.node(nominated) || diagnosis.rejections.get(nominated)?.unresolvable)
    return undefined;
  const leaving = view
    .podsOnNode(nominated)
    .some((p) => takesRoom(p) && podPriority(p) < podPriority(pod) && isTerminating(p) && isPreempted(p));
  return leaving ? 'not eligible due to a terminating pod on the nominated node.' : undefined;
}

function isPreempted(pod: Pod): boolean {
  const target = conditionOf(pod.status.conditions, 'DisruptionTarget');
  return target?.status === 'True' && target.reason === 'PreemptionByScheduler';
}

/** Removes every pod of lower priority, then puts back the most important ones that still leave room (SCH-34). */
function victimsOn(
  pod: Pod,
  node: Node,
  view: ClusterView,
): { victims: Pod[] } | { reasons: readonly string[] } {
  const { name } = node.metadata;
  const lower = view.podsOnNode(name).filter((p) => takesRoom(p) && podPriority(p) < podPriority(pod));
  if (lower.length === 0) return { reasons: [NO_VICTIMS] };
  const usage = copyUsage(view.usage(name));
  for (const other of lower) removePod(usage, other.spec);
  const fits = () => filterNode(pod, node, usageFor(pod, name, view, usage));
  const empty = fits();
  if (!empty.fits) return { reasons: empty.reasons };
  const victims: Pod[] = [];
  for (const other of lower.toSorted(byImportance)) {
    addPod(usage, other.spec);
    if (fits().fits) continue;
    removePod(usage, other.spec);
    victims.push(other);
  }
  return { victims };
}

/** Higher priority first, then the one that has run longer. */
function byImportance(a: Pod, b: Pod): number {
  return (
    podPriority(b) - podPriority(a) ||
    compareText(a.status.startTime ?? '9', b.status.startTime ?? '9') ||
    compareText(a.metadata.name, b.metadata.name)
  );
}

/** Negative when `a` costs less (SCH-35); 0 keeps the first. */
function compare(a: Candidate, b: Candidate): number {
  const highest = (c: Candidate) => (c.victims[0] ? podPriority(c.victims[0]) : Number.NEGATIVE_INFINITY);
  const sum = (c: Candidate) => c.victims.reduce((n, p) => n + podPriority(p) + PRIORITY_OFFSET, 0);
  if (a.victims.length === 0 || b.victims.length === 0) return a.victims.length - b.victims.length;
  return (
    highest(a) - highest(b) ||
    sum(a) - sum(b) ||
    a.victims.length - b.victims.length ||
    earliestStart(b) - earliestStart(a)
  );
}

/** Earliest start among the victims of the highest priority, ms; a pod not started counts as the latest. */
function earliestStart({ victims }: Candidate): number {
  const top = victims[0] ? podPriority(victims[0]) : 0;
  const starts = victims
    .filter((p) => podPriority(p) === top)
    .map((p) => (p.status.startTime ? parseRfc3339(p.status.startTime) : Number.MAX_SAFE_INTEGER));
  return Math.min(...starts);
}
