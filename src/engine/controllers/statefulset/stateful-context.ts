import type { Churn } from '../../churn';
import type { Context } from '../../component';

/** What the controller remembers between syncs; all else is read from the store each time. */
export interface StatefulState {
  churn: Churn;
}

export type StatefulContext = Context<StatefulState>;
