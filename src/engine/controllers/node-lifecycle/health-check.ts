/** The periodic check (NODE-9), which also announces nodes (NODE-6): runs only at the instants at which it would find something. */
import { conditionOf } from '../../../k8s/conditions';
import { refOf } from '../../../k8s/ref';
import { rfc3339 } from '../../../k8s/time';
import type { Json, Node, NodeCondition } from '../../../k8s/types';
import type { Manifest } from '../../api/types';
import type { Context } from '../../component';
import { applyNoExecute, forgive, queueForNoExecute, reviewZones } from './eviction-queue';
import { armCheck, ZONES } from './passes';
import type { NodeLifecycleState } from './state';
import { readyStatus } from './taints';

type Ctx = Context<NodeLifecycleState>;

const HEARTBEAT_CONDITIONS = ['Ready', 'MemoryPressure', 'DiskPressure', 'PIDPressure'];

export function check(ctx: Ctx): void {
  const { state } = ctx;
  delete state.checkAt;
  announce(ctx, state.unhandled);
  for (const [name, at] of state.silent) {
    if (at > ctx.now) continue;
    state.silent.delete(name);
    const node = ctx.read.get('Node', undefined, name);
    if (node) postUnknown(ctx, node);
  }
  const turned = [...state.unhandled];
  state.unhandled.clear();
  for (const name of turned) handle(ctx, name);
  reviewZones(ctx);
  // After the syncs of these nodes: the NoSchedule taint comes first.
  ctx.enqueue(ZONES);
  // Writing above may have armed the timer for a later check; what is done is done.
  for (const at of state.silent.values()) armCheck(ctx, at);
}

/** All conditions of a heartbeat that has stopped become Unknown where they stand; those never posted are added (NODE-5). */
function postUnknown(ctx: Ctx, node: Node): void {
  const now = rfc3339(ctx.now);
  const before = node.status?.conditions ?? [];
  const unknown = { status: 'Unknown', lastTransitionTime: now };
  const conditions = before.map((condition): NodeCondition => {
    if (condition.status === 'Unknown' || !HEARTBEAT_CONDITIONS.includes(condition.type)) return condition;
    const message = 'Kubelet stopped posting node status.';
    return { ...condition, ...unknown, reason: 'NodeStatusUnknown', message };
  });
  for (const type of HEARTBEAT_CONDITIONS) {
    if (conditionOf(before, type)) continue;
    conditions.push({
      type,
      ...unknown,
      reason: 'NodeStatusNeverUpdated',
      message: 'Kubelet never posted node status.',
      lastHeartbeatTime: node.metadata.creationTimestamp,
    });
  }
  if (conditions.length === before.length && conditions.every((c, i) => c === before[i])) return;
  ctx.decide(refOf(node), 'No heartbeat within the grace period', 'NodeStatusUnknown');
  const body = { ...node, status: { ...node.status, conditions } } as unknown as Manifest;
  ctx.api.update('Node', undefined, node.metadata.name, body, { subresource: 'status' });
}

/** Events RegisteredNode and RemovingNode (NODE-6). */
function announce(ctx: Ctx, names: ReadonlySet<string>): void {
  const { nodes, removed } = ctx.state;
  for (const name of names) {
    const known = nodes.get(name);
    const node = ctx.read.get('Node', undefined, name);
    if (!known || !node || known.announced) continue;
    known.announced = true;
    const message = `Node ${name} event: Registered Node ${name} in Controller`;
    ctx.event(refOf(node), 'Normal', 'RegisteredNode', message);
    // A new node starts afresh, and so does every node when the controller has been restarted.
    forgive(ctx, node);
  }
  for (const [name, uid] of removed) {
    const message = `Node ${name} event: Removing Node ${name} from Controller`;
    ctx.event({ kind: 'Node', name, uid }, 'Normal', 'RemovingNode', message);
  }
  removed.clear();
}

/**
 * A node that has turned away from Ready=True: its pods are marked (NODE-13), its NoExecute taint is asked for (NODE-12). One that
 * is ready loses that taint only now (NODE-10, recording 07).
 */
function handle(ctx: Ctx, name: string): void {
  const known = ctx.state.nodes.get(name);
  const node = ctx.read.get('Node', undefined, name);
  const ready = node && readyStatus(node);
  if (!known || !ready) return;
  if (ready === 'True') return applyNoExecute(ctx, node);
  if (known.handled === 'True') {
    ctx.event(refOf(node), 'Normal', 'NodeNotReady', `Node ${name} status is now: NodeNotReady`);
    markPodsNotReady(ctx, name);
  }
  known.handled = ready;
  queueForNoExecute(ctx, known, node);
}

function markPodsNotReady(ctx: Ctx, nodeName: string): void {
  for (const pod of ctx.read.podsOnNode(nodeName)) {
    const ready = conditionOf(pod.status.conditions, 'Ready');
    if (ready?.status !== 'True') continue;
    const { namespace, name } = pod.metadata;
    const condition = { ...ready, status: 'False', lastTransitionTime: rfc3339(ctx.now) };
    const status = { conditions: [condition as unknown as Json] };
    const result = ctx.api.patch('Pod', namespace, name, 'strategic', { status }, { subresource: 'status' });
    if (result.ok) ctx.event(refOf(pod), 'Warning', 'NodeNotReady', 'Node is not ready');
  }
}
