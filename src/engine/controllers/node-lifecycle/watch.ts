/** Keeps the controller's memory in step with the nodes, and decides what is worth a sync. */
import { parseRfc3339 } from '../../../k8s/time';
import type { Node, StoredMeta } from '../../../k8s/types';
import type { Context } from '../../component';
import { checkAfter, checkAt, neverPostedAt, noticedAt } from './heartbeat';
import { labelsToReconcile } from './node-labels';
import { armCheck } from './passes';
import type { KnownNode, NodeLifecycleState, Zone } from './state';
import { noExecuteKey, noExecuteTaint, readyStatus, withMirroredTaints } from './taints';
import { isExcluded, RATE, zoneOf } from './zones';

type Ctx = Context<NodeLifecycleState>;

const NODE_LEASES = 'kube-node-lease';

export function onNodeAddedOrChanged(ctx: Ctx, node: Node): void {
  const { name } = node.metadata;
  const { state } = ctx;
  const known = state.nodes.get(name) ?? register(ctx, node);
  const ready = readyStatus(node);
  if (ready !== undefined && !known.posted) {
    known.posted = true;
    state.silent.delete(name);
  }
  recount(ctx, name, known, node);
  if (ready === 'True') known.handled = 'True';
  if (needsCheck(state, known, node)) {
    state.unhandled.add(name);
    armCheck(ctx, nextCheck(ctx, known));
  } else state.unhandled.delete(name);
  if (withMirroredTaints(node, '') || labelsToReconcile(node)) ctx.enqueue(name);
}

export function onNodeDeleted(ctx: Ctx, node: Node): void {
  const { name, uid } = node.metadata;
  const { state } = ctx;
  const known = state.nodes.get(name);
  if (!known) return;
  leaveZone(state, name, known);
  state.nodes.delete(name);
  state.silent.delete(name);
  state.unhandled.delete(name);
  if (known.announced) state.removed.set(name, uid);
  armCheck(ctx, checkAfter(ctx.now, state.started));
}

/** Whether the next check has something to do about a node. */
function needsCheck(state: NodeLifecycleState, known: KnownNode, node: Node): boolean {
  if (!known.announced) return true;
  const ready = readyStatus(node);
  if (ready === undefined) return false;
  if (ready === 'True') return noExecuteTaint(node) !== undefined;
  if (known.handled !== ready) return true;
  if (state.disrupted || noExecuteTaint(node) === noExecuteKey(ready)) return false;
  return !state.zones.get(known.zone)?.queue.includes(node.metadata.name);
}

function register(ctx: Ctx, node: Node): KnownNode {
  const { state } = ctx;
  const { name, creationTimestamp } = node.metadata;
  const known: KnownNode = {
    zone: zoneOf(node),
    ready: false,
    excluded: isExcluded(node),
    registered: parseRfc3339(creationTimestamp),
    posted: readyStatus(node) !== undefined,
    // One that went and came between two checks has never been away for the controller.
    announced: state.removed.delete(name),
  };
  state.nodes.set(name, known);
  count(state, known, 1);
  if (!known.posted) silentUntil(ctx, name, neverPostedAt(known.registered, state.started));
  // The controller has just started: its clock for the node starts now.
  else if (isCutOff(ctx, name)) silentUntil(ctx, name, noticedAt(ctx.now, ctx.now, state.started));
  return known;
}

/** Whether a fault keeps the kubelet of a node from renewing its lease. */
export function isCutOff({ world }: Ctx, name: string): boolean {
  const { kubelet, power, network } = world.ofNode(name);
  return kubelet === 'stopped' || power === 'off' || network === 'cut';
}

/** A fault has begun: if nothing is heard of the node until the check that counts, it is lost. */
export function onFault(ctx: Ctx, name: string): void {
  const known = ctx.state.nodes.peek(name);
  // A machine that never posted is on its way to the startup grace period already.
  if (!known?.posted || ctx.state.silent.has(name) || !isCutOff(ctx, name)) return;
  const lease = ctx.read.get('Lease', NODE_LEASES, name)?.spec?.renewTime;
  const renewed = lease === undefined ? known.registered : parseRfc3339(lease);
  silentUntil(ctx, name, noticedAt(renewed, ctx.now, ctx.state.started));
}

/** A renewal that is stored: the kubelet is heard of again. The others, every 10 s, are not (simplification no-heartbeats). */
export function onLease(ctx: Ctx, { namespace, name }: StoredMeta): void {
  if (namespace === NODE_LEASES && !isCutOff(ctx, name)) ctx.state.silent.delete(name);
}

function silentUntil(ctx: Ctx, name: string, check: number): void {
  const at = Math.max(check, checkAfter(ctx.now, ctx.state.started));
  ctx.state.silent.set(name, at);
  armCheck(ctx, at);
}

/** The controller's process has just started: it has seen all nodes, and looks at them at once. */
export function onStart(ctx: Ctx): void {
  const { state } = ctx;
  state.started = ctx.now;
  delete state.checkAt;
  for (const name of state.silent.keys()) silentUntil(ctx, name, noticedAt(ctx.now, ctx.now, ctx.now));
  delete state.checkAt;
  armCheck(ctx, ctx.now);
}

function recount(ctx: Ctx, name: string, known: KnownNode, node: Node): void {
  const zone = zoneOf(node);
  const ready = readyStatus(node) === 'True';
  const excluded = isExcluded(node);
  if (zone === known.zone && ready === known.ready && excluded === known.excluded) return;
  if (zone === known.zone) count(ctx.state, known, -1);
  else leaveZone(ctx.state, name, known);
  Object.assign(known, { zone, ready, excluded });
  count(ctx.state, known, 1);
  // A node that is lost is found by the check anyhow.
  if (ready) armCheck(ctx, nextCheck(ctx, known));
}

/** A node that comes Ready at the instant of a check is seen by it, like those there at the start; any other change waits for the next. */
function nextCheck({ state, now }: Ctx, known: KnownNode): number {
  return known.ready && !known.announced ? checkAt(now, state.started) : checkAfter(now, state.started);
}

function leaveZone(state: NodeLifecycleState, name: string, known: KnownNode): void {
  const zone = zoneIn(state, known.zone);
  zone.queue = zone.queue.filter((other) => other !== name);
  count(state, known, -1);
  if (zone.size === 0) state.zones.delete(known.zone);
}

function count(state: NodeLifecycleState, { zone: key, ready, excluded }: KnownNode, by: 1 | -1): void {
  const zone = zoneIn(state, key);
  zone.size += by;
  if (excluded) return;
  if (ready) zone.ready += by;
  else zone.notReady += by;
}

function zoneIn(state: NodeLifecycleState, key: string): Zone {
  let zone = state.zones.get(key);
  if (!zone)
    state.zones.set(key, (zone = { size: 0, ready: 0, notReady: 0, queue: [], rate: RATE, nextAt: 0 }));
  return zone;
}
