/** Sizes of the built page, gzipped: the frame (what index.html loads at once), the page with the simulation, the editor. */
import { readFileSync, readdirSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

/** KiB. The page's own figure is a ratchet: lower it when the page gets smaller. */
const BUDGETS = { frame: 20, page: 435 };
const EDITOR = /^(?:create-editor|editor|workers|yaml-language|yaml\.worker)[.-]/;

const html = readFileSync('dist/index.html', 'utf8');
const framed = new Set(
  [...html.matchAll(/(?:src|href)="\.\/assets\/([^"]+\.(?:js|css))"/g)].map(([, file]) => file),
);
const totals = { frame: gzipSync(html).length, page: 0, editor: 0 };
for (const file of readdirSync('dist/assets').filter((name) => /\.(?:js|css)$/.test(name))) {
  const size = gzipSync(readFileSync(`dist/assets/${file}`), { level: 9 }).length;
  const part = framed.has(file) ? 'frame' : EDITOR.test(file) ? 'editor' : 'page';
  totals[part] += size;
  if (size > 20 * 1024) print(size, `  ${part}: ${file}`);
}
for (const [part, size] of Object.entries(totals))
  print(size, `${part} in all${part in BUDGETS ? `, budget ${BUDGETS[part]}` : ''}`);
const over = Object.entries(BUDGETS).some(([part, budget]) => totals[part] > budget * 1024);
if (framed.size === 0 || over) process.exit(1);

function print(bytes, words) {
  console.log(`${(bytes / 1024).toFixed(1).padStart(7)} KiB gz  ${words}`);
}
