/** The two passes over all nodes, as keys of the queue and of timers. */
import type { Context } from '../../component';
import type { NodeLifecycleState } from './state';

/** The periodic check (NODE-9). */
export const CHECK = '@check';
/** The pass over the zones (NODE-23). */
export const ZONES = '@zones';

/** Sets the one timer of the check; the earliest wins. `at`: ms since epoch. */
export function armCheck(ctx: Context<NodeLifecycleState>, at: number): void {
  const { state } = ctx;
  if (state.checkAt !== undefined && state.checkAt <= at) return;
  state.checkAt = at;
  ctx.setTimer(CHECK, at);
}
