/** The set of the current template, found or created, and its revision (WL-7, WL-8). */
import { isControlledBy, controllerReference } from '../../../k8s/owner';
import { hashText } from '../../../k8s/hash';
import { refOf } from '../../../k8s/ref';
import type { Deployment, PodTemplateSpec, ReplicaSet } from '../../../k8s/types';
import { deepEqual } from '../../../lib/equal';
import type { Manifest } from '../../api/types';
import { isNamespaceTerminating } from '../../namespace-terminating';
import { storeStatus } from './act';
import { ofNewSet, REVISION, revisionOf, withSizes } from './annotations';
import { hasDeadline, newCondition, progressing, withCondition } from './conditions';
import type { DeploymentContext } from './deployment-context';
import { byCreation, wantedOf } from './replica-counts';
import { newSetSize } from './rolling';

const HASH = 'pod-template-hash';
const LONGEST_NAME = 253;

/** The sets of a Deployment. */
export interface Sets {
  /** That of the current template, if it is there. */
  current: ReplicaSet | undefined;
  /** All others, oldest first. */
  old: ReplicaSet[];
  /** Both. */
  all: ReplicaSet[];
}

export type Found =
  { ok: true; d: Deployment; sets: Sets } | { ok: false; error: string; forgiven?: boolean };

export function sameTemplate(a: PodTemplateSpec, b: PodTemplateSpec): boolean {
  return deepEqual(withoutHash(a), withoutHash(b));
}

function withoutHash(template: PodTemplateSpec): PodTemplateSpec {
  const { [HASH]: _hash, ...labels } = template.metadata?.labels ?? {};
  return { ...template, metadata: { ...template.metadata, labels } };
}

/** Of several sets with the current template the oldest is the one. */
export function splitSets(d: Deployment, owned: readonly ReplicaSet[]): Sets {
  const all = owned.toSorted(byCreation);
  const current = all.find((rs) => sameTemplate(rs.spec.template ?? {}, d.spec.template));
  return withCurrent(
    current,
    all.filter((rs) => rs !== current),
  );
}

function withCurrent(current: ReplicaSet | undefined, old: ReplicaSet[]): Sets {
  return { current, old, all: current ? [...old, current] : old };
}

/** The sets, with the revision of the current one, if it is there, in its own and the Deployment's annotations. */
export function findSets(ctx: DeploymentContext, d: Deployment, owned: readonly ReplicaSet[]): Found {
  const sets = splitSets(d, owned);
  return sets.current ? renew(ctx, d, sets.current, sets.old) : { ok: true, d, sets };
}

function nextRevision(old: readonly ReplicaSet[]): number {
  return Math.max(0, ...old.map((rs) => revisionOf(rs) ?? 0)) + 1;
}

function renew(ctx: DeploymentContext, d: Deployment, rs: ReplicaSet, old: ReplicaSet[]): Found {
  const revision = nextRevision(old);
  const annotations = ofNewSet(rs.metadata.annotations, d, revision);
  const { minReadySeconds = 0 } = d.spec;
  let current = rs;
  if (
    !deepEqual(annotations, rs.metadata.annotations ?? {}) ||
    (rs.spec.minReadySeconds ?? 0) !== minReadySeconds
  ) {
    if (annotations[REVISION] !== rs.metadata.annotations?.[REVISION])
      ctx.decide(
        refOf(rs),
        `${rs.metadata.name} holds the current template again: it becomes revision ${revision}`,
      );
    const { namespace, name } = rs.metadata;
    const result = ctx.api.update('ReplicaSet', namespace, name, {
      ...rs,
      metadata: { ...rs.metadata, annotations },
      spec: { ...rs.spec, minReadySeconds },
    } as unknown as Manifest);
    if (!result.ok) return { ok: false, error: result.status.message };
    current = result.object;
  }
  // Sets from before there were deadlines, or adopted ones.
  const known = !hasDeadline(d) || progressing(d.status) !== undefined;
  const found = newCondition(
    ctx.now,
    'Progressing',
    'True',
    'FoundNewReplicaSet',
    `Found new replica set ${JSON.stringify(rs.metadata.name)}`,
  );
  const number = current.metadata.annotations?.[REVISION] ?? '';
  const status = known
    ? d.status
    : { ...d.status, conditions: withCondition(d.status.conditions ?? [], found) };
  const stored = storeStatus(ctx, d, status, { ...d.metadata.annotations, [REVISION]: number });
  return stored.ok ? { ok: true, d: stored.d, sets: withCurrent(current, old) } : stored;
}

