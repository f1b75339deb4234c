import type { JsonObject } from '../../k8s/types';
import { parseDocuments, type YamlDocument } from '../../yaml/documents';
import { appendIn, deleteIn, setIn } from '../../yaml/edit';
import type { SetName } from '../../scene/types';

type Json = NonNullable<JsonObject[string]>;

/** A DaemonSet of the text and how to change its fields there. */
export interface SetInText {
  namespace: string;
  name: string;
  /** Image of the first container, as written. */
  image: string;
  /** First line of the document, from 1. */
  line: number;
  /** Value of a field; undefined when there is none. */
  get(path: readonly (string | number)[]): unknown;
  /** The text without a field or list item. */
  remove(path: readonly (string | number)[]): string;
  /** The text with items added to a list (path inside the object). */
  append(path: readonly (string | number)[], items: readonly Json[]): string;
  /** The text with a field set. */
  set(path: readonly (string | number)[], value: Json): string;
}

/** The DaemonSet of that name, or the first of the text; undefined when the text has none or cannot be read. */
export function setInText(text: string, wanted?: SetName): SetInText | undefined {
  for (const document of parseDocuments(text).documents) {
    const found = readSet(text, document);
    if (found && (!wanted || (found.name === wanted.name && found.namespace === wanted.namespace)))
      return found;
  }
  return undefined;
}

function readSet(text: string, { object, index, basePath, startLine }: YamlDocument): SetInText | undefined {
  if (object?.['kind'] !== 'DaemonSet') return undefined;
  const metadata = object['metadata'] as { name?: unknown; namespace?: unknown } | null | undefined;
  if (typeof metadata?.name !== 'string') return undefined;
  const containers = dig(object, ['spec', 'template', 'spec', 'containers']);
  const image = Array.isArray(containers) ? dig(containers[0], ['image']) : undefined;
  return {
    namespace: typeof metadata.namespace === 'string' ? metadata.namespace : 'default',
    name: metadata.name,
    image: typeof image === 'string' ? image : '',
    line: startLine,
    get: (path) => dig(object, path),
    remove: (path) => deleteIn(text, index, [...basePath, ...path]),
    append: (path, items) =>
      items.reduce<string>((before, item) => appendIn(before, index, [...basePath, ...path], item), text),
    set: (path, value) => setIn(text, index, [...basePath, ...path], value),
  };
}

function dig(value: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (at, key) => (typeof at === 'object' && at !== null ? (at as Record<string, unknown>)[key] : undefined),
    value,
  );
}
