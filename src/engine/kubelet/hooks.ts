import type { Container } from '../../k8s/types';
import { HOOK_DURATION } from './stages';

type Hook = NonNullable<Container['lifecycle']>['preStop'];

/** `sleep 15` in a script or as words of a command, with the units of GNU sleep. */
const SLEEP = /(?:^|[\s;&|/(])sleep\s+(\d+(?:\.\d+)?)([smhd]?)(?=$|[\s;&|)])/g;
const UNITS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** How long a hook takes, milliseconds; 0 without one. */
export function hookDuration(hook: Hook): number {
  if (!hook) return 0;
  const { sleep } = hook as { sleep?: { seconds?: number } };
  if (sleep) return (sleep.seconds ?? 0) * 1000;
  let slept = 0;
  for (const [, time, unit] of (hook.exec?.command ?? []).join(' ').matchAll(SLEEP))
    slept += Number(time) * (UNITS[unit || 's'] ?? 0);
  return slept > 0 ? Math.round(slept) : HOOK_DURATION;
}
