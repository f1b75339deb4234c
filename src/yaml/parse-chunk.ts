import { parseDocument, visit } from 'yaml';
import type { Document, LineCounter, YAMLParseError } from 'yaml';
import { joinFlowLines } from './flow-lines';
import { nestsTooDeep, TooDeep } from './nesting';

/** Bracketed values inside each other are found one after the other. */
const MOST_ATTEMPTS = 5;

/**
 * The parse both reading and editing use: every scalar keeps its own text, keys may repeat (see decode.ts). Offsets
 * are those of the text, whatever was done to please the library. A text that is nested too deep throws `TooDeep`.
 */
export function parseChunk(text: string, lines: LineCounter): Document.Parsed {
  // A carriage return alone ends a line, too.
  if (nestsTooDeep(text)) throw new TooDeep('exceeded max depth');
  let source = text.replace(/\r(?!\n)/g, '\n');
  lines.addNewLine(0);
  for (let at = source.indexOf('\n'); at !== -1; at = source.indexOf('\n', at + 1)) lines.addNewLine(at + 1);
  let document = parse(source);
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
    const joined = withFlowLinesJoined(source, document);
    if (joined === source) break;
    source = joined;
    document = parse(source);
  }
  return document;
}

/** Joins the lines of each bracketed value in which the library minds the indentation. */
function withFlowLinesJoined(source: string, { errors, contents }: Document.Parsed): string {
  const [first] = errors;
  if (first?.code !== 'TAB_AS_INDENT' && !isFlowIndent(first)) return source;
  const starts: number[] = [];
  visit(contents, {
    Collection(_, node) {
      if (node.flow === true && node.range) starts.push(node.range[0]);
    },
  });
  const minded = new Set(
    errors
      .filter((error) => error === first || isFlowIndent(error))
      .map((error) => starts.findLast((start) => start < error.pos[0])),
  );
  let joined = '';
  for (const start of starts) {
    if (!minded.has(start) || start < joined.length) continue;
    const value = joinFlowLines(source, start);
    if (value !== undefined) joined += source.slice(joined.length, start) + value;
  }
  return joined + source.slice(joined.length);
}

function isFlowIndent(error: YAMLParseError | undefined): boolean {
  return error?.code === 'BAD_INDENT' && error.message.startsWith('Flow');
}

function parse(text: string): Document.Parsed {
  return parseDocument(text, {
    schema: 'failsafe',
    version: '1.1',
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: 'silent',
  });
}
