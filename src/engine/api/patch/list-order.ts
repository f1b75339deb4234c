/** The order of a merged list: the patch's for what it names, the server's for the rest, both as far as they go together. */
import type { Json } from '../../../k8s/types';
import { at, isObject } from './json-value';
import { DIRECTIVE } from './merge-keys';

/** What tells the items of a list apart. */
export type Identity = (item: Json | undefined) => Json | undefined;

/** `order` holds at least the identities of the items that the patch names; `server` is the list before the merge. */
export function orderedLike(
  order: readonly Json[],
  list: readonly Json[],
  server: readonly Json[],
  idOf: Identity,
): Json[] {
  const wanted = order.map(idOf);
  const serverIds = server.map(idOf);
  const named = sortedBy(
    wanted,
    list.filter((item) => wanted.includes(idOf(item))),
    idOf,
  );
  const others = sortedBy(
    serverIds,
    list.filter((item) => !wanted.includes(idOf(item))),
    idOf,
  );
  const result: Json[] = [];
  let next = 0;
  for (const item of named) {
    // Items that only the server has come before the first named one that they preceded on the server.
    const place = serverIds.indexOf(idOf(item));
    while (next < others.length && place >= 0) {
      const other = serverIds.indexOf(idOf(others[next]));
      if (other < 0 || other > place) break;
      result.push(others[next++] as Json);
    }
    result.push(item);
  }
  return [...result, ...others.slice(next)];
}

/** As upstream sorts: an item that `ids` lacks passes those before it, and items to be deleted come last. */
function sortedBy(ids: readonly (Json | undefined)[], list: Json[], idOf: Identity): Json[] {
  const sorted = list.filter((item) => !isDeletion(item));
  const precedes = (a: Json | undefined, b: Json | undefined): boolean => {
    const [place, other] = [ids.indexOf(idOf(a)), ids.indexOf(idOf(b))];
    return place < 0 || other < 0 || place < other;
  };
  for (let i = 1; i < sorted.length; i++) {
    for (let j = i; j > 0 && precedes(sorted[j], sorted[j - 1]); j--) {
      [sorted[j - 1], sorted[j]] = [sorted[j] as Json, sorted[j - 1] as Json];
    }
  }
  return [...sorted, ...list.filter(isDeletion)];
}

function isDeletion(item: Json): boolean {
  return isObject(item) && at(item, DIRECTIVE) === 'delete';
}
