/** The set's history as ControllerRevisions (WL-18, WL-27). */
import { hashRevision } from '../../../k8s/hash';
import { matchesSelector } from '../../../k8s/labels';
import { isControlledBy } from '../../../k8s/owner';
import { refOf } from '../../../k8s/ref';
import type { ControllerRevision, JsonObject, Pod, PodTemplateSpec, StatefulSet } from '../../../k8s/types';
import { compareText } from '../../../lib/compare';
import { deepEqual } from '../../../lib/equal';
import { encode } from '../../api/encode';
import type { Manifest } from '../../api/types';
import { adoptionRefusal, adoptOne } from '../../claim';
import { revisionManifest } from '../../revision-manifest';
import { revisionOf } from './identity';
import type { StatefulContext } from './stateful-context';

const HASH_LABEL = 'controller.kubernetes.io/hash';

/** The patch document that restores this template, as the server writes it out. */
export function templatePatch(set: StatefulSet): JsonObject {
  const { template } = encode('StatefulSet', set).spec as { template: JsonObject };
  return { spec: { template: { ...template, $patch: 'replace' } } };
}

/** The template that a revision holds; whatever else somebody put into it is ignored. */
export function templateOf(set: StatefulSet, revision: ControllerRevision): PodTemplateSpec {
  const { template } = (revision.data?.spec ?? {}) as { template?: JsonObject };
  if (!template) return set.spec.template;
  const { $patch: _, ...rest } = template;
  return rest as unknown as PodTemplateSpec;
}

/** Those of the set and those without a controller that its selector matches, in order of their numbers. */
export function revisionsOf(ctx: StatefulContext, set: StatefulSet): ControllerRevision[] {
  const { uid, namespace = '' } = set.metadata;
  const owned = ctx.read
    .ownedBy('ControllerRevision', uid)
    .filter((r) => isControlledBy(r, uid) && r.metadata.namespace === namespace);
  return [...owned, ...ctx.read.orphans('ControllerRevision', namespace)]
    .filter((r) => matchesSelector(set.spec.selector, r.metadata.labels))
    .sort(
      (a, b) =>
        a.revision - b.revision ||
        compareText(a.metadata.creationTimestamp, b.metadata.creationTimestamp) ||
        compareText(a.metadata.name, b.metadata.name),
    );
}

/** Result: the error, if any. */
export function adoptRevisions(ctx: StatefulContext, set: StatefulSet): string | undefined {
  const { namespace = '' } = set.metadata;
  const orphans = ctx.read
    .orphans('ControllerRevision', namespace)
    .filter((r) => matchesSelector(set.spec.selector, r.metadata.labels));
  if (orphans.length === 0) return undefined;
  const refusal = adoptionRefusal(ctx, set);
  if (refusal !== undefined) return `can't adopt ControllerRevisions: ${refusal}`;
  for (const orphan of orphans) {
    const failure = adoptOne(ctx, set, orphan);
    if (failure) return failure.message;
  }
  return undefined;
}

export type History =
  | {
      ok: true;
      /** What the pods were, or still are, made from. */
      current: ControllerRevision;
      /** What new pods are made from. */
      update: ControllerRevision;
      collisionCount: number;
    }
  | { ok: false; error: string };

/** Finds, renumbers or makes the revision of the set's template. `revisions` as `revisionsOf` gives them. */
export function constructHistory(
  ctx: StatefulContext,
  set: StatefulSet,
  revisions: readonly ControllerRevision[],
): History {
  const data = templatePatch(set);
  const last = revisions.at(-1);
  const number = (last?.revision ?? 0) + 1;
  const counter = { collisionCount: set.status.collisionCount ?? 0 };
  const equal = revisions.findLast((revision) => deepEqual(revision.data, data));
  let update: ControllerRevision | string;
  if (!equal) update = create(ctx, set, data, number, counter);
  else if (last && deepEqual(last.data, data)) update = last;
  else update = renumber(ctx, equal, number);
  if (typeof update === 'string') return { ok: false, error: update };
  const current = revisions.find((r) => r.metadata.name === set.status.currentRevision) ?? update;
  return { ok: true, current, update, ...counter };
}

function renumber(
  ctx: StatefulContext,
  revision: ControllerRevision,
  number: number,
): ControllerRevision | string {
  const { namespace, name } = revision.metadata;
  ctx.decide(
    refOf(revision),
    `this template is the newest again: renumber its revision from ${revision.revision} to ${number}`,
  );
  const next = { ...revision, revision: number } as unknown as Manifest;
  const result = ctx.api.update('ControllerRevision', namespace, name, next);
  return result.ok ? result.object : result.status.message;
}

/** Two templates with one name: the next is tried with a higher collision count. */
function create(
  ctx: StatefulContext,
  set: StatefulSet,
  data: JsonObject,
  revision: number,
  counter: { collisionCount: number },
): ControllerRevision | string {
  const { namespace, name } = set.metadata;
  const label = hashRevision(data, counter.collisionCount);
  ctx.decide(refOf(set), `no revision holds this template: record it as revision ${revision}`);
  for (;;) {
    const revisionName = `${name}-${hashRevision(data, counter.collisionCount)}`;
    const manifest = revisionManifest(set, {
      name: revisionName,
      label: [HASH_LABEL, label],
      data,
      revision,
    });
    const created = ctx.api.create('ControllerRevision', namespace, manifest);
    if (created.ok) return created.object;
    if (created.status.reason !== 'AlreadyExists') return created.status.message;
    const existing = ctx.read.get('ControllerRevision', namespace, revisionName);
    if (!existing) return created.status.message;
    if (deepEqual(existing.data, data)) return existing;
    counter.collisionCount++;
  }
}

/** Pure: the revisions that nothing needs any more beyond `revisionHistoryLimit`, oldest first. */
export function surplusRevisions(
  set: StatefulSet,
  revisions: readonly ControllerRevision[],
  pods: readonly Pod[],
  history: { current: ControllerRevision; update: ControllerRevision } | undefined,
): ControllerRevision[] {
  const limit = set.spec.revisionHistoryLimit ?? 10;
  if (limit < 0) return [];
  const live = new Set(pods.map(revisionOf));
  if (history) live.add(history.current.metadata.name).add(history.update.metadata.name);
  const old = revisions.filter((revision) => !live.has(revision.metadata.name));
  return old.slice(0, Math.max(0, old.length - limit));
}

/** Result: the error, if any. */
export function dropRevisions(
  ctx: StatefulContext,
  set: StatefulSet,
  surplus: readonly ControllerRevision[],
): string | undefined {
  for (const revision of surplus) {
    ctx.decide(
      refOf(revision),
      `more old revisions than revisionHistoryLimit ${set.spec.revisionHistoryLimit ?? 10}: delete the oldest, ${revision.revision}`,
    );
    const { namespace, name } = revision.metadata;
    const result = ctx.api.delete('ControllerRevision', namespace, name);
    if (!result.ok) return result.status.message;
  }
  return undefined;
}
