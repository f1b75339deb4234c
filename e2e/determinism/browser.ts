/** Entry of the bundle that every runtime loads: plays what it is given and hands back the table. */
import { encodeLink } from '../../src/share/link';
import { partingOf, type Picture } from './difference';
import type { Play, Table } from './play';
import { pictureOf, playAll } from './table';
import { waysOf } from './ways';

/** The first place in which this runtime parts from the expected, with what is there here. */
export interface Parting {
  play: string;
  way: string;
  moment: number;
  picture: Picture;
}

export interface Report {
  table: Table;
  parting?: Parting;
}

/** `others`: how many ways besides the straight one each play is played. `expected`: what another runtime's straight plays came to. */
function run(plays: readonly Play[], others: number, expected?: Table): Report {
  const table = playAll(plays, (number) => waysOf(number, others));
  for (const play of plays)
    for (const [way, outcome] of Object.entries(table[play.name] ?? {})) {
      const straight = expected?.[play.name]?.['straight'];
      const moment = straight && partingOf(straight, outcome);
      if (moment === undefined) continue;
      return { table, parting: { play: play.name, way, moment, picture: pictureOf(play, way, moment) } };
    }
  return { table };
}

export interface Runtime {
  run: typeof run;
  pictureOf: typeof pictureOf;
  /** The part after `#` of a link to the play's scenario. */
  linkOf(play: Play): string;
}

(globalThis as { determinism?: Runtime }).determinism = {
  run,
  pictureOf,
  linkOf: ({ scenario }) => encodeLink(scenario),
};
