/** One sync of one PodDisruptionBudget: its status (WL-28, WL-29). */
import { isPodReady, isTerminating } from '../../../k8s/conditions';
import { refOf, splitKey } from '../../../k8s/ref';
import { parseRfc3339, rfc3339 } from '../../../k8s/time';
import type { Pod, PodDisruptionBudget } from '../../../k8s/types';
import { deepEqual } from '../../../lib/equal';
import type { Manifest } from '../../api/types';
import type { SyncError } from '../../component';
import { SOURCE, type DisruptionContext } from './disruption-context';
import { expectedPods } from './expected-pods';
import { selectedPods } from './selected-pods';
import { goSelector } from './selector-text';

type BudgetStatus = PodDisruptionBudget['status'];
type Condition = NonNullable<BudgetStatus['conditions']>[number];

/** A pod whose eviction was allowed has to be gone, or at least going, by then; else it counts again. */
const DELETION_TIMEOUT = 120_000;
const TYPE = 'DisruptionAllowed';

/** `key`: `namespace/name`. `queueKey`: how the budget is put into the queue again. */
export function syncBudget(ctx: DisruptionContext, key: string, queueKey: string): SyncError | undefined {
  const { namespace, name } = splitKey(key);
  const budget = ctx.read.get('PodDisruptionBudget', namespace, name);
  if (!budget) return undefined;
  const event = (type: 'Normal' | 'Warning', reason: string, message: string): void =>
    ctx.event({ apiVersion: budget.apiVersion, ...refOf(budget) }, type, reason, message, SOURCE);
  const { selector } = budget.spec;
  const pods = selectedPods(ctx.state).of(ctx.read, budget);
  if (pods.length === 0) event('Normal', 'NoPods', 'No matching pods found');

  const expected = expectedPods(ctx, budget, pods);
  if (!expected.ok) {
    const message = `Failed to calculate the number of expected pods: ${expected.error}`;
    event('Warning', 'CalculateExpectedPodCountFailed', message);
    return failSafe(ctx, budget, expected.error);
  }
  if (expected.unmanaged.length > 0)
    event(
      'Warning',
      'UnmanagedPods',
      `Pods selected by this PodDisruptionBudget (selector: ${goSelector(selector)}) were found to be unmanaged. As a result, the status of the PDB cannot be calculated correctly, which may result in undefined behavior. To account for these pods please set ".spec.minAvailable" field of the PDB to an integer value.`,
    );
  const disrupted = stillDisrupted(ctx, budget, pods);
  const { desiredHealthy } = expected;
  const currentHealthy = countHealthy(pods, disrupted.pods, ctx.now);
  const error = store(ctx, budget, { ...expected, currentHealthy, desiredHealthy }, disrupted.pods);
  if (error === undefined && disrupted.until !== undefined)
    // One millisecond more: the time has to be over.
    ctx.enqueueAfter(queueKey, disrupted.until + 1 - ctx.now);
  return error;
}

type Disrupted = Readonly<Record<string, string>>;

/** The pods of the budget's list that may still go; `until`: when the first of them counts again, ms. */
function stillDisrupted(
  ctx: DisruptionContext,
  { metadata, status }: PodDisruptionBudget,
  pods: readonly Pod[],
): { pods: Disrupted; until?: number } {
  const listed = status.disruptedPods as Disrupted | undefined;
  if (!listed) return { pods: {} };
  const left: Record<string, string> = {};
  let until: number | undefined;
  for (const pod of pods) {
    const { name } = pod.metadata;
    const time = Object.hasOwn(listed, name) ? listed[name] : undefined;
    if (time === undefined || isTerminating(pod)) continue;
    const deadline = parseRfc3339(time) + DELETION_TIMEOUT;
    if (deadline < ctx.now) {
      // The namespace comes twice; the real text has no name of the budget either.
      const message = `Pod was expected by PDB ${metadata.namespace}/${metadata.namespace} to be deleted but it wasn't`;
      ctx.event({ apiVersion: 'v1', ...refOf(pod) }, 'Warning', 'NotDeleted', message, SOURCE);
      continue;
    }
    until = Math.min(until ?? deadline, deadline);
    left[name] = time;
  }
  return until === undefined ? { pods: left } : { pods: left, until };
}

