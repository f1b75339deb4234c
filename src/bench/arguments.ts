import { parseArgs } from 'node:util';

export interface Options {
  /** Smaller sizes, one process each. */
  quick: boolean;
  /** Names of figures; empty: all. */
  only: readonly string[];
  /** Where the JSON goes; default: a cache. */
  json: string | undefined;
  /** Whether the README's section is written. */
  readme: boolean;
  help: boolean;
}

/** Reads a command line; throws with words about what is wrong with it. */
export function readOptions(words: readonly string[], names: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...words],
    options: {
      quick: { type: 'boolean', default: false },
      only: { type: 'string', multiple: true, default: [] },
      json: { type: 'string' },
      readme: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const only = values.only.flatMap((list) => list.split(','));
  const unknown = only.find((name) => !names.includes(name));
  if (unknown !== undefined) throw new Error(`no figure ${unknown}; there are ${names.join(', ')}`);
  if (values.readme && (values.quick || only.length > 0))
    throw new Error('the README shows whole runs: --readme goes with neither --quick nor --only');
  return { ...values, only, json: values.json };
}

/** The same of this process's command line; what is wrong with it ends the process. */
export function optionsOrExit(names: readonly string[]): Options {
  try {
    return readOptions(process.argv.slice(2), names);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}

export function usage(command: string, figures: readonly { name: string; how: string }[]): string {
  return `npm run ${command} -- [--quick] [--only NAME[,NAME…]] [--json PATH] [--readme]

--quick   smaller sizes, once each
--only    some of the figures
--json    where to write what was measured (default: node_modules/.cache/bench)
--readme  also keep it in src/bench/results and write the README's section (a whole run only)

${figures.map(({ name, how }) => `${name.padEnd(12)}${how}`).join('\n')}`;
}
