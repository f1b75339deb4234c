import { canonicalJson } from '../lib/canonical-json';
import { fnv1a32 } from '../lib/fnv';
import type { StoreSnapshot } from './api/store';
import type { Checkpoint } from './checkpoint';

/** Canonical hash of all state, equal for equal histories: 32 hexadecimal digits. */
export function digestOf(checkpoint: Checkpoint): string {
  const { now, random, store, agenda, queue, events, trace, world, components } = checkpoint;
  const text = canonicalJson({
    now,
    random,
    objects: sortedObjects(store),
    resourceVersion: store.resourceVersion,
    agenda: agenda.entries,
    queue,
    events,
    trace,
    world,
    components,
  });
  return [0x811c9dc5, 0x01234567, 0x89abcdef, 0x0badcafe]
    .map((seed) => fnv1a32(text, seed).toString(16).padStart(8, '0'))
    .join('');
}

function sortedObjects(store: StoreSnapshot): unknown[] {
  return store.objects
    .filter(({ list }) => list.length > 0)
    .toSorted((a, b) => (a.kind < b.kind ? -1 : 1))
    .map(({ list }) => list);
}
