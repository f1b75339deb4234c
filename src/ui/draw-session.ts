import { kubeletActivity } from '../engine/index';
import { createChangeFeed } from '../scene/changes';
import { createSceneBuilder } from '../scene/scene-builder';
import type { SessionStore } from '../state/session';
import type { Draw } from './scene-feed';

/**
 * Real milliseconds of a frame for looking at nodes; where all of many have changed, several frames share the work. While time runs the
 * engine wants its part of each; while it stands somebody waits for the picture.
 */
const SHARE = { playing: 6, standing: 14 } as const;

/** The picture of the playhead, at the cost of what has changed since the last one. `share`: of a frame, in place of that. */
export function drawSession(session: SessionStore, share?: number): Draw {
  const builder = createSceneBuilder();
  const changes = createChangeFeed();
  return ({ selection, ...frame }) => {
    const { cluster, now, playing } = session.getState();
    const end = performance.now() + (share ?? SHARE[playing ? 'playing' : 'standing']);
    return builder.follow(
      {
        read: cluster.read,
        world: cluster.world,
        now,
        ...frame,
        activity: (uid) => kubeletActivity(cluster, uid),
        ...(selection ? { selection } : {}),
      },
      changes.take(cluster),
      () => performance.now() < end,
    );
  };
}
