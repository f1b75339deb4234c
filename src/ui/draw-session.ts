import { kubeletActivity } from '../engine/index';
import { createChangeFeed } from '../scene/changes';
import { createSceneBuilder } from '../scene/scene-builder';
import type { SessionStore } from '../state/session';
import type { Draw } from './scene-feed';

/** Real milliseconds of a frame for looking at nodes; where all of many have changed, several frames share the work. */
const SHARE = 10;

/** The picture of the playhead, at the cost of what has changed since the last one. `share`: of a frame, real milliseconds. */
export function drawSession(session: SessionStore, share = SHARE): Draw {
  const builder = createSceneBuilder();
  const changes = createChangeFeed();
  return ({ selection, ...frame }) => {
    const { cluster, now } = session.getState();
    const end = performance.now() + share;
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
