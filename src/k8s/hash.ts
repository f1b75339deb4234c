/** Hashes in names and labels (API-10). */
import { canonicalJson } from '../lib/canonical-json';
import { fnv1a32, fnv1Of } from '../lib/fnv';
import { utf8Bytes } from '../lib/utf8';

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

/**
 * The hash in the name of a StatefulSet's revision: the same as in a real cluster when `data` has all that the server writes out.
 * It is taken over the bytes of the JSON that Go would write.
 */
export function hashRevision(data: unknown, collisionCount: number): string {
  const json = canonicalJson(data).replace(
    /[<>&\u2028\u2029]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return safeEncode(String(fnv1Of(utf8Bytes(`${json}${collisionCount}`))));
}
