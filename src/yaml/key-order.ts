/**
 * The order in which go-yaml prints keys: letters after everything else, runs of digits by their number
 * (`worker-2` before `worker-10`), otherwise by code point.
 */
export function compareKeys(a: string, b: string): number {
  const left = Array.from(a);
  const right = Array.from(b);
  for (let i = 0; i < left.length && i < right.length; i += 1) {
    const x = left[i] as string;
    const y = right[i] as string;
    if (x === y) continue;
    const xLetter = isLetter(x);
    const yLetter = isLetter(y);
    if (xLetter && yLetter) return codeOf(x) - codeOf(y);
    if (xLetter || yLetter) return yLetter ? -1 : 1;
    // After a digit other than 0, a 0 belongs to the middle of a number and does not lead a new one.
    const lead = (x === '0' || y === '0') && followsNumber(left, i) ? '1' : '';
    const xRun = digitsFrom(left, i);
    const yRun = digitsFrom(right, i);
    const xNumber = BigInt(lead + xRun || '0');
    const yNumber = BigInt(lead + yRun || '0');
    if (xNumber !== yNumber) return xNumber < yNumber ? -1 : 1;
    if (xRun.length !== yRun.length) return xRun.length - yRun.length;
    return codeOf(x) - codeOf(y);
  }
  return left.length - right.length;
}

function followsNumber(letters: readonly string[], end: number): boolean {
  for (let i = end - 1; i >= 0 && isDigit(letters[i]); i -= 1) {
    if (letters[i] !== '0') return true;
  }
  return false;
}

function digitsFrom(letters: readonly string[], start: number): string {
  let end = start;
  while (isDigit(letters[end])) end += 1;
  return letters.slice(start, end).join('');
}

function isDigit(letter: string | undefined): boolean {
  return letter !== undefined && letter >= '0' && letter <= '9';
}

function isLetter(letter: string): boolean {
  return /\p{L}/u.test(letter);
}

function codeOf(letter: string): number {
  return letter.codePointAt(0) ?? 0;
}
