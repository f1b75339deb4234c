import type { StoreSnapshot } from './api/store';
import type { ClockworkSnapshot } from './clockwork';
import { freshBytes } from './state-keeping';
import type { TraceSnapshot } from './trace';
import type { WorldSnapshot } from './world';

/** Everything the future depends on. Immutable: keep it as long as you like. */
export interface Checkpoint extends ClockworkSnapshot {
  random: readonly number[];
  store: StoreSnapshot;
  /** As `keepState` made it, like those of the components. */
  events: unknown;
  trace: TraceSnapshot;
  world: WorldSnapshot;
  components: readonly unknown[];
  /** Inputs of the log already applied. */
  inputs: number;
  revision: number;
}

/** Bytes, as measured on the average. */
const OBJECT = 1_000;
const ENTRY = 300;
const TIMER = 8;
const REST = 10_000;

/** About how many bytes it holds that neither the present nor the checkpoint before it does. */
export function ownBytes({ store, agenda, events, components }: Checkpoint): number {
  let bytes = REST + agenda.entries.length * TIMER;
  for (const { kind, copy } of store.objects)
    // Events mostly stay as they were written.
    for (const part of copy.parts.values()) bytes += freshBytes(part, kind === 'Event' ? 0 : OBJECT);
  for (const state of [events, ...components]) bytes += freshBytes(state, ENTRY);
  return bytes;
}
