import type { Run } from './command';

/** Does one thing after the other, with a breath between any two; `end` gives the exit status. */
export function* inSteps<T>(items: readonly T[], act: (item: T) => void, end: () => number): Run {
  for (const [i, item] of items.entries()) {
    if (i > 0) yield { type: 'breath', share: i / items.length };
    act(item);
  }
  return end();
}
