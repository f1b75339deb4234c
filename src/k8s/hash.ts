/** Hashes in names and labels (API-10). */
import { canonicalJson } from '../lib/canonical-json';
import { fnv1a32 } from '../lib/fnv';

const ALPHABET = 'bcdfghjklmnpqrstvwxz2456789';

/** Decimal digits as letters that cannot form words: each byte picks `alphabet[byte mod 27]` (API-10). */
export function safeEncode(text: string): string {
  let encoded = '';
  for (let i = 0; i < text.length; i++) encoded += ALPHABET[text.charCodeAt(i) % ALPHABET.length];
  return encoded;
}

/** 1 to 10 characters of `456789bcdf`; another `collisionCount` gives another hash (TEST-101), none is not the same as 0. */
export function hashText(value: unknown, collisionCount?: number): string {
  let hash = fnv1a32(canonicalJson(value));
  if (collisionCount !== undefined) hash = fnv1a32(littleEndian(collisionCount), hash);
  return safeEncode(String(hash));
}

function littleEndian(n: number): string {
  let bytes = '';
  for (let i = 0; i < 8; i++) bytes += String.fromCharCode(Math.floor(n / 2 ** (8 * i)) % 256);
  return bytes;
}
