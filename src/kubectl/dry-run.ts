import type { Flags, FlagSpec } from './flags';

/** `--dry-run`: nothing is stored, by the client's or the server's doing. */
export interface DryRun {
  mode: 'none' | 'client' | 'server';
  /** What the request says of it. */
  options: { dryRun?: true };
  /** What stands behind the result: ` (dry run)`, ` (server dry run)` or nothing. */
  suffix: string;
}

/** Booleans are what older versions took; alone it means the client's. */
const MODES: ReadonlyMap<string, DryRun['mode']> = new Map([
  ...(['none', 'client', 'server'] as const).map((mode) => [mode, mode] as const),
  ...['unchanged', '1', 't', 'T', 'true', 'TRUE', 'True'].map((word) => [word, 'client'] as const),
  ...['0', 'f', 'F', 'false', 'FALSE', 'False'].map((word) => [word, 'none'] as const),
]);

export const DRY_RUN_FLAG: FlagSpec = {
  name: 'dry-run',
  type: 'string',
  bare: 'unchanged',
  default: 'none',
  refuse: (value) =>
    MODES.has(value) ? undefined : `Invalid dry-run value (${value}). Must be "none", "server", or "client".`,
};

export function dryRunOf(flags: Flags): DryRun {
  const mode = MODES.get(flags.text(DRY_RUN_FLAG.name)) ?? 'none';
  if (mode === 'none') return { mode, options: {}, suffix: '' };
  return { mode, options: { dryRun: true }, suffix: mode === 'server' ? ' (server dry run)' : ' (dry run)' };
}
