import type { Cluster } from '../engine/index';
import type { Action, Base, Scenario } from './scenario';

/** Runs one command line against a cluster at its present time. */
export type Executor = (cluster: Cluster, line: string, stdin: string | undefined) => void;

/** Brings a new cluster through a base's set-up to its origin. */
export function playBase(cluster: Cluster, base: Base, execute: Executor): void {
  const origin = base.startTime + base.warmUp;
  playActions(cluster, base.setUp, origin, execute);
  cluster.advanceTo(origin);
}

/** Plays the scenario's actions at their times and goes to the playhead. */
export function playScenario(cluster: Cluster, base: Base, scenario: Scenario, execute: Executor): void {
  const origin = base.startTime + base.warmUp;
  playActions(cluster, scenario.actions, origin, execute);
  cluster.advanceTo(origin + scenario.playhead);
}

function playActions(cluster: Cluster, actions: readonly Action[], origin: number, execute: Executor): void {
  for (const { at, line, stdin } of actions) {
    cluster.advanceTo(origin + at);
    execute(cluster, line, stdin);
  }
}
