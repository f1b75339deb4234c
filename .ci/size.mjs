/**
 * Sizes of the built page, gzipped, by when they are needed: the frame (index.html and what it loads at once: the first picture, whose
 * controls answer), then what D3 draws, the simulation, the editor, and what is fetched when somebody asks for it.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** KiB. All but that of the frame are ratchets: lower them when the parts get smaller. */
const BUDGETS = { frame: 110, drawings: 20, simulation: 325 };

const DIST = process.argv[2] ?? 'dist';
const assets = readdirSync(join(DIST, 'assets')).filter((name) => /\.(?:js|css)$/.test(name));
const html = readFileSync(join(DIST, 'index.html'), 'utf8');
const sources = new Map(assets.map((file) => [file, readFileSync(join(DIST, 'assets', file))]));

const atOnce = /<(?:script[^>]* src|link rel="stylesheet"[^>]* href)="\.\/assets\/([^"]+)"/g;
const frame = withImports([...html.matchAll(atOnce)].map(([, file]) => file));
const parts = new Map([...frame].map((file) => [file, 'frame']));
// The nodes and the lanes of the timeline: fetched as soon as the controls answer.
claim('drawings', /^drawings-/);
claim('simulation', /^simulation-/);
claim('editor', /^(?:create-editor|editor|yaml-language|yaml|editor\.worker|yaml\.worker)[.-]/);

const totals = { frame: 0, drawings: 0, simulation: 0, editor: 0, 'on demand': 0 };
totals.frame += print(gzipSync(html).length, 'frame: index.html');
for (const [file, text] of sources) {
  const part = parts.get(file) ?? 'on demand';
  const size = gzipSync(text, { level: 9 }).length;
  totals[part] += size;
  if (size > 5 * 1024) print(size, `${part}: ${file}`);
}
for (const [part, size] of Object.entries(totals))
  print(size, `${part} in all${part in BUDGETS ? `, budget ${BUDGETS[part]}` : ''}`);
const over = Object.entries(BUDGETS).some(([part, budget]) => totals[part] > budget * 1024);
if (frame.size === 0 || Object.values(totals).includes(0) || over) process.exit(1);

/** Gives files, with all that they import plainly, to a part, unless they belong to an earlier one. */
function claim(part, pattern) {
  for (const file of withImports(assets.filter((name) => pattern.test(name))))
    if (!parts.has(file)) parts.set(file, part);
}

function withImports(files) {
  const reached = new Set();
  const visit = (file) => {
    if (reached.has(file) || !sources.has(file)) return;
    reached.add(file);
    const text = file.endsWith('.js') ? sources.get(file).toString() : '';
    for (const [, imported] of text.matchAll(/(?:from|import)\s*["']\.\/([^"']+)["']/g)) visit(imported);
  };
  files.forEach(visit);
  return reached;
}

function print(bytes, words) {
  console.log(`${(bytes / 1024).toFixed(1).padStart(7)} KiB gz  ${words}`);
  return bytes;
}
