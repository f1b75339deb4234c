/** NoExecute taints at the zone's rate (NODE-12, NODE-23). */
import { rfc3339 } from '../../../k8s/time';
import type { Node } from '../../../k8s/types';
import type { Context } from '../../component';
import { noticedAt } from './heartbeat';
import { writeTaints } from './node-sync';
import { ZONES } from './passes';
import type { KnownNode, NodeLifecycleState, Zone } from './state';
import { noExecuteKey, noExecuteTaint, readyStatus, withNoExecute } from './taints';
import { allDisrupted, evictionRate, RATE } from './zones';

type Ctx = Context<NodeLifecycleState>;

/** Asks for the NoExecute taint that goes with the node's Ready status. One that only changes its key is swapped at once. */
export function queueForNoExecute(ctx: Ctx, known: KnownNode, node: Node): void {
  const wanted = noExecuteKey(readyStatus(node));
  const present = noExecuteTaint(node);
  if (wanted === undefined || present === wanted) return;
  if (present !== undefined) {
    applyNoExecute(ctx, node);
    return;
  }
  const queue = ctx.state.zones.get(known.zone)?.queue;
  if (queue && !queue.includes(node.metadata.name)) queue.push(node.metadata.name);
}

/** Enters or leaves full disruption, then taints as many waiting nodes as the rates allow now. */
export function reviewZones(ctx: Ctx): void {
  const { state } = ctx;
  const disrupted = state.zones.size > 0 && allDisrupted(state.zones.values());
  if (disrupted && !state.disrupted) stopEvictions(ctx);
  else if (!disrupted && state.disrupted) resumeEvictions(ctx);
  state.disrupted = disrupted;
  if (disrupted) return;
  let next = Number.POSITIVE_INFINITY;
  for (const zone of state.zones.values()) next = Math.min(next, drain(ctx, zone));
  if (next < Number.POSITIVE_INFINITY) ctx.setTimer(ZONES, next);
}

/** Taints waiting nodes of one zone; returns when it can go on, ms since epoch. */
function drain(ctx: Ctx, zone: Zone): number {
  const rate = evictionRate(zone);
  if (rate === 0) return Number.POSITIVE_INFINITY;
  while (zone.queue.length > 0 && zone.nextAt <= ctx.now) {
    const name = zone.queue.shift() as string;
    zone.nextAt = ctx.now + 1000 / rate;
    const node = ctx.read.get('Node', undefined, name);
    if (node) applyNoExecute(ctx, node);
  }
  return zone.queue.length > 0 ? zone.nextAt : Number.POSITIVE_INFINITY;
}

/** Gives the node the NoExecute taint of its Ready status; none if it is ready. */
export function applyNoExecute(ctx: Ctx, node: Node): void {
  const taints = withNoExecute(node, noExecuteKey(readyStatus(node)), rfc3339(ctx.now));
  if (taints) writeTaints(ctx, node, taints);
}

/** Every zone is down: nobody is to be evicted by a fault that may be the control plane's own. */
function stopEvictions(ctx: Ctx): void {
  for (const zone of ctx.state.zones.values()) zone.queue = [];
  // From here on a missing taint is no reason for a check.
  ctx.state.disrupted = true;
  for (const node of ctx.read.list('Node')) {
    const taints = withNoExecute(node, undefined, rfc3339(ctx.now));
    if (taints) writeTaints(ctx, node, taints);
  }
}

/** Some node is well: the clocks of silent nodes start again, and the lost ones wait for their taints as if one had just got it (recording 31). */
function resumeEvictions(ctx: Ctx): void {
  const { state } = ctx;
  for (const [name, at] of state.silent) {
    const known = state.nodes.get(name);
    if (known?.posted) state.silent.set(name, Math.max(at, noticedAt(ctx.now, ctx.now)));
  }
  for (const zone of state.zones.values()) zone.nextAt = ctx.now + 1000 / (evictionRate(zone) || RATE);
  for (const [name, known] of state.nodes) {
    const node = known.ready || !known.posted ? undefined : ctx.read.get('Node', undefined, name);
    if (node) queueForNoExecute(ctx, known, node);
  }
}
