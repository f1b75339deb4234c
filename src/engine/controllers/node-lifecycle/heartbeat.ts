/** When a silent kubelet is noticed (NODE-8, NODE-9). Pure arithmetic on milliseconds since the epoch. */

/** The lease is renewed this often, counted from the renewal that is stored. */
const RENEW_EVERY = 10_000;
/** The controller looks this often. */
export const CHECK_EVERY = 5_000;
/** node-monitor-grace-period since 1.32. */
const GRACE = 50_000;
/** For a node that never posted a status (node-startup-grace-period). */
const STARTUP_GRACE = 60_000;

/** First check at or after `time`. `start`: a time at which the controller looked. */
export function checkAt(time: number, start: number): number {
  return start + Math.ceil((time - start) / CHECK_EVERY) * CHECK_EVERY;
}

/** First check after `time`. */
export function checkAfter(time: number, start: number): number {
  return start + (Math.floor((time - start) / CHECK_EVERY) + 1) * CHECK_EVERY;
}

/** The check that finds the last renewal before the kubelet went silent older than the grace period. */
export function noticedAt(renewed: number, silent: number, start: number): number {
  const last = silent - ((((silent - renewed) % RENEW_EVERY) + RENEW_EVERY) % RENEW_EVERY);
  return checkAt(last + GRACE, start);
}

/** The check that gives up on a node that never posted. */
export function neverPostedAt(registered: number, start: number): number {
  return checkAt(registered + STARTUP_GRACE, start);
}
