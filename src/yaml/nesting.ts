import { Lexer, Parser } from 'yaml';

/**
 * Levels inside each other. kubectl reads 10,000; the library's recursion ends where the stack does, which each engine has of its
 * own size, and the same text must be the same everywhere. Objects of Kubernetes have some forty levels.
 */
const DEEPEST = 250;

export class TooDeep extends Error {}

export function nestsTooDeep(text: string): boolean {
  if (mostLevels(text) <= DEEPEST) return false;
  const parser = new Parser();
  for (const lexeme of new Lexer().lex(text)) {
    for (const _ of parser.next(lexeme));
    if (parser.stack.length > DEEPEST) return true;
  }
  return false;
}

/** At least as many as there are, found out fast: nearly every text has fewer than count. */
function mostLevels(text: string): number {
  const brackets = text.match(/[[{]/g)?.length ?? 0;
  const indents = text.match(/^[ \t?:-]+/gm) ?? [];
  return brackets + indents.reduce((most, { length }) => Math.max(most, length), 0);
}
