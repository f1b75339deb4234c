/** The only list of commands. */
import type { Command } from './command';
import { annotate } from './commands/annotate';
import { apiResources } from './commands/api-resources';
import { apiVersions } from './commands/api-versions';
import { apply } from './commands/apply';
import { cordon, uncordon } from './commands/cordon';
import { create } from './commands/create';
import { remove } from './commands/delete';
import { drain } from './commands/drain';
import { get } from './commands/get';
import { label } from './commands/label';
import { logs } from './commands/logs';
import { patch } from './commands/patch';
import { replace } from './commands/replace';
import { rolloutHistory } from './commands/rollout-history';
import { rolloutPause, rolloutResume } from './commands/rollout-pause';
import { rolloutRestart } from './commands/rollout-restart';
import { rolloutStatus } from './commands/rollout-status';
import { rolloutUndo } from './commands/rollout-undo';
import { scale } from './commands/scale';
import { setImage } from './commands/set-image';
import { taint } from './commands/taint';
import { version } from './commands/version';

export const COMMANDS: readonly Command[] = [
  annotate,
  apiResources,
  apiVersions,
  apply,
  cordon,
  create,
  drain,
  get,
  label,
  logs,
  patch,
  remove,
  replace,
  rolloutHistory,
  rolloutPause,
  rolloutRestart,
  rolloutResume,
  rolloutStatus,
  rolloutUndo,
  scale,
  setImage,
  taint,
  uncordon,
  version,
];
