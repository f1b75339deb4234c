/** What the trace keeps of a write to the store (architecture rule 4). */
import { refOf } from '../k8s/ref';
import type { Event } from '../k8s/types';
import type { StoreChange } from './api/store';
import type { ObjectRef, TraceRecord } from './trace';

/** `at`: milliseconds since the epoch; `cause`: the record that it follows from, 0 = none. Its id is given by the trace. */
export function recordOf(
  { type, kind, object, by, what }: StoreChange,
  at: number,
  cause: number,
): TraceRecord {
  if (kind === 'Event' && object.kind === 'Event')
    return {
      id: 0,
      at,
      type: 'event',
      by,
      cause,
      about: subjectOf(object.involvedObject),
      level: object.type === 'Warning' ? 'Warning' : 'Normal',
      reason: object.reason ?? '',
      message: object.message ?? '',
    };
  const verb = type === 'ADDED' ? 'create' : type === 'MODIFIED' ? 'update' : 'delete';
  const { resourceVersion } = object.metadata;
  return { id: 0, at, type: 'write', by, cause, verb, object: refOf(object), resourceVersion, what };
}

/** Components name their subject in full; only a user's event may lack something. */
function subjectOf(involved: Event['involvedObject']): ObjectRef {
  const { kind, name } = involved;
  return kind !== undefined && name !== undefined
    ? (involved as ObjectRef)
    : { ...involved, kind: kind ?? '', name: name ?? '' };
}
