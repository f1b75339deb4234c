import type { Container } from '../../k8s/types';
import { HOOK_DURATION } from './stages';

type Hook = NonNullable<Container['lifecycle']>['preStop'];

/** How long a hook takes, milliseconds; 0 without one. */
export function hookDuration(hook: Hook): number {
  if (!hook) return 0;
  const { sleep } = hook as { sleep?: { seconds?: number } };
  return sleep ? (sleep.seconds ?? 0) * 1000 : HOOK_DURATION;
}