/** Pure. Pods that go, or soon will, are no longer counted. */
export function countHealthy(pods: readonly Pod[], disrupted: Disrupted, now: number): number {
  let healthy = 0;
  for (const pod of pods) {
    if (isTerminating(pod) || !isPodReady(pod)) continue;
    const time = disrupted[pod.metadata.name];
    if (time === undefined || parseRfc3339(time) + DELETION_TIMEOUT <= now) healthy++;
  }
  return healthy;
}

interface Counts {
  expectedPods: number;
  currentHealthy: number;
  desiredHealthy: number;
}

function store(
  ctx: DisruptionContext,
  budget: PodDisruptionBudget,
  { expectedPods: expected, currentHealthy, desiredHealthy }: Counts,
  disruptedPods: Disrupted,
): SyncError | undefined {
  const { status, metadata } = budget;
  const { generation = 0 } = metadata;
  // Without any expected pod nothing may go: the first ones may come before this controller has counted them.
  const disruptionsAllowed = expected > 0 ? Math.max(0, currentHealthy - desiredHealthy) : 0;
  const before = status.conditions?.find((c) => c.type === TYPE);
  const wanted = disruptionsAllowed > 0 ? ['True', 'SufficientPods'] : ['False', 'InsufficientPods'];
  if (
    status.currentHealthy === currentHealthy &&
    status.desiredHealthy === desiredHealthy &&
    status.expectedPods === expected &&
    status.disruptionsAllowed === disruptionsAllowed &&
    deepEqual(status.disruptedPods ?? {}, disruptedPods) &&
    status.observedGeneration === generation &&
    before?.status === wanted[0] &&
    before?.reason === wanted[1]
  )
    return undefined;
  const conditions = withCondition(ctx, status, wanted, '', generation);
  const hasDisrupted = Object.keys(disruptedPods).length > 0;
  return write(ctx, budget, {
    observedGeneration: generation,
    ...(hasDisrupted && { disruptedPods: { ...disruptedPods } }),
    disruptionsAllowed,
    currentHealthy,
    desiredHealthy,
    expectedPods: expected,
    conditions,
  } as BudgetStatus);
}

/** When nothing can be counted, at least nothing may go. The failure is told and not tried again. */
function failSafe(
  ctx: DisruptionContext,
  budget: PodDisruptionBudget,
  message: string,
): SyncError | undefined {
  const { status } = budget;
  const conditions = withCondition(ctx, status, ['False', 'SyncFailed'], message, status.observedGeneration);
  return write(ctx, budget, { ...status, disruptionsAllowed: 0, conditions });
}

function withCondition(
  ctx: DisruptionContext,
  { conditions = [] }: BudgetStatus,
  [status = '', reason = '']: readonly string[],
  message: string,
  observedGeneration: number | undefined,
): Condition[] {
  const before = conditions.find((c) => c.type === TYPE);
  const next: Condition = {
    type: TYPE,
    status,
    ...(observedGeneration !== undefined && { observedGeneration }),
    lastTransitionTime: before?.status === status ? before.lastTransitionTime : rfc3339(ctx.now),
    reason,
    message,
  };
  return before ? conditions.map((c) => (c === before ? next : c)) : [...conditions, next];
}

function write(
  ctx: DisruptionContext,
  budget: PodDisruptionBudget,
  status: BudgetStatus,
): SyncError | undefined {
  if (deepEqual(status, budget.status)) return undefined;
  const { namespace, name } = budget.metadata;
  const next = { ...budget, status } as unknown as Manifest;
  const result = ctx.api.update('PodDisruptionBudget', namespace, name, next, { subresource: 'status' });
  return result.ok ? undefined : { error: result.status.message };
}
