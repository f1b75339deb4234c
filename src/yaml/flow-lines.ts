/** Offset of the innermost bracket still open before an offset. */
export function openBracket(text: string, offset: number): number | undefined {
  const open: number[] = [];
  for (let at = 0; at < offset; at += 1) {
    const letter = text[at];
    if (letter === '{' || letter === '[') open.push(at);
    else if (letter === '}' || letter === ']') open.pop();
  }
  return open.at(-1);
}

/**
 * A bracketed value on one line: blanks stand where line ends, tabs and comments were, so that every offset stays.
 * kubectl's reader does not care how lines between brackets are indented, ours does. undefined when the bracket is
 * never closed.
 */
export function joinFlowLines(text: string, bracket: number): string | undefined {
  let depth = 0;
  let joined = '';
  let at = bracket;
  while (at < text.length) {
    const rest = text.slice(at, at + 1);
    let end = at + 1;
    if (rest === '{' || rest === '[') depth += 1;
    else if (rest === '}' || rest === ']') depth -= 1;
    if (rest === '"' || rest === "'") {
      end = endOfQuote(text, at);
      joined += text.slice(at, end);
    } else if (rest === '#' && /\s/.test(text[at - 1] ?? '')) {
      const newline = text.indexOf('\n', at);
      end = newline === -1 ? text.length : newline;
      joined += ' '.repeat(end - at);
    } else joined += /\s/.test(rest) ? ' ' : rest;
    at = end;
    if (depth === 0) return joined;
  }
  return undefined;
}

/** Behind the closing quote. A quote in the midst of a plain text opens nothing. */
function endOfQuote(text: string, at: number): number {
  if (!/[\s,[{:]/.test(text[at - 1] ?? '')) return at + 1;
  const quoted = text[at] === '"' ? /"(?:[^"\\]|\\[\s\S])*"/y : /'(?:[^']|'')*'/y;
  quoted.lastIndex = at;
  return quoted.test(text) ? quoted.lastIndex : at + 1;
}
