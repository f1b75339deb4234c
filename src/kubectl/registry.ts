/** The only list of commands. */
import type { Command } from './command';
import { annotate } from './commands/annotate';
import { apply } from './commands/apply';
import { cordon, uncordon } from './commands/cordon';
import { create } from './commands/create';
import { remove } from './commands/delete';
import { get } from './commands/get';
import { label } from './commands/label';
import { patch } from './commands/patch';
import { rolloutHistory } from './commands/rollout-history';
import { rolloutRestart } from './commands/rollout-restart';
import { rolloutStatus } from './commands/rollout-status';
import { rolloutUndo } from './commands/rollout-undo';
import { setImage } from './commands/set-image';
import { taint } from './commands/taint';
import { version } from './commands/version';

export const COMMANDS: readonly Command[] = [
  annotate,
  apply,
  cordon,
  create,
  get,
  label,
  patch,
  remove,
  rolloutHistory,
  rolloutRestart,
  rolloutStatus,
  rolloutUndo,
  setImage,
  taint,
  uncordon,
  version,
];
