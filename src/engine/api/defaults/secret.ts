/** Defaults of a Secret; `stringData` is write-only and ends up in `data`. */
import type { Secret } from '../../../k8s/types';
import { encodeBase64Url } from '../../../lib/base64url';
import { utf8Bytes } from '../../../lib/utf8';

export function defaultSecret(secret: Secret): Secret {
  const { stringData, ...rest } = secret;
  const type = rest.type ?? 'Opaque';
  if (!stringData) return secret.type === type ? secret : { ...secret, type };
  const data: Record<string, string> = { ...rest.data };
  for (const [key, value] of Object.entries(stringData)) data[key] = base64(value);
  return { ...rest, type, data };
}

function base64(text: string): string {
  const code = encodeBase64Url(Uint8Array.from(utf8Bytes(text)));
  const padded = code.padEnd(Math.ceil(code.length / 4) * 4, '=');
  return padded.replaceAll('-', '+').replaceAll('_', '/');
}
