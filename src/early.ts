/** What a user did to the first picture before it was live, kept by the script in index.html. */
interface Early {
  /** `value`: what a field showed then. */
  kept: { event: Event; value: string | undefined }[];
  end(): void;
}

/** From now on React keeps events itself. Returns what does again all that was kept, one after the other, to be called when handlers are there. */
export function endEarly(): () => Promise<void> {
  const { early } = globalThis as { early?: Early };
  early?.end();
  return async () => {
    for (const { event, value } of early?.kept.splice(0) ?? []) {
      // What one of them changes, the next one finds.
      await nextTask();
      const { target } = event;
      if (target instanceof HTMLSelectElement && value !== undefined) target.value = value;
      target?.dispatchEvent(sameAgain(event));
    }
  };
}

function nextTask(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}

/** An event can be dispatched but once. */
function sameAgain(event: Event): Event {
  if (event instanceof KeyboardEvent) return new KeyboardEvent(event.type, event);
  if (event instanceof MouseEvent) return new MouseEvent(event.type, event);
  return new Event(event.type, event);
}
