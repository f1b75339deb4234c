/** A document's stretch of the text, as kubectl cuts it before it reads any YAML. */
export interface Chunk {
  text: string;
  /** Offset of `text` in the whole. */
  offset: number;
  /** Line of the whole text, from 1, at which the chunk starts. */
  startLine: number;
}

export interface Chunks {
  chunks: Chunk[];
  /** A line that starts with `---` but is no separator; reading stops there. Line from 1. */
  badSeparator?: { line: number; rest: string; length: number };
}

/**
 * Cuts a text at lines that start with `---`. A separator may be followed by blanks and a comment only; the line of a
 * separator belongs to no document, except a leading one, which counts as line 1 of the document after it (so that
 * line numbers in messages agree with kubectl's).
 */
export function splitChunks(text: string): Chunks {
  const chunks: Chunk[] = [];
  let start = 0;
  let startLine = 1;
  let position = 0;
  let line = 1;
  const close = (end: number): void => {
    if (end > start) chunks.push({ text: text.slice(start, end), offset: start, startLine });
  };
  while (position < text.length) {
    const newline = text.indexOf('\n', position);
    const next = newline === -1 ? text.length : newline + 1;
    if (text.startsWith('---', position)) {
      const rest = text.slice(position + 3, next).trim();
      if (rest !== '' && !rest.startsWith('#')) {
        close(position);
        return { chunks, badSeparator: { line, rest, length: text.slice(position, next).trimEnd().length } };
      }
      if (position > start) {
        close(position);
        start = next;
        startLine = line + 1;
      } else if (next === text.length) {
        // A separator at the very end opens nothing.
        start = next;
      }
    }
    position = next;
    line += 1;
  }
  close(text.length);
  return { chunks };
}
