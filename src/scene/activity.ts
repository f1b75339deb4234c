import type { Reader } from '../engine/index';
import { isTelling, tellingEvents, type TellingEvent } from '../explain/telling-events';
import type { Event } from '../k8s/types';

export interface Activity {
  /** What goes on for a pod while its status does not change: `Pulling`, `FailedMount: <message>`. */
  ofPod(uid: string): string | undefined;
  /** Last telling event of a set: `FailedCreate: <message>`. */
  ofSet(uid: string): string | undefined;
}

/**
 * Activity from core/v1 events, read only when something asks; `ofPod`, when given, knows better, but for why a volume cannot
 * be set up, which only the event tells (POD-24).
 */
export function activityOf(read: Reader, ofPod?: (uid: string) => string | undefined): Activity {
  let latest: ReadonlyMap<string, TellingEvent> | undefined;
  const fromEvents = (uid: string) => textOf((latest ??= tellingEvents(read)).get(uid));
  if (!ofPod) return { ofPod: fromEvents, ofSet: fromEvents };
  return {
    ofPod(uid) {
      const doing = ofPod(uid);
      return doing === 'waiting-volumes' ? (fromEvents(uid) ?? doing) : doing;
    },
    ofSet: fromEvents,
  };
}

/** What one event tells of the pod that it is about, in the same words; undefined when nothing. */
export function activityIn({ reason = '', message = '' }: Event): string | undefined {
  return isTelling(reason) ? textOf({ reason, message }) : undefined;
}

function textOf(event: Pick<TellingEvent, 'reason' | 'message'> | undefined): string | undefined {
  return event?.reason.startsWith('Failed') ? `${event.reason}: ${event.message}` : event?.reason;
}
