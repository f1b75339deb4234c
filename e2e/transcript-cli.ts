/** `npm run transcript -- FILE…`: plays transcripts and prints what differs; exit status 0 only if all match. */
import { readFileSync } from 'node:fs';
import { runTranscript } from '../src/kubectl/transcript';

const files = process.argv.slice(2);
if (files.length === 0) {
  console.error('usage: npm run transcript -- FILE…');
  process.exit(2);
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
