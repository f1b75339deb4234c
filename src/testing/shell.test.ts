import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { plainImports } from './plain-imports';

const root = join(import.meta.dirname, '../..');

/** Folders of what comes later; of the engine and of `explain` a few files of plain data and words are shared. */
const LATER = /^src\/(engine|explain|yaml|kubectl|scenario|share|editor|render|rest|serve)\//;
const SHARED = /^src\/(engine\/(facts|version|faults\/[\w-]+|kubelet\/image-behaviours)|explain\/words)\.ts$/;
const PACKAGES = ['react', 'react-dom/client', 'zustand', 'zustand/vanilla'];

const comesLater = (file: string): boolean => LATER.test(file) && !SHARED.test(file);

test('the page’s frame brings neither the simulation nor the editor nor what D3 draws along', () => {
  const reached = plainImports(root, 'src/main.ts');
  expect(reached).toEqual(
    expect.arrayContaining(['src/ui/app.tsx', 'src/ui/outlook.json', 'src/ui/time/timeline.tsx']),
  );
  expect(reached.filter(comesLater)).toEqual([]);
  expect(reached.filter((name) => !name.startsWith('src/') && !PACKAGES.includes(name))).toEqual([]);
});

test('what D3 draws comes in one piece, without the simulation and the editor', () => {
  const reached = plainImports(root, 'src/ui/drawings.ts');
  const drawn = ['src/render/create-grid.ts', 'src/render/create-timeline.ts'];
  expect(reached).toEqual(expect.arrayContaining(drawn));
  expect(reached.filter((file) => comesLater(file) && !file.startsWith('src/render/'))).toEqual([]);
});

test('what the simulation is loaded from brings all of it along', () => {
  const reached = plainImports(root, 'src/simulation.ts').filter(comesLater);
  for (const folder of ['engine', 'explain', 'yaml', 'kubectl', 'scenario', 'share'])
    expect(reached.some((file) => file.startsWith(`src/${folder}/`))).toBe(true);
});

test('an offender is found behind other files, whatever its import looks like', () => {
  const folder = mkdtempSync(join(tmpdir(), 'frame-'));
  const lay = (file: string, text: string): void => {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  };
  lay(
    'src/main.ts',
    "import type { T } from './t';\nimport { a } from './a';\nimport './b';\nexport const c: T = a;\n",
  );
  lay('src/a.ts', "export {\n  d,\n} from './d';\nexport const later = () => import('./later');\n");
  lay('src/b.ts', "import * as yaml from 'yaml';\nexport default yaml;\n");
  lay('src/d.tsx', "import e, { type E } from './engine';\nexport const d: E = e;\n");
  lay('src/engine/index.ts', 'export default 1;\n');
  expect(plainImports(folder, 'src/main.ts')).toEqual([
    'src/a.ts',
    'src/b.ts',
    'src/d.tsx',
    'src/engine/index.ts',
    'src/main.ts',
    'yaml',
  ]);
  rmSync(folder, { recursive: true });
});
