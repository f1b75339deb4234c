import type { Cluster, WatchEvent } from '../engine/index';
import type { Kind } from '../k8s/types';
import type { Watching } from './command';

/** A cluster watch that can be asked whether something waits, without taking it. */
export function openWatch(cluster: Cluster, kind: Kind, namespace?: string, name?: string): Watching {
  const source = cluster.watch(kind, namespace, name);
  let waiting: WatchEvent[] = [];
  const fill = () => {
    waiting.push(...source.take());
  };
  return {
    ready() {
      fill();
      return waiting.length > 0;
    },
    take() {
      fill();
      const events = waiting;
      waiting = [];
      return events;
    },
    close: () => source.close(),
  };
}
