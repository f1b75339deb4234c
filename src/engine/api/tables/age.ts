import { humanDuration } from '../../../k8s/duration';
import { parseRfc3339 } from '../../../k8s/time';

/** The AGE cell of a time stamp (CLI-29). */
export function ageSince(timestamp: string | undefined | null, now: number): string {
  if (timestamp === undefined || timestamp === null || timestamp === '') return '<unknown>';
  return humanDuration(now - parseRfc3339(timestamp));
}

export function ageOf(object: { metadata: { creationTimestamp?: string } }, now: number): string {
  return ageSince(object.metadata.creationTimestamp, now);
}
