/** The set's history as ControllerRevisions (DS-61 … DS-63). */
import { hashText } from '../../../k8s/hash';
import { targetNodeName } from '../../../k8s/node-affinity';
import { refOf } from '../../../k8s/ref';
import type { ControllerRevision, DaemonSet, JsonObject, Pod, PodTemplateSpec } from '../../../k8s/types';
import { compareText } from '../../../lib/compare';
import { deepEqual } from '../../../lib/equal';
import type { Manifest } from '../../api/types';
import { claim } from '../../claim';
import { revisionManifest } from '../../revision-manifest';
import { HASH_LABEL } from './pod-template';
import type { DaemonContext } from './daemon-context';

export type Revisions =
  { ok: true; current: ControllerRevision; old: ControllerRevision[] } | { ok: false; error: string };

/** The patch document that restores this template (DS-61). */
export function templatePatch(template: PodTemplateSpec): JsonObject {
  return { spec: { template: { ...(template as unknown as JsonObject), $patch: 'replace' } } };
}

export function revisionHash(revision: ControllerRevision): string {
  return revision.metadata.labels?.[HASH_LABEL] ?? revision.metadata.name;
}

/** Ascending by number, then creation, then name (TEST-96). */
export function compareRevisions(a: ControllerRevision, b: ControllerRevision): number {
  return (
    a.revision - b.revision ||
    compareText(a.metadata.creationTimestamp, b.metadata.creationTimestamp) ||
    compareText(a.metadata.name, b.metadata.name)
  );
}

/** DS-62: the revision of the current template, made, renumbered or de-duplicated as needed, and the others. */
export function constructHistory(ctx: DaemonContext, ds: DaemonSet): Revisions {
  const claimed = claim(ctx, ds, 'ControllerRevision');
  if (!claimed.ok) return claimed;
  const matching: ControllerRevision[] = [];
  const old: ControllerRevision[] = [];
  for (const revision of claimed.objects) {
    const labelled = withHashLabel(ctx, revision);
    if (typeof labelled === 'string') return { ok: false, error: labelled };
    (holds(labelled, ds.spec.template) ? matching : old).push(labelled);
  }
  const number = old.reduce((max, revision) => Math.max(max, revision.revision), 0) + 1;
  const current =
    matching.length === 0
      ? snapshot(ctx, ds, templatePatch(ds.spec.template), number)
      : keepOne(ctx, ds, matching, number);
  return typeof current === 'string' ? { ok: false, error: current } : { ok: true, current, old };
}

/** By the data of a revision: the template it was compared with last, and what came of it. Each sync asks, and neither ever changes. */
const compared = new WeakMap<object, { template: PodTemplateSpec; same: boolean }>();

function holds({ data }: ControllerRevision, template: PodTemplateSpec): boolean {
  const known = data && compared.get(data);
  if (known?.template === template) return known.same;
  const same = deepEqual(data, templatePatch(template));
  if (data) compared.set(data, { template, same });
  return same;
}

function write(ctx: DaemonContext, revision: ControllerRevision): ControllerRevision | string {
  const { namespace, name } = revision.metadata;
  const result = ctx.api.update('ControllerRevision', namespace, name, revision as unknown as Manifest);
  return result.ok ? result.object : result.status.message;
}

/** Revisions from before the label existed get their own name as hash. */
function withHashLabel(ctx: DaemonContext, revision: ControllerRevision): ControllerRevision | string {
  if (revision.metadata.labels?.[HASH_LABEL] !== undefined) return revision;
  const labels = { ...revision.metadata.labels, [HASH_LABEL]: revision.metadata.name };
  return write(ctx, { ...revision, metadata: { ...revision.metadata, labels } });
}

