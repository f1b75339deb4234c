import { countText } from '../explain/words';
import type { Halt } from './pod-mark';

/** Places told one by one before they are only counted. */
const NAMED = 2;

/**
 * What keeps some pods from getting on, in one line: `worker-1: Evicted`, or counted: `3 pods in CrashLoopBackOff, 1 evicted`.
 * Without places they are always counted; alike ones keep some places: `3 pods in CrashLoopBackOff (worker-1, worker-2, …)`.
 */
export function haltWords(halts: readonly { place?: string; halt: Halt }[]): string | undefined {
  const [first, ...others] = halts;
  if (!first) return undefined;
  const places = halts.slice(0, NAMED).flatMap(({ place }) => place ?? []);
  if (halts.length <= NAMED && places.length > 0)
    return halts.map(({ place, halt }) => `${place}: ${halt.word}`).join(', ');
  const counts = new Map<string, number>();
  for (const { halt } of halts) counts.set(halt.many, (counts.get(halt.many) ?? 0) + 1);
  const alike = others.every(({ halt }) => halt.many === first.halt.many);
  const where = alike && places.length > 0 ? ` (${places.join(', ')}, …)` : '';
  const words = [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([many, count]) => many.replace('{n} pods', countText(count, 'pod')).replace('{n}', String(count)))
    .join(', ');
  return `${words}${where}`;
}
