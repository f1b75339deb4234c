/** Deployments as rollout commands see them (WL-15, WL-16, CLI-69). */
import { encode, type Api, type KindRow } from '../engine/index';
import { conditionOf } from '../k8s/conditions';
import { matchesSelector } from '../k8s/labels';
import { isControlledBy } from '../k8s/owner';
import type { Deployment, Json, PodTemplateSpec, ReplicaSet } from '../k8s/types';
import { deepEqual } from '../lib/equal';
import { failure, isFailure, type Failure } from './failure';

const REVISION = 'deployment.kubernetes.io/revision';
const HASH = 'pod-template-hash';

/** Annotations that stay the Deployment's own when it goes back. */
const KEPT = [
  'kubectl.kubernetes.io/last-applied-configuration',
  REVISION,
  'deployment.kubernetes.io/revision-history',
  'deployment.kubernetes.io/desired-replicas',
  'deployment.kubernetes.io/max-replicas',
  'deprecated.deployment.rollback.to',
];

/** What one state of a Deployment says in `rollout status`. `revision`: 0, or the one that is waited for. */
export function deploymentRollout(
  d: Deployment,
  revision: number,
): { text: string; done: boolean } | Failure {
  const { name, generation = 0 } = d.metadata;
  const quoted = JSON.stringify(name);
  const running = revisionIn(d) ?? 0;
  if (revision > 0 && revision !== running)
    return failure(`desired revision (${revision}) is different from the running revision (${running})`);
  const { observedGeneration = 0, updatedReplicas = 0, replicas = 0, availableReplicas = 0 } = d.status;
  if (generation > observedGeneration)
    return { text: 'Waiting for deployment spec update to be observed...', done: false };
  if (conditionOf(d.status.conditions, 'Progressing')?.reason === 'ProgressDeadlineExceeded')
    return failure(`deployment ${quoted} exceeded its progress deadline`);
  const waiting = `Waiting for deployment ${quoted} rollout to finish:`;
  const wanted = d.spec.replicas;
  if (wanted !== undefined && updatedReplicas < wanted)
    return {
      text: `${waiting} ${updatedReplicas} out of ${wanted} new replicas have been updated...`,
      done: false,
    };
  if (replicas > updatedReplicas)
    return {
      text: `${waiting} ${replicas - updatedReplicas} old replicas are pending termination...`,
      done: false,
    };
  if (availableReplicas < updatedReplicas)
    return {
      text: `${waiting} ${availableReplicas} of ${updatedReplicas} updated replicas are available...`,
      done: false,
    };
  return { text: `deployment ${quoted} successfully rolled out`, done: true };
}

function revisionIn({ metadata }: Deployment | ReplicaSet): number | undefined {
  const text = metadata.annotations?.[REVISION] ?? '0';
  return /^[+-]?\d+$/.test(text) ? Number(text) : undefined;
}

/** One revision of a Deployment: the set that holds it. */
export interface DeploymentRevision {
  revision: number;
  set: ReplicaSet;
}

/** In ascending order of number. */
export function deploymentRevisions(api: Api, d: Deployment): DeploymentRevision[] {
  return api
    .list('ReplicaSet', d.metadata.namespace)
    .filter(
      (set) => isControlledBy(set, d.metadata.uid) && matchesSelector(d.spec.selector, set.metadata.labels),
    )
    .flatMap((set) => {
      const revision = revisionIn(set);
      return revision === undefined ? [] : [{ revision, set }];
    })
    .toSorted((a, b) => a.revision - b.revision);
}

/**
 * Goes back to a revision, 0 = the last but one. Result: what is said behind the name, such as `rolled back`.
 * `dryRun` is done by the server.
 */
export function undoDeployment(
  api: Api,
  row: KindRow,
  d: Deployment,
  wanted: number,
  options: { dryRun?: true },
): string | Failure {
  const { name, namespace } = d.metadata;
  const target = targetOf(deploymentRevisions(api, d), name, wanted);
  if (isFailure(target)) return target;
  if (d.spec.paused)
    return failure(
      "you cannot rollback a paused deployment; resume it first with 'kubectl rollout resume' and try again",
    );
  const template = withoutHash(target.spec.template ?? {});
  if (sameTemplate(d, template))
    return `skipped rollback (current template already matches revision ${wanted})`;
  const annotations: Record<string, string> = {};
  for (const [key, value] of Object.entries(d.metadata.annotations ?? {}))
    if (KEPT.includes(key)) annotations[key] = value;
  for (const [key, value] of Object.entries(target.metadata.annotations ?? {}))
    if (!KEPT.includes(key)) annotations[key] = value;
  const patch = [
    { op: 'replace', path: '/spec/template', value: template as unknown as Json },
    { op: 'replace', path: '/metadata/annotations', value: annotations },
  ];
  const answer = api.patch(row.id as 'Deployment', namespace, name, 'json', patch, options);
  return answer.ok ? 'rolled back' : failure(`failed restoring revision ${wanted}: ${answer.status.message}`);
}

function targetOf(
  revisions: readonly DeploymentRevision[],
  name: string,
  wanted: number,
): ReplicaSet | Failure {
  if (wanted !== 0)
    return (
      revisions.find(({ revision }) => revision === wanted)?.set ??
      failure(`unable to find specified revision ${wanted} in history`)
    );
  return revisions.at(-2)?.set ?? failure(`no rollout history found for deployment ${JSON.stringify(name)}`);
}

function withoutHash(template: PodTemplateSpec): PodTemplateSpec {
  const { [HASH]: _hash, ...labels } = template.metadata?.labels ?? {};
  return { ...template, metadata: { ...template.metadata, labels } };
}

/** Compared as the server writes them out. */
function sameTemplate(d: Deployment, template: PodTemplateSpec): boolean {
  const of = (t: PodTemplateSpec) => encode('Deployment', { ...d, spec: { ...d.spec, template: t } });
  return deepEqual(of(template), of(withoutHash(d.spec.template)));
}