function snapshot(
  ctx: DaemonContext,
  ds: DaemonSet,
  data: JsonObject,
  revision: number,
): ControllerRevision | string {
  const { namespace, name } = ds.metadata;
  const hash = hashText(ds.spec.template, ds.status.collisionCount);
  const revisionName = `${name}-${hash}`;
  ctx.decide(refOf(ds), `no revision holds this template: record it as revision ${revision}`);
  const manifest = revisionManifest(ds, { name: revisionName, label: [HASH_LABEL, hash], data, revision });
  const created = ctx.api.create('ControllerRevision', namespace, manifest);
  if (created.ok) return created.object;
  if (created.status.reason !== 'AlreadyExists') return created.status.message;
  const existing = ctx.api.get('ControllerRevision', namespace, revisionName);
  if (!existing.ok) return existing.status.message;
  if (deepEqual(existing.object.data, data)) return existing.object;
  return countCollision(ctx, ds) ?? created.status.message;
}

/** Two templates with one hash: the next sync hashes with a higher collision count. */
function countCollision(ctx: DaemonContext, ds: DaemonSet): string | undefined {
  const { namespace, name } = ds.metadata;
  const fresh = ctx.api.get('DaemonSet', namespace, name);
  if (!fresh.ok) return fresh.status.message;
  const expected = ds.status.collisionCount ?? 0;
  const actual = fresh.object.status.collisionCount ?? 0;
  if (actual !== expected)
    return `found a stale collision count (${expected}, expected ${actual}) of DaemonSet "${name}" while processing; will retry until it is updated`;
  const status = { ...fresh.object.status, collisionCount: actual + 1 };
  const updated = { ...fresh.object, status } as unknown as Manifest;
  const result = ctx.api.update('DaemonSet', namespace, name, updated, { subresource: 'status' });
  return result.ok ? undefined : result.status.message;
}

/** Several revisions can hold one template: the highest stays, and it becomes the newest. */
function keepOne(
  ctx: DaemonContext,
  ds: DaemonSet,
  matching: readonly ControllerRevision[],
  number: number,
): ControllerRevision | string {
  let kept = matching[0] as ControllerRevision;
  for (const revision of matching) if (revision.revision >= kept.revision) kept = revision;
  if (matching.length > 1) {
    const error = dropDuplicates(ctx, ds, kept, matching);
    if (error !== undefined) return error;
  }
  if (kept.revision >= number) return kept;
  ctx.decide(
    refOf(kept),
    `this template is current again: renumber its revision from ${kept.revision} to ${number}`,
  );
  return write(ctx, { ...kept, revision: number });
}

function dropDuplicates(
  ctx: DaemonContext,
  ds: DaemonSet,
  kept: ControllerRevision,
  matching: readonly ControllerRevision[],
): string | undefined {
  const pods = claim(ctx, ds, 'Pod');
  if (!pods.ok) return pods.error;
  const hash = revisionHash(kept);
  for (const pod of pods.objects) {
    if (pod.metadata.labels?.[HASH_LABEL] === hash) continue;
    const { namespace, name } = pod.metadata;
    const result = ctx.api.patch('Pod', namespace, name, 'merge', {
      metadata: { labels: { [HASH_LABEL]: hash } },
    });
    if (!result.ok) return result.status.message;
  }
  for (const revision of matching) {
    if (revision === kept) continue;
    const result = ctx.api.delete('ControllerRevision', revision.metadata.namespace, revision.metadata.name);
    if (!result.ok) return result.status.message;
  }
  return undefined;
}

/** Pure: the old revisions beyond `revisionHistoryLimit`, oldest first, without those that a pod of some node still carries (DS-63). */
export function surplusRevisions(
  ds: DaemonSet,
  old: readonly ControllerRevision[],
  pods: Iterable<Pod>,
): ControllerRevision[] {
  let excess = old.length - (ds.spec.revisionHistoryLimit ?? 10);
  if (excess <= 0) return [];
  const live = new Set<string | undefined>();
  for (const pod of pods) if (targetNodeName(pod) !== undefined) live.add(pod.metadata.labels?.[HASH_LABEL]);
  const surplus: ControllerRevision[] = [];
  for (const revision of old.toSorted(compareRevisions)) {
    if (excess <= 0) break;
    if (live.has(revisionHash(revision))) continue;
    surplus.push(revision);
    excess--;
  }
  return surplus;
}
