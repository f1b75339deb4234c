import type { Churn } from '../../churn';
import type { Context } from '../../component';

/** What the controller remembers between syncs. */
export interface ReplicaState {
  churn: Churn;
  /** By key of a set whose pods go as fast as they come: how many have done so in a row. */
  dead: Map<string, number>;
}

export type ReplicaContext = Context<ReplicaState>;
