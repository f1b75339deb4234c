import type { Figure } from './figure';
import { ADD_NODE } from './figures/add-node';
import { APPLY } from './figures/apply';
import { CHECKPOINT } from './figures/checkpoint';
import { EDIT } from './figures/edit';
import { BUSY_HOUR, QUIET_HOUR } from './figures/hour';
import { MANY_SETS } from './figures/many-sets';
import { OURS_LIKE_PEER, THE_PEER } from './figures/peer';
import { ROLL } from './figures/roll';
import { SEEK } from './figures/seek';

/** What `npm run bench` measures, in this order. */
export const FIGURES: readonly Figure[] = [
  APPLY,
  ROLL,
  MANY_SETS,
  ADD_NODE,
  CHECKPOINT,
  SEEK,
  EDIT,
  QUIET_HOUR,
  BUSY_HOUR,
  OURS_LIKE_PEER,
  THE_PEER,
];
