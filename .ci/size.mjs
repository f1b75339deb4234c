/** Sizes, gzipped: the shell (what index.html loads at once) must keep its budget; simulation and editor follow side by side. */
import { readFileSync, readdirSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const BUDGET_KIB = 110;
const html = readFileSync('dist/index.html', 'utf8');
const files = [...html.matchAll(/(?:src|href)="\.\/(assets\/[^"]+\.(?:js|css))"/g)].map(([, file]) => file);
let total = gzipSync(html).length;
for (const file of files) {
  const size = gzipSync(readFileSync(`dist/${file}`), { level: 9 }).length;
  total += size;
  console.log(`${(size / 1024).toFixed(1).padStart(7)} KiB gz  ${file}`);
}
console.log(`${(total / 1024).toFixed(1).padStart(7)} KiB gz  shell in all, budget ${BUDGET_KIB}`);
const rest = readdirSync('dist/assets').filter((file) => file.endsWith('.js') && !files.includes(`assets/${file}`));
for (const file of rest) {
  const size = gzipSync(readFileSync(`dist/assets/${file}`), { level: 9 }).length;
  if (size > 20 * 1024) console.log(`${(size / 1024).toFixed(1).padStart(7)} KiB gz  later: ${file}`);
}
if (files.length === 0 || total > BUDGET_KIB * 1024) process.exit(1);
