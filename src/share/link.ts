/** Scenario <-> text of a link. The tag names format and version; golden links in the tests must open for ever. */
import { Inflate, deflateSync, strFromU8, strToU8 } from 'fflate';
import { decodeBase64Url, encodeBase64Url } from '../lib/base64url';
import { parseScenario, type ParsedScenario, type Scenario } from '../scenario/scenario';
import { DICTIONARY_1 } from './dictionary-1';

const TAG = '1.';

/** Longest link text decoded, in characters, and the most that it may unpack to, in bytes. */
const MAX_LINK = 4_000_000;
const MAX_JSON = 12_000_000;

const dictionary = strToU8(DICTIONARY_1);

/** The part after `#` in a link. */
export function encodeLink(scenario: Scenario): string {
  const { version, base, seed, actions, text, playhead } = scenario;
  // The text is mostly what was last applied: say so instead of repeating it.
  const same = actions.findLastIndex((a) => a.stdin === text);
  const json = JSON.stringify({ version, base, seed, actions, text: same < 0 ? text : same, playhead });
  return TAG + encodeBase64Url(deflateSync(strToU8(json), { level: 9, dictionary }));
}

/** Reads the part after `#`. Never throws; a refusal says in words what is wrong. */
export function decodeLink(link: string): ParsedScenario {
  if (link.length > MAX_LINK) return { ok: false, message: 'it is too long' };
  if (!link.startsWith(TAG)) return { ok: false, message: 'it is not in a format known here' };
  const bytes = decodeBase64Url(link.slice(TAG.length));
  if (!bytes)
    return {
      ok: false,
      message: 'it has characters that no link has; perhaps it was cut or changed on the way',
    };
  const unpacked = inflate(bytes);
  if (!unpacked.ok) return unpacked;
  let data: unknown;
  try {
    data = JSON.parse(unpacked.text);
  } catch {
    return { ok: false, message: 'what it holds cannot be read; perhaps it was cut or changed on the way' };
  }
  return parseScenario(withText(data));
}

/** Undoes the reference that stands for the text of an action. */
function withText(data: unknown): unknown {
  if (typeof data !== 'object' || data === null || !('text' in data) || typeof data.text !== 'number')
    return data;
  const actions: unknown = 'actions' in data ? data.actions : undefined;
  const action: unknown = Array.isArray(actions) ? actions[data.text] : undefined;
  const text = typeof action === 'object' && action !== null && 'stdin' in action ? action.stdin : undefined;
  return { ...data, text };
}

/** Unpacks in pieces and stops past the cap, so that a small link cannot fill the memory. */
function inflate(bytes: Uint8Array): { ok: true; text: string } | { ok: false; message: string } {
  const parts: Uint8Array[] = [];
  let size = 0;
  let done = false;
  const stream = new Inflate({ dictionary }, (chunk, final) => {
    size += chunk.length;
    done = final;
    if (size <= MAX_JSON) parts.push(chunk.slice());
  });
  try {
    const piece = 1024;
    for (let at = 0; at < bytes.length && size <= MAX_JSON; at += piece)
      stream.push(bytes.subarray(at, at + piece), at + piece >= bytes.length);
  } catch {
    return { ok: false, message: 'it is damaged; perhaps it was cut or changed on the way' };
  }
  if (size > MAX_JSON) return { ok: false, message: 'it unpacks to more than a scenario may hold' };
  if (!done) return { ok: false, message: 'it ends too early; perhaps it was cut on the way' };
  const all = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return { ok: true, text: strFromU8(all) };
}
