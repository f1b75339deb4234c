/**
 * `npm run bench`: how long the things take that a user waits for, by size. Prints a table and writes it as JSON; asserts
 * nothing. `npm run bench -- --help` tells what is measured and how.
 */
import { optionsOrExit, usage } from './arguments';
import type { MeasuredLine } from './figure';
import { MEASURE } from './processes';
import { publish } from './publish';
import { FIGURES } from './registry';
import { runFigure } from './run';

const words = process.argv.slice(2);
if (words[0] === MEASURE) await measure(words[1] ?? '', Number(words[2]));
else await bench();

/** In a process of its own: prints the reading. */
async function measure(name: string, size: number): Promise<void> {
  const reading = await FIGURES.find((figure) => figure.name === name)?.measure(size);
  // The peer's timers would go on for ever.
  process.stdout.write(JSON.stringify(reading), () => process.exit(0));
}

async function bench(): Promise<void> {
  const options = optionsOrExit(FIGURES.map(({ name }) => name));
  if (options.help) return console.log(usage('bench', FIGURES));
  const started = Date.now();
  const lines: MeasuredLine[] = [];
  for (const figure of FIGURES) {
    if (options.only.length > 0 && !options.only.includes(figure.name)) continue;
    const say = (line: string): void =>
      console.error(`${String(Math.round((Date.now() - started) / 1000)).padStart(4)} s  ${line}`);
    lines.push(...(await runFigure(figure, options.quick, say)));
  }
  await publish('headless', lines, options);
}
