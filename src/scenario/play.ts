import { Cluster, kindByApiVersion, type Manifest } from '../engine/index';
import type { Base } from './scenario';

/** Runs one command line against a cluster at its present time. */
export type Executor = (cluster: Cluster, line: string, stdin: string | undefined) => void;

/** A new cluster, brought through a base's set-up to its origin. */
export function playBase(base: Base, seed: number, execute: Executor): Cluster {
  const { startTime, warmUp, bootstrap, setUp } = base;
  const cluster = new Cluster({ seed, startTime, bootstrap });
  const origin = startTime + warmUp;
  for (const step of setUp) {
    cluster.advanceTo(origin + step.at);
    if ('line' in step) execute(cluster, step.line, step.stdin);
    else for (const object of step.objects) create(cluster, object);
  }
  cluster.advanceTo(origin);
  return cluster;
}

function create({ api, read }: Cluster, object: Manifest): void {
  const { apiVersion, kind, metadata } = object as { apiVersion: string; kind: string; metadata: Manifest };
  const row = kindByApiVersion(apiVersion, kind, read);
  if (row) api.create(row.id, metadata['namespace'] as string | undefined, object);
}
