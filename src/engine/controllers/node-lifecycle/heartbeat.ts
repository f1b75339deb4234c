/** When a silent kubelet is noticed (NODE-8, NODE-9). Pure arithmetic on milliseconds since the epoch. */

/** The lease is renewed this often, counted from the node's registration. */
const RENEW_EVERY = 10_000;
/** The controller looks this often. */
export const CHECK_EVERY = 5_000;
/** node-monitor-grace-period since 1.32. */
const GRACE = 50_000;
/** For a node that never posted a status (node-startup-grace-period). */
const STARTUP_GRACE = 60_000;

/** First check at or after `time`. */
export function checkAt(time: number): number {
  return Math.ceil(time / CHECK_EVERY) * CHECK_EVERY;
}

/** First check after `time`. */
export function checkAfter(time: number): number {
  return (Math.floor(time / CHECK_EVERY) + 1) * CHECK_EVERY;
}

/** The check that finds the last renewal before the kubelet stopped older than the grace period. */
export function noticedAt(registered: number, stopped: number): number {
  const last = stopped - ((((stopped - registered) % RENEW_EVERY) + RENEW_EVERY) % RENEW_EVERY);
  return checkAt(last + GRACE);
}

/** The check that gives up on a node that never posted. */
export function neverPostedAt(registered: number): number {
  return checkAt(registered + STARTUP_GRACE);
}
