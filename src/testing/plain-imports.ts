import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** `import … from 'x'`, `export … from 'x'` and `import 'x'`, but not `import type` and `import('x')`. */
const PLAIN = /^\s*(?:import|export)\s+(?!type\b)(?:[\w*{][^'"();]*?\sfrom\s+)?['"]([^'"]+)['"]/gm;

const ENDINGS = ['', '.ts', '.tsx', '/index.ts'];

/**
 * All that a file brings along when it is loaded: files by their path below `root`, packages by their name. What is only fetched later,
 * by `import()`, and types do not count.
 */
export function plainImports(root: string, entry: string): string[] {
  const reached = new Set<string>();
  const visit = (file: string): void => {
    if (reached.has(file)) return;
    reached.add(file);
    if (!/\.tsx?$/.test(file)) return;
    for (const [, name = ''] of readFileSync(join(root, file), 'utf8').matchAll(PLAIN)) {
      if (!name.startsWith('.')) reached.add(name);
      else visit(fileOf(root, join(dirname(file), name)));
    }
  };
  visit(entry);
  return [...reached].sort();
}

function fileOf(root: string, path: string): string {
  const found = ENDINGS.map((ending) => `${path}${ending}`).find(
    (file) => existsSync(join(root, file)) && statSync(join(root, file)).isFile(),
  );
  if (found === undefined) throw new Error(`${path} is nowhere`);
  return found;
}
