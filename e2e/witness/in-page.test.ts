/** The page's own kubectl prints what the real one prints, for the commands that it has. */
import { describe, expect, test } from 'vitest';
import { inPage, type InPageLine } from './in-page';
import { IN_PAGE_DIFFERENCES, NOT_IN_PAGE } from './in-page-differences';
import { scenarioNames } from './scenario';

const names = scenarioNames().filter((name) => !name.startsWith('cluster-'));
const seen = new Map<string, InPageLine[]>();

function linesOf(name: string): InPageLine[] {
  const lines = seen.get(name) ?? inPage(name);
  seen.set(name, lines);
  return lines;
}

describe('kubectl in the page', () => {
  test.each(names)('%s', (name) => {
    const wrong = linesOf(name).filter(
      (line) =>
        line.difference.length > 0 && !NOT_IN_PAGE.includes(line.word) && !IN_PAGE_DIFFERENCES.has(line.key),
    );
    expect(wrong.map((line) => [`$ ${line.command}`, ...line.difference].join('\n')).join('\n')).toBe('');
  });

  test('what is said not to work does not', () => {
    const all = names.flatMap(linesOf);
    const working = all.filter((line) => line.difference.length === 0);
    // A command that fails in any case may say the same by chance: a word leaves the list when all its lines are right.
    const words = NOT_IN_PAGE.filter(
      (word) => !all.some((line) => line.word === word && line.difference.length > 0),
    );
    const lines = working.map(({ key }) => key).filter((key) => IN_PAGE_DIFFERENCES.has(key));
    expect({ words, lines }).toEqual({ words: [], lines: [] });
  });
});
