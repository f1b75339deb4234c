/** The repository's own document, tests and excuses. */
import { readFileSync, readdirSync } from 'node:fs';
import { join, sep } from 'node:path';
import { SIMPLIFICATIONS } from '../../engine/simplifications';
import { coverage, type Coverage, type Source } from './coverage';

const root = join(import.meta.dirname, '../../..');

export const COVERAGE_FILE = join(import.meta.dirname, 'COVERAGE.md');

export function projectCoverage(): Coverage {
  const markdown = readFileSync(join(import.meta.dirname, 'kubernetes-behaviour.md'), 'utf8');
  return coverage(markdown, [...filesUnder('src'), ...filesUnder('e2e')], SIMPLIFICATIONS);
}

/** Tests of every kind, and the transcripts and captures that tests compare with; not the tests of this check itself. */
function filesUnder(folder: string): Source[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => `${folder}/${name.split(sep).join('/')}`)
    .filter((path) =>
      /\.(?:test\.tsx?|spec\.ts)$|-cases\.ts$|^e2e\/(?:transcripts|witness)\/.*\.txt$/.test(path),
    )
    .filter((path) => !path.startsWith('src/testing/rules/'))
    .sort()
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}
