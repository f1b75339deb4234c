const BYTES = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** Eight hexadecimal digits of a 32-bit integer, as if it had no sign. By table: `toString(16)` is slow beyond 31 bits. */
export function hex32(n: number): string {
  return (
    (BYTES[n >>> 24] as string) +
    (BYTES[(n >>> 16) & 0xff] as string) +
    (BYTES[(n >>> 8) & 0xff] as string) +
    (BYTES[n & 0xff] as string)
  );
}

const DIGITS = Array.from('0123456789abcdef', (digit) => digit.charCodeAt(0));
const DASH = '-'.charCodeAt(0);

/** What a text is made in: one list for all of them, as they come by the ten thousand. */
const codes: number[] = [];

/**
 * Eight hexadecimal digits for each 32-bit integer. `dashes`: how many digits stand before each dash, in order. Made in one go: a text put
 * together from pieces keeps all of them in memory until somebody reads it, and ids are kept by the ten thousand.
 */
export function hexText(words: readonly number[], dashes: readonly number[] = []): string {
  let length = 0;
  let dash = 0;
  for (let digit = 0; digit < words.length * 8; digit++) {
    if (dashes[dash] === digit) {
      codes[length++] = DASH;
      dash++;
    }
    codes[length++] = DIGITS[((words[digit >>> 3] as number) >>> (28 - (digit & 7) * 4)) & 15] as number;
  }
  codes.length = length;
  return String.fromCharCode(...codes);
}

const UUID_DASHES = [8, 12, 16, 20];

/** A UUID from 128 bits. */
export function uuidText(a: number, b: number, c: number, d: number): string {
  return hexText([a, b, c, d], UUID_DASHES);
}
