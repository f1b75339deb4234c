import { conditionOf, isTerminating } from '../../k8s/conditions';
import { matchesSelector } from '../../k8s/labels';
import { podPriority } from '../../k8s/pod-priority';
import { parseRfc3339 } from '../../k8s/time';
import type { Node, Pod, PodDisruptionBudget } from '../../k8s/types';
import { compareText } from '../../lib/compare';
import { isEmptySelector } from './affinity-terms';
import type { ClusterView } from './cluster-view';
import { count, fitErrorText, type Histogram } from './failure-message';
import type { Diagnosis, Search } from './feasible-nodes';
import { copyChecks, filterWithNominated, type Checks } from './filters';
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
  /** Victims whose budget does not allow it. */
  violations: number;
}

const NOT_HELPFUL = 'Preemption is not helpful for scheduling';
const NO_VICTIMS = 'No preemption victims found for incoming pod';
/** Makes each priority positive, so that more victims never weigh less (SCH-35). */
const PRIORITY_OFFSET = 2 ** 31;
/** Candidates looked for: a tenth of the nodes in question, at least so many. */
const LEAST_CANDIDATES = 100;

/**
 * What the plugins that are asked when no node fits add to the message (SCH-21). The one for resource claims, on by default in
 * v1.34, answers first; a preemption that goes ahead adds nothing. A pod refused before any node is looked at is `not found`.
 */
export function postFilterText(preemption: Preemption, diagnosis: Diagnosis): string {
  if (diagnosis.preFilterMessage !== undefined) return ' not found';
  return preemption.type === 'none' ? ` no new claims to deallocate, preemption: ${preemption.message}` : '';
}

/**
 * SCH-23, SCH-34, SCH-35. The messages have no `preemption: ` prefix. `drawStart(n)` says with which of many nodes to begin, where not
 * all are looked at.
 */
export function findPreemption(
  pod: Pod,
  { diagnosis, checks }: Search,
  view: ClusterView,
  drawStart: (nodes: number) => number = () => 0,
): Preemption {
  const refusal = notEligible(pod, diagnosis, view);
  if (refusal !== undefined) return { type: 'none', message: refusal, clear: false };
  const histogram: Histogram = new Map();
  const resolvable = [...diagnosis.rejections].filter(([, r]) => !r.unresolvable).map(([name]) => name);
  const wanted = Math.min(resolvable.length, Math.max(LEAST_CANDIDATES, Math.floor(resolvable.length / 10)));
  const start = wanted < resolvable.length ? drawStart(resolvable.length) : 0;
  const budgets = view.read.list('PodDisruptionBudget');
  const candidates: Candidate[] = [];
  let looked = 0;
  for (let i = 0; i < resolvable.length; i++) {
    const node = view.node(resolvable[(start + i) % resolvable.length] as string);
    if (!node) continue;
    looked++;
    const found = victimsOn(pod, node, view, checks, budgets);
    if ('reasons' in found) for (const reason of found.reasons) count(histogram, reason);
    else if (found.victims.length > 0) candidates.push({ node: node.metadata.name, ...found });
    if (candidates.length >= wanted && candidates.some(({ violations }) => violations === 0)) break;
  }
  const best = candidates.reduce<Candidate | undefined>(
    (a, b) => (a && compare(a, b) <= 0 ? a : b),
    undefined,
  );
  if (best) return { type: 'victims', node: best.node, victims: best.victims };
  count(histogram, NOT_HELPFUL, diagnosis.nodes - looked);
  return { type: 'none', message: fitErrorText(diagnosis.nodes, histogram), clear: true };
}

