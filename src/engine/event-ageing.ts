/** Objects are put together by spans of so long, ms. */
const SPAN = 300_000;

/** When something that is remembered of an object will be too old: tidying up looks at what is due, not at everything. */
export class EventAgeing {
  /** Objects by the number of a span; one may stand in several. */
  private readonly due = new Map<number, Set<string>>();

  /** `at`: ms since the epoch, at the latest when something of it may be forgotten. */
  expect(object: string, at: number): void {
    const span = Math.floor(at / SPAN);
    const objects = this.due.get(span);
    if (objects) objects.add(object);
    else this.due.set(span, new Set([object]));
  }

  /** Objects to look at now, each once. Those that stay have to be put in again. */
  take(now: number): ReadonlySet<string> {
    const objects = new Set<string>();
    for (const [span, waiting] of this.due) {
      if (span > Math.floor(now / SPAN)) continue;
      this.due.delete(span);
      for (const object of waiting) objects.add(object);
    }
    return objects;
  }
}
