import { compareText } from '../../lib/compare';

/** A rule of kubernetes-behaviour.md. */
export interface Rule {
  /** e.g. `API-25`. */
  id: string;
  /** What the document says first about it, for the table. */
  title: string;
}

/**
 * The rules of the document, in order of chapter and number. A rule stands where its id opens a bold text: `**API-1 uid.**`, `**VAL-6**`,
 * the first cell of a table row. An id anywhere else is a reference.
 */
export function readRules(markdown: string): Rule[] {
  const rules = new Map<string, Rule>();
  for (const line of markdown.split('\n')) {
    const match = /^(?:\* |\| )?\*\*([A-Z]+-\d+)\b(.*)$/.exec(line);
    const [, id, rest] = match ?? [];
    if (id !== undefined && !rules.has(id)) rules.set(id, { id, title: titleOf(rest ?? '') });
  }
  return [...rules.values()].sort((a, b) => compareIds(a.id, b.id));
}

/** `VAL-9` comes before `VAL-10`. */
function compareIds(a: string, b: string): number {
  const [left, right] = [splitId(a), splitId(b)];
  return compareText(left.chapter, right.chapter) || left.number - right.number;
}

export function splitId(id: string): { chapter: string; number: number } {
  const dash = id.lastIndexOf('-');
  return { chapter: id.slice(0, dash), number: Number(id.slice(dash + 1)) };
}

/** The bold text when it goes on behind the id, else the first words of the rule. */
function titleOf(rest: string): string {
  const end = rest.indexOf('**');
  const bold = rest.slice(0, end).trim();
  const text = bold === '' ? rest.slice(end + 2) : bold;
  const words = text.replace(/^[\s|]+/, '').split(/ \| |[.;:](?:\s|$)/)[0] ?? '';
  return words.length > 70 ? `${words.slice(0, 69).trimEnd()}…` : words.trim();
}
