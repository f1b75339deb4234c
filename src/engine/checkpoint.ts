import type { StoreSnapshot } from './api/store';
import type { ClockworkSnapshot } from './clockwork';
import { bytesNewTo } from './state-keeping';
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
const OBJECT = 1_400;
const ENTRY = 350;
const TIMER = 8;
const REST = 10_000;

/** About how many bytes it holds that neither the present nor the checkpoint before it does. */
export function ownBytes({ store, agenda, events, components }: Checkpoint, before?: Checkpoint): number {
  let bytes = REST + agenda.entries.length * TIMER;
  for (const { kind, copy } of store.objects) {
    const other = before?.store.objects.find((objects) => objects.kind === kind)?.copy.parts;
    // Events mostly stay as they were written.
    const each = kind === 'Event' ? 0 : OBJECT;
    for (const [namespace, part] of copy.parts) bytes += bytesNewTo(other?.get(namespace), part, each);
  }
  bytes += bytesNewTo(before?.events, events, ENTRY);
  components.forEach((state, i) => (bytes += bytesNewTo(before?.components[i], state, ENTRY)));
  return bytes;
}
