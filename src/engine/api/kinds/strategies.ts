/** What most kinds do with a new or changed object before it is validated (API-4 … API-6). */
import type { KubeObject, ObjectMeta } from '../../../k8s/types';
import { deepEqual } from '../../../lib/equal';
import type { KindBehaviour } from './definition';

/** One step of the generation (API-4). */
export function bumped<T extends ObjectMeta>(metadata: T): T {
  return { ...metadata, generation: (metadata.generation ?? 0) + 1 };
}

type WithStatus = KubeObject & { status?: unknown };
type WithSpec = WithStatus & { spec?: unknown };

/** A new object has the status given here, whatever the client sent; none at all when `status` is undefined. */
export function newWithStatus<O extends WithStatus>(status: O['status']): (object: O) => O {
  return (object) => {
    if (status !== undefined) return { ...object, status };
    const { status: _dropped, ...rest } = object;
    return rest as O;
  };
}

/** A changed object keeps its status. */
export function keepStatus<O extends WithStatus>(next: O, old: O): O {
  if (next.status === old.status) return next;
  if (old.status !== undefined) return { ...next, status: old.status };
  const { status: _dropped, ...rest } = next;
  return rest as O;
}

/** A changed object keeps its status; a changed spec is a new generation. */
export function keepStatusBumpGeneration<O extends WithSpec>(next: O, old: O): O {
  const kept = keepStatus(next, old);
  return deepEqual(kept.spec, old.spec) ? kept : { ...kept, metadata: bumped(kept.metadata) };
}

/** Kinds with spec, generation and a status that starts as given. */
export function specAndStatus<O extends WithSpec>(
  status: O['status'],
): Pick<KindBehaviour<O>, 'generation' | 'prepareCreate' | 'prepareUpdate'> {
  return {
    generation: true,
    prepareCreate: newWithStatus<O>(status),
    prepareUpdate: keepStatusBumpGeneration<O>,
  };
}

/** For kinds without a status: a change of this field is a new generation. */
export function bumpOnChange<O extends KubeObject>(key: keyof O): (next: O, old: O) => O {
  return (next, old) =>
    deepEqual(next[key], old[key]) ? next : { ...next, metadata: bumped(next.metadata) };
}

/** A write to the status brings the client's metadata along; only the rest of the object stays. */
export function statusWithMetadata<O extends WithStatus>(next: O, old: O): O {
  return { ...old, metadata: next.metadata, status: next.status };
}
