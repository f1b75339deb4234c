import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

/**
 * The walls of src/ARCHITECTURE.md are worth what their machines catch: tiny offenders are laid into a copy of the folder
 * structure, and the real configuration must refuse each, and nothing else.
 */
const root = join(import.meta.dirname, '../..');
const bin = (name: string): string => join(root, 'node_modules/.bin', name);

const FORBIDDEN_IMPORTS: readonly (readonly [file: string, imported: string])[] = [
  ['src/lib/x.ts', '../k8s/types'],
  ['src/k8s/x.ts', '../engine/index'],
  ['src/k8s/x.ts', '../yaml/documents'],
  ['src/yaml/x.ts', '../engine/index'],
  ['src/engine/x.ts', '../ui/app'],
  ['src/engine/x.ts', '../kubectl/shell'],
  ['src/engine/x.ts', '../yaml/documents'],
  ['src/engine/api/x.ts', '../../kubectl/shell'],
  ['src/engine/controllers/x.ts', '../kubelet/index'],
  ['src/engine/controllers/x.ts', '../scheduler/index'],
  ['src/engine/controllers/x.ts', '../cluster'],
  ['src/engine/controllers/x.ts', './pod-gc'],
  ['src/engine/controllers/daemonset/x.ts', '../../kubelet/index'],
  ['src/engine/controllers/daemonset/x.ts', '../pod-gc'],
  ['src/engine/controllers/daemonset/x.ts', '../node-lifecycle/index'],
  ['src/engine/scheduler/x.ts', '../controllers/pod-gc'],
  ['src/engine/scheduler/x.ts', '../kubelet/index'],
  ['src/engine/scheduler/plugins/x.ts', './node-name'],
  ['src/engine/faults/x.ts', './node-crashed'],
  ['src/engine/faults/x.ts', '../world'],
  ['src/engine/kubelet/x.ts', '../scheduler/index'],
  ['src/engine/kubelet/x.ts', '../cluster'],
  ['src/explain/x.ts', '../engine/cluster'],
  ['src/explain/x.ts', '../scene/types'],
  ['src/kubectl/x.ts', '../engine/cluster'],
  ['src/kubectl/commands/x.ts', '../../engine/api/store'],
  ['src/kubectl/commands/x.ts', './get'],
  ['src/scenario/x.ts', '../state/session'],
  ['src/share/x.ts', '../engine/cluster'],
  ['src/scene/x.ts', '../engine/cluster'],
  ['src/scene/x.ts', '../render/create-grid'],
  ['src/render/x.ts', '../engine/index'],
  ['src/render/x.ts', '../k8s/types'],
  ['src/render/x.ts', '../state/view'],
  ['src/editor/x.ts', '../state/view'],
  ['src/editor/x.ts', '../k8s/types'],
  ['src/state/x.ts', '../render/create-grid'],
  ['src/state/x.ts', '../editor/create-editor'],
  ['src/state/x.ts', '../engine/cluster'],
  ['src/rest/x.ts', '../engine/cluster'],
  ['src/rest/x.ts', '../kubectl/shell'],
  ['src/serve/x.ts', '../ui/app'],
  ['src/serve/x.ts', '../engine/api/store'],
  ['src/engine/x.ts', '../rest/handle'],
  ['src/kubectl/x.ts', '../rest/handle'],
  ['src/state/x.ts', '../rest/handle'],
  ['src/ui/x.tsx', '../engine/cluster'],
  ['src/ui/x.tsx', '../kubectl/shell'],
  // The page's frame is there before the simulation.
  ['src/ui/shell/x.tsx', '../../engine/index'],
  ['src/ui/cluster/x.tsx', '../../yaml/documents'],
  ['src/ui/time/x.tsx', '../../kubectl/shell'],
  ['src/ui/widgets/x.tsx', '../../explain/verdict'],
  ['src/ui/faults/x.tsx', '../../share/link'],
  ['src/ui/faults/x.tsx', '../../engine/faults/registry'],
];

const ALLOWED_IMPORTS: readonly (readonly [file: string, imported: string])[] = [
  ['src/k8s/x.ts', '../lib/compare'],
  ['src/yaml/x.ts', 'yaml'],
  ['src/engine/x.ts', 'pure-rand'],
  ['src/engine/controllers/daemonset/x.ts', './sync'],
  ['src/engine/controllers/x.ts', '../api/types'],
  ['src/engine/faults/x.ts', './fault'],
  ['src/kubectl/commands/x.ts', '../../engine/index'],
  ['src/scene/x.ts', '../explain/verdict'],
  ['src/share/x.ts', 'fflate'],
  ['src/render/x.ts', 'd3-selection'],
  ['src/editor/x.ts', 'monaco-editor/editor'],
  ['src/state/x.ts', 'zustand/vanilla'],
  ['src/ui/x.tsx', '../state/types'],
  ['src/ui/cluster/x.tsx', '../../engine/index'],
  ['src/ui/shell/x.tsx', '../../engine/facts'],
];

