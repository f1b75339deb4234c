/** The opaque text by which a client asks for the next page of a list. */
import { decodeBase64Url, encodeBase64Url } from '../../lib/base64url';

export interface ContinueToken {
  /** Version of the list that the pages belong to; -1: of whatever there is now. */
  version: number;
  /** `/name` or `/namespace/name` of the first object of the page, or something just before it. */
  start: string;
}

const FORMAT = 'meta.k8s.io/v1';

/** A token for the objects after this one. */
export function continueAfter(key: string, version: number): string {
  return encoded({ version, start: `${key}\u0000` });
}

/** The same place in whatever the list is now. */
export function continueAnyway({ start }: ContinueToken): string {
  return encoded({ version: -1, start: start.slice(1) });
}

/** Names are plain ASCII, and JSON escapes what is not printable. */
function encoded({ version, start }: ContinueToken): string {
  const text = JSON.stringify({ v: FORMAT, rv: version, start });
  return encodeBase64Url(Uint8Array.from(text, (char) => char.charCodeAt(0)));
}

/** The token, or why it is none, in upstream's words. */
export function readContinue(text: string): ContinueToken | { problem: string } {
  const bytes = decodeBase64Url(text);
  if (bytes === undefined)
    return { problem: `${INVALID}: illegal base64 data at input byte ${badByte(text)}` };
  const json = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  let token: unknown;
  try {
    token = JSON.parse(json);
  } catch {
    return { problem: `${INVALID}: ${jsonProblem(json)}` };
  }
  if (typeof token !== 'object' || token === null || Array.isArray(token)) {
    return {
      problem: `${INVALID}: json: cannot unmarshal ${goWord(token)} into Go value of type storage.continueToken`,
    };
  }
  const { v = '', rv = 0, start = '' } = token as { v?: unknown; rv?: unknown; start?: unknown };
  if (v !== FORMAT)
    return { problem: `${INVALID}: server does not recognize this encoded version ${String(v)}` };
  if (typeof rv !== 'number' || rv === 0)
    return { problem: `${INVALID}: incorrect encoded start resourceVersion (version ${FORMAT})` };
  if (typeof start !== 'string' || start === '')
    return { problem: `${INVALID}: encoded start key empty (version ${FORMAT})` };
  const key = start.startsWith('/') ? start : `/${start}`;
  if (/\/(\.{0,2})(\/|$)/.test(key)) return { problem: `${INVALID}: ${start}` };
  return { version: rv, start: key };
}

const INVALID = 'continue key is not valid';

/** Where Go's decoder stops. */
function badByte(text: string): number {
  const at = text.search(/[^A-Za-z0-9_-]/);
  return at < 0 ? text.length - 1 : at;
}

function jsonProblem(json: string): string {
  const first = json.trimStart().charAt(0);
  return first === '' || '{["-0123456789tfn'.includes(first)
    ? 'unexpected end of JSON input'
    : `invalid character ${goCharacter(first)} looking for beginning of value`;
}

/** As Go's %q writes it. */
function goCharacter(character: string): string {
  if (character === "'") return "'\\''";
  const code = character.charCodeAt(0);
  const control = code < 0x20 || (code >= 0x7f && code < 0xa0);
  return control ? `'\\u${code.toString(16).padStart(4, '0')}'` : `'${character}'`;
}

function goWord(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}
