/** What a kubelet says of its node: the status (NODE-5, NODE-8) and the events that go with it (NODE-6). */
import { conditionOf } from '../../k8s/conditions';
import { deepEqual } from '../../lib/equal';
import type { NodeStatus } from '../../k8s/types';
import type { Manifest } from '../api/types';
import type { Context } from '../component';
import { nextBeat } from './heartbeat';
import { nodeStatus, SOUND_EVENTS, statusEvent } from './node-object';
import { reaches } from './reach';
import type { KubeletState, Machine } from './state';

type Ctx = Context<KubeletState>;

/** A kubelet starts. */
export function announceStart(ctx: Ctx, machine: Machine): void {
  nodeEvent(ctx, machine, 'Starting', 'Starting kubelet.');
  for (const reason of SOUND_EVENTS) statusIsNow(ctx, machine, reason);
  nodeEvent(ctx, machine, 'NodeAllocatableEnforced', 'Updated Node Allocatable limit across pods');
}

/** The look every 10 s, done when there may be something to see. */
export function lookAtNode(ctx: Ctx, machine: Machine): void {
  if (machine.contact === undefined || !reaches(ctx, machine)) return;
  const node = ctx.read.get('Node', undefined, machine.name);
  if (!node) return;
  postStatus(ctx, machine);
  const unschedulable = node.spec.unschedulable ?? false;
  if (unschedulable === machine.unschedulable) return;
  machine.unschedulable = unschedulable;
  statusIsNow(ctx, machine, unschedulable ? 'NodeNotSchedulable' : 'NodeSchedulable');
}

/** The next look will find something. */
export function lookSoon(ctx: Ctx, machine: Machine): void {
  if (machine.contact !== undefined) ctx.setTimer(`look:${machine.name}`, nextBeat(machine, ctx.now));
}

/** Posts the node's status when it says something new, or when it is `due`; heartbeats alone are not written. */
export function postStatus(ctx: Ctx, machine: Machine, due = false): void {
  const node = ctx.read.get('Node', undefined, machine.name);
  if (!node) return;
  const status = nodeStatus(node.status, machine, ctx.now);
  machine.imagesReported = machine.images.size;
  if (!due && saysTheSame(node.status, status)) return;
  const { bootID } = node.status.nodeInfo ?? {};
  const id = status.nodeInfo?.bootID;
  if (machine.rebooted && bootID && bootID !== id) {
    const text = `Node ${machine.name} has been rebooted, boot id: ${id}`;
    nodeEvent(ctx, machine, 'Rebooted', text, 'Warning');
  }
  const body = { ...node, status } as unknown as Manifest;
  ctx.state.writing = machine.uid;
  const written = ctx.api.update('Node', undefined, machine.name, body, { subresource: 'status' });
  ctx.state.writing = '';
  if (!written.ok) return;
  for (const { type, status: is } of status.conditions ?? []) {
    const was = conditionOf(node.status.conditions, type)?.status;
    const reason = was === is ? undefined : statusEvent(type, is);
    if (reason && was !== undefined) statusIsNow(ctx, machine, reason);
  }
}

/** But for the heartbeats. */
function saysTheSame(before: NodeStatus, now: NodeStatus): boolean {
  const was = before.conditions ?? [];
  const is = now.conditions ?? [];
  return (
    was.length === is.length &&
    is.every((c, i) => deepEqual({ ...c, lastHeartbeatTime: was[i]?.lastHeartbeatTime }, was[i])) &&
    deepEqual({ ...before, conditions: now.conditions }, now)
  );
}

function statusIsNow(ctx: Ctx, machine: Machine, reason: string): void {
  nodeEvent(ctx, machine, reason, `Node ${machine.name} status is now: ${reason}`);
}

/** Kubelets refer to their node by its name, in the place of the uid, too. */
export function nodeEvent(
  ctx: Ctx,
  { name }: Machine,
  reason: string,
  message: string,
  type: 'Normal' | 'Warning' = 'Normal',
): void {
  ctx.event({ kind: 'Node', name, uid: name }, type, reason, message, {
    source: { component: 'kubelet', host: name },
  });
}
