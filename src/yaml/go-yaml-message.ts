import type { LineCounter, YAMLParseError } from 'yaml';
import { openBracket } from './flow-lines';

/** What kubectl's YAML reader says (`line 2: did not find expected key`), and where the fault really is (offsets). */
export interface GoYamlMessage {
  message: string;
  start: number;
  end: number;
}

/**
 * The words of kubectl's YAML reader for a syntax error (VAL-25). Its two stages count lines differently: the scanner
 * from 1, the parser from 0, and neither names the first line. The table covers the usual slips, checked against the
 * real reader; for rare ones the text falls back to our own library's.
 */
export function goYamlMessage(error: YAMLParseError, source: string, lines: LineCounter): GoYamlMessage {
  // Offsets stay; a carriage return before a line end is only in the way.
  const text = source.replaceAll('\r\n', ' \n');
  const [start, end] = error.pos;
  const line = lines.linePos(start).line;
  const scanner = (message: string, at = line): GoYamlMessage => ({
    message: prefix(at === 1 ? 0 : at) + message,
    start,
    end,
  });
  const parser = (message: string, at = line): GoYamlMessage => {
    // What is missing at the end is missed on the line after the last one, even when that line has no end itself.
    const atEnd = text.slice(start).trim() === '';
    const endLine = text.split('\n').length + (text.endsWith('\n') ? 0 : 1);
    return { message: prefix((atEnd ? endLine : at) - 1) + message, start, end };
  };
  const mappingValues = (): GoYamlMessage => {
    const colon = start + Math.max(0, text.slice(start).search(/:(?=\s|$)/));
    const at = lines.linePos(colon);
    return {
      message: scanner('mapping values are not allowed in this context', at.line).message,
      start: colon,
      end: colon + 1,
    };
  };
  const noColon = (): GoYamlMessage => scanner("could not find expected ':'", nextTokenLine(text, line));
  const { code, message } = error;
  // A misplaced list is reported at its dash or on the line before it.
  const atDash = /^ *-(?: |$)/.test(lineText(text, line)) ? line : line + 1;
  const noContent = 'did not find expected node content';
  // Below a key without value the library stands at the end of the line above.
  const nextText = lines.linePos(start + text.slice(start).search(/\S|$/)).line;
  const unclosed = (): GoYamlMessage =>
    parser(
      needsContent(text, start) && /^\s*(?:[\]}]|$)/.test(text.slice(start))
        ? noContent
        : `did not find expected ',' or '${message.startsWith('Flow map') ? '}' : ']'}'`,
    );

  const header = text.split('\n', nextText).findIndex((one) => BLOCK_WITH_TEXT.test(one)) + 1;
  if (header > 0) return scanner('did not find expected comment or line break', header);
  switch (code) {
    case 'TAB_AS_INDENT':
      return scanner(endsPlain(text, line - 1) ? TAB_TOO_EARLY : NO_TOKEN);
    case 'BAD_SCALAR_START': {
      const directive = text[start] === '%' && lines.linePos(start).col === 1;
      return scanner(directive ? 'could not find expected directive name' : NO_TOKEN);
    }
    case 'BAD_DQ_ESCAPE':
      return scanner('found unknown escape character');
    case 'BAD_ALIAS':
      return scanner('did not find expected alphabetic or numeric character');
    case 'MULTILINE_IMPLICIT_KEY':
      if (/^ *- /.test(lineText(text, line))) return isListItem(text, line) ? mappingValues() : parser(KEY);
      return hasElderSibling(text, line) ? noColon() : mappingValues();
    case 'BLOCK_AS_IMPLICIT_KEY':
      return message.startsWith('Nested mappings') ? mappingValues() : parser(KEY, atDash);
    case 'BLOCK_IN_FLOW':
      return parser(
        `did not find expected ',' or '${text[openBracket(text, start) ?? -1] === '{' ? '}' : ']'}'`,
      );
    case 'BAD_INDENT':
      if (message.startsWith('Flow')) return unclosed();
      if (message.startsWith('All sequence')) return parser(KEY, atDash);
      if (/^ *[`@]/.test(lineText(text, nextText))) return scanner(NO_TOKEN, nextText);
      return parser(keyOrDash(text, nextText), nextText);
    case 'MISSING_CHAR':
      if (/closing ["']quote/.test(message))
        return scanner('found unexpected end of stream', text.split('\n').length);
      if (message.startsWith('Missing directives-end')) {
        const at = text.split('\n').findIndex((one) => one.startsWith('%'));
        return /^%YAML\s+(?!1\.1\b)/m.test(text)
          ? { message: `${prefix(at)}found incompatible YAML document`, start, end }
          : parser('did not find expected <document start>');
      }
      if (message.startsWith('Block scalars')) return scanner(TAB_FOR_SPACE);
      if (message.startsWith('Implicit map keys')) return noColon();
      if (message.startsWith('Flow')) return unclosed();
      if (message.startsWith('Sequence item')) {
        return parser(isIndentless(text, line) ? KEY : DASH);
      }
      break;
    case 'UNEXPECTED_TOKEN':
      if (message.includes('on same line with key')) {
        return scanner('block sequence entries are not allowed in this context');
      }
      if (message.includes('at node end')) {
        const inList = columnOf(lineText(text, line)) === 0 && /^- /m.test(text);
        return parser(inList ? DASH : KEY);
      }
      if (/flow-(map|seq)-end/.test(message)) {
        return parser(needsContent(text, start) ? noContent : KEY);
      }
      break;
    case 'RESOURCE_EXHAUSTION':
      return { message: 'exceeded max depth of 10000', start, end };
    default:
  }
  return { message: prefix(line === 1 ? 0 : line) + message, start, end };
}

export function prefix(line: number): string {
  return line > 0 ? `line ${line}: ` : '';
}

function lineText(text: string, line: number): string {
  return text.split('\n')[line - 1] ?? '';
}

/** Column, from 0, of the first key of a line: list dashes count as indentation. -1 for blank lines and comments. */
function columnOf(line: string): number {
  const lead = /^ *(?:- +)*/.exec(line)?.[0].length ?? 0;
  return lead === line.trimEnd().length || line[lead] === '#' ? -1 : lead;
}

/** Whether an earlier key of the same block stands at the column of this line's key. */
function hasElderSibling(text: string, line: number): boolean {
  const all = text.split('\n');
  const own = columnOf(all[line - 1] ?? '');
  for (let i = line - 2; i >= 0; i -= 1) {
    const column = columnOf(all[i] ?? '');
    if (column !== -1 && column <= own) return column === own;
  }
  return false;
}

/** The first line after a line that is not blank; a comment counts, for no text goes on behind it. */
function nextTokenLine(text: string, line: number): number {
  const all = text.split('\n');
  let next = line;
  while (next < all.length - 1 && (all[next] ?? '').trim() === '') next += 1;
  return next + 1;
}

/** What is missed on a line that is no item: a dash where a list of its own indentation is open, else a key. */
function keyOrDash(text: string, line: number): string {
  const all = text.split('\n');
  const indentOf = (one: string): number => one.length - one.trimStart().length;
  const own = indentOf(all[line - 1] ?? '');
  const above = all.slice(0, line - 1).filter((one) => columnOf(one) !== -1 && indentOf(one) <= own);
  const isItem = (one: string | undefined): boolean => /^ *-(?: |$)/.test(one ?? '');
  const nearest = above.at(-1);
  if (nearest === undefined || indentOf(nearest) !== own || !isItem(nearest)) return KEY;
  const parent = above.findLast((one) => indentOf(one) < own || !isItem(one));
  return parent !== undefined && indentOf(parent) === own ? KEY : DASH;
}

/** Whether the list that the line falls out of has its dashes at the column of its key. */
function isIndentless(text: string, line: number): boolean {
  const all = text.split('\n');
  let dash: number | undefined;
  for (let i = line - 2; i >= 0; i -= 1) {
    const own = all[i] ?? '';
    const indent = own.length - own.trimStart().length;
    if (columnOf(own) === -1) continue;
    if (dash === undefined) {
      if (own.trimStart().startsWith('- ')) dash = indent;
    } else if (indent < dash || (indent === dash && !own.trimStart().startsWith('- '))) {
      return indent === dash;
    }
  }
  return false;
}

/** Whether a line that starts with a dash stands where a list is: below another item or a key without value. */
function isListItem(text: string, line: number): boolean {
  const all = text.split('\n');
  const indent = (of: string): number => of.length - of.trimStart().length;
  const own = indent(all[line - 1] ?? '');
  const above = all.slice(0, line - 1).findLast((other) => columnOf(other) !== -1 && indent(other) <= own);
  return above === undefined || /^ *- |:\s*(?:#.*)?$/.test(above);
}

export const NO_TOKEN = 'found character that cannot start any token';
export const TAB_TOO_EARLY = 'found a tab character that violates indentation';
/** `|` or `>` with a text behind it on its line. */
const BLOCK_WITH_TEXT = /^ *(?:- +)*(?:[\w./-]+: +)?[|>][-+\d]*[ \t]+[^\s#]/;
const KEY = 'did not find expected key';
const DASH = "did not find expected '-' indicator";
export const TAB_FOR_SPACE = 'found a tab character where an indentation space is expected';

/** Whether the last line with something on it, down to the given one, ends with a text without quotes that could go on. */
function endsPlain(text: string, line: number): boolean {
  const all = text.split('\n');
  let at = line - 1;
  while (at > 0 && (all[at] ?? '').trim() === '') at -= 1;
  return isPlainEnd(all[at] ?? '');
}

/** Whether a line ends with a text without quotes that could go on below. */
export function isPlainEnd(line: string): boolean {
  const value = line.replace(/^(?:.*?:(?= |$)| *- )\s*(?:- +)*/, '').trim();
  return value !== '' && !/^[#"'[{|>&*!]|(?:^|\s)#/.test(value);
}

/** Whether a value is due at the offset: after a colon, dash, comma or opening bracket. */
function needsContent(text: string, offset: number): boolean {
  return /[-:,[{]\s*(?:#[^\n]*\s*)?$/.test(text.slice(0, offset));
}
