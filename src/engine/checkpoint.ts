import type { AgendaSnapshot } from './agenda';
import type { StoreSnapshot } from './api/store';
import type { EventState } from './event-memory';
import type { TraceSnapshot } from './trace';
import type { WorkqueueSnapshot } from './workqueue';
import type { WorldSnapshot } from './world';

/** Everything the future depends on. Immutable: keep it as long as you like. */
export interface Checkpoint {
  now: number;
  random: readonly number[];
  store: StoreSnapshot;
  agenda: AgendaSnapshot;
  queue: WorkqueueSnapshot;
  events: EventState;
  trace: TraceSnapshot;
  world: WorldSnapshot;
  components: unknown[];
  /** Inputs of the log already applied. */
  inputs: number;
  revision: number;
  /** Work items done since the start. */
  work: number;
}
