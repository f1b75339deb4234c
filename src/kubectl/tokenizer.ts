/** Splits a shell line into words: quotes, escapes, comments. Pipes, redirections and expansions are not part of this shell. */

export type Words = { ok: true; words: string[] } | { ok: false; message: string };

const OPERATORS = new Set(['|', '&', ';', '<', '>', '(', ')', '`']);

/** Words of a line as a POSIX shell would pass them to a program. `\` + newline joins lines. */
export function splitWords(line: string): Words {
  const words: string[] = [];
  let word: string | undefined;
  for (let i = 0; i < line.length; i++) {
    const char = line[i] as string;
    if (char === ' ' || char === '\t' || char === '\n') {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (char === '#' && word === undefined) {
      break;
    } else if (char === '\\') {
      const next = line[++i];
      if (next !== '\n') word = (word ?? '') + (next ?? '\\');
    } else if (char === "'") {
      const end = line.indexOf("'", i + 1);
      if (end < 0) return { ok: false, message: 'unexpected end of line while looking for a closing quote' };
      word = (word ?? '') + line.slice(i + 1, end);
      i = end;
    } else if (char === '"') {
      const quoted = doubleQuoted(line, i + 1);
      if (quoted === undefined)
        return { ok: false, message: 'unexpected end of line while looking for a closing quote' };
      word = (word ?? '') + quoted.text;
      i = quoted.end;
    } else if (OPERATORS.has(char)) {
      return { ok: false, message: `pipes, redirections and lists are not supported here: ${char}` };
    } else {
      word = (word ?? '') + char;
    }
  }
  if (word !== undefined) words.push(word);
  return { ok: true, words };
}

function doubleQuoted(line: string, start: number): { text: string; end: number } | undefined {
  let text = '';
  for (let i = start; i < line.length; i++) {
    const char = line[i] as string;
    if (char === '"') return { text, end: i };
    if (char !== '\\') {
      text += char;
      continue;
    }
    const next = line[++i];
    if (next === undefined) return undefined;
    // Inside double quotes only these can be escaped; any other backslash stays.
    if (next === '\n') continue;
    text += '"\\$`'.includes(next) ? next : `\\${next}`;
  }
  return undefined;
}
