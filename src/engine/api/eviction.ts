/** POST pods/<name>/eviction: a deletion that asks the disruption budgets first (WL-28, API-31). */
import { rfc3339 } from '../../k8s/time';
import { matchesSelector } from '../../k8s/labels';
import type { JsonObject, Pod, PodDisruptionBudget } from '../../k8s/types';
import { deepEqual } from '../../lib/equal';
import { namespaceProblem } from './admission/namespace-lifecycle';
import { preconditionProblem, remove } from './delete';
import { badRequest, forbidden, NAMESPACE_MISMATCH, notFound, tooManyRequests, unclassified } from './errors';
import { metaOf, withCondition } from './request-object';
import { fail, warned, type Outcome, type Row, type ServerContext } from './server-context';
import type { DeleteOptions, Manifest, Propagation, Status, WriteOptions } from './types';
import { numberAt, objectAt, textAt, textsAt } from './validation/untyped';

const EVICTION = { id: 'Eviction', kind: 'Eviction', version: 'v1' } as const;

/** More evictions that the controller has not seen done yet are not allowed. */
const MOST_DISRUPTED = 2000;

export function evict(
  context: ServerContext,
  namespace: string,
  name: string,
  body: Manifest,
  writeOptions: WriteOptions,
): Outcome {
  const decoded = context.decode(EVICTION, body, writeOptions);
  if (!decoded.ok) return decoded;
  const meta = metaOf(decoded.object);
  if (meta.namespace && meta.namespace !== namespace) return fail(badRequest(NAMESPACE_MISMATCH));
  const closed = namespaceProblem(context.store, namespace, 'Pod', name);
  if (closed) return fail(closed);
  if (meta.name !== name) return fail(badRequest('name in URL does not match name in Eviction object'));
  const options = readOptions(objectAt(decoded.object, 'deleteOptions'), writeOptions.dryRun ?? false);
  if ('kind' in options) return fail(options);

  const row = context.row('Pod') as Row;
  const pod = context.store.get('Pod', namespace, name);
  if (!pod) return fail(notFound('Pod', name));
  const verdict = judge(context, pod);
  if ('kind' in verdict) return fail(verdict);
  // A budget that lets the pod go has counted it, even if the deletion is then refused.
  if (verdict.disrupted && !options.dryRun) take(context, verdict.disrupted, name);
  const problem = preconditionProblem(row, pod, options.preconditions);
  if (problem) return fail(problem);
  if (!options.dryRun) mark(context, pod);
  const deleted = remove(context, row, namespace, name, { ...options, preconditions: {} });
  return deleted.ok ? { ok: true, object: deleted.object, ...warned(decoded.warnings) } : deleted;
}

function readOptions(sent: JsonObject | undefined, dryRun: boolean): DeleteOptions | Status {
  const own = textsAt(sent, 'dryRun');
  if (dryRun && own.length > 0 && own.join() !== 'All')
    return unclassified(`Non-matching dry-run options in request and content: [All] and [${own.join(' ')}]`);
  const gracePeriodSeconds = numberAt(sent, 'gracePeriodSeconds');
  const propagationPolicy = textAt(sent, 'propagationPolicy');
  const wanted = objectAt(sent, 'preconditions');
  const uid = textAt(wanted, 'uid');
  const resourceVersion = textAt(wanted, 'resourceVersion');
  return {
    dryRun: dryRun || own.includes('All'),
    ...(gracePeriodSeconds !== undefined && { gracePeriodSeconds }),
    ...(propagationPolicy !== '' && { propagationPolicy: propagationPolicy as Propagation }),
    preconditions: { ...(uid !== '' && { uid }), ...(resourceVersion !== '' && { resourceVersion }) },
  };
}

/** `disrupted`: the budget that pays for it. */
type Verdict = { disrupted?: PodDisruptionBudget } | Status;

function judge(context: ServerContext, pod: Pod): Verdict {
  if (ignoresBudgets(pod)) return {};
  const { namespace, labels } = pod.metadata;
  const budgets = context.store
    .list('PodDisruptionBudget', namespace)
    .filter(({ spec }) => matchesSelector(spec.selector, labels));
  const [budget] = budgets;
  if (budget === undefined) return {};
  if (budgets.length > 1) {
    return unclassified(
      'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.',
    );
  }
  return !isReady(pod) && lossDoesNotCount(budget) ? {} : (refusal(budget) ?? { disrupted: budget });
}

