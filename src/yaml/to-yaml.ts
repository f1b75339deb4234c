/**
 * Values as `kubectl get -o yaml` prints them (CLI-34): the output of sigs.k8s.io/yaml, byte for byte. Keys are
 * sorted, lists stand at the column of their key, long texts are folded after column 80.
 */
import { byteLength } from '../lib/utf8';
import type { Json, JsonObject } from '../k8s/types';
import { compareKeys } from './key-order';
import { isBase60, readScalar } from './scalar';

interface Style {
  /** Columns by which a list stands deeper than its key. */
  listIndent: number;
  sorted: boolean;
  /** Texts are broken at the first blank beyond this column. */
  width: number;
}

/**
 * YAML text of any JSON value, ending with a newline. Fields that are undefined are left out. For edits of texts by hand:
 * with `indentLists` the lists stand two columns deeper than their key, with `keepOrder` keys stay in the given order,
 * with `keepLines` long texts are not folded.
 */
export function toYaml(
  value: unknown,
  options: { indentLists?: boolean; keepOrder?: boolean; keepLines?: boolean } = {},
): string {
  const lines: string[] = [];
  const json = value as Json;
  const style = {
    listIndent: options.indentLists === true ? 2 : 0,
    sorted: options.keepOrder !== true,
    width: options.keepLines === true ? Infinity : 80,
  };
  if (isMap(json)) writeMap(lines, json, 0, '', style);
  else if (Array.isArray(json) && json.length > 0) writeList(lines, json, 0, '', style);
  else lines.push(leaf(json, { indent: 2, column: 0, width: style.width }));
  return `${lines.join('\n')}\n`;
}

/** `lead` is what stands before the first key on its line (`- ` marks of enclosing lists). */
function writeMap(lines: string[], map: JsonObject, indent: number, lead: string, style: Style): void {
  const pad = ' '.repeat(indent);
  let before = lead === '' ? pad : lead;
  const keys = keysOf(map);
  if (style.sorted) keys.sort(compareKeys);
  for (const key of keys) {
    const value = map[key] as Json;
    // go-yaml writes a key longer than 128 bytes, or with line breaks, in the explicit form.
    const long = byteLength(key) > 128 || lineBreak.test(key);
    // Short keys are never folded.
    const room = { indent: indent + 2, column: indent + 2, width: long ? style.width : Infinity };
    const name = long ? stringText(key, room) : inline(key, analyse(key), room, true);
    const head = long ? `${before}? ${name}` : `${before}${name}:`;
    before = pad;
    if (long) {
      lines.push(head);
      if (isMap(value)) writeMap(lines, value, indent + 2, `${pad}: `, style);
      else if (Array.isArray(value) && value.length > 0)
        writeList(lines, value, indent + 2, `${pad}: `, style);
      else lines.push(`${pad}: ${leaf(value, room)}`);
    } else if (isMap(value)) {
      lines.push(head);
      writeMap(lines, value, indent + 2, '', style);
    } else if (Array.isArray(value) && value.length > 0) {
      lines.push(head);
      writeList(lines, value, indent + style.listIndent, '', style);
    } else {
      const place = { indent: indent + 2, column: columnsOf(head) + 1, width: style.width };
      lines.push(`${head} ${leaf(value, place)}`);
    }
  }
}

function writeList(lines: string[], list: readonly Json[], indent: number, lead: string, style: Style): void {
  const pad = ' '.repeat(indent);
  let before = lead === '' ? pad : lead;
  for (const item of list) {
    const head = `${before}- `;
    before = pad;
    if (isMap(item)) writeMap(lines, item, indent + 2, head, style);
    else if (Array.isArray(item) && item.length > 0) writeList(lines, item, indent + 2, head, style);
    else lines.push(head + leaf(item, { indent: indent + 2, column: indent + 2, width: style.width }));
  }
}

/** A non-empty map; empty ones are leaves (`{}`). */
function isMap(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && keysOf(value).length > 0;
}

function keysOf(map: JsonObject): string[] {
  return Object.keys(map).filter((key) => map[key] !== undefined);
}

/** Where a text starts, and how far in its further lines stand. */
interface Place {
  indent: number;
  column: number;
  width: number;
}

function leaf(value: Json, place: Place): string {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'string') return stringText(value, place);
  if (typeof value === 'number') return numberText(value);
  if (typeof value === 'boolean') return String(value);
  return Array.isArray(value) ? '[]' : '{}';
}

/** Go's shortest `%g`: with an exponent of at least two digits below 1e-4 and, unless an integer, from 1e6. */
function numberText(value: number): string {
  if (Number.isNaN(value)) return '.nan';
  if (!Number.isFinite(value)) return value > 0 ? '.inf' : '-.inf';
  if (Number.isInteger(value) && Math.abs(value) < 2 ** 63) return String(value === 0 ? 0 : value);
  const [digits = '', exponent = '0'] = value.toExponential().split('e');
  const power = Number(exponent);
  if (power >= -4 && power < 6) return String(value);
  return `${digits}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
}

function stringText(value: string, place: Place): string {
  const shape = analyse(value);
  if (value.includes('\n'))
    return shape.blockAllowed ? literal(value, place.indent) : doubleQuoted(value, place);
  return inline(value, shape, place, false);
}

function inline(value: string, shape: Shape, place: Place, isKey: boolean): string {
  const type = readScalar(value).type;
  if (type !== 'string' || isBase60(value)) return doubleQuoted(value, place);
  if (shape.plainAllowed && !(isKey && value === '')) return folded(value, place);
  if (!shape.singleAllowed) return doubleQuoted(value, place);
  return `'${folded(value.replaceAll("'", "''"), { ...place, column: place.column + 1 })}'`;
}

