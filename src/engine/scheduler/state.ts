import { KeptMap } from '../../lib/kept-map';
import { KeptTable } from '../../lib/kept-table';
import { copyUsage, type NodeUsage } from './node-usage';

/** A pod that waits for a node. */
export interface PendingPod {
  /** namespace/name */
  key: string;
  uid: string;
  priority: number;
  /**
   * `active`: to be tried; `backoff`: woken before its back-off was over, tried when `active` is empty (SCH-39); `unschedulable`:
   * waits for a change of the cluster; `error`: waits for its back-off whatever happens; `gated`: SCH-40.
   */
  pool: 'active' | 'backoff' | 'unschedulable' | 'error' | 'gated';
  /** When it came to the queue or was last tried, ms since epoch. */
  timestamp: number;
  /** Identifies its entry in the heap and breaks ties of timestamp. */
  sequence: number;
  /** Times that no node was found for it. */
  attempts: number;
  /** Failures of another kind since then, in a row. */
  errors: number;
  /** Times in a row that the same was said of it. */
  repeats: number;
  /** Names of the plugins that turned it down last; empty = only time helps. */
  rejectedBy: readonly string[];
  /** The only nodes that come into question for it; absent = any node. */
  pinned?: readonly string[];
  /** Node on which room is being made for it. */
  nominated?: string;
}

/** Entry of a heap; dead when the pod's sequence has moved on. */
export interface QueueEntry {
  key: string;
  priority: number;
  timestamp: number;
  sequence: number;
  /** End of its back-off, ms since epoch; 0 in the active heap. */
  until: number;
}

export interface SchedulerState {
  sequence: number;
  pending: Map<string, PendingPod>;
  active: QueueEntry[];
  backoff: QueueEntry[];
  /** Unschedulable pods by the plugin that can be helped; those pinned to nodes by `NodeAffinity <node>` in place of the plugin's name. */
  waitingFor: Map<string, Set<string>>;
  /** All unschedulable pods, those that have waited longest first. */
  unschedulable: Set<string>;
  /** Running sums by node name, also for pods bound to a node that does not exist. */
  usage: KeptMap<NodeUsage>;
  /** Pods that are counted in `usage`: uid → node name. */
  placed: KeptTable<string>;
  /** Pending pods by the node that makes room for them. */
  nominated: Map<string, Set<string>>;
  /** Where the next search over all nodes starts (SCH-3). */
  nextStart: number;
  /** When the flush timer is set for, ms since epoch. */
  flushAt?: number;
}

export function newSchedulerState(): SchedulerState {
  return {
    sequence: 0,
    pending: new Map(),
    active: [],
    backoff: [],
    waitingFor: new Map(),
    unschedulable: new Set(),
    usage: new KeptMap(copyUsage),
    placed: new KeptTable(),
    nominated: new Map(),
    nextStart: 0,
  };
}

/** Adds to or removes from a set in a map, without leaving empty sets behind. */
export function addTo(index: Map<string, Set<string>>, id: string, key: string): void {
  const set = index.get(id);
  if (set) set.add(key);
  else index.set(id, new Set([key]));
}

export function removeFrom(index: Map<string, Set<string>>, id: string, key: string): void {
  const set = index.get(id);
  if (set?.delete(key) && set.size === 0) index.delete(id);
}
