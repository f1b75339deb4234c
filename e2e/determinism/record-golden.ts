/** `npm run golden`: writes down what the examples come to now. What must never change is only added to. */
import { writeFileSync } from 'node:fs';
import { EXAMPLES } from './examples';
import { GOLDEN_FILE, meanings, readGolden, rowOf } from './golden';
import { playOne } from './table';

const before = readGolden();
const forEver = meanings();
const changed = Object.keys(before.forEver).filter((name) => before.forEver[name] !== forEver[name]);
if (changed.length > 0) {
  console.error(`These no longer mean what they meant, and must: ${changed.join(', ')}.`);
  console.error('A changed base gets a new id, a changed format of links a new tag. Nothing was written.');
  process.exit(1);
}
const asOfNow = Object.fromEntries(EXAMPLES.map((play) => [play.name, rowOf(playOne(play, 'straight'))]));
for (const name of new Set([...Object.keys(before.asOfNow), ...Object.keys(asOfNow)]))
  if (before.asOfNow[name] !== asOfNow[name]) console.log(`${name}: ${asOfNow[name] ?? 'gone'}`);
writeFileSync(GOLDEN_FILE, `${JSON.stringify({ forEver, asOfNow }, undefined, 2)}\n`);
