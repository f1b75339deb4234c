import { compareText } from '../lib/compare';

/** Byte order, except that runs of digits compare as numbers: worker-2 before worker-10. */
export function compareNatural(a: string, b: string): number {
  return compareParts(naturalParts(a), naturalParts(b));
}

/** A text as the runs of digits and of other characters that `compareParts` compares. */
export function naturalParts(text: string): readonly string[] {
  return text.match(/\d+|\D+/g) ?? [];
}

export function compareParts(left: readonly string[], right: readonly string[]): number {
  const shared = Math.min(left.length, right.length);
  for (let i = 0; i < shared; i++) {
    const x = left[i] ?? '';
    const y = right[i] ?? '';
    if (x === y) continue;
    const order = isDigits(x) && isDigits(y) ? Number(x) - Number(y) : compareText(x, y);
    if (order !== 0) return order;
  }
  return left.length - right.length || compareText(left.join(''), right.join(''));
}

function isDigits(text: string): boolean {
  const code = text.charCodeAt(0);
  return code >= 48 && code <= 57;
}
