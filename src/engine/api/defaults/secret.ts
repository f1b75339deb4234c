/** Defaults of a Secret; `stringData` is write-only and ends up in `data`. */
import type { Secret } from '../../../k8s/types';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

export function defaultSecret(secret: Secret): Secret {
  const { stringData, ...rest } = secret;
  const type = rest.type ?? 'Opaque';
  if (!stringData) return secret.type === type ? secret : { ...secret, type };
  const data: Record<string, string> = { ...rest.data };
  for (const [key, value] of Object.entries(stringData)) data[key] = base64(utf8(value));
  return { ...rest, type, data };
}

function utf8(text: string): number[] {
  const bytes: number[] = [];
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    if (point < 0x80) bytes.push(point);
    else if (point < 0x800) bytes.push(0xc0 | (point >> 6), 0x80 | (point & 63));
    else if (point < 0x10000)
      bytes.push(0xe0 | (point >> 12), 0x80 | ((point >> 6) & 63), 0x80 | (point & 63));
    else
      bytes.push(
        0xf0 | (point >> 18),
        0x80 | ((point >> 12) & 63),
        0x80 | ((point >> 6) & 63),
        0x80 | (point & 63),
      );
  }
  return bytes;
}

function base64(bytes: readonly number[]): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const [a = 0, b, c] = bytes.slice(i, i + 3);
    const group = (a << 16) | ((b ?? 0) << 8) | (c ?? 0);
    text += ALPHABET[group >> 18];
    text += ALPHABET[(group >> 12) & 63];
    text += b === undefined ? '=' : ALPHABET[(group >> 6) & 63];
    text += c === undefined ? '=' : ALPHABET[group & 63];
  }
  return text;
}
