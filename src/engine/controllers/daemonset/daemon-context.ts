import type { Context } from '../../component';
import type { Churn } from '../../churn';
import type { Expectations } from './expectations';
import type { FailedPodBackoff } from './failed-pod-backoff';

/** What the controller remembers between syncs; all else is read from the store each time. */
export interface DaemonState {
  /** By `namespace/name` (DS-9). */
  expectations: Expectations;
  /** By set uid, observed generation and node (DS-36). */
  backoff: FailedPodBackoff;
  churn: Churn;
  /** Before 1.12 alone: node name → queue keys of the sets that should run a pod there and had no room. */
  suspended: Map<string, Set<string>>;
}

export type DaemonContext = Context<DaemonState>;
