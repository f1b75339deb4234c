/** Keeps the controller's memory in step with the nodes, and decides what is worth a sync. */
import { parseRfc3339 } from '../../../k8s/time';
import type { Node } from '../../../k8s/types';
import type { Context } from '../../component';
import { CHECK_EVERY, checkAfter, checkAt, neverPostedAt } from './heartbeat';
import { armCheck } from './passes';
import type { KnownNode, NodeLifecycleState, Zone } from './state';
import { noExecuteKey, noExecuteTaint, readyStatus, withMirroredTaints } from './taints';
import { zoneOf } from './zones';

type Ctx = Context<NodeLifecycleState>;

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
  if (withMirroredTaints(node, '')) ctx.enqueue(name);
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
  armCheck(ctx, checkAfter(ctx.now));
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
  const { name, creationTimestamp } = node.metadata;
  const registered = parseRfc3339(creationTimestamp);
  const known: KnownNode = {
    zone: zoneOf(node),
    ready: false,
    registered,
    posted: readyStatus(node) !== undefined,
    // One that went and came between two checks has never been away for the controller.
    announced: ctx.state.removed.delete(name),
  };
  ctx.state.nodes.set(name, known);
  zoneIn(ctx.state, known.zone).notReady++;
  if (!known.posted) {
    const at = Math.max(neverPostedAt(registered), ctx.now + CHECK_EVERY);
    ctx.state.silent.set(name, at);
    armCheck(ctx, at);
  }
  return known;
}

function recount(ctx: Ctx, name: string, known: KnownNode, node: Node): void {
  const zone = zoneOf(node);
  const ready = readyStatus(node) === 'True';
  if (zone === known.zone && ready === known.ready) return;
  leaveZone(ctx.state, name, known);
  known.zone = zone;
  known.ready = ready;
  const counts = zoneIn(ctx.state, zone);
  if (ready) counts.ready++;
  else counts.notReady++;
  // A node that is lost is found by the check anyhow.
  if (ready) armCheck(ctx, nextCheck(ctx, known));
}

/** A node that comes Ready at the instant of a check is seen by it, like those there at the start; any other change waits for the next. */
function nextCheck(ctx: Ctx, known: KnownNode): number {
  return known.ready && !known.announced ? checkAt(ctx.now) : checkAfter(ctx.now);
}

function leaveZone(state: NodeLifecycleState, name: string, known: KnownNode): void {
  const zone = zoneIn(state, known.zone);
  if (known.ready) zone.ready--;
  else zone.notReady--;
  zone.queue = zone.queue.filter((other) => other !== name);
  if (zone.ready + zone.notReady === 0) state.zones.delete(known.zone);
}

function zoneIn(state: NodeLifecycleState, key: string): Zone {
  let zone = state.zones.get(key);
  if (!zone) state.zones.set(key, (zone = { ready: 0, notReady: 0, queue: [], nextAt: 0 }));
  return zone;
}
