import { KUBERNETES_VERSION } from '../../engine/index';
import type { Command } from '../command';

/** `kubectl version` (CLI-106). */
export const version: Command = {
  name: 'version',
  flags: [
    { name: 'client', type: 'bool' },
    { name: 'output', short: 'o', type: 'string' },
  ],
  run(shell, { flags }) {
    shell.out(`Client Version: ${KUBERNETES_VERSION}\nKustomize Version: v5.7.1\n`);
    if (!flags.bool('client')) shell.out(`Server Version: ${KUBERNETES_VERSION}\n`);
    return 0;
  },
};
