/** How the state of components gets into checkpoints: what is large is a KeptMap or a KeptTable, the rest is cloned. */
import { deepClone } from '../lib/clone';
import { Kept } from '../lib/kept';
import { KeptMap } from '../lib/kept-map';
import { KeptTable } from '../lib/kept-table';

/** A copy of a component's state that never changes. KeptMaps and KeptTables may stand in it, and in plain objects in it. */
export function keepState(state: unknown): unknown {
  if (state instanceof KeptMap || state instanceof KeptTable) return state.keep();
  return isPlain(state) ? eachField(state, keepState) : deepClone(state);
}

/** The state again, another object. `present`: that of now, from which KeptMaps and KeptTables are taken over; it is used up. */
export function reviveState(kept: unknown, present: unknown): unknown {
  if (kept instanceof Kept) {
    const map = present as Pick<KeptTable<object>, 'revive'>;
    map.revive(kept as Kept<object>);
    return map;
  }
  if (!isPlain(kept)) return deepClone(kept);
  return eachField(kept, (field, name) => reviveState(field, isPlain(present) ? present[name] : undefined));
}

/** A kept state as plain data, for those who compare. */
export function plainState(kept: unknown): unknown {
  if (kept instanceof Kept) return new Map(kept.entries());
  return isPlain(kept) ? eachField(kept, plainState) : kept;
}

/** About how many bytes a kept state holds that another one does not. `each`: those of an entry. */
export function bytesNewTo(before: unknown, kept: unknown, each: number): number {
  if (kept instanceof Kept) {
    const other = before instanceof Kept ? before : undefined;
    if (kept === other) return 0;
    return (each > 0 ? kept.newTo(other) * each : 0) + kept.leaves.length * 8;
  }
  if (!isPlain(kept)) return 0;
  let bytes = 0;
  for (const name in kept) bytes += bytesNewTo(isPlain(before) ? before[name] : undefined, kept[name], each);
  return bytes;
}

function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function eachField(
  state: Record<string, unknown>,
  change: (field: unknown, name: string) => unknown,
): Record<string, unknown> {
  const copy = { ...state };
  for (const name in copy) copy[name] = change(copy[name], name);
  return copy;
}
