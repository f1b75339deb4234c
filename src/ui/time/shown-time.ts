import type { Shown } from '../../state/types';

/** The thumb is where it was put, even while the cluster is still on its way there. */
export function shownTime({ now, underWay }: Shown): number {
  return underWay?.type === 'seeking' ? underWay.to : now;
}
