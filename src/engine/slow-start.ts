/**
 * Calls `attempt(i)` for 0 … count-1 in batches of 1, 2, 4, 8, …; after a batch with a failure the rest is skipped (DS-38).
 * `attempt` returns an error text or undefined. Result: the errors, and how many were never attempted.
 */
export function slowStart(
  count: number,
  attempt: (index: number) => string | undefined,
): { errors: string[]; skipped: number } {
  const errors: string[] = [];
  let done = 0;
  for (let batch = 1; done < count; batch *= 2) {
    const end = Math.min(done + batch, count);
    for (; done < end; done++) {
      const error = attempt(done);
      if (error !== undefined) errors.push(error);
    }
    if (errors.length > 0) break;
  }
  return { errors, skipped: count - done };
}
