import type { Flags, FlagSpec } from './flags';
import { failure, type Failure } from './failure';

/** How much kubectl and the server mind about fields: what `--validate` says. */
export type Validation = 'strict' | 'warn' | 'ignore';

export const VALIDATE_FLAG: FlagSpec = {
  name: 'validate',
  type: 'string',
  bare: 'strict',
  default: 'strict',
};

export function validationOf(flags: Flags): Validation | Failure {
  const text = flags.text('validate');
  switch (text) {
    case 'strict':
    case 'true':
      return 'strict';
    case 'warn':
      return 'warn';
    case 'ignore':
    case 'false':
      return 'ignore';
    default:
      return failure(
        `invalid - validate option ${JSON.stringify(text)}; must be one of: strict (or true), warn, ignore (or false)`,
      );
  }
}
