import { splitId } from './rule-document';

const id = String.raw`[A-Z]{2,}-\d+`;
const citation = new RegExp(String.raw`\b(${id})\b(?:\s?(?:…|to)\s?(?:([A-Z]{2,})-)?(\d+)\b)?`, 'g');
const chapters = new Set(['API', 'VAL', 'DS', 'SCH', 'POD', 'NODE', 'WL', 'CLI', 'TEST', 'VER']);

/**
 * The rule ids that a test's name or a transcript's comment cites: `API-7`, lists with anything between them, and
 * ranges with `…` or `to`, blanks allowed: `API-25…27`, `API-20 … API-24`, `CLI-90 to CLI-92`.
 */
export function citedIds(text: string): string[] {
  const ids = new Set<string>();
  for (const match of text.matchAll(citation)) {
    const [, first = '', lastChapter, last] = match;
    const { chapter, number } = splitId(first);
    if (!chapters.has(chapter)) continue;
    const end = last !== undefined && (lastChapter ?? chapter) === chapter ? Number(last) : number;
    ids.add(first);
    for (let n = number + 1; n <= Math.min(end, number + 200); n += 1) ids.add(`${chapter}-${n}`);
  }
  return [...ids];
}
