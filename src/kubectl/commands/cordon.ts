import type { Command } from '../command';
import { findNodes, setUnschedulable } from '../cordon-nodes';
import { DRY_RUN_FLAG } from '../dry-run';
import { isFailure } from '../failure';
import { SELECTOR_FLAGS } from '../targets';

/** `kubectl cordon` and `kubectl uncordon` (CLI-80). */
export const cordon = cordonCommand('cordon', true);
export const uncordon = cordonCommand('uncordon', false);

function cordonCommand(name: 'cordon' | 'uncordon', wanted: boolean): Command {
  return {
    name,
    flags: [...SELECTOR_FLAGS.filter((f) => f.name === 'selector'), DRY_RUN_FLAG],
    run(shell, line) {
      const nodes = findNodes(shell, line, name, `${name} NODE`);
      if (typeof nodes === 'number' || isFailure(nodes)) return nodes;
      return setUnschedulable(shell, line, nodes, wanted, name);
    },
  };
}
