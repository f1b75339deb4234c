import type { KubeObject } from '../k8s/types';
import { CanonicalHash } from '../lib/canonical-hash';
import { compareText } from '../lib/compare';
import { inOrder } from './agenda';
import type { Checkpoint } from './checkpoint';
import { plainMemory } from './event-memory';
import { plainState } from './state-keeping';

/** All that a digest is made of, by name. */
export interface StateParts {
  /** Every stored object: `Pod default/nginx-x7k2p`. */
  objects: readonly (readonly [name: string, object: unknown])[];
  /** What else the future depends on. */
  inner: readonly (readonly [name: string, value: unknown])[];
}

/**
 * Canonical hash of all state, equal for equal histories: 32 hexadecimal digits. It is a hash of what the cluster is, not of how a
 * checkpoint keeps it: numbers that only say in which order timers stand are left out, their order is not.
 */
export function digestOf(checkpoint: Checkpoint): string {
  return digestOfParts(partsOf(checkpoint));
}

export function digestOfParts({ objects, inner }: StateParts): string {
  const hash = new CanonicalHash();
  for (const parts of [objects, inner]) for (const [name, value] of parts) hash.add(name).add(value);
  return hash.digest();
}

export function partsOf(checkpoint: Checkpoint): StateParts {
  const { now, random, store, agenda, queue, firing, events, trace, world, components } = checkpoint;
  const kinds = store.objects.toSorted((a, b) => compareText(a.kind, b.kind));
  return {
    objects: kinds.flatMap(({ kind, list }) => list.map((object) => [nameOf(kind, object), object] as const)),
    inner: [
      ['time', now],
      ['random generator', random],
      ['resource version', store.resourceVersion],
      ['timers', inOrder(agenda).map(({ at, component, type, key }) => [at, component, type, key])],
      ['timers of this instant under way', firing],
      ['work queue', { items: queue.items, retries: new Map(queue.retries) }],
      ['memory of events', plainMemory(events)],
      ['trace', trace],
      ['world', world],
      ...components.map((state, index) => [`component ${index}`, plainState(state)] as const),
    ],
  };
}

function nameOf(kind: string, { metadata: { namespace, name } }: KubeObject): string {
  return `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
}
