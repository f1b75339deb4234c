/** The latest changes, for watches that start in the past and for lists as they were. No part of the state: a seek forgets it. */
import { compareText } from '../../lib/compare';
import type { AnyObject, Kind, KubeObject } from '../../k8s/types';
import type { StoreChange } from './store';

/** Changes of a kind that are remembered at least. */
const KEPT = 1000;

interface Chapter {
  changes: StoreChange[];
  /** Version of the last change that is forgotten. */
  forgotten: number;
}

export class Journal {
  private readonly chapters = new Map<Kind, Chapter>();
  /** Nothing up to this version is known of any kind. */
  private since = 0;

  record(change: StoreChange): void {
    let chapter = this.chapters.get(change.kind);
    if (!chapter) this.chapters.set(change.kind, (chapter = { changes: [], forgotten: this.since }));
    const { changes } = chapter;
    changes.push(change);
    if (changes.length < 2 * KEPT) return;
    chapter.forgotten = versionOf(changes[KEPT - 1] as StoreChange);
    changes.splice(0, KEPT);
  }

  /** Starts anew at a version. */
  clear(version: number): void {
    this.chapters.clear();
    this.since = version;
  }

  /** The oldest version that changes are known from. */
  oldest(kind: Kind): number {
    return this.chapters.get(kind)?.forgotten ?? this.since;
  }

  /** Changes after a version, oldest first; undefined when some of them are forgotten. */
  after(kind: Kind, version: number): readonly StoreChange[] | undefined {
    if (version < this.oldest(kind)) return undefined;
    const changes = this.chapters.get(kind)?.changes ?? [];
    return changes.slice(firstAfter(changes, version));
  }

  /** The objects of a kind as they were, in the order of lists, made from those of now; undefined when that is forgotten. */
  listAt(kind: Kind, version: number, now: readonly KubeObject[]): readonly KubeObject[] | undefined {
    const changes = this.after(kind, version);
    if (changes === undefined || changes.length === 0) return changes && now;
    const objects = new Map<string, KubeObject>(now.map((object) => [keyOf(object), object]));
    for (const { object, old } of changes.toReversed()) {
      if (old) objects.set(keyOf(object), old);
      else objects.delete(keyOf(object));
    }
    return [...objects].sort(([a], [b]) => compareText(a, b)).map(([, object]) => object);
  }
}

/** Keys sort as the store's do. */
function keyOf({ metadata: { namespace, name } }: KubeObject): string {
  return `${namespace ?? ''}\u0000${name}`;
}

export function versionOf(change: { object: AnyObject }): number {
  return Number(change.object.metadata.resourceVersion);
}

function firstAfter(changes: readonly StoreChange[], version: number): number {
  let low = 0;
  let high = changes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (versionOf(changes[middle] as StoreChange) <= version) low = middle + 1;
    else high = middle;
  }
  return low;
}
