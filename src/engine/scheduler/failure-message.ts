import { byteLength } from '../../lib/utf8';
import { compareText } from '../../lib/compare';

/** Longest note of an event, in bytes (SCH-20). */
const NOTE_LIMIT = 1024;

/** Counts by reason. */
export type Histogram = Map<string, number>;

export function count(histogram: Histogram, reason: string, by = 1): void {
  if (by > 0) histogram.set(reason, (histogram.get(reason) ?? 0) + by);
}

/** `0/<N> nodes are available: <histogram>.` (SCH-21); a pod-level message takes the histogram's place. */
export function fitErrorText(nodes: number, histogram: Histogram, preFilterMessage?: string): string {
  const head = `0/${nodes} nodes are available:`;
  if (preFilterMessage !== undefined) return `${head} ${preFilterMessage}.`;
  // Sorted as texts, number included: `1 x, 10 y, 2 z`.
  const parts = [...histogram].map(([reason, n]) => `${n} ${reason}`).sort(compareText);
  return parts.length === 0 ? head : `${head} ${parts.join(', ')}.`;
}

/** The note of an event: at most 1024 bytes, a longer one ends in ` ...`. All messages are ASCII but for names and labels. */
export function eventNote(text: string): string {
  if (text.length <= NOTE_LIMIT && byteLength(text) <= NOTE_LIMIT) return text;
  const suffix = ' ...';
  let cut = '';
  let size = suffix.length;
  for (const character of text) {
    size += byteLength(character);
    if (size > NOTE_LIMIT) break;
    cut += character;
  }
  return cut + suffix;
}
