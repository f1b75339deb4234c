/** Static pods as the API server sees them (POD-44). */
import type { Pod } from './types';

export const MIRROR_ANNOTATION = 'kubernetes.io/config.mirror';

/** Whether the pod mirrors one that its machine runs from a file. */
export function isMirror(pod: Pod): boolean {
  return pod.metadata.annotations?.[MIRROR_ANNOTATION] !== undefined;
}
