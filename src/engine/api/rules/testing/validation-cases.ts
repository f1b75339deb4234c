import { nameOf, type Case } from './case';
import { containers, volumes } from './container-cases';
import { daemonSets } from './daemon-set-cases';
import { identity } from './identity-cases';
import { scheduling } from './scheduling-cases';
import { updates } from './update-cases';

/** Each once. */
export const CASES: readonly Case[] = [
  ...identity,
  ...daemonSets,
  ...containers,
  ...volumes,
  ...scheduling,
  ...updates,
].filter((one, at, all) => all.findIndex((other) => nameOf(other) === nameOf(one)) === at);
