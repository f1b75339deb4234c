/** What the controller derives from the objects: the pods of each set, grouped and counted, in step with the watch events. */
import type { WatchEvent } from '../../api/types';
import { derivedFrom } from '../../derived';
import { OwnedPods } from '../../owned-pods';
import type { DaemonState } from './daemon-context';
import type { Grouping } from './grouping';
import { placementChanged } from './placement-changed';

export const knownPods = derivedFrom<DaemonState, OwnedPods<Grouping>>(() => new OwnedPods());

/** To be told of every event, before anything is enqueued for it. */
export function noteEvent(state: DaemonState, event: WatchEvent): void {
  const known = knownPods(state);
  if (event.kind === 'Pod') known.note(event);
  else if (event.kind === 'Node') {
    const { type, object, old } = event;
    if (type === 'MODIFIED' && old && !placementChanged(old, object)) return;
    for (const { sums } of known.all()) sums.touchedNodes.add(object.metadata.name);
  } else if (event.kind === 'DaemonSet' && event.type === 'DELETED') known.forget(event.object.metadata.uid);
}
