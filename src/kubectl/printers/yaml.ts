/**
 * YAML as kubectl prints it (CLI-34): sorted keys, 2-space indent, list items not further indented, scalars quoted only where
 * they must be, texts of several lines as literal blocks, long lines folded after column 80.
 */
const WIDTH = 80;

/** A document with final newline. */
export function yamlText(value: unknown): string {
  const text = node(value, 0, 0);
  return text.startsWith('\n') ? text.slice(1) : `${text.trimStart()}\n`;
}

/**
 * A node after its key or dash: scalars and empty collections begin with a blank, block collections with a line break and end
 * with one. `indent` is the column of children, `column` where the text will start.
 */
function node(value: unknown, indent: number, column: number): string {
  if (Array.isArray(value)) {
    if (value.length === 0) return ' []';
    return `\n${value.map((item) => `${' '.repeat(indent)}-${entry(item, indent + 2, true)}`).join('')}`;
  }
  if (typeof value === 'object' && value !== null) {
    const keys = keysOf(value);
    if (keys.length === 0) return ' {}';
    return `\n${keys.map((key) => `${' '.repeat(indent)}${member(value, key, indent)}`).join('')}`;
  }
  return ` ${scalar(value, indent, column + 1)}`;
}

function member(object: object, key: string, indent: number): string {
  const value = (object as Record<string, unknown>)[key];
  const name = scalar(key, indent, indent);
  // A list under a key stands in the key's own column; everything else two further.
  const childIndent = Array.isArray(value) ? indent : indent + 2;
  const text = node(value, childIndent, indent + name.length + 1);
  return `${name}:${text}${text.startsWith('\n') ? '' : '\n'}`;
}

/** What follows a dash: the first key or dash of a collection stands on the dash's own line. */
function entry(value: unknown, indent: number, first: boolean): string {
  const text = node(value, indent, indent - 1);
  if (text.startsWith('\n')) return first ? ` ${text.slice(1 + indent)}` : text;
  return `${text}\n`;
}

function keysOf(object: object): string[] {
  const record = object as Record<string, unknown>;
  return Object.keys(record)
    .filter((key) => record[key] !== undefined)
    .sort(naturalOrder);
}

/** Natural order of keys: numbers inside names compare as numbers, letters after other characters. */
export function naturalOrder(a: string, b: string): number {
  const left = Array.from(a);
  const right = Array.from(b);
  let inNumber = false;
  for (let i = 0; i < left.length && i < right.length; i++) {
    const x = left[i] as string;
    const y = right[i] as string;
    if (x === y) {
      inNumber = isDigit(x);
      continue;
    }
    const xLetter = isLetter(x);
    const yLetter = isLetter(y);
    if (xLetter && yLetter) return x < y ? -1 : 1;
    if (xLetter || yLetter) return xLetter === inNumber ? -1 : 1;
    if (isDigit(x) && isDigit(y)) {
      const m = digitsAt(left, i);
      const n = digitsAt(right, i);
      // Inside a number that began with another digit than 0, a further digit counts by the whole number.
      const prefixed = precededByNonZero(left, i) && (x === '0' || y === '0') ? '1' : '';
      const difference = Number(prefixed + m) - Number(prefixed + n);
      if (difference !== 0) return difference < 0 ? -1 : 1;
      if (m.length !== n.length) return m.length < n.length ? -1 : 1;
    } else if (isDigit(x) !== isDigit(y)) {
      const m = Number(digitsAt(left, i) || '0');
      const n = Number(digitsAt(right, i) || '0');
      if (m !== n) return m < n ? -1 : 1;
      return isDigit(x) ? 1 : -1;
    }
    return x < y ? -1 : 1;
  }
  return left.length - right.length;
}

function digitsAt(chars: readonly string[], start: number): string {
  let end = start;
  while (end < chars.length && isDigit(chars[end] as string)) end++;
  return chars.slice(start, end).join('');
}
function precededByNonZero(chars: readonly string[], at: number): boolean {
  for (let i = at - 1; i >= 0 && isDigit(chars[i] as string); i--) if (chars[i] !== '0') return true;
  return false;
}
function isDigit(char: string): boolean {
  return char >= '0' && char <= '9';
}
function isLetter(char: string): boolean {
  return /\p{L}/u.test(char);
}

function scalar(value: unknown, indent: number, column: number): string {
  if (value === null || value === undefined) return 'null';
  if (typeof value !== 'string') return String(value as number | boolean);
  if (value === '' || resolvesToOther(value)) return doubleQuoted(value, indent, column);
  if (hasSpecial(value)) return doubleQuoted(value, indent, column);
  if (value.includes('\n')) {
    return / (\n|$)/.test(value) ? doubleQuoted(value, indent, column) : literal(value, indent);
  }
  if (plainAllowed(value)) return folded(value, indent, column);
  return `'${folded(value.replaceAll("'", "''"), indent, column + 1)}'`;
}