/** Breaks at single blanks beyond the width, never at the first or last character. */
function folded(text: string, { indent, column, width }: Place): string {
  const letters = Array.from(text);
  if (column + letters.length <= width) return text;
  let out = '';
  let at = column;
  letters.forEach((letter, i) => {
    const single = letter === ' ' && letters[i - 1] !== ' ' && letters[i + 1] !== ' ';
    if (single && at > width && i > 0 && i < letters.length - 1) {
      out += `\n${' '.repeat(indent)}`;
      at = indent;
    } else {
      out += letter;
      at += 1;
    }
  });
  return out;
}

interface Shape {
  plainAllowed: boolean;
  singleAllowed: boolean;
  blockAllowed: boolean;
}

const lineBreak = /[\n\r\u0085\u2028\u2029]/u;
/** What YAML 1.1 calls printable, as the emitter tests it: nothing beyond the basic plane. */
const unprintable = /[^\n\u0020-\u007e\u00a0-\ud7ff\ue000-\ufefe\uff00-\ufffd]/u;

/** Which of the styles can carry the text (the YAML emitter's scalar analysis). */
function analyse(value: string): Shape {
  const special = unprintable.test(value) || /\ufeff/u.test(value);
  const breaks = lineBreak.test(value);
  const edge = /^[ \n\r\u0085\u2028\u2029]|[ \n\r\u0085\u2028\u2029]$/u.test(value);
  const breakSpace = /[\n\r\u0085\u2028\u2029] /u.test(value);
  const spaceBreak = / [\n\r\u0085\u2028\u2029]/u.test(value);
  const indicator =
    /^(---|\.\.\.)/.test(value) ||
    /^[#,[\]{}&*!|>'"%@`]/.test(value) ||
    /^[-?:](?=[ \t]|$)/.test(value) ||
    /:(?=[ \t]|$)/.test(value.slice(1)) ||
    /[ \t\n\r\u0085\u2028\u2029]#/u.test(value);
  const hard = special || spaceBreak;
  return {
    plainAllowed: !(hard || breaks || edge || breakSpace || indicator),
    singleAllowed: !(hard || breakSpace),
    blockAllowed: !(hard || value.endsWith(' ')),
  };
}

function literal(value: string, indent: number): string {
  const hint = /^[ \n\r\u0085\u2028\u2029]/u.test(value) ? '2' : '';
  const chomp = !value.endsWith('\n') ? '-' : value === '\n' || value.endsWith('\n\n') ? '+' : '';
  const pad = ' '.repeat(indent);
  const body = (value.endsWith('\n') ? value.slice(0, -1) : value)
    .split('\n')
    .map((line) => (line === '' ? '' : pad + line));
  return [`|${hint}${chomp}`, ...body].join('\n');
}

const escapes: Readonly<Record<string, string>> = {
  '\0': '0',
  '\u0007': 'a',
  '\b': 'b',
  '\t': 't',
  '\n': 'n',
  '\u000b': 'v',
  '\f': 'f',
  '\r': 'r',
  '\u001b': 'e',
  '"': '"',
  '\\': '\\',
  '\u0085': 'N',
  '\u00a0': '_',
  '\u2028': 'L',
  '\u2029': 'P',
};

function doubleQuoted(value: string, { indent, column, width }: Place): string {
  const letters = Array.from(value);
  let out = '"';
  let at = column + 1;
  letters.forEach((letter, i) => {
    if (letter === ' ' && at > width && i > 0 && i < letters.length - 1 && letters[i - 1] !== ' ') {
      // A blank that a line begins with must be escaped.
      out += `\n${' '.repeat(indent)}${letters[i + 1] === ' ' ? '\\' : ''}`;
      at = indent + (letters[i + 1] === ' ' ? 1 : 0);
      return;
    }
    const plain = letter !== '"' && letter !== '\\' && !unprintable.test(letter) && !lineBreak.test(letter);
    const shown =
      plain && letter !== '\ufeff' ? letter : `\\${escapes[letter] ?? hex(letter.codePointAt(0) ?? 0)}`;
    out += shown;
    at += shown.length;
  });
  return `${out}"`;
}

function hex(code: number): string {
  const [mark, width] = code <= 0xff ? ['x', 2] : code <= 0xffff ? ['u', 4] : ['U', 8];
  return mark + code.toString(16).toUpperCase().padStart(Number(width), '0');
}

function columnsOf(text: string): number {
  return Array.from(text).length;
}
