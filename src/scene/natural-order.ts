import { compareText } from '../lib/compare';

/** Byte order, except that runs of digits compare as numbers: worker-2 before worker-10. */
export function compareNatural(a: string, b: string): number {
  const left = parts(a);
  const right = parts(b);
  const shared = Math.min(left.length, right.length);
  for (let i = 0; i < shared; i++) {
    const x = left[i] ?? '';
    const y = right[i] ?? '';
    const order = isDigits(x) && isDigits(y) ? Number(x) - Number(y) : compareText(x, y);
    if (order !== 0) return order;
  }
  return left.length - right.length || compareText(a, b);
}

function parts(text: string): string[] {
  return text.match(/\d+|\D+/g) ?? [];
}

function isDigits(text: string): boolean {
  const code = text.charCodeAt(0);
  return code >= 48 && code <= 57;
}
