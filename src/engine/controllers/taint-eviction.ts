/** Removes pods from nodes with NoExecute taints that they do not, or not for ever, tolerate (NODE-18, NODE-19). */
import { conditionOf } from '../../k8s/conditions';
import { keyOf, refOf, splitKey } from '../../k8s/ref';
import { tolerates } from '../../k8s/taints';
import { rfc3339 } from '../../k8s/time';
import type { Node, Pod, Taint, Toleration } from '../../k8s/types';
import { deepEqual } from '../../lib/equal';
import type { Component, Context, SyncError } from '../component';

/** A deletion that waits for its tolerationSeconds. `at`: ms since epoch. */
interface Scheduled {
  uid: string;
  at: number;
}

interface TaintEvictionState {
  /** Waiting deletions by pod key. */
  scheduled: Map<string, Scheduled>;
  /** Nodes that have NoExecute taints. */
  tainted: Set<string>;
  /** Pods marked for deletion at this instant: that work is under way, and is not begun again. */
  marked: { at: number; pods: Set<string> };
}

type Ctx = Context<TaintEvictionState>;

const NODE = 'node ';
const POD = 'pod ';
/** A deletion that was announced: upstream a goroutine and two requests later than the look at the node. */
const DELETION = 'deletion ';

export const taintEvictionController: Component<TaintEvictionState> = {
  name: 'taint-eviction-controller',
  process: 'kube-controller-manager',
  initialState: () => ({ scheduled: new Map(), tainted: new Set(), marked: { at: 0, pods: new Set() } }),
  onEvent(ctx, event) {
    if (event.kind === 'Node') {
      const taints = event.type === 'DELETED' ? [] : noExecuteTaints(event.object);
      const { name } = event.object.metadata;
      if (taints.length > 0) ctx.state.tainted.add(name);
      else if (!ctx.state.tainted.delete(name)) return;
      if (event.type === 'DELETED') return;
      if (!event.old || !deepEqual(taints, noExecuteTaints(event.old))) ctx.enqueue(NODE + name);
    } else if (event.kind === 'Pod') {
      const { object: pod, old } = event;
      const key = keyOf(pod.metadata.namespace, pod.metadata.name);
      if (event.type === 'DELETED') {
        if (ctx.state.scheduled.has(key)) ctx.enqueue(POD + key);
        return;
      }
      const node = pod.spec.nodeName;
      if (!node || !ctx.state.tainted.has(node)) return;
      const changed = old?.spec.nodeName !== node || !deepEqual(old.spec.tolerations, pod.spec.tolerations);
      if (changed) ctx.enqueue(POD + key);
    }
  },
  sync(ctx, key) {
    if (key.startsWith(NODE)) return reviewNode(ctx, key.slice(NODE.length));
    if (key.startsWith(DELETION)) return deletePod(ctx, key.slice(DELETION.length));
    return reviewPod(ctx, key.slice(POD.length));
  },
  onTimer(ctx, key) {
    ctx.enqueue(POD + key);
  },
};

/** What the taints mean for a pod: `evict` now, `stay`, or stay for some milliseconds. */
export function verdictOf(
  tolerations: readonly Toleration[] | undefined,
  taints: readonly Taint[],
): 'evict' | 'stay' | number {
  let shortest = Number.POSITIVE_INFINITY;
  for (const taint of taints) {
    // Upstream takes the first toleration that matches, not the most patient one.
    const used = tolerations?.find((toleration) => tolerates(toleration, taint));
    if (!used) return 'evict';
    if (used.tolerationSeconds !== undefined) shortest = Math.min(shortest, used.tolerationSeconds * 1000);
  }
  if (shortest === Number.POSITIVE_INFINITY) return 'stay';
  return Math.max(0, shortest);
}

function noExecuteTaints(node: Node): Taint[] {
  return node.spec.taints?.filter((taint) => taint.effect === 'NoExecute') ?? [];
}

function reviewNode(ctx: Ctx, name: string): undefined {
  if (!ctx.read.get('Node', undefined, name)) return;
  for (const { metadata } of ctx.read.podsOnNode(name))
    ctx.enqueue(POD + keyOf(metadata.namespace, metadata.name));
}