/** The set that a template gets, without its size. */
function newSet(d: Deployment): ReplicaSet {
  const { name, namespace } = d.metadata;
  const hash = hashText(d.spec.template, d.status.collisionCount);
  const labels = { ...d.spec.template.metadata?.labels, [HASH]: hash };
  const { selector, template, minReadySeconds } = d.spec;
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name: `${name.slice(0, LONGEST_NAME - 1 - hash.length)}-${hash}`,
      namespace,
      labels,
      ownerReferences: [controllerReference(d)],
    },
    spec: {
      ...(minReadySeconds !== undefined && { minReadySeconds }),
      selector: { ...selector, matchLabels: { ...selector.matchLabels, [HASH]: hash } },
      template: { ...template, metadata: { ...template.metadata, labels } },
    },
  } as unknown as ReplicaSet;
}

/** The set of a template that no set holds yet; with one that is in its way the hashes collide. */
export function createSet(ctx: DeploymentContext, d: Deployment, old: ReplicaSet[]): Found {
  const revision = nextRevision(old);
  const about = { apiVersion: d.apiVersion, ...refOf(d) };
  const replicas = newSetSize(d, old, 0);
  const set = newSet(d);
  const { name, namespace } = set.metadata;
  const annotations = withSizes(ofNewSet(undefined, d, revision), d);
  ctx.decide(
    about,
    `no replica set holds this template: create ${name} as revision ${revision}, with ${replicas} of ${wantedOf(d)} replicas`,
  );
  const result = ctx.api.create('ReplicaSet', namespace, {
    ...set,
    metadata: { ...set.metadata, annotations },
    spec: { ...set.spec, replicas },
  } as unknown as Manifest);
  let current: ReplicaSet;
  let conditions = d.status.conditions ?? [];
  const note = (value: 'True' | 'False', reason: string, message: string) => {
    if (hasDeadline(d))
      conditions = withCondition(conditions, newCondition(ctx.now, 'Progressing', value, reason, message));
  };
  if (result.ok) {
    current = result.object;
    if (replicas > 0)
      ctx.event(about, 'Normal', 'ScalingReplicaSet', `Scaled up replica set ${name} from 0 to ${replicas}`);
    note('True', 'NewReplicaSetCreated', `Created new replica set ${JSON.stringify(name)}`);
  } else if (result.status.reason === 'AlreadyExists') {
    const existing = ctx.read.get('ReplicaSet', namespace, name);
    if (!existing) return { ok: false, error: result.status.message };
    if (
      !isControlledBy(existing, d.metadata.uid) ||
      !sameTemplate(existing.spec.template ?? {}, d.spec.template)
    ) {
      // Two templates with one hash: the next sync hashes with a higher collision count.
      storeStatus(ctx, d, { ...d.status, collisionCount: (d.status.collisionCount ?? 0) + 1 });
      return { ok: false, error: result.status.message };
    }
    current = existing;
  } else {
    const { message } = result.status;
    if (isNamespaceTerminating(result.status)) return { ok: false, error: message, forgiven: true };
    const text = `Failed to create new replica set ${JSON.stringify(name)}: ${message}`;
    note('False', 'ReplicaSetCreateError', text);
    storeStatus(ctx, d, { ...d.status, conditions });
    ctx.event(about, 'Warning', 'ReplicaSetCreateError', text);
    return { ok: false, error: message };
  }
  const status = conditions.length > 0 ? { ...d.status, conditions } : d.status;
  const stored = storeStatus(ctx, d, status, { ...d.metadata.annotations, [REVISION]: String(revision) });
  return stored.ok ? { ok: true, d: stored.d, sets: withCurrent(current, old) } : stored;
}
