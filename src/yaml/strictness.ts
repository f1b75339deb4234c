import { isCollection, isScalar, Scalar, visit } from 'yaml';
import type { Document, LineCounter } from 'yaml';
import {
  isPlainEnd,
  NO_TOKEN,
  prefix,
  TAB_FOR_SPACE,
  TAB_TOO_EARLY,
  type GoYamlMessage,
} from './go-yaml-message';

/** A letter that no YAML text may hold. */
// oxlint-disable-next-line no-control-regex -- they are what is looked for
const CONTROL = /[^\t\n\r\x20-\x7e\x85\xa0-\ufffd]/;

/** A control character, which stops kubectl's reader before it looks at anything else. */
export function controlFault(text: string): GoYamlMessage | undefined {
  const match = CONTROL.exec(text.replace(/[\ud800-\udbff][\udc00-\udfff]/g, '  '));
  if (match === null) return undefined;
  return { message: 'control characters are not allowed', start: match.index, end: match.index + 1 };
}

/** What our library lets pass and kubectl's does not: tabs before the first text of a line, and `\/`. */
export function strictFault(
  document: Document.Parsed,
  source: string,
  lines: LineCounter,
): GoYamlMessage | undefined {
  if (!source.includes('\t') && !source.includes('\\/')) return undefined;
  const text = source.replaceAll('\r\n', ' \n');
  const found: GoYamlMessage[] = [];
  const add = (message: string, at: number): void => {
    const { line } = lines.linePos(at);
    found.push({ message: prefix(line === 1 ? 0 : line) + message, start: at, end: at + 1 });
  };
  const values: (readonly [start: number, end: number])[] = [];
  visit(document, {
    Node(_, node) {
      if (!node.range || (isCollection(node) && node.flow !== true)) return;
      const [start, end] = node.range;
      const type = isScalar(node) ? node.type : undefined;
      if (type === Scalar.BLOCK_LITERAL || type === Scalar.BLOCK_FOLDED) return;
      values.push([start, end]);
      if (type !== Scalar.QUOTE_DOUBLE) return;
      const slash = /^(?:[^\\]|\\[^/])*?\\(?=\/)/.exec(text.slice(start, end));
      if (slash) add('found unknown escape character', start + slash[0].length - 1);
    },
  });
  const tab = firstBadTab(text, (at) => values.some(([start, end]) => start < at && at < end));
  if (tab) add(tab.message, tab.at);
  return found.sort((a, b) => a.start - b.start)[0];
}

/** The first tab before the text of a line that kubectl's reader minds; inside values it minds none. */
function firstBadTab(
  text: string,
  isInValue: (at: number) => boolean,
): { message: string; at: number } | undefined {
  /** The block scalar that the line is in: spaces before its header, and before its own lines once that is known. */
  let block: { header: number; own: number } | undefined;
  let start = 0;
  /** The last line with something on it. */
  let above = '';
  for (const one of text.split('\n')) {
    const at = start;
    start += one.length + 1;
    const spaces = /^ */.exec(one)?.[0].length ?? 0;
    const lead = /^ *(?:[-?] +)*[-?]?\t/.exec(one)?.[0];
    const isBlank = one.trim() === '';
    if (block && !isBlank && one[spaces] !== '\t') {
      if (spaces > block.header) block.own = Math.min(block.own, spaces);
      else block = undefined;
    }
    if (lead !== undefined) {
      const tab = at + lead.length - 1;
      if (block) {
        if (one[spaces] === '\t' && spaces < block.own) return { message: TAB_FOR_SPACE, at: tab };
      } else if (!isInValue(tab)) {
        // Below a plain text a tab that is far enough to the right is part of its end.
        const goesOn = /^ *\t$/.test(lead) && isPlainEnd(above);
        if (!goesOn) return { message: NO_TOKEN, at: tab };
        if (lead.length <= plainIndent(above)) return { message: TAB_TOO_EARLY, at: tab };
      }
    }
    if (!isBlank) above = one;
    if (!block && /(?:^|[\s:-])[|>][-+\d]*\s*(?:\s#.*)?$/.test(one))
      block = { header: spaces, own: Infinity };
  }
  return undefined;
}

/** Columns that a plain text needs to go on below its line: one more than its key or dash has. */
function plainIndent(line: string): number {
  const [, dashes = '', key] = /^( *(?:- +)*)([^\s#].*?:(?: |$))?/.exec(line) ?? [];
  return key === undefined ? dashes.trimEnd().length : dashes.length + 1;
}
