/** Pure: one step of a rolling update that starts the new pod beside the old one (DS-56). */
import { isPodAvailable } from '../../../k8s/conditions';
import type { Pod } from '../../../k8s/types';
import type { PodChanges, PodToCreate } from './plan';
import { templateGeneration } from './pod-template';
import type { UpdateInput, UpdateStep } from './rolling-update';
import { daemonVerdicts } from './should-run';
import { inNodeOrder, oldAndNew, type UpdateBudget } from './update-budget';

/**
 * `sunset` pods stand on nodes that no longer should run one: they go only while enough others are available. An old pod on a node that
 * is gone makes the whole step fail, as long as the pod garbage collector has not deleted it.
 */
export function surgeUpdate(input: UpdateInput, { maxSurge, desired }: UpdateBudget): UpdateStep {
  const { ds, hash, now } = input;
  const minReadySeconds = ds.spec.minReadySeconds ?? 0;
  const generation = templateGeneration(ds);
  const verdicts = input.verdicts ?? daemonVerdicts(ds, input.nodes);
  const byName = new Map(input.nodes.map((node, i) => [node.metadata.name, verdicts[i]]));
  const changes: PodChanges = { create: [], delete: [] };
  const candidates: PodToCreate[] = [];
  const sunset: Pod[] = [];
  let surge = 0;
  let available = 0;
  for (const [nodeName, pods] of inNodeOrder(input.nodes, input.byNode)) {
    const found = oldAndNew(pods, hash, generation);
    if (!found.ok) {
      surge++;
      continue;
    }
    const counted = found.old ?? found.new;
    const countedAvailable = counted !== undefined && isPodAvailable(counted, minReadySeconds, now);
    if (countedAvailable) available++;
    const { old } = found;
    if (!old) continue;
    if (found.new) {
      if (isPodAvailable(found.new, minReadySeconds, now))
        changes.delete.push({ pod: old, why: `new pod on ${nodeName} is available: delete the old one` });
      else surge++;
      continue;
    }
    const verdict = byName.get(nodeName);
    if (!verdict)
      return {
        create: [],
        delete: [],
        error: `couldn't get node for nodeName "${nodeName}": node "${nodeName}" not found`,
      };
    if (verdict.unplaced !== undefined) continue;
    const { shouldRun } = verdict;
    if (!countedAvailable && shouldRun)
      changes.create.push({
        node: nodeName,
        why: `old pod on ${nodeName} is not available: start the new one now`,
      });
    else if (!countedAvailable)
      changes.delete.push({
        pod: old,
        why: `${nodeName} should no longer run a pod and the old one is not available: delete it`,
      });
    else if (!shouldRun) sunset.push(old);
    else if (surge < maxSurge) candidates.push({ node: nodeName, why: '' });
  }
  const room = Math.min(Math.max(maxSurge - surge, 0), candidates.length);
  candidates.slice(0, room).forEach(({ node }, i) => {
    changes.create.push({
      node,
      why: `new pod beside the old one on ${node}: ${surge + i} of ${maxSurge} surge used`,
    });
  });
  const spare = Math.min(available - desired, sunset.length);
  for (const pod of sunset.slice(0, Math.max(spare, 0)))
    changes.delete.push({
      pod,
      why: `${pod.spec.nodeName ?? 'its node'} should no longer run a pod, ${available} available and ${desired} desired: delete it`,
    });
  return changes;
}