/** The packages a folder may use; all others of package.json are refused. */
const PACKAGES: Readonly<Record<string, RegExp | undefined>> = {
  lib: undefined,
  k8s: /^kubernetes-types$/,
  yaml: /^yaml$/,
  engine: /^pure-rand$/,
  'engine/controllers': undefined,
  'engine/controllers/daemonset': undefined,
  'engine/scheduler': undefined,
  'engine/scheduler/plugins': undefined,
  'engine/kubelet': undefined,
  'engine/faults': undefined,
  rest: undefined,
  serve: undefined,
  explain: undefined,
  kubectl: undefined,
  'kubectl/commands': undefined,
  scenario: /^fflate$/,
  share: /^fflate$/,
  scene: undefined,
  render: /^d3-/,
  editor: /^monaco-/,
  state: /^zustand$/,
  ui: /^(react|react-dom|zustand)$/,
};
const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  dependencies: Record<string, string>;
};
const ALL_PACKAGES = [...Object.keys(dependencies), 'kubernetes-types'];

const PURE = [
  'lib',
  'k8s',
  'yaml',
  'engine',
  'rest',
  'explain',
  'kubectl',
  'scenario',
  'share',
  'scene',
  'state',
];

const AMBIENT: readonly (readonly [code: string, rule: string])[] = [
  ['Math.random()', 'no-restricted-properties'],
  ['Date.now()', 'no-restricted-properties'],
  ["'a'.localeCompare('b')", 'no-restricted-properties'],
  ['(1).toLocaleString()', 'no-restricted-properties'],
  ["'a'.toLocaleUpperCase()", 'no-restricted-properties'],
  ['setTimeout(() => undefined, 1)', 'no-restricted-globals'],
  ['performance', 'no-restricted-globals'],
  ['crypto', 'no-restricted-globals'],
  ['document', 'no-restricted-globals'],
  ["new Intl.Collator('en')", 'no-restricted-globals'],
  ['new Date()', 'no-restricted-globals'],
  ["Date.parse('2026-01-01T10:00')", 'no-restricted-properties'],
  ['(x: { getHours(): number }) => x.getHours()', 'no-restricted-properties'],
  ['(x: { getTimezoneOffset(): number }) => x.getTimezoneOffset()', 'no-restricted-properties'],
  ['new WeakRef({})', 'no-restricted-globals'],
  ['new FinalizationRegistry(() => undefined)', 'no-restricted-globals'],
  ['navigator', 'no-restricted-globals'],
  ...'acos acosh asin asinh atan atan2 atanh cbrt cos cosh exp expm1 hypot log log10 log1p log2 pow sin sinh tan tanh'
    .split(' ')
    .map((name): [string, string] => [`Math.${name}(1)`, 'no-restricted-properties']),
];

/** What is wrong only for what it is used on: the linter has to know the types. */
const SORTS: readonly (readonly [code: string, refused: boolean])[] = [
  ['[10, 9].sort()', true],
  ['[{ a: 1 }].toSorted()', true],
  ["['b', 'a'].sort()", false],
  ['[10, 9].sort((a, b) => a - b)', false],
];

let folder = '';
/** `file rule`, as oxlint found them. */
let found: Set<string>;

function lay(file: string, text: string): string {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), text);
  return file;
}

/** A file of its own for each offence, so that what is found can be told apart. */
const offender = (file: string, index: number): string => file.replace(/x(\.tsx?)$/, `x${index}$1`);

