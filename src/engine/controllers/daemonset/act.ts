/** The one place that creates and deletes daemon pods (architecture rule 1; DS-37 … DS-40). */
import { refOf } from '../../../k8s/ref';
import type { DaemonSet } from '../../../k8s/types';
import { mayCreate, noteCreation, REST } from '../../churn';
import { creationObserved, deletionObserved, expect } from './expectations';
import { setKey } from './handlers';
import type { PodChanges } from './plan';
import { placementOf } from './placement';
import { podFactory } from './pod-template';
import { isNamespaceTerminating } from '../../namespace-terminating';
import { slowStart } from '../../slow-start';
import type { DaemonContext } from './daemon-context';

/** Most creations, and most deletions, in one go (DS-37). */
export const BURST = 250;

/** Carries out a plan, as far as the burst limit allows; the rest is found again by the next sync. Result: the errors, if any. */
export function act(
  ctx: DaemonContext,
  ds: DaemonSet,
  key: string,
  changes: PodChanges,
  hash: string,
): string | undefined {
  const { expectations, churn } = ctx.state;
  const { uid } = ds.metadata;
  const wantedNow = changes.create.slice(0, BURST);
  const creates = wantedNow.filter(({ node }) => mayCreate(churn, uid, node, ctx.now));
  if (creates.length < wantedNow.length) ctx.enqueueAfter(setKey(ds), REST);
  const deletes = changes.delete.slice(0, BURST);
  expect(expectations, key, creates.length, deletes.length, ctx.now);
  if (creates.length === 0 && deletes.length === 0) return undefined;
  const about = { apiVersion: ds.apiVersion, ...refOf(ds) };
  const errors: string[] = [];

  const placement = placementOf(ctx);
  const build = podFactory(ds, hash, (spec, node) => placement.place(spec, node));
  const created = slowStart(creates.length, (i) => {
    const wanted = creates[i] as PodChanges['create'][number];
    ctx.decide(about, wanted.why);
    const result = ctx.api.create('Pod', ds.metadata.namespace, build(wanted.node));
    if (result.ok) {
      noteCreation(churn, uid, wanted.node, ctx.now);
      ctx.event(about, 'Normal', 'SuccessfulCreate', `Created pod: ${result.object.metadata.name}`);
      return undefined;
    }
    if (isNamespaceTerminating(result.status)) return undefined;
    creationObserved(expectations, key);
    ctx.event(about, 'Warning', 'FailedCreate', `Error creating: ${result.status.message}`);
    return result.status.message;
  });
  if (created.skipped > 0) creationObserved(expectations, key, created.skipped);
  errors.push(...created.errors);

  for (const { pod, why } of deletes) {
    const { namespace, name } = pod.metadata;
    ctx.decide(refOf(pod), why);
    const result = ctx.api.delete('Pod', namespace, name);
    if (result.ok) {
      ctx.event(about, 'Normal', 'SuccessfulDelete', `Deleted pod: ${name}`);
      continue;
    }
    deletionObserved(expectations, key);
    if (result.status.reason === 'NotFound') continue;
    ctx.event(about, 'Warning', 'FailedDelete', `Error deleting: ${result.status.message}`);
    errors.push(`unable to delete pods: ${result.status.message}`);
  }
  return aggregate(errors);
}

/** Several errors as one text, each distinct text once, as Go's aggregate prints them. */
function aggregate(errors: readonly string[]): string | undefined {
  const distinct = [...new Set(errors)];
  return distinct.length > 1 ? `[${distinct.join(', ')}]` : distinct[0];
}
