import { kubeletActivity } from '../engine/index';
import { createChangeFeed } from '../scene/changes';
import { createSceneBuilder } from '../scene/scene-builder';
import type { SessionStore } from '../state/session';
import type { Draw } from './scene-feed';

/** The picture of the playhead, at the cost of what has changed since the last one. */
export function drawSession(session: SessionStore): Draw {
  const builder = createSceneBuilder();
  const changes = createChangeFeed();
  return ({ selection, ...frame }) => {
    const { cluster, now } = session.getState();
    return builder.build(
      {
        read: cluster.read,
        world: cluster.world,
        now,
        ...frame,
        activity: (uid) => kubeletActivity(cluster, uid),
        ...(selection ? { selection } : {}),
      },
      changes.take(cluster),
    );
  };
}
