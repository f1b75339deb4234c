/** The one place that creates, changes and deletes the pods of StatefulSets (WL-21). */
import { refOf } from '../../../k8s/ref';
import type { ControllerRevision, Pod, StatefulSet } from '../../../k8s/types';
import type { Manifest } from '../../api/types';
import { mayCreate, noteCreation, REST } from '../../churn';
import { slowStart } from '../../slow-start';
import { claimOwnersAreRight, createClaims, keepClaimOwners, waitsForOldClaim } from './claims';
import { corrected, newPod, podName } from './identity';
import type { Plan, Step } from './plan';
import { templateOf } from './revisions';
import type { StatefulContext } from './stateful-context';

/** What the steps of one set need. */
export interface Work {
  ctx: StatefulContext;
  set: StatefulSet;
  key: string;
  current: ControllerRevision;
  update: ControllerRevision;
}

/** Carries out a plan up to the first failure. */
export function act(work: Work, plan: Plan): { error?: string; updated: boolean } {
  const run = work.set.spec.podManagementPolicy === 'Parallel' ? inBatches : inOrder;
  for (const steps of [plan.replicas, plan.condemnedClaims, plan.condemned]) {
    const error = run(work, steps);
    if (error !== undefined) return { error, updated: false };
  }
  const error = inOrder(work, [plan.update]);
  return error === undefined ? { updated: plan.update.length > 0 } : { error, updated: false };
}

function inOrder(work: Work, pods: readonly (readonly Step[])[]): string | undefined {
  for (const steps of pods) {
    const error = runSteps(work, steps);
    if (error !== undefined) return error;
  }
  return undefined;
}

function inBatches(work: Work, pods: readonly (readonly Step[])[]): string | undefined {
  const { errors } = slowStart(pods.length, (i) => runSteps(work, pods[i] ?? []));
  const distinct = [...new Set(errors)];
  return distinct.length > 1 ? `[${distinct.join(', ')}]` : distinct[0];
}

function runSteps(work: Work, steps: readonly Step[]): string | undefined {
  for (const step of steps) {
    const error = runStep(work, step);
    if (error !== undefined) return error;
  }
  return undefined;
}

function runStep(work: Work, step: Step): string | undefined {
  const { ctx, set } = work;
  switch (step.type) {
    case 'create':
      return create(work, step);
    case 'delete':
      return remove(work, step.pod, step.why);
    case 'claims':
      return createClaims(ctx, set, step.pod.metadata.name) ?? keepOwners(work, step.pod);
    case 'correct':
      return correct(work, step.pod);
    case 'claim-owners':
      return claimOwnersAreRight(ctx, set, step.pod) ? undefined : keepClaimOwners(ctx, set, step.pod);
  }
}

function keepOwners(work: Work, pod: Pod): string | undefined {
  const error = keepClaimOwners(work.ctx, work.set, pod);
  if (error !== undefined) report(work, 'update', pod.metadata.name, error);
  return error;
}

function create(work: Work, step: Extract<Step, { type: 'create' }>): string | undefined {
  const { ctx, set } = work;
  const { uid, namespace } = set.metadata;
  const name = podName(set, step.ordinal);
  if (waitsForOldClaim(ctx, set, name)) return undefined;
  if (!mayCreate(ctx.state.churn, uid, name, ctx.now)) {
    ctx.enqueueAfter(work.key, REST);
    return undefined;
  }
  ctx.decide(refOf(set), step.why);
  const claims = createClaims(ctx, set, name);
  if (claims !== undefined) {
    report(work, 'create', name, claims);
    return claims;
  }
  const revision = step.isOld ? work.current : work.update;
  const pod = newPod(set, templateOf(set, revision), revision.metadata.name, step.ordinal);
  const result = ctx.api.create('Pod', namespace, pod);
  if (!result.ok && result.status.reason === 'AlreadyExists') return result.status.message;
  if (result.ok) noteCreation(ctx.state.churn, uid, name, ctx.now);
  const owners = keepOwners(work, result.ok ? result.object : (pod as unknown as Pod));
  if (owners !== undefined) return owners;
  const error = result.ok ? undefined : result.status.message;
  report(work, 'create', name, error);
  return error;
}

function remove(work: Work, pod: Pod, why: string): string | undefined {
  const { ctx } = work;
  const { namespace, name } = pod.metadata;
  ctx.decide(refOf(pod), why);
  const result = ctx.api.delete('Pod', namespace, name);
  const error = result.ok ? undefined : result.status.message;
  report(work, 'delete', name, error);
  return error;
}

function correct(work: Work, pod: Pod): string | undefined {
  const { ctx, set } = work;
  const { namespace, name } = pod.metadata;
  const next = corrected(set, pod);
  if (!next && claimOwnersAreRight(ctx, set, pod)) return undefined;
  const missing = next && next.spec !== pod.spec ? createClaims(ctx, set, name) : undefined;
  const unowned = missing ?? keepClaimOwners(ctx, set, pod);
  if (unowned !== undefined) {
    report(work, 'update', name, unowned);
    return unowned;
  }
  const result = ctx.api.update('Pod', namespace, name, (next ?? pod) as unknown as Manifest);
  const error = result.ok ? undefined : result.status.message;
  report(work, 'update', name, error);
  return error;
}

function report({ ctx, set }: Work, verb: 'create' | 'update' | 'delete', pod: string, error?: string): void {
  const about = { apiVersion: set.apiVersion, ...refOf(set) };
  const what = `${verb.charAt(0).toUpperCase()}${verb.slice(1)}`;
  const message = `${verb} Pod ${pod} in StatefulSet ${set.metadata.name}`;
  if (error === undefined) ctx.event(about, 'Normal', `Successful${what}`, `${message} successful`);
  else ctx.event(about, 'Warning', `Failed${what}`, `${message} failed error: ${error}`);
}
