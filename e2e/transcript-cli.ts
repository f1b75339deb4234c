/**
 * `npm run transcript -- FILE…` plays transcripts and prints what differs, `--all` plays those of this project. Exit status 0
 * only if all match, 2 for wrong usage.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { runTranscript } from '../src/kubectl/transcript';

const words = process.argv.slice(2);
const unknown = words.find((word) => word.startsWith('-') && word !== '--all');
if (words.length === 0 || unknown !== undefined) {
  if (unknown !== undefined) console.error(`unknown option: ${unknown}`);
  console.error('usage: npm run transcript -- FILE… | --all');
  process.exit(2);
}
const files = words.flatMap((word) => (word === '--all' ? ownTranscripts() : [word]));

function ownTranscripts(): string[] {
  const folder = join(import.meta.dirname, 'transcripts');
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.txt'),
  );
  return names.sort().map((name) => relative(process.cwd(), join(folder, name)));
}

let bad = 0;
for (const file of files) {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    console.error(`${file}: ${error instanceof Error ? error.message : String(error)}`);
    bad++;
    continue;
  }
  const result = runTranscript(text);
  console.log(`${result.ok ? 'ok  ' : 'FAIL'} ${file} (${result.steps} steps)`);
  if (!result.ok) bad++;
  for (const failure of result.failures) {
    console.log(`\n${file}:${failure.line}${failure.command === '' ? '' : `: ${failure.command}`}`);
    for (const line of failure.difference) console.log(`    ${line}`);
  }
  if (!result.ok) console.log('');
}
if (files.length > 1) console.log(`${files.length - bad} of ${files.length} transcripts match`);
process.exit(bad === 0 ? 0 : 1);