/** Texts that a YAML 1.1 reader would take for a number, a boolean, null, a time or a sexagesimal number. */
function resolvesToOther(text: string): boolean {
  return (
    /^(~|null|Null|NULL|true|True|TRUE|false|False|FALSE|y|Y|yes|Yes|YES|n|N|no|No|NO|on|On|ON|off|Off|OFF)$/.test(
      text,
    ) ||
    /^[-+]?(\.[0-9]+|[0-9][0-9_]*(\.[0-9_]*)?)([eE][-+]?[0-9]+)?$/.test(text) ||
    /^[-+]?0[xX][0-9a-fA-F_]+$/.test(text) ||
    /^[-+]?0o[0-7_]+$/.test(text) ||
    /^[-+]?0b[01_]+$/.test(text) ||
    /^[-+]?\.(inf|Inf|INF)$/.test(text) ||
    /^\.(nan|NaN|NAN)$/.test(text) ||
    /^[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?$/.test(text) ||
    /^\d{4}-\d{1,2}-\d{1,2}([Tt]|[ \t]+|$)(\d{1,2}:\d{1,2}:\d{1,2}(\.\d*)?([ \t]*(Z|[-+]\d{1,2}(:\d{2})?))?)?$/.test(
      text,
    )
  );
}

// Control characters and what a terminal cannot show.
// oxlint-disable-next-line no-control-regex
const SPECIAL = /[\u0000-\u0009\u000b-\u001f\u007f-\u0084\u0086-\u009f\ufeff\ufffe\uffff]/;
function hasSpecial(text: string): boolean {
  return SPECIAL.test(text);
}

function plainAllowed(text: string): boolean {
  if (/^\s|\s$/.test(text)) return false;
  if (/^(---|\.\.\.)/.test(text)) return false;
  if (/^[#,[\]{}&*!|>'"%@`]/.test(text)) return false;
  if (/^[-?:](\s|$)/.test(text)) return false;
  return !/: | #|:$/.test(text);
}

/** Breaks a line at a single blank once it is longer than the width; never at the first or last character. */
function folded(text: string, indent: number, column: number): string {
  let out = '';
  let at = column;
  for (let i = 0; i < text.length; i++) {
    const char = text[i] as string;
    const breakable =
      char === ' ' && text[i - 1] !== ' ' && text[i + 1] !== ' ' && i > 0 && i < text.length - 1;
    if (breakable && at > WIDTH) {
      out += `\n${' '.repeat(Math.max(indent, 2))}`;
      at = Math.max(indent, 2);
    } else {
      out += char;
      at++;
    }
  }
  return out;
}

function literal(text: string, indent: number): string {
  const first = text.startsWith(' ') || text.startsWith('\n') ? '2' : '';
  const body = text.replace(/\n+$/, '');
  const tail = text.length - body.length;
  const chomp = tail === 0 ? '-' : tail === 1 && body !== '' ? '' : '+';
  const pad = ' '.repeat(Math.max(indent, 2));
  const lines = (tail === 0 ? text : text.slice(0, -1)).split('\n');
  return `|${first}${chomp}\n${lines.map((line) => (line === '' ? '' : pad + line)).join('\n')}`;
}

const NAMED: Record<string, string> = {
  '\0': '\\0',
  '\u0007': '\\a',
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\v': '\\v',
  '\f': '\\f',
  '\r': '\\r',
  '\u001b': '\\e',
  '"': '\\"',
  '\\': '\\\\',
  '\ufeff': '\\uFEFF',
};

function doubleQuoted(text: string, indent: number, column: number): string {
  let out = '"';
  let at = column + 1;
  const chars = Array.from(text);
  chars.forEach((char, i) => {
    if (char === ' ' && at > WIDTH && i > 0 && i < chars.length - 1 && chars[i - 1] !== ' ') {
      out += `\n${' '.repeat(Math.max(indent, 2))}${chars[i + 1] === ' ' ? '\\' : ''}`;
      at = indent;
      return;
    }
    const code = char.codePointAt(0) ?? 0;
    const shown =
      NAMED[char] ?? (hasSpecial(char) ? (code < 0x100 ? `\\x${hex(code, 2)}` : `\\u${hex(code, 4)}`) : char);
    out += shown;
    at += shown.length;
  });
  return `${out}"`;
}

function hex(code: number, width: number): string {
  return code.toString(16).toUpperCase().padStart(width, '0');
}
