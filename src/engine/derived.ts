/**
 * What a component derives from the objects, kept by the identity of the state that it belongs to: a state that has been restored from a
 * checkpoint, or of a process that has started again, is another one, and what is derived begins anew. So it can be no part of a
 * checkpoint and never be out of date, as long as every watch event reaches it.
 */
export function derivedFrom<S extends object, D>(create: () => D): (state: S) => D {
  const known = new WeakMap<S, D>();
  return (state) => {
    let derived = known.get(state);
    if (!derived) known.set(state, (derived = create()));
    return derived;
  };
}
