import { KeptMap } from '../../../lib/kept-map';
import type { Ready } from './taints';
import type { ZoneCount, ZoneState } from './zones';

/** What the controller remembers of a node. */
export interface KnownNode {
  zone: string;
  /** How it counts in its zone; not at all when it is excluded by a label. */
  ready: boolean;
  excluded: boolean;
  /** Ready status that has been acted upon (pods marked, event written). */
  handled?: Ready;
  /** Creation time, ms since epoch. */
  registered: number;
  /** Whether a Ready condition has ever been seen. */
  posted: boolean;
  /** Whether its event RegisteredNode has been written. */
  announced: boolean;
}

export interface Zone extends ZoneCount {
  /** As the last check found it; absent before the first. */
  state?: ZoneState;
  /** How many of its nodes may get a NoExecute taint a second. */
  rate: number;
  /** All nodes, those that do not count among them. */
  size: number;
  /** Names of nodes that wait for a NoExecute taint, first come first. */
  queue: string[];
  /** When the next one may get it, ms since epoch; 0 = at once. */
  nextAt: number;
}

export interface NodeLifecycleState {
  nodes: KeptMap<KnownNode>;
  zones: Map<string, Zone>;
  /** Silent nodes and the check that will find them so, ms since epoch. */
  silent: Map<string, number>;
  /** Nodes that the next check has something to do about. */
  unhandled: Set<string>;
  /** Deleted nodes whose event is to be written: name → uid. */
  removed: Map<string, string>;
  /** When it started, ms since epoch: it looks every 5 s from then on. */
  started: number;
  /** When the check timer is set for. */
  checkAt?: number;
  /** All zones were down at the last check: NoExecute taints are off (NODE-23). */
  disrupted: boolean;
}

export function newNodeLifecycleState(): NodeLifecycleState {
  return {
    nodes: new KeptMap((known) => ({ ...known })),
    zones: new Map(),
    silent: new Map(),
    unhandled: new Set(),
    removed: new Map(),
    started: 0,
    disrupted: false,
  };
}
