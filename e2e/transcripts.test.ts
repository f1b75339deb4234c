import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { runTranscript } from '../src/kubectl/transcript';

const folder = new URL('./transcripts/', import.meta.url);
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .map((name) => name.replaceAll('\\', '/'))
  .filter((name) => name.endsWith('.txt'))
  .sort();

describe('transcripts', () => {
  test('there are at least 25', () => {
    expect(files.length).toBeGreaterThanOrEqual(25);
  });

  // Two seeds: what a transcript says must not hang on which names and delays came up.
  describe.each([1, 20260101])('seed %d', (seed) => {
    test.each(files)('%s', (name) => {
      const { failures } = runTranscript(readFileSync(new URL(name, folder), 'utf8'), seed);
      const report = failures
        .map((f) => [`${name}:${f.line}: ${f.command}`, ...f.difference].join('\n'))
        .join('\n\n');
      expect(report).toBe('');
    });
  });
});
