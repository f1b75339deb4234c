/** Plays everything in every way. The same file in Node and in browsers. */
import type { Cluster } from '../../src/engine/index';
import { canonicalHash } from '../../src/lib/canonical-hash';
import type { Picture } from './difference';
import type { Outcome, Play, Table } from './play';
import { WAYS } from './ways';

export function playOne(play: Play, name: string): Outcome {
  const outcome: Outcome = { moments: play.moments.map(() => null), objects: '', trace: null };
  const end = wayOf(name)(play, (cluster, i) => {
    outcome.moments[i] = cluster.digest();
    // Ways may look at the end before they go back: what counts is the last look.
    if (i === play.moments.length - 1) outcome.objects = canonicalHash(cluster.stateParts().objects);
  });
  if (end) outcome.trace = canonicalHash(end.trace.records());
  return outcome;
}

/** Each play in the ways that are its turn. */
export function playAll(plays: readonly Play[], waysAt: (number: number) => string[]): Table {
  const table: Table = {};
  for (const [i, play] of plays.entries())
    table[play.name] = Object.fromEntries(waysAt(i).map((way) => [way, playOne(play, way)]));
  return table;
}

/** What is there at a moment of one way. A moment past the last: the end. */
export function pictureOf(play: Play, name: string, moment: number): Picture {
  let picture: Picture | undefined;
  const last = Math.min(moment, play.moments.length - 1);
  wayOf(name)(play, (cluster, i) => {
    // Some ways look twice: the later look is the one that counted.
    if (i === last) picture = draw(cluster);
  });
  if (!picture) throw new Error(`${name} does not stop at moment ${moment}`);
  return picture;
}

function draw(cluster: Cluster): Picture {
  const { objects, inner } = cluster.stateParts();
  return {
    parts: [...objects, ...inner].map(([name, value]) => [name, JSON.stringify(readable(value))]),
    trace: cluster.trace.records().map((record) => JSON.stringify(readable(record))),
  };
}

/** With keys in order, maps and sets as sorted lists. */
function readable(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(readable);
  const sorted = (list: unknown[]): unknown[] =>
    list.map(readable).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  if (value instanceof Set) return sorted([...(value as Set<unknown>)]);
  if (value instanceof Map) return sorted([...(value as Map<unknown, unknown>)]);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, field]) => [key, readable(field)]));
}

function wayOf(name: string): (typeof WAYS)[string] {
  const way = WAYS[name];
  if (!way) throw new Error(`there is no way ${name}`);
  return way;
}
