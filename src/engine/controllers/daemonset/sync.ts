/** One sync of one DaemonSet, in the order of DS-8. */
import { refOf, splitKey } from '../../../k8s/ref';
import type { ControllerRevision, DaemonSet, LabelSelector, Node, Pod } from '../../../k8s/types';
import type { SyncError } from '../../component';
import { act } from './act';
import { claim } from '../../claim';
import { satisfied } from './expectations';
import { noteSuspended, tellUnplaced } from './before-1-12/unplaced';
import { advanceBackoff } from './failed-pod-backoff';
import { Grouping } from './grouping';
import { knownPods } from './known-pods';
import { groupByNode, type NodePods } from './node-pods';
import { placementOf } from './placement';
import { podsOnNodes, type JudgedNode } from './pods-on-node';
import { constructHistory, revisionHash, surplusRevisions } from './revisions';
import { rollingUpdate, type UpdateStep } from './rolling-update';
import type { DaemonVerdict } from './should-run';
import type { DaemonContext } from './daemon-context';
import { countPods, storeStatus } from './status';
import { countersOf, tallyOf, unsettledNodes, updateStepOf, type Tally } from './tally';

/** `key`: `namespace/name`. `queueKey`: how the set is put into the queue again. */
export function syncDaemonSet(ctx: DaemonContext, key: string, queueKey: string): SyncError | undefined {
  const { namespace, name } = splitKey(key);
  const ds = ctx.read.get('DaemonSet', namespace, name);
  if (!ds) {
    ctx.state.expectations.delete(key);
    return undefined;
  }
  if (isEmptySelector(ds.spec.selector)) {
    const message = 'This daemon set is selecting all pods. A non-empty selector is required.';
    ctx.event({ apiVersion: ds.apiVersion, ...refOf(ds) }, 'Warning', 'SelectingAll', message);
    return undefined;
  }
  if (ds.metadata.deletionTimestamp !== undefined) return undefined;

  const history = constructHistory(ctx, ds);
  if (!history.ok) return { error: `failed to construct revisions of DaemonSet: ${history.error}` };
  const hash = revisionHash(history.current);

  if (!satisfied(ctx.state.expectations, key, ctx.now)) {
    const error = updateStatus(ctx, ds, hash, queueKey, undefined, claimPods(ctx, ds, hash));
    return error === undefined ? undefined : { error };
  }
  const updated = updatePods(ctx, ds, key, queueKey, hash, history.old);
  const statusError = updateStatus(ctx, ds, hash, queueKey, ds.metadata.generation, updated.pods);
  const error = updated.error ?? statusError;
  return error === undefined ? undefined : { error };
}

/** The set's pods as of now. With a tally, nobody has to look at all nodes or pods; else they are all looked at. */
type DaemonPods =
  | ({ ok: true; pods: Iterable<Pod>; byNode: NodePods } & (
      { tally: Tally } | { tally?: undefined; nodes: readonly Node[] }
    ))
  | { ok: false; error: string };

function claimPods(ctx: DaemonContext, ds: DaemonSet, hash: string): DaemonPods {
  const roster = knownPods(ctx.state).of(ctx.read, ds, () => new Grouping());
  if (roster && placementOf(ctx).steady) {
    const tally = tallyOf(roster.sums, ds, ctx.read, hash, ctx.now);
    if (tally) return { ok: true, pods: roster.pods(), byNode: roster.sums.byNode, tally };
  }
  const claimed = roster ? { ok: true as const, objects: roster.list(ctx.read) } : claim(ctx, ds, 'Pod');
  if (claimed.ok) {
    const pods = claimed.objects;
    return { ok: true, pods, byNode: groupByNode(pods), nodes: ctx.read.list('Node') };
  }
  const { name } = ds.metadata;
  return {
    ok: false,
    error: `couldn't get node to daemon pod mapping for daemon set "${name}": ${claimed.error}`,
  };
}

type Found = Extract<DaemonPods, { ok: true }>;

interface Updated {
  error?: string;
  /** The pods as they are after the changes. */
  pods: DaemonPods;
}

/** Steps 6 to 8: manage, rolling update, old revisions. */
function updatePods(
  ctx: DaemonContext,
  ds: DaemonSet,
  key: string,
  queueKey: string,
  hash: string,
  old: readonly ControllerRevision[],
): Updated {
  const found = claimPods(ctx, ds, hash);
  if (!found.ok) return { error: found.error, pods: found };
  const managed = manage(ctx, ds, key, queueKey, hash, found);
  let pods = managed.changed ? claimPods(ctx, ds, hash) : found;
  if (managed.error !== undefined || !pods.ok) return { error: managed.error ?? errorOf(pods), pods };

  if (satisfied(ctx.state.expectations, key, ctx.now) && ds.spec.updateStrategy?.type === 'RollingUpdate') {
    const changes = updateStep(ctx, ds, hash, pods);
    if (changes.error !== undefined) return { error: changes.error, pods };
    if (changes.create.length + changes.delete.length > 0) {
      const error = act(ctx, ds, key, changes, hash);
      pods = claimPods(ctx, ds, hash);
      if (error !== undefined || !pods.ok) return { error: error ?? errorOf(pods), pods };
    }
  }
  return { error: dropOldRevisions(ctx, ds, old, pods.pods), pods };
}

