/** How fast nodes of a zone get NoExecute taints (NODE-23). Pure. */
import type { Node } from '../../../k8s/types';

export interface ZoneCount {
  ready: number;
  notReady: number;
}

export type ZoneState = 'normal' | 'partial-disruption' | 'full-disruption';

/** Nodes a second in a zone that is well. */
export const RATE = 0.1;
const SECONDARY_RATE = 0.01;
const LARGE_ZONE = 50;
const UNHEALTHY_SHARE = 0.55;

/** A node with this label counts in no zone. */
const EXCLUDED = 'node.kubernetes.io/exclude-disruption';

export function isExcluded(node: Node): boolean {
  return node.metadata.labels?.[EXCLUDED] !== undefined;
}

/** Region and zone labels together; nodes without them share one zone. */
export function zoneOf(node: Node): string {
  const labels: Record<string, string | undefined> = node.metadata.labels ?? {};
  return `${labels['topology.kubernetes.io/region'] ?? ''}/${labels['topology.kubernetes.io/zone'] ?? ''}`;
}

export function zoneState({ ready, notReady }: ZoneCount): ZoneState {
  if (ready === 0 && notReady > 0) return 'full-disruption';
  if (notReady > 2 && notReady / (notReady + ready) >= UNHEALTHY_SHARE) return 'partial-disruption';
  return 'normal';
}

/** Whether everything is down: then the fault is likely the control plane's own, and nothing is evicted. */
export function allDisrupted(zones: Iterable<ZoneCount>): boolean {
  for (const zone of zones) if (zoneState(zone) !== 'full-disruption') return false;
  return true;
}

/** Nodes per second that may be tainted in a zone. A fully disrupted zone keeps the normal rate as long as another one is well. */
export function evictionRate(zone: ZoneCount): number {
  if (zoneState(zone) !== 'partial-disruption') return RATE;
  return zone.ready + zone.notReady > LARGE_ZONE ? SECONDARY_RATE : 0;
}
