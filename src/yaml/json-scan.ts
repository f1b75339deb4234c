/** A JSON value at the head of a text, as Go's decoder finds it. */
export type JsonScan =
  | { ok: true; end: number }
  /** `syntax`: at a character that cannot stand there; else the text ends too early. `at`: its offset. */
  | { ok: false; message: string; at: number; syntax: boolean };

const BEGINNING = 'looking for beginning of value';
const KEY = 'looking for beginning of object key string';
const DEEPEST = 1000;

/** Where the value ends that begins at `start` (blanks before it allowed), or Go's words for what is wrong with it. */
export function scanJson(text: string, start: number): JsonScan {
  let at = start;
  let fault: { message: string; syntax: boolean } | undefined;
  const fail = (context: string): false => {
    const letter = text[at];
    fault ??=
      letter === undefined
        ? { message: 'unexpected EOF', syntax: false }
        : { message: `invalid character ${quoted(letter)} ${context}`, syntax: true };
    return false;
  };
  const blanks = (): void => {
    while (/[ \t\r\n]/.test(text[at] ?? 'x')) at += 1;
  };
  const take = (letters: string): boolean => {
    if (!letters.includes(text[at] ?? '\0')) return false;
    at += 1;
    return true;
  };
  const digits = (): void => {
    while (take('0123456789'));
  };

  const string = (): boolean => {
    at += 1;
    for (;;) {
      if (take('"')) return true;
      if (take('\\')) {
        if (take('u')) {
          for (let i = 0; i < 4; i += 1)
            if (!take('0123456789abcdefABCDEF')) return fail('in \\u hexadecimal character escape');
        } else if (!take('"\\/bfnrt')) return fail('in string escape code');
      } else if ((text[at] ?? '\0') < ' ') return fail('in string literal');
      else at += 1;
    }
  };
  const number = (): boolean => {
    take('-');
    if (!take('0')) {
      if (!take('123456789')) return fail('in numeric literal');
      digits();
    }
    if (take('.')) {
      if (!take('0123456789')) return fail('after decimal point in numeric literal');
      digits();
    }
    if (take('eE')) {
      take('+-');
      if (!take('0123456789')) return fail('in exponent of numeric literal');
      digits();
    }
    return true;
  };
  const word = (wanted: string): boolean => {
    for (const letter of wanted)
      if (!take(letter)) return fail(`in literal ${wanted} (expecting '${letter}')`);
    return true;
  };
  const members = (depth: number): boolean => {
    blanks();
    if (take('}')) return true;
    for (;;) {
      blanks();
      if (text[at] !== '"') return fail(KEY);
      if (!string()) return false;
      blanks();
      if (!take(':')) return fail('after object key');
      if (!value(depth)) return false;
      blanks();
      if (take('}')) return true;
      if (!take(',')) return fail('after object key:value pair');
    }
  };
  const items = (depth: number): boolean => {
    blanks();
    if (take(']')) return true;
    for (;;) {
      if (!value(depth)) return false;
      blanks();
      if (take(']')) return true;
      if (!take(',')) return fail('after array element');
    }
  };
  const value = (depth: number): boolean => {
    blanks();
    const letter = text[at] ?? '';
    if (depth > DEEPEST) {
      fault = { message: 'exceeded max depth', syntax: true };
      return false;
    }
    if (letter === '"') return string();
    if (/[-\d]/.test(letter)) return number();
    if (take('{')) return members(depth + 1);
    if (take('[')) return items(depth + 1);
    const known = ['true', 'false', 'null'].find((name) => letter !== '' && name.startsWith(letter));
    return known === undefined ? fail(BEGINNING) : word(known);
  };

  const ok = value(0);
  return ok || fault === undefined ? { ok: true, end: at } : { ok: false, at, ...fault };
}

/** Go looks at bytes: of a letter beyond ASCII it shows the first one. */
function quoted(letter: string): string {
  if (letter === "'") return String.raw`'\''`;
  if (letter === '"') return `'"'`;
  const code = letter.codePointAt(0) ?? 0;
  const byte =
    code < 0x80
      ? code
      : code < 0x800
        ? 0xc0 | (code >> 6)
        : code >= 0xd800 && code < 0xe000
          ? 0xf0
          : 0xe0 | (code >> 12);
  const named: Record<string, string> = {
    '\n': '\\n',
    '\t': '\\t',
    '\r': '\\r',
    '\b': '\\b',
    '\f': '\\f',
    '\v': '\\v',
    '\\': '\\\\',
  };
  const shown = String.fromCharCode(byte);
  const hex = byte.toString(16).padStart(2, '0');
  return `'${named[shown] ?? (byte < 0x20 || byte === 0x7f ? `\\x${hex}` : shown)}'`;
}
