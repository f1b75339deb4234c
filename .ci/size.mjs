/** The page before the editor: what index.html loads at once, gzipped. Fails above the budget. */
import { readFileSync } from 'node:fs';
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
console.log(`${(total / 1024).toFixed(1).padStart(7)} KiB gz  in all, budget ${BUDGET_KIB}`);
if (files.length === 0 || total > BUDGET_KIB * 1024) process.exit(1);
