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
