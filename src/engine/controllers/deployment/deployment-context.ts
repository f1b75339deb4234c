import type { Context } from '../../component';

/** What the controller remembers between syncs. */
export interface DeploymentState {
  /** By key: failures in a row. */
  retries: Map<string, number>;
}

export type DeploymentContext = Context<DeploymentState>;