function reviewPod(ctx: Ctx, key: string): SyncError | undefined {
  const { namespace, name } = splitKey(key);
  const pod = ctx.read.get('Pod', namespace, name);
  const scheduled = ctx.state.scheduled.get(key);
  if (scheduled && scheduled.uid !== pod?.metadata.uid) cancel(ctx, key);
  if (!pod) return undefined;
  if (scheduled?.uid === pod.metadata.uid && scheduled.at <= ctx.now) return evict(ctx, key, pod);
  const node = pod.spec.nodeName ? ctx.read.get('Node', undefined, pod.spec.nodeName) : undefined;
  return node ? review(ctx, pod, noExecuteTaints(node)) : undefined;
}

function review(ctx: Ctx, pod: Pod, taints: readonly Taint[]): SyncError | undefined {
  const key = keyOf(pod.metadata.namespace, pod.metadata.name);
  const verdict = taints.length === 0 ? 'stay' : verdictOf(pod.spec.tolerations, taints);
  if (verdict === 'stay') {
    cancel(ctx, key);
    return undefined;
  }
  if (verdict === 'evict' || verdict === 0) {
    cancel(ctx, key);
    return evict(ctx, key, pod);
  }
  // A deletion that is waiting already keeps its time.
  if (ctx.state.scheduled.has(key)) return undefined;
  const at = ctx.now + verdict;
  ctx.state.scheduled.set(key, { uid: pod.metadata.uid, at });
  ctx.setTimer(key, at);
  ctx.decide(refOf(pod), `Delete at ${rfc3339(at)}`, 'tolerationSeconds of a NoExecute taint');
  return undefined;
}

function cancel(ctx: Ctx, key: string): void {
  const scheduled = ctx.state.scheduled.get(key);
  if (!scheduled) return;
  ctx.state.scheduled.delete(key);
  ctx.clearTimer(key);
  tell(ctx, `Cancelling deletion of Pod ${key}`, key);
}

/** The event names its pod, but neither its uid nor its version (NODE-19): `kubectl describe pod` does not find it. */
function tell(ctx: Ctx, message: string, key: string): void {
  const { namespace, name } = splitKey(key);
  const about = { kind: 'Pod', apiVersion: 'v1', name, ...(namespace !== undefined && { namespace }) };
  ctx.event(about, 'Normal', 'TaintManagerEviction', message);
}

/** Announces the deletion. It comes behind what the same taint made others do: the DaemonSet controller deletes its pod itself, too. */
function evict(ctx: Ctx, key: string, { metadata: { uid } }: Pod): undefined {
  const { state } = ctx;
  state.scheduled.delete(key);
  if (state.marked.at !== ctx.now) state.marked = { at: ctx.now, pods: new Set() };
  if (state.marked.pods.has(uid)) return undefined;
  state.marked.pods.add(uid);
  tell(ctx, `Marking for deletion Pod ${key}`, key);
  ctx.enqueue(`${DELETION}${uid} ${key}`);
  return undefined;
}

function deletePod(ctx: Ctx, what: string): SyncError | undefined {
  const [uid = '', key = ''] = what.split(' ');
  const { namespace, name } = splitKey(key);
  const pod = ctx.read.get('Pod', namespace, name);
  if (pod?.metadata.uid !== uid) return undefined;
  const { generation } = pod.metadata;
  if (conditionOf(pod.status.conditions, 'DisruptionTarget')?.status !== 'True') {
    const condition = {
      type: 'DisruptionTarget',
      ...(generation !== undefined && { observedGeneration: generation }),
      status: 'True',
      reason: 'DeletionByTaintManager',
      message: 'Taint manager: deleting due to NoExecute taint',
      lastTransitionTime: rfc3339(ctx.now),
    };
    const status = { conditions: [condition] };
    ctx.api.patch('Pod', namespace, name, 'strategic', { status }, { subresource: 'status' });
  }
  const deleted = ctx.api.delete('Pod', namespace, name, { preconditions: { uid } });
  if (deleted.ok || deleted.status.reason === 'NotFound' || deleted.status.reason === 'Conflict')
    return undefined;
  return { error: deleted.status.message };
}
