/** `npm test`: every check there is, in the order in which they fail fastest. Says at the end how many passed. */
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { ensureBrowser, ensurePackages } from './ensure.mjs';

ensurePackages();

/** What the unit tests came to, for the summary. */
const UNIT = 'node_modules/.cache/unit-tests.json';
rmSync(UNIT, { force: true });

const CHECKS = [
  ['format', 'npx', ['prettier', '--check', '--log-level', 'warn', '.']],
  ['lint and import walls', 'npx', ['oxlint', '--deny-warnings']],
  ['types: pure folders', 'npx', ['tsc', '-p', 'tsconfig.pure.json']],
  ['types: page', 'npx', ['tsc', '-p', 'tsconfig.web.json']],
  ['types: tests', 'npx', ['tsc', '-p', 'tsconfig.node.json']],
  ['dead code', 'npx', ['knip']],
  [
    'unit tests and transcripts',
    'npx',
    ['vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${UNIT}`],
  ],
  ['transcript command', 'npm', ['run', '--silent', 'transcript', '--', '--all']],
  ['production build', 'npx', ['vite', 'build', '--logLevel', 'warn']],
  ['size', 'node', ['.ci/size.mjs']],
  ['end-to-end', 'npx', ['playwright', 'test']],
];

const only = process.argv.slice(2);
const checks = only.length > 0 ? CHECKS.filter(([name]) => only.some((word) => name.includes(word))) : CHECKS;
const failed = [];
for (const [name, command, args] of checks) {
  console.log(`\n── ${name}`);
  if (name === 'end-to-end') await ensureBrowser();
  const started = Date.now();
  const { status } = spawnSync(command, args, { stdio: 'inherit' });
  console.log(
    `── ${name}: ${status === 0 ? 'passed' : 'FAILED'} in ${((Date.now() - started) / 1000).toFixed(1)} s`,
  );
  if (status !== 0) failed.push(name);
}
for (const line of failedUnitTests()) console.log(line);
if (failed.length > 0) console.log(`\nFailed: ${failed.join(', ')}`);
console.log(`\n${checks.length - failed.length} passed, ${failed.length} failed`);
process.exit(failed.length > 0 || checks.length === 0 ? 1 : 0);

/** Names and first words of the unit tests that failed, once more at the end: their own output is far up by then. */
function failedUnitTests() {
  let files;
  try {
    files = JSON.parse(readFileSync(UNIT, 'utf8')).testResults;
  } catch {
    return [];
  }
  return files.flatMap(({ name, status, message, assertionResults }) => {
    const tests = assertionResults.filter((test) => test.status === 'failed');
    const shown = tests.map((test) => `  × ${test.fullName}\n    ${test.failureMessages[0]?.slice(0, 600)}`);
    if (status === 'failed' && tests.length === 0) shown.push(`  × ${message.slice(0, 600)}`);
    return shown.length > 0 ? [`\n${name}`, ...shown] : [];
  });
}
