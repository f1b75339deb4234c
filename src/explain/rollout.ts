import {
  daemonVerdicts,
  resolvedBudget,
  templateGeneration,
  type Reader,
  type WorldReader,
} from '../engine/index';
import type { DaemonSet } from '../k8s/types';
import { compareText } from '../lib/compare';
import { sameItems } from '../lib/equal';
import { controllersStopped } from './outside';
import { podsOfSet } from './set-pods';
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
    // Before 1.12 the pods of others decide, too, which nodes are wanted.
    world?.daemonPlacement === 'controller' ? read.list('Pod') : undefined,
    read.ownedBy('Pod', set.metadata.uid),
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
  const verdicts = daemonVerdicts(read, world, set, nodes);
  const budget = resolvedBudget(set, verdicts.filter(({ shouldRun }) => shouldRun).length);
  const surge = budget.maxSurge > 0;
  const rules = {
    hash: currentHash(read, set),
    generation: templateGeneration(set),
    minReadySeconds: set.spec.minReadySeconds ?? 0,
    surge,
  };
  const pods = podsOfSet(read, set.metadata.uid);
  const uses = pods.budgetUses(rules, now);
  const users: string[] = [];
  let count = 0;
  let known = 0;
  const note = (node: string, use: string | undefined): void => {
    if (use === undefined) return;
    count += 1;
    if (users.length < NAMED) users.push(`${node} (${use})`);
  };
  for (const [i, { metadata }] of nodes.entries()) {
    const { name } = metadata;
    if (pods.nodes.has(name)) {
      known += 1;
      note(name, uses.get(name));
    } else if (verdicts[i]?.shouldRun && !surge) note(name, 'no pod yet');
  }
  if (known < pods.nodes.size) {
    const here = new Set(nodes.map(({ metadata }) => metadata.name));
    const gone = [...pods.nodes].filter((node) => !here.has(node));
    for (const node of gone.sort(compareText)) note(node, uses.get(node));
  }
  const limit = surge ? budget.maxSurge : budget.maxUnavailable;
  const field = surge ? 'maxSurge' : 'maxUnavailable';
  const asked = set.spec.updateStrategy?.rollingUpdate?.[field];
  const name = `${field} ${typeof asked === 'string' ? `${asked} (${limit})` : limit}`;
  if (count < limit)
    return {
      summary: 'It has an old template and is next to be replaced.',
      detail: `${name}: ${count} in use`,
      budgetUsed: false,
    };
  const shown = count > users.length ? [...users, `${count - NAMED} more`] : users;
  return {
    summary: `It has an old template and waits for its turn: ${name} is used up by ${listText(shown)}.`,
    detail: `${name} is used up by ${listText(shown)}`,
    budgetUsed: true,
  };
}
