/** Which pods of a node `drain` takes away (CLI-82, CLI-83). Pure but for the look-up of DaemonSets. */
import { isMirror } from '../k8s/static-pod';
import type { Api } from '../engine/index';
import { isPodTerminal } from '../k8s/conditions';
import { controllerOf } from '../k8s/owner';
import { parseRfc3339 } from '../k8s/time';
import type { Pod } from '../k8s/types';

export interface DrainOptions {
  force: boolean;
  ignoreDaemonSets: boolean;
  deleteEmptyDirData: boolean;
  /** Seconds; 0 = wait for every pod. */
  skipWaitForDelete: number;
}

/** What a filter says of a pod: `take` with or without a warning, or leave it, silently, with a warning or as an error. */
interface Verdict {
  take: boolean;
  warning?: string;
  error?: string;
}
const TAKE: Verdict = { take: true };

export interface DrainPlan {
  pods: Pod[];
  /** All in one line, each kind with its pods; empty when there is none. */
  warnings: string;
  /** One for each kind. With any of them nothing is taken. */
  errors: string[];
}

/** Of several warnings of one pod the last one counts: a filter that lets the pod pass takes an earlier warning back. */
export function planDrain(api: Api, pods: readonly Pod[], options: DrainOptions, now: number): DrainPlan {
  const taken: Pod[] = [];
  const warnings = new Map<string, string[]>();
  const errors = new Map<string, string[]>();
  for (const pod of pods) {
    let verdict = TAKE;
    for (const filter of FILTERS) {
      verdict = filter(pod, options, now, api);
      if (!verdict.take) break;
    }
    if (verdict.take) taken.push(pod);
    const { warning, error } = verdict;
    const name = `${pod.metadata.namespace}/${pod.metadata.name}`;
    if (warning !== undefined) warnings.set(warning, [...(warnings.get(warning) ?? []), name]);
    if (error !== undefined) errors.set(error, [...(errors.get(error) ?? []), name]);
  }
  return {
    pods: taken,
    warnings: [...warnings].map(([message, names]) => `${message}: ${names.join(', ')}`).join('; '),
    errors: [...errors].map(([message, names]) => `cannot delete ${message}: ${names.join(', ')}`),
  };
}

type Filter = (pod: Pod, options: DrainOptions, now: number, api: Api) => Verdict;

const FILTERS: readonly Filter[] = [skipDeleted, daemonSet, mirror, localStorage, withoutController];

/** Whether the deletion of the pod is so old that nobody waits for it. */
export function isSkipped(pod: Pod, { skipWaitForDelete }: DrainOptions, now: number): boolean {
  const { deletionTimestamp } = pod.metadata;
  if (skipWaitForDelete <= 0 || deletionTimestamp === undefined) return false;
  return Math.trunc((now - parseRfc3339(deletionTimestamp)) / 1000) > skipWaitForDelete;
}

function skipDeleted(pod: Pod, options: DrainOptions, now: number): Verdict {
  return { take: !isSkipped(pod, options, now) };
}

function daemonSet(pod: Pod, options: DrainOptions, _now: number, api: Api): Verdict {
  const owner = controllerOf(pod);
  if (owner?.kind !== 'DaemonSet' || owner.apiVersion !== 'apps/v1' || isPodTerminal(pod)) return TAKE;
  const found = api.get('DaemonSet', pod.metadata.namespace, owner.name);
  if (!found.ok) {
    const { message, reason } = found.status;
    return reason === 'NotFound' && options.force
      ? { take: true, warning: message }
      : { take: false, error: message };
  }
  return options.ignoreDaemonSets
    ? { take: false, warning: 'ignoring DaemonSet-managed Pods' }
    : { take: false, error: 'DaemonSet-managed Pods (use --ignore-daemonsets to ignore)' };
}

function mirror(pod: Pod): Verdict {
  return { take: !isMirror(pod) };
}

function localStorage(pod: Pod, options: DrainOptions): Verdict {
  if (isPodTerminal(pod) || !pod.spec.volumes?.some((volume) => volume.emptyDir)) return TAKE;
  return options.deleteEmptyDirData
    ? { take: true, warning: 'deleting Pods with local storage' }
    : { take: false, error: 'Pods with local storage (use --delete-emptydir-data to override)' };
}

function withoutController(pod: Pod, options: DrainOptions): Verdict {
  if (isPodTerminal(pod) || controllerOf(pod)) return TAKE;
  return options.force
    ? { take: true, warning: 'deleting Pods that declare no controller' }
    : // "cannot delete" comes twice in the real text as well.
      { take: false, error: 'cannot delete Pods that declare no controller (use --force to override)' };
}
