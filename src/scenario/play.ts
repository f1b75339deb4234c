import type { Cluster } from '../engine/index';
import type { Base } from './scenario';

/** Runs one command line against a cluster at its present time. */
export type Executor = (cluster: Cluster, line: string, stdin: string | undefined) => void;

/** Brings a new cluster through a base's set-up to its origin. */
export function playBase(cluster: Cluster, base: Base, execute: Executor): void {
  const origin = base.startTime + base.warmUp;
  for (const { at, line, stdin } of base.setUp) {
    cluster.advanceTo(origin + at);
    execute(cluster, line, stdin);
  }
  cluster.advanceTo(origin);
}