function ignoresBudgets({ metadata, status: { phase } }: Pod): boolean {
  return (
    metadata.deletionTimestamp !== undefined ||
    phase === 'Succeeded' ||
    phase === 'Failed' ||
    phase === 'Pending'
  );
}

function isReady({ status }: Pod): boolean {
  return status.conditions?.some((c) => c.type === 'Ready' && c.status === 'True') ?? false;
}

/** Whether a pod that is not ready may go without being paid for. */
function lossDoesNotCount({ spec, status }: PodDisruptionBudget): boolean {
  const { unhealthyPodEvictionPolicy: policy } = spec as { unhealthyPodEvictionPolicy?: string };
  const { currentHealthy, desiredHealthy } = status;
  return policy === 'AlwaysAllow' || (currentHealthy >= desiredHealthy && desiredHealthy > 0);
}

const VIOLATES = "Cannot evict pod as it would violate the pod's disruption budget.";
const CAUSE = 'DisruptionBudget';
/** How messages name the budgets here. */
const BUDGET = { kind: 'PodDisruptionBudget', group: 'policy', plural: 'poddisruptionbudget' };

function refusal({ metadata, status }: PodDisruptionBudget): Status | undefined {
  const { name, generation = 0 } = metadata;
  const {
    observedGeneration = 0,
    disruptionsAllowed,
    disruptedPods = {},
    desiredHealthy,
    currentHealthy,
  } = status;
  if (observedGeneration < generation) {
    const message = `The disruption budget ${name} is still being processed by the server.`;
    return tooManyRequests(VIOLATES, { reason: CAUSE, message }, 10);
  }
  if (disruptionsAllowed < 0) return forbidden(BUDGET, name, 'pdb disruptions allowed is negative');
  if (Object.keys(disruptedPods).length > MOST_DISRUPTED) {
    const why = 'DisruptedPods map too big - too many evictions not confirmed by PDB controller';
    return forbidden(BUDGET, name, why);
  }
  if (disruptionsAllowed > 0) return undefined;
  const message = `The disruption budget ${name} needs ${desiredHealthy} healthy pods and has ${currentHealthy} currently`;
  return tooManyRequests(VIOLATES, { reason: CAUSE, message });
}

/** Takes one disruption from the budget and notes the pod, for the controller not to count it. */
function take(context: ServerContext, budget: PodDisruptionBudget, pod: string): void {
  const { status, metadata } = budget;
  const disruptionsAllowed = status.disruptionsAllowed - 1;
  const time = rfc3339(context.now);
  const conditions = disruptionsAllowed > 0 ? status.conditions : exhausted(budget, time);
  const disruptedPods = { ...status.disruptedPods, [pod]: time };
  const next = {
    ...budget,
    metadata,
    status: { ...status, disruptionsAllowed, disruptedPods, ...(conditions && { conditions }) },
  } as PodDisruptionBudget;
  context.put('PodDisruptionBudget', next, 'status');
}

type Conditions = NonNullable<PodDisruptionBudget['status']['conditions']>;

/** The budget's condition when nothing is left. */
function exhausted({ metadata, status }: PodDisruptionBudget, time: string): Conditions {
  const type = 'DisruptionAllowed';
  const before = status.conditions?.find((c) => c.type === type);
  const condition = {
    type,
    status: 'False',
    ...(metadata.generation !== undefined && { observedGeneration: metadata.generation }),
    lastTransitionTime: before?.status === 'False' ? before.lastTransitionTime : time,
    reason: 'InsufficientPods',
    message: '',
  };
  const conditions = status.conditions ?? [];
  return before ? conditions.map((c) => (c === before ? condition : c)) : [...conditions, condition];
}

/** The pod says that it was evicted. */
function mark(context: ServerContext, pod: Pod): void {
  const conditions = withCondition(pod, TARGET, context.now);
  const status = { ...pod.status, conditions };
  if (!deepEqual(status, pod.status)) context.put('Pod', { ...pod, status }, 'status');
}

const TARGET = {
  type: 'DisruptionTarget',
  status: 'True',
  reason: 'EvictionByEvictionAPI',
  message: 'Eviction API: evicting',
};
