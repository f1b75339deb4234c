import { Cluster, kindByApiVersion, type Manifest } from '../engine/index';
import type { Base } from './scenario';

/** Runs one command line against a cluster at its present time. */
export type Executor = (cluster: Cluster, line: string, stdin: string | undefined) => void;

/** Work items of a part: some milliseconds where all code runs for the first time. */
const PART = 20;

/** A new cluster, brought through a base's set-up to its origin. */
export function playBase(base: Base, seed: number, execute: Executor): Cluster {
  return wholeOf(playBaseInParts(base, seed, execute));
}

/** The same in parts; between two of them anything may be done but to this cluster. */
export function* playBaseInParts(base: Base, seed: number, execute: Executor): Generator<void, Cluster> {
  const { startTime, warmUp, bootstrap, setUp } = base;
  const cluster = new Cluster({ seed, startTime, bootstrap });
  const origin = startTime + warmUp;
  for (const step of setUp) {
    yield* advance(cluster, origin + step.at);
    if ('line' in step) execute(cluster, step.line, step.stdin);
    else
      for (const object of step.objects) {
        create(cluster, object);
        yield;
      }
  }
  yield* advance(cluster, origin);
  return cluster;
}

/** All parts at once. */
export function wholeOf(parts: Generator<void, Cluster>): Cluster {
  for (;;) {
    const part = parts.next();
    if (part.done) return part.value;
  }
}

function* advance(cluster: Cluster, time: number): Generator<void> {
  do yield;
  while (!cluster.advanceTo(time, PART));
}

function create({ api, read }: Cluster, object: Manifest): void {
  const { apiVersion, kind, metadata } = object as { apiVersion: string; kind: string; metadata: Manifest };
  const row = kindByApiVersion(apiVersion, kind, read);
  if (row) api.create(row.id, metadata['namespace'] as string | undefined, object);
}
