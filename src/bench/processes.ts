/** Each measurement has a process of its own: no figure gains by what the one before it compiled, or pays for its garbage. */
import { spawn } from 'node:child_process';
import type { Figure, Reading } from './figure';

/** The word on the command line that makes a process measure one figure at one size. */
export const MEASURE = '--measure';

/** Longest that one measurement may take, milliseconds. */
const PATIENCE = 300_000;

export type Outcome = { ok: true; reading: Reading } | { ok: false; why: string };

export function measureApart({ name, memory }: Figure, size: number): Promise<Outcome> {
  const script = process.argv[1] ?? '';
  const options = memory === undefined ? [] : [`--max-old-space-size=${memory}`];
  const child = spawn(process.execPath, [...options, script, MEASURE, name, String(size)], {
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: PATIENCE,
    killSignal: 'SIGKILL',
  });
  let said = '';
  let complaint = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text));
  return new Promise((resolve) => {
    child.on('error', (error) => resolve({ ok: false, why: error.message }));
    child.on('close', (code, signal) => {
      if (code === 0) resolve({ ok: true, reading: JSON.parse(said) as Reading });
      else if (signal === 'SIGKILL') resolve({ ok: false, why: `not done in ${PATIENCE / 1000} s` });
      else resolve({ ok: false, why: reason(complaint) });
    });
  });
}

function reason(complaint: string): string {
  if (complaint.includes('heap out of memory')) return 'out of memory';
  return (
    complaint
      .split('\n')
      .find((line) => /Error/.test(line))
      ?.slice(0, 200) ?? 'it failed'
  );
}
