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
}

export type DaemonContext = Context<DaemonState>;
