import type { Cluster, Watch } from '../engine/index';
import { followEvents } from '../explain/telling-events';
import type { Pod } from '../k8s/types';

/** What was written since the last look, as far as tiles show it. */
export interface Changes {
  /** As they are now or, when they are gone, as they were last; a pod may come several times, oldest first. */
  pods: readonly { pod: Pod; gone: boolean }[];
  /** Names of nodes whose objects have changed. */
  nodes: ReadonlySet<string>;
}

/** What has changed in a cluster between two looks. */
export interface ChangeFeed {
  /** Undefined: anything may have changed (another cluster, or the same one gone back in time). */
  take(cluster: Cluster): Changes | undefined;
  close(): void;
}

/** Follows whichever cluster it is asked about, by its watches, so that a look costs what has changed; what events tell of it, too. */
export function createChangeFeed(): ChangeFeed {
  let followed:
    | {
        cluster: Cluster;
        pods: Watch;
        nodes: Watch;
        events: { look(): void; close(): void };
        restored: number;
      }
    | undefined;

  function close(): void {
    followed?.pods.close();
    followed?.nodes.close();
    followed?.events.close();
    followed = undefined;
  }

  return {
    close,
    take(cluster) {
      if (followed?.cluster !== cluster) {
        close();
        const { restored } = cluster;
        followed = {
          cluster,
          pods: cluster.watch('Pod'),
          nodes: cluster.watch('Node'),
          events: followEvents(cluster),
          restored,
        };
        return undefined;
      }
      followed.events.look();
      const pods = followed.pods.take();
      const nodes = followed.nodes.take();
      if (followed.restored !== cluster.restored) {
        followed.restored = cluster.restored;
        return undefined;
      }
      return {
        pods: pods.map(({ object, type }) => ({ pod: object as Pod, gone: type === 'DELETED' })),
        nodes: new Set(nodes.map(({ object }) => object.metadata.name)),
      };
    },
  };
}
