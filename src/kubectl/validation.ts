import type { Flags, FlagSpec } from './flags';

/** How much kubectl and the server mind about fields: what `--validate` says. */
export type Validation = 'strict' | 'warn' | 'ignore';

const WORDS: ReadonlyMap<string, Validation> = new Map([
  ['strict', 'strict'],
  ['true', 'strict'],
  ['warn', 'warn'],
  ['ignore', 'ignore'],
  ['false', 'ignore'],
]);

export const VALIDATE_FLAG: FlagSpec = {
  name: 'validate',
  type: 'string',
  bare: 'strict',
  default: 'strict',
  refuse: (value) =>
    WORDS.has(value)
      ? undefined
      : `invalid - validate option ${JSON.stringify(value)}; must be one of: strict (or true), warn, ignore (or false)`,
};

export function validationOf(flags: Flags): Validation {
  return WORDS.get(flags.text(VALIDATE_FLAG.name)) ?? 'strict';
}
