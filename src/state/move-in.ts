import type { StoreApi } from 'zustand/vanilla';

/**
 * A store that existed before its state did: gives it that state in place of the stand-in, and whoever listens to it goes on
 * listening. `shape` gets what stood there.
 */
export function moveIn<Seen, State extends Seen>(
  store: StoreApi<Seen>,
  shape: (set: StoreApi<State>['setState'], get: () => State, before: Seen) => State,
): StoreApi<State> {
  // From here on nobody reads the stand-in any more: what the store holds is the state itself.
  const full = store as unknown as StoreApi<State>;
  full.setState(shape(full.setState, full.getState, store.getState()), true);
  return full;
}
