import { kindRows } from '../../engine/index';
import { compareText } from '../../lib/compare';
import type { Command } from '../command';
import { usageFailure } from '../failure';

/** `kubectl api-versions` (CLI-105). */
export const apiVersions: Command = {
  name: 'api-versions',
  flags: [],
  run(shell, { args }) {
    if (args.length > 0) return usageFailure(`unexpected arguments: [${args.join(' ')}]`);
    const versions = new Set(kindRows(shell.cluster.read).map((row) => row.apiVersion));
    for (const version of [...versions].sort(compareText)) shell.out(`${version}\n`);
    return 0;
  },
};
