import type { Reader } from '../engine/index';

/** Reasons of events that tell what goes on around a pod or set while its status does not change. */
const TELLING = new Set([
  'Pulling',
  'Pulled',
  'Created',
  'Started',
  'FailedMount',
  'FailedCreate',
  'SuccessfulCreate',
]);

export function isTelling(reason: string): boolean {
  return TELLING.has(reason);
}

export interface TellingEvent {
  reason: string;
  message: string;
  /** Sorts by time, then by the order in which the events were written. */
  at: string;
}

/** The last telling event of each object, by uid. */
export function tellingEvents(read: Reader): ReadonlyMap<string, TellingEvent> {
  const found = new Map<string, TellingEvent>();
  for (const { involvedObject, metadata, reason = '', message = '', lastTimestamp } of read.list('Event')) {
    const { uid } = involvedObject;
    if (!uid || !TELLING.has(reason)) continue;
    const at = `${lastTimestamp ?? metadata.creationTimestamp} ${metadata.resourceVersion.padStart(12, '0')}`;
    const known = found.get(uid);
    if (!known || known.at <= at) found.set(uid, { reason, message, at });
  }
  return found;
}
