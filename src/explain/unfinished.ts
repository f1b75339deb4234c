/** What is said of a pod that is there and does not do its work. */
import { isPodUpdated, templateGeneration } from '../engine/index';
import { isPodTerminal } from '../k8s/conditions';
import { podStatusWord } from '../k8s/pod-status';
import type { Pod } from '../k8s/types';
import { byControllers, outageOf, schedulerStopped } from './outside';
import type { Question } from './question';
import { currentHash } from './rollout';
import { gatesOf, SCHEDULER } from './scheduler-check';
import { blamedProbe, tellingEvents } from './telling-events';
import type { Check } from './verdict-types';
import { listText } from './words';

/** The sentences for the first check that says no. */
export function failureSummary({ read, set, node, world }: Question, pod: Pod, failing: Check): string {
  if (isPodTerminal(pod)) return byControllers(world, finishedSummary(pod));
  const updated = isPodUpdated(pod, currentHash(read, set), templateGeneration(set));
  const { status } = set;
  const holdsUp = updated && (status.updatedNumberScheduled ?? 0) < status.desiredNumberScheduled;
  const effect = holdsUp ? ' Until it is available it uses up the budget of the rolling update.' : '';
  if (failing.label === SCHEDULER) return unboundSummary(pod, schedulerStopped(world)) + effect;
  const probe = blamedProbe(tellingEvents(read).get(pod.metadata.uid));
  if (failing.label === 'Ready') {
    const cause = probe === undefined ? '.' : `: its ${probe} probe fails.`;
    return `The containers run, but the pod is not Ready${cause}${effect}`;
  }
  const registry = world?.ofCluster().registry === 'down' && failing.label === 'Kubelet: image';
  const cause = registry ? ' The image registry is down.' : '';
  const outage = outageOf(world, node.metadata.name);
  const kubelet = outage ? ` And now ${outage.reason}.` : '';
  const blamed = probe === undefined ? '' : ` Its ${probe} probe fails.`;
  return `${unstartedSummary(podStatusWord(pod))}${blamed}${cause}${kubelet}${effect}`;
}

/** POD-26, POD-28, POD-31: a container that has ended is started again, at once the first time. */
function unstartedSummary(word: string): string {
  const plain = word.replace(/^Init:/, '');
  if (plain === 'CrashLoopBackOff')
    return 'A container keeps ending. The kubelet waits before it starts it again, longer each time (CrashLoopBackOff).';
  if (plain === 'OOMKilled')
    return 'The kernel has killed a container because memory ran out (OOMKilled). The kubelet starts it again.';
  if (/^(Error|Completed|ExitCode:|Signal:)/.test(plain))
    return `A container has ended (${plain}). The kubelet starts it again.`;
  return `The kubelet cannot get it running: ${word}.`;
}

function unboundSummary(pod: Pod, stopped: boolean): string {
  if (gatesOf(pod).length > 0)
    return 'The pod has scheduling gates. The scheduler leaves it alone until the last one is removed.';
  if (stopped) return 'The pod exists. kube-scheduler is stopped: nobody binds the pod.';
  return 'The pod exists, but the scheduler cannot bind it.';
}

/** POD-40 … POD-43, DS-33, DS-36. */
function finishedSummary({ status }: Pod): string {
  if (status.phase === 'Succeeded')
    return 'The pod has ended. The controller deletes it, then creates a new one.';
  const next = 'The controller deletes it, then creates a new one; from failure to failure it waits longer.';
  const refused = status.message?.startsWith('Pod was rejected') ?? false;
  if (status.reason === 'Evicted')
    return `The kubelet has ${refused ? 'refused' : 'evicted'} the pod: the node ${shortage(status.message)}. ${next}`;
  if (refused) return `The kubelet has refused the pod: ${status.reason}. ${next}`;
  return `The pod has failed${status.reason ? ` (${status.reason})` : ''}. ${next}`;
}

/** POD-41: from the message of an eviction, or of a refusal under pressure. */
function shortage(message = ''): string {
  const [, resource, conditions] =
    /low on resource: ([\w-]+)|had condition: \[([^\]]+)\]/.exec(message) ?? [];
  if (conditions !== undefined) return `has the condition ${listText(conditions.split(' '))}`;
  return `is short of ${resource ?? 'something'}`;
}