function notEligible(pod: Pod, diagnosis: Diagnosis, view: ClusterView): string | undefined {
  if (pod.spec.preemptionPolicy === 'Never') return 'not eligible due to preemptionPolicy=Never.';
  const nominated = pod.status.nominatedNodeName;
  if (!nominated || !view.node(nominated)) return undefined;
  // A node that was not even filtered is beyond help, too.
  const rejection = diagnosis.rejections.get(nominated);
  if (!rejection || rejection.unresolvable) return undefined;
  const leaving = view
    .podsOnNode(nominated)
    .some((p) => takesRoom(p) && podPriority(p) < podPriority(pod) && isTerminating(p) && isPreempted(p));
  return leaving ? 'not eligible due to a terminating pod on the nominated node.' : undefined;
}

function isPreempted(pod: Pod): boolean {
  const target = conditionOf(pod.status.conditions, 'DisruptionTarget');
  return target?.status === 'True' && target.reason === 'PreemptionByScheduler';
}

/**
 * Removes every pod of lower priority, then puts back the most important ones that still leave room, first of those whose budgets
 * forbid it (SCH-34).
 */
function victimsOn(
  pod: Pod,
  node: Node,
  view: ClusterView,
  known: Checks,
  budgets: readonly PodDisruptionBudget[],
): { victims: Pod[]; violations: number } | { reasons: readonly string[] } {
  const { name } = node.metadata;
  const lower = view.podsOnNode(name).filter((p) => takesRoom(p) && podPriority(p) < podPriority(pod));
  if (lower.length === 0) return { reasons: [NO_VICTIMS] };
  const usage = copyUsage(view.usage(name));
  const checks = copyChecks(known);
  const move = (other: Pod, by: 1 | -1) => {
    if (by > 0) addPod(usage, other.spec);
    else removePod(usage, other.spec);
    for (const { check } of checks) check.moved(other, node, by);
  };
  const fits = () => filterWithNominated(pod, node, view, checks, usage);
  for (const other of lower) move(other, -1);
  const empty = fits();
  if (!empty.fits) return { reasons: empty.reasons };
  const { violating, others } = byBudget(lower.toSorted(byImportance), budgets);
  const victims: Pod[] = [];
  const reprieve = (other: Pod) => {
    move(other, 1);
    if (fits().fits) return;
    move(other, -1);
    victims.push(other);
  };
  violating.forEach(reprieve);
  const violations = victims.length;
  others.forEach(reprieve);
  return { victims: victims.toSorted(byImportance), violations };
}

/** Which evictions the budgets would forbid, were they asked in this order. */
function byBudget(pods: readonly Pod[], budgets: readonly PodDisruptionBudget[]) {
  const allowed = budgets.map(({ status }) => status.disruptionsAllowed);
  const violating: Pod[] = [];
  const others: Pod[] = [];
  for (const pod of pods) {
    const { namespace, name, labels } = pod.metadata;
    let violates = false;
    budgets.forEach(({ metadata, spec, status }, i) => {
      if (!labels || metadata.namespace !== namespace || isEmptySelector(spec.selector)) return;
      if (!matchesSelector(spec.selector, labels) || status.disruptedPods?.[name] !== undefined) return;
      if (((allowed[i] as number) -= 1) < 0) violates = true;
    });
    (violates ? violating : others).push(pod);
  }
  return { violating, others };
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
  const highest = ({ victims }: Candidate) => podPriority(victims[0] as Pod);
  const sum = (c: Candidate) => c.victims.reduce((n, p) => n + podPriority(p) + PRIORITY_OFFSET, 0);
  return (
    a.violations - b.violations ||
    highest(a) - highest(b) ||
    sum(a) - sum(b) ||
    a.victims.length - b.victims.length ||
    earliestStart(b) - earliestStart(a)
  );
}

/** Earliest start among the victims of the highest priority, ms; a pod not started counts as the latest. */
function earliestStart({ victims }: Candidate): number {
  const top = podPriority(victims[0] as Pod);
  const starts = victims
    .filter((p) => podPriority(p) === top)
    .map((p) => (p.status.startTime ? parseRfc3339(p.status.startTime) : Number.MAX_SAFE_INTEGER));
  return Math.min(...starts);
}
