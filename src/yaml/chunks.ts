import { byteLength } from '../lib/utf8';
import { scanJson } from './json-scan';

/** A document's stretch of the text, as kubectl cuts it before it reads any YAML. */
export interface Chunk {
  text: string;
  /** Offset of `text` in the whole. */
  offset: number;
  /** Line of the whole text, from 1, at which the chunk starts. */
  startLine: number;
  /** Columns of its first line that belong to the chunk before: JSON documents may follow on the same line. */
  startColumn: number;
  /** Read as JSON, so that a key counts as it stands and numbers are JSON's. */
  json?: boolean;
  /** The text looked like JSON up to here; when it is no YAML either, kubectl says this, about this offset of the chunk. */
  notJson?: { message: string; at: number };
}

export interface Chunks {
  chunks: Chunk[];
  /** Where reading stops without a document, and why. Line from 1, columns from 1. */
  problem?: { line: number; column: number; endColumn: number; message: string };
}

/**
 * Cuts a text into documents. One that begins with a brace is taken for a row of JSON objects with nothing between
 * them; after the first or before the second that fails the rest is taken for YAML, later no more.
 */
export function splitChunks(text: string): Chunks {
  const place = placesOf(text);
  if (!/^\s*\{/.test(text)) return splitYaml(text, 0, place);
  const chunks: Chunk[] = [];
  let position = 0;
  for (;;) {
    const start = skip(text, position, /\s*/y);
    if (start === text.length) return { chunks };
    const scan = scanJson(text, position);
    if (scan.ok) {
      chunks.push({ text: text.slice(start, scan.end), offset: start, ...place(start), json: true });
      position = scan.end;
      continue;
    }
    if (chunks.length > 1) {
      const { startLine, startColumn } = place(scan.at);
      const at = { line: startLine, column: startColumn + 1, endColumn: startColumn + 2 };
      return { chunks, problem: { ...at, message: scan.message } };
    }
    const from = chunks.length === 0 ? 0 : skip(text, position, /[^\S\n]*\n?/y);
    const rest = splitYaml(text, from, place);
    const [first] = rest.chunks;
    if (first) {
      const message = scan.syntax
        ? `json: offset ${byteLength(text.slice(0, scan.at + 1))}: ${scan.message}`
        : scan.message;
      first.notJson = { message, at: Math.max(0, scan.at - first.offset) };
    }
    return { ...rest, chunks: [...chunks, ...rest.chunks] };
  }
}

/**
 * Cuts at lines that start with `---`. A separator may be followed by blanks and a comment only; the line of a
 * separator belongs to no document, except a leading one, which counts as line 1 of the document after it (so that
 * line numbers in messages agree with kubectl's).
 */
function splitYaml(text: string, from: number, place: ReturnType<typeof placesOf>): Chunks {
  const chunks: Chunk[] = [];
  let start = from;
  let position = from;
  const close = (end: number): void => {
    if (end > start) chunks.push({ text: text.slice(start, end), offset: start, ...place(start) });
  };
  while (position < text.length) {
    const newline = text.indexOf('\n', position);
    const next = newline === -1 ? text.length : newline + 1;
    if (text.startsWith('---', position)) {
      const line = text.slice(position, next).trimEnd();
      const rest = line.slice(3).trim();
      if (rest !== '' && !rest.startsWith('#')) {
        // The document above is lost as well: its reader has met the bad line before it gave the document out.
        const at = { line: place(position).startLine, column: 1, endColumn: line.length + 1 };
        return { chunks, problem: { ...at, message: `invalid Yaml document separator: ${rest}` } };
      }
      if (position > start) {
        close(position);
        start = next;
      } else if (next === text.length) {
        // A separator at the very end opens nothing.
        start = next;
      }
    }
    position = next;
  }
  close(text.length);
  return { chunks };
}

/** Where what the pattern (sticky) matches at an offset ends. */
function skip(text: string, offset: number, pattern: RegExp): number {
  pattern.lastIndex = offset;
  return pattern.test(text) ? pattern.lastIndex : offset;
}

/** Line (from 1) and column (from 0) of offsets that only grow. */
function placesOf(text: string): (offset: number) => { startLine: number; startColumn: number } {
  let line = 1;
  let lineStart = 0;
  return (offset) => {
    for (;;) {
      const newline = text.indexOf('\n', lineStart);
      if (newline === -1 || newline >= offset) break;
      line += 1;
      lineStart = newline + 1;
    }
    return { startLine: line, startColumn: offset - lineStart };
  };
}