const packageUser = (name: string, index: number): string => `src/${name}/package${index}.ts`;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'walls-'));
  for (const name of ['tsconfig.base.json', 'tsconfig.pure.json'])
    lay(name, readFileSync(join(root, name), 'utf8'));
  // Rules that need types would want the packages; walls need none of them.
  const config = JSON.parse(readFileSync(join(root, '.oxlintrc.json'), 'utf8')) as Record<string, unknown>;
  lay('.oxlintrc.json', JSON.stringify({ ...config, options: {} }));

  FORBIDDEN_IMPORTS.forEach(([file, imported], i) =>
    lay(offender(file, i), `import { a } from '${imported}';\nexport const b = a;\n`),
  );
  ALLOWED_IMPORTS.forEach(([file, imported], i) =>
    lay(offender(file, 1000 + i), `import type { A } from '${imported}';\nexport type B = A;\n`),
  );
  for (const name of Object.keys(PACKAGES))
    ALL_PACKAGES.forEach((imported, i) =>
      lay(packageUser(name, i), `import { a } from '${imported}';\nexport const b = a;\n`),
    );
  for (const name of PURE)
    AMBIENT.forEach(([code], i) => lay(`src/${name}/ambient/x${i}.ts`, `export const a = ${code};\n`));
  lay('src/engine/cycle/a.ts', "import { b } from './b';\nexport const a = (): unknown => b;\n");
  lay('src/engine/cycle/b.ts', "import { a } from './a';\nexport const b = (): unknown => a;\n");

  const { stdout } = spawnSync(bin('oxlint'), ['--format', 'json', '--config', '.oxlintrc.json', 'src'], {
    cwd: folder,
    encoding: 'utf8',
  });
  const report = JSON.parse(stdout) as { diagnostics: { filename: string; code: string }[] };
  found = new Set(report.diagnostics.map((d) => `${d.filename} ${/\(([\w-]+)\)/.exec(d.code)?.[1]}`));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('import walls', () => {
  test.each(FORBIDDEN_IMPORTS.map(([file, imported], i) => ({ file, imported, i })))(
    '$file must not import $imported',
    ({ file, i }) => expect(found).toContain(`${offender(file, i)} no-restricted-imports`),
  );

  test.each(ALLOWED_IMPORTS.map(([file, imported], i) => ({ file, imported, i })))(
    '$file may import $imported',
    ({ file, i }) => expect(found).not.toContain(`${offender(file, 1000 + i)} no-restricted-imports`),
  );

  test.each(Object.entries(PACKAGES))('%s uses no package but its own: %s', (name, own) => {
    const refused = ALL_PACKAGES.filter((_, i) => found.has(`${packageUser(name, i)} no-restricted-imports`));
    expect(refused).toEqual(ALL_PACKAGES.filter((imported) => own?.test(imported) !== true));
  });

  test('no file imports itself in a circle', () => {
    expect(found).toContain('src/engine/cycle/a.ts no-cycle');
  });
});

describe('purity', () => {
  test.each(PURE)('%s knows no ambient time, randomness, locale or page', (name) => {
    const missed = AMBIENT.filter(([, rule], i) => !found.has(`src/${name}/ambient/x${i}.ts ${rule}`));
    expect(missed).toEqual([]);
  });

  test('nothing but text is sorted without saying how', () => {
    const config = JSON.parse(readFileSync(join(root, '.oxlintrc.json'), 'utf8')) as object;
    lay('typed/.oxlintrc.json', JSON.stringify({ ...config, ignorePatterns: [] }));
    for (const name of ['tsconfig.base.json', 'tsconfig.pure.json'])
      lay(`typed/${name}`, readFileSync(join(root, name), 'utf8'));
    lay('typed/tsconfig.json', JSON.stringify({ extends: './tsconfig.pure.json' }));
    SORTS.forEach(([code], i) => lay(`typed/src/engine/x${i}.ts`, `export const a = ${code};\n`));
    const { stdout } = spawnSync(bin('oxlint'), ['--format', 'json', 'src'], {
      cwd: join(folder, 'typed'),
      encoding: 'utf8',
    });
    const { diagnostics } = JSON.parse(stdout) as { diagnostics: { filename: string; code: string }[] };
    const refused = diagnostics.filter(({ code }) => code.includes('require-array-sort-compare'));
    expect(refused.map(({ filename }) => filename).sort()).toEqual(
      SORTS.flatMap(([, wrong], i) => (wrong ? [`src/engine/x${i}.ts`] : [])),
    );
  });

  test('the types of the page do not exist in pure folders', () => {
    for (const name of PURE) {
      lay(`pure/src/${name}/x.ts`, 'export const a = window;\nexport const b = setTimeout;\n');
      lay(`pure/src/${name}/y.ts`, 'export const a = process.env;\n');
    }
    for (const name of ['tsconfig.base.json', 'tsconfig.pure.json'])
      lay(`pure/${name}`, readFileSync(join(root, name), 'utf8'));
    const { stdout } = spawnSync(bin('tsc'), ['-p', 'tsconfig.pure.json', '--pretty', 'false'], {
      cwd: join(folder, 'pure'),
      encoding: 'utf8',
    });
    const missing = [...stdout.matchAll(/^src\/(\w+)\/[xy]\.ts.*Cannot find name '(\w+)'/gm)].map(
      ([, name, word]) => `${name} ${word}`,
    );
    const wanted = PURE.flatMap((name) =>
      ['window', 'setTimeout', 'process'].map((word) => `${name} ${word}`),
    );
    expect(missing.sort()).toEqual(wanted.sort());
  });

  test('every file belongs to a type-checked project', () => {
    const listed = ['pure', 'web', 'node'].flatMap((name) =>
      execFileSync(bin('tsc'), ['-p', `tsconfig.${name}.json`, '--listFilesOnly'], {
        cwd: root,
        encoding: 'utf8',
        maxBuffer: 64 * 1024 * 1024,
      }).split('\n'),
    );
    const checked = new Set(listed.map((file) => file.trim().replace(`${root}/`, '')));
    const sources = execFileSync('git', ['ls-files', '*.ts', '*.tsx'], { cwd: root, encoding: 'utf8' });
    expect(
      sources
        .trim()
        .split('\n')
        .filter((file) => !checked.has(file)),
    ).toEqual([]);
  });
});
