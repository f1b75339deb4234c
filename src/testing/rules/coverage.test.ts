import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { citedIds } from './citations';
import { coverage, coverageTable } from './coverage';
import { COVERAGE_FILE, projectCoverage } from './project';
import { readRules } from './rule-document';
import { caseNames, testNames } from './test-names';

describe('this repository', () => {
  const found = projectCoverage();

  test('claimed rules are tested or left out with a reason, and every id that is cited exists', () => {
    expect(found.problems).toEqual([]);
  });

  test('COVERAGE.md is up to date', () => {
    const committed = readFileSync(COVERAGE_FILE, 'utf8');
    expect(committed === coverageTable(found), 'stale: run `npm run rules` and commit COVERAGE.md').toBe(
      true,
    );
  });

  test('the document is read to its end', () => {
    const counts = new Map<string, number>();
    for (const { id } of found.rules) {
      const chapter = id.slice(0, id.indexOf('-'));
      counts.set(chapter, (counts.get(chapter) ?? 0) + 1);
    }
    expect(Object.fromEntries(counts)).toMatchObject({ API: 58, VAL: 72, DS: 75, CLI: 108 });
  });
});

describe('the check finds what is amiss', () => {
  const DOCUMENT = `* **API-1 uid.** See API-7 and **bold API-8**.
| id | reason |
| **API-2** NotFound 404 | object missing |
* **VER-1** Not claimed.
* **CLI-19** Before the claim. **CLI-98** not here.
* **CLI-20 columns** in it.
`;
  const passing = {
    path: 'src/a.test.ts',
    text: "test('API-1 x', f); test.each([['API-2 y']])('%s', f); it('CLI-20', f);",
  };
  const problemsOf = (text: string, ...excuses: Parameters<typeof coverage>[2]): string[] =>
    coverage(DOCUMENT, [{ path: 'src/a.test.ts', text }], excuses).problems;

  test('rules stand where an id opens a bold text or a row', () => {
    expect(readRules(DOCUMENT)).toEqual([
      { id: 'API-1', title: 'uid' },
      { id: 'API-2', title: 'NotFound 404' },
      { id: 'CLI-19', title: 'Before the claim' },
      { id: 'CLI-20', title: 'columns' },
      { id: 'VER-1', title: 'Not claimed' },
    ]);
  });

  test('nothing, when all is well', () => {
    expect(coverage(DOCUMENT, [passing], []).problems).toEqual([]);
  });

  test.each<[string, string, Parameters<typeof coverage>[2], string]>([
    [
      'a claimed rule without test',
      "test('API-1 CLI-20', f); // API-2",
      [],
      "API-2 is claimed, but no test's name cites it and no simplification leaves it out",
    ],
    [
      'an id that does not exist',
      `${passing.text} test('API-3', f)`,
      [],
      'src/a.test.ts: "API-3" cites API-3, which is no rule of the document',
    ],
    [
      'a stale excuse',
      passing.text,
      [{ id: 'x', text: 'why', rules: ['API-2'] }],
      'API-2 has a test, yet simplification "x" says it is left out',
    ],
    [
      'an excuse without reason',
      "test('API-1, CLI-20', f)",
      [{ id: 'x', text: ' ', rules: ['API-2'] }],
      'simplification "x" leaves out API-2 without a reason',
    ],
    [
      'an excuse for nothing',
      passing.text,
      [{ id: 'x', text: 'why', rules: ['API-9'] }],
      'simplification "x" names API-9, which is no rule of the document',
    ],
  ])('%s', (_, text, excuses, problem) => {
    expect(problemsOf(text, ...excuses)).toEqual([problem]);
  });

  test('a rule left out with a reason', () => {
    expect(problemsOf("test('API-1 CLI-20', f)", { id: 'x', text: 'why', rules: ['API-2'] })).toEqual([]);
  });

  test('the table changes with the names of tests', () => {
    const table = coverageTable(coverage(DOCUMENT, [passing], []));
    expect(table).toContain('| API-2 | NotFound 404 | `a.test.ts` y |');
    expect(table).not.toContain('VER-1');
    const renamed = { ...passing, text: passing.text.replace('API-2 y', 'API-2 z') };
    expect(coverageTable(coverage(DOCUMENT, [renamed], []))).not.toBe(table);
  });
});

test.each<[string, string[]]>([
  ['API-7 x', ['API-7']],
  ['API-1 API-2, VAL-3: x', ['API-1', 'API-2', 'VAL-3']],
  ['API-20…22', ['API-20', 'API-21', 'API-22']],
  ['API-20 … API-21', ['API-20', 'API-21']],
  ['(CLI-90 to CLI-92, DS-67)', ['CLI-90', 'CLI-91', 'CLI-92', 'DS-67']],
  ['API-8 to 5 of them', ['API-8']],
  ['UTF-8 and RFC-1123', []],
])('ids in %j', (text, ids) => {
  expect(citedIds(text)).toEqual(ids);
});

describe('names of tests', () => {
  test.each<[string, string, string[]]>([
    ['plain', "describe('a', () => { test(`b`, f); it.only('c', f); })", ['a', 'b', 'c']],
    ['rows', "test.each<[string]>([['a', 1], ['b', 2]])('%s is %d', f)", ['a is 1', 'b is 2']],
    ['single values', "test.each(['a', 'b'])('x %s', f)", ['x a', 'x b']],
    ['a constant, typed', "const rows = [['a'], ['b']] as const; describe.each(rows)('%s', f)", ['a', 'b']],
    ['spread rows', "const more = [['b']]; test.each([['a'], ...more])('%s', f)", ['a', 'b']],
    ['fields', "test.each([{ id: 'a', n: 1 }])('$id: $n', f)", ['a: 1']],
    ['computed cells', "test.each([[g(), 'a']])('%j %s', f)", ['… a']],
    ['computed rows', "test.each(g())('API-1 %s', f)", ['API-1 %s']],
    ['only what the title shows', "test.each([['a', 'VAL-1']])('%s', f)", ['a']],
    ['steps in a loop', 'for (const { r } of [{ r: "a" }]) { test.step(`${r} x`, f); }', ['a x']],
    [
      'skipped and to be done',
      "test.skip('a', f); test.todo('b'); describe.skip('c', () => test('d', f))",
      [],
    ],
    ['other calls and comments', "expect('a'); regex.test('b'); // test('c')", []],
  ])('%s', (_, source, names) => {
    expect(testNames(source, 'x.test.ts')).toEqual(names);
  });
});

test('names of cases in a file of their own', () => {
  const source =
    "/** API-1 */ const t = (x: string) => f(`API-2 ${x}`); f('API-3 a', 'see API-4', `API-5`, 6);";
  expect(caseNames(source)).toEqual(['API-2 …', 'API-3 a', 'API-5']);
});