function updateStep(ctx: DaemonContext, ds: DaemonSet, hash: string, found: Found): UpdateStep {
  const { byNode } = found;
  const { now } = ctx;
  if (found.tally) return updateStepOf(found.tally, ds, byNode, now);
  return rollingUpdate({ ds, nodes: found.nodes, byNode, hash, now, verdicts: look(ctx, ds, found.nodes) });
}

/** The verdicts on all nodes; before 1.12 each look at them told where there was no room. */
function look(ctx: DaemonContext, ds: DaemonSet, nodes: readonly Node[]): readonly DaemonVerdict[] {
  const placement = placementOf(ctx);
  const verdicts = placement.judgeAll(ds, nodes);
  if (!placement.steady)
    nodes.forEach((node, i) => tellUnplaced(ctx, ds, node, verdicts[i] as DaemonVerdict));
  return verdicts;
}

function errorOf(pods: DaemonPods): string | undefined {
  return pods.ok ? undefined : pods.error;
}

function manage(
  ctx: DaemonContext,
  ds: DaemonSet,
  key: string,
  queueKey: string,
  hash: string,
  found: Found,
): { changed: boolean; error?: string } {
  const { backoff } = ctx.state;
  const plan = podsOnNodes({
    ds,
    nodes: found.tally ? unsettledNodes(found.tally) : judgeAll(ctx, ds, queueKey, found.nodes),
    partial: found.tally !== undefined,
    byNode: found.byNode,
    hash,
    now: ctx.now,
    backoff,
  });
  const about = { apiVersion: ds.apiVersion, ...refOf(ds) };
  for (const event of plan.events) ctx.event(about, event.type, event.reason, event.message);
  for (const id of plan.failed.keys()) advanceBackoff(backoff, id, ctx.now);
  if (plan.retryAfter !== undefined) ctx.enqueueAfter(queueKey, plan.retryAfter);
  // What is issued here has been observed when this returns (watches are synchronous), so later steps must look again.
  return { changed: plan.create.length + plan.delete.length > 0, error: act(ctx, ds, key, plan, hash) };
}

function judgeAll(
  ctx: DaemonContext,
  ds: DaemonSet,
  queueKey: string,
  nodes: readonly Node[],
): readonly JudgedNode[] {
  const verdicts = look(ctx, ds, nodes);
  if (!placementOf(ctx).steady) noteSuspended(ctx, queueKey, nodes, verdicts);
  return nodes.map(({ metadata: { name } }, i) => ({ name, verdict: verdicts[i] as DaemonVerdict }));
}

function dropOldRevisions(
  ctx: DaemonContext,
  ds: DaemonSet,
  old: readonly ControllerRevision[],
  pods: Iterable<Pod>,
): string | undefined {
  for (const revision of surplusRevisions(ds, old, pods)) {
    const { namespace, name } = revision.metadata;
    ctx.decide(
      refOf(revision),
      `more old revisions than revisionHistoryLimit ${ds.spec.revisionHistoryLimit ?? 10}: delete the oldest, ${revision.revision}`,
    );
    const result = ctx.api.delete('ControllerRevision', namespace, name);
    if (!result.ok) return `failed to clean up revisions of DaemonSet: ${result.status.message}`;
  }
  return undefined;
}

function updateStatus(
  ctx: DaemonContext,
  ds: DaemonSet,
  hash: string,
  queueKey: string,
  observedGeneration: number | undefined,
  pods: DaemonPods,
): string | undefined {
  if (!pods.ok) return pods.error;
  const counters = pods.tally
    ? countersOf(pods.tally)
    : countPods(ds, pods.nodes, pods.byNode, hash, ctx.now, look(ctx, ds, pods.nodes));
  const error = storeStatus(ctx, ds, counters, observedGeneration);
  if (error !== undefined)
    return `error storing status for daemon set ${ds.metadata.namespace}/${ds.metadata.name}: ${error}`;
  const minReadySeconds = ds.spec.minReadySeconds ?? 0;
  // One millisecond more: "strictly before now" (DS-50) must hold when the clock stands on a whole second.
  if (minReadySeconds > 0 && counters.numberReady !== counters.numberAvailable)
    ctx.enqueueAfter(queueKey, minReadySeconds * 1000 + 1);
  return undefined;
}

function isEmptySelector(selector: LabelSelector | undefined): boolean {
  if (!selector) return false;
  return (
    Object.keys(selector.matchLabels ?? {}).length === 0 && (selector.matchExpressions ?? []).length === 0
  );
}
