import {
  daemonJudge,
  groupByNode,
  oldAndNew,
  templateGeneration,
  updateBudget,
  type Reader,
  type WorldReader,
} from '../engine/index';
import { isPodAvailable } from '../k8s/conditions';
import { podStatusWord } from '../k8s/pod-status';
import type { DaemonSet, Pod } from '../k8s/types';
import { sameItems } from '../lib/equal';
import { controllersStopped } from './outside';
import { listText } from './words';

/** Why a pod of an old revision has not been replaced yet. */
export interface RolloutWait {
  summary: string;
  detail: string;
  /** Other pods use up what may be unavailable, or surge, at once. */
  budgetUsed: boolean;
}

/** Names listed before the rest is counted. */
const NAMED = 3;

/** Label value of the set's newest revision; empty before the controller has made one. */
export function currentHash(read: Reader, set: DaemonSet): string {
  const newest = read
    .ownedBy('ControllerRevision', set.metadata.uid)
    .reduce<{ revision: number; hash: string }>(
      (best, { revision, metadata }) =>
        revision > best.revision
          ? { revision, hash: metadata.labels?.['controller-revision-hash'] ?? metadata.name }
          : best,
      { revision: 0, hash: '' },
    );
  return newest.hash;
}

/** The last answer: all nodes of a set have the same, and many are explained at once. Objects and lists never change in place. */
let latest: { seen: readonly unknown[]; wait: RolloutWait } | undefined;

/** Why the rollout leaves the old pod of this node alone for now (DS-53, DS-56, DS-60). */
export function rolloutWait(read: Reader, set: DaemonSet, now: number, world?: WorldReader): RolloutWait {
  if (set.spec.updateStrategy?.type === 'OnDelete')
    return {
      summary: 'It has an old template. The strategy OnDelete replaces a pod only when somebody deletes it.',
      detail: 'OnDelete: delete the pod to get the new one',
      budgetUsed: false,
    };
  const stopped = 'kube-controller-manager is stopped: the rollout stands still';
  if (controllersStopped(world))
    return { summary: `It has an old template. ${stopped}.`, detail: stopped, budgetUsed: false };
  const seen = [
    set,
    read.list('Node'),
    read.list('Pod'),
    read.ownedBy('ControllerRevision', set.metadata.uid),
    now,
    world?.faults,
    world?.daemonPlacement,
  ];
  if (!latest || !sameItems(latest.seen, seen)) latest = { seen, wait: budgetWait(read, set, now, world) };
  return latest.wait;
}

/** Who has the budget. */
function budgetWait(read: Reader, set: DaemonSet, now: number, world: WorldReader | undefined): RolloutWait {
  const nodes = read.list('Node');
  const byNode = groupByNode(read.ownedBy('Pod', set.metadata.uid));
  const judge = daemonJudge(read, world);
  const budget = updateBudget(
    set,
    nodes,
    byNode,
    nodes.map((node) => judge(set, node)),
  );
  const surge = budget.maxSurge > 0;
  const hash = currentHash(read, set);
  const names = new Set([...nodes.map((node) => node.metadata.name), ...byNode.keys()]);
  const users = [...names].flatMap((node) => {
    const pods = byNode.get(node);
    const use = pods && budgetUse(set, pods, hash, now, surge);
    return use === undefined ? [] : [`${node} (${use})`];
  });
  const limit = surge ? budget.maxSurge : budget.maxUnavailable;
  const field = surge ? 'maxSurge' : 'maxUnavailable';
  const asked = set.spec.updateStrategy?.rollingUpdate?.[field];
  const name = `${field} ${typeof asked === 'string' ? `${asked} (${limit})` : limit}`;
  if (users.length < limit)
    return {
      summary: 'It has an old template and is next to be replaced.',
      detail: `${name}: ${users.length} in use`,
      budgetUsed: false,
    };
  const shown = users.length > NAMED ? [...users.slice(0, NAMED), `${users.length - NAMED} more`] : users;
  return {
    summary: `It has an old template and waits for its turn: ${name} is used up by ${listText(shown)}.`,
    detail: `${name} is used up by ${listText(shown)}`,
    budgetUsed: true,
  };
}

/** What makes a node count against the budget, in a word; undefined when it does not. */
function budgetUse(
  set: DaemonSet,
  pods: readonly Pod[],
  hash: string,
  now: number,
  surge: boolean,
): string | undefined {
  const found = oldAndNew(pods, hash, templateGeneration(set));
  const minReadySeconds = set.spec.minReadySeconds ?? 0;
  const available = (pod: Pod) => isPodAvailable(pod, minReadySeconds, now);
  if (!found.ok) return 'two pods of a kind';
  if (surge) return found.old && found.new && !available(found.new) ? stateOf(found.new) : undefined;
  if (found.old && found.new) return 'old and new pod';
  const pod = found.new ?? found.old;
  if (!pod) return pods[0] ? stateOf(pods[0]) : 'no pod yet';
  return available(pod) ? undefined : stateOf(pod);
}

function stateOf(pod: Pod): string {
  const word = podStatusWord(pod);
  return word === 'Running' ? 'not available yet' : word;
}
