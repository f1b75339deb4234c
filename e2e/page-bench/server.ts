/** The production build on a port of its own; PORT and DIST name another port, and another build than `dist`. */
import { spawn } from 'node:child_process';

const PORT = Number(process.env['PORT'] ?? 4193);
const DIST = process.env['DIST'] ?? 'dist';

export async function withPreview<T>(use: (url: string) => Promise<T>): Promise<T> {
  const url = `http://127.0.0.1:${PORT}/`;
  const words = [
    'vite',
    'preview',
    '--host',
    '127.0.0.1',
    '--port',
    String(PORT),
    '--strictPort',
    '--outDir',
    DIST,
  ];
  const server = spawn('npx', words, { stdio: 'ignore', detached: true });
  try {
    for (let tries = 0; !(await answers(url)); tries++) {
      if (tries === 50) throw new Error(`nothing answers at ${url}`);
      await new Promise((done) => setTimeout(done, 200));
    }
    return await use(url);
  } finally {
    if (server.pid !== undefined) process.kill(-server.pid);
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
}
