/** How much may be done at once: a number of work items, or a question that is asked before each of them. */
export type Budget = number | (() => boolean);

/** The budget as a question. A number says yes that many times. */
export function allowance(budget: Budget): () => boolean {
  if (typeof budget !== 'number') return budget;
  let left = budget;
  return () => left-- > 0;
}
