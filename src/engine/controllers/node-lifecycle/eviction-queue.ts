/** NoExecute taints at the zone's rate (NODE-12, NODE-23). */
import { rfc3339 } from '../../../k8s/time';
import type { Node } from '../../../k8s/types';
import type { Context } from '../../component';
import { noticedAt } from './heartbeat';
import { writeTaints } from './node-sync';
import { ZONES } from './passes';
import type { KnownNode, NodeLifecycleState, Zone } from './state';
import { noExecuteKey, noExecuteTaint, readyStatus, withNoExecute } from './taints';
import { allDisrupted, evictionRate, zoneState } from './zones';

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

/** At the end of a check: enters or leaves full disruption, and sets the rates of zones that have changed. */
export function reviewZones(ctx: Ctx): void {
  const { state } = ctx;
  const zones = [...state.zones.values()].filter(({ ready, notReady }) => ready + notReady > 0);
  const allAre = allDisrupted(zones);
  const allWere = zones.every((zone) => zone.state === 'full-disruption');
  if (allAre && allWere) return;
  if (allAre) stopEvictions(ctx);
  else {
    for (const zone of zones) {
      const now = zoneState(zone);
      if (allWere || now !== zone.state) setRate(ctx, zone, evictionRate(zone));
      zone.state = now;
    }
    if (allWere) resumeEvictions(ctx);
  }
}

/** A new limit starts without a free pass when somebody waits for one (upstream's token bucket holds one). */
function setRate(ctx: Ctx, zone: Zone, rate: number): void {
  if (zone.rate === rate) return;
  const waiting = zone.rate === 0 || zone.nextAt > ctx.now;
  zone.rate = rate;
  if (rate > 0) zone.nextAt = waiting ? ctx.now + 1000 / rate : 0;
}

/** Taints as many waiting nodes as the rates allow now. */
export function drainZones(ctx: Ctx): void {
  let next = Number.POSITIVE_INFINITY;
  for (const zone of ctx.state.zones.values()) next = Math.min(next, drain(ctx, zone));
  if (next < Number.POSITIVE_INFINITY) ctx.setTimer(ZONES, next);
}

/** Taints waiting nodes of one zone; returns when it can go on, ms since epoch. */
function drain(ctx: Ctx, zone: Zone): number {
  if (zone.rate === 0) return Number.POSITIVE_INFINITY;
  while (zone.queue.length > 0 && zone.nextAt <= ctx.now) {
    const name = zone.queue.shift() as string;
    zone.nextAt = ctx.now + 1000 / zone.rate;
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

/** Takes the NoExecute taints of the controller off a node, and the node out of the queue. */
export function forgive(ctx: Ctx, node: Node): void {
  const taints = withNoExecute(node, undefined, '');
  if (taints) writeTaints(ctx, node, taints);
  const { name } = node.metadata;
  const zone = ctx.state.zones.get(ctx.state.nodes.peek(name)?.zone ?? '');
  if (zone?.queue.includes(name)) zone.queue = zone.queue.filter((other) => other !== name);
}

/** Every zone is down: nobody is to be evicted by a fault that may be the control plane's own. */
function stopEvictions(ctx: Ctx): void {
  const { state } = ctx;
  // From here on a missing taint is no reason for a check.
  state.disrupted = true;
  for (const zone of state.zones.values()) {
    zone.state = 'full-disruption';
    zone.rate = 0;
    zone.queue = [];
  }
  for (const node of ctx.read.list('Node')) forgive(ctx, node);
}

/** Some node is well: the clocks of silent nodes start again, and the lost ones wait for their taints (recording 31). */
function resumeEvictions(ctx: Ctx): void {
  const { state } = ctx;
  if (!state.disrupted) return;
  state.disrupted = false;
  for (const [name, at] of state.silent) {
    const known = state.nodes.peek(name);
    if (known?.posted) state.silent.set(name, Math.max(at, noticedAt(ctx.now, ctx.now, state.started)));
  }
  for (const name of state.nodes.keys()) {
    const known = state.nodes.peek(name);
    const node = !known || known.ready || !known.posted ? undefined : ctx.read.get('Node', undefined, name);
    if (known && node) queueForNoExecute(ctx, known, node);
  }
}
