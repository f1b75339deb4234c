/** `npm start`: installs what is missing, builds, serves the page on localhost and opens it. */
import { spawn } from 'node:child_process';
import { ensurePackages, run } from './ensure.mjs';

ensurePackages();
run('npx', ['vite', 'build', '--logLevel', 'warn']);
const open = process.env.CI || process.argv.includes('--no-open') ? [] : ['--open'];
const port = process.env.PORT ?? '4173';
const server = spawn('npx', ['vite', 'preview', '--port', port, ...open], { stdio: 'inherit' });
server.on('exit', (code) => process.exit(code ?? 0));
