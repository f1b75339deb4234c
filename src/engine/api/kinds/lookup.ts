/** Kinds by what clients call them; those that stored definitions add are found like the built-in ones. */
import type { CustomResourceDefinition, Kind, KubeObject } from '../../../k8s/types';
import type { Reader } from '../types';
import { customDefinitions } from './custom';
import type { KindDefinition } from './definition';
import { KINDS, kindOf } from './registry';

/** What a lookup needs: the definitions of custom resources. */
export type KindSource = Pick<Reader, 'list'>;

interface Index {
  rows: readonly KindDefinition[];
  byWord: ReadonlyMap<string, readonly KindDefinition[]>;
  custom: readonly KindDefinition[];
}

function indexOf(rows: readonly KindDefinition[], custom: readonly KindDefinition[]): Index {
  const byWord = new Map<string, KindDefinition[]>();
  for (const row of rows) {
    for (const word of new Set([row.plural, row.singular, row.kind.toLowerCase(), ...row.shortNames])) {
      const known = byWord.get(word);
      if (known) known.push(row);
      else byWord.set(word, [row]);
    }
  }
  return { rows, byWord, custom };
}

const BUILT_IN = indexOf(KINDS, []);

/** The list of definitions is the same array as long as none of them changes. */
const indexes = new WeakMap<readonly CustomResourceDefinition[], Index>();

function indexFor(read: KindSource): Index {
  const stored = read.list('CustomResourceDefinition');
  if (stored.length === 0) return BUILT_IN;
  let index = indexes.get(stored);
  if (!index) {
    const custom = stored.flatMap(customDefinitions);
    indexes.set(stored, (index = indexOf([...KINDS, ...custom], custom)));
  }
  return index;
}

/** All kinds served: the built-in ones, then those of definitions in order of their names. A kind of several versions has several rows. */
export function kindRows(read: KindSource): readonly KindDefinition[] {
  return indexFor(read).rows;
}

/** The row of a kind id; of a custom kind the one of `apiVersion`, or else the preferred one, in which its objects are stored. */
export function definitionOf(kind: Kind, read: KindSource, apiVersion?: unknown): KindDefinition | undefined {
  const found = kindOf(kind);
  if (found) return found;
  const rows = indexFor(read).custom.filter((row) => row.id === kind);
  return rows.find((row) => row.apiVersion === apiVersion) ?? rows[0];
}

/** CLI-5: plural, singular, kind or short name in any letter case, each optionally with `.group` or `.version.group`. */
export function kindByWord(word: string, read: KindSource): KindDefinition | undefined {
  const { byWord } = indexFor(read);
  const lower = word.toLowerCase();
  const dot = lower.indexOf('.');
  if (dot < 0) return byWord.get(lower)?.[0];
  const suffix = lower.slice(dot + 1);
  return byWord.get(lower.slice(0, dot))?.find((row) => {
    const full = row.group === '' ? row.version : `${row.version}.${row.group}`;
    return suffix === row.group || suffix === full || suffix === `${row.version}.`;
  });
}

/** The kind as a manifest names it; undefined when the pair is not served (VAL-25). */
export function kindByApiVersion(
  apiVersion: string,
  kind: string,
  read: KindSource,
): KindDefinition | undefined {
  const found = kindOf(kind);
  if (found?.apiVersion === apiVersion) return found;
  return indexFor(read).custom.find((row) => row.apiVersion === apiVersion && row.kind === kind);
}

/** How requests name the kind of a stored object. */
export function kindIdOf(object: Pick<KubeObject, 'apiVersion' | 'kind'>, read: KindSource): Kind {
  const { apiVersion, kind } = object;
  const exact = kindByApiVersion(apiVersion, kind, read);
  if (exact) return exact.id;
  // A version that is no longer served.
  const group = apiVersion.slice(0, apiVersion.indexOf('/'));
  return indexFor(read).custom.find((row) => row.group === group && row.kind === kind)?.id ?? (kind as Kind);
}

/** All kinds, each once. */
export function kindIds(read: KindSource): Kind[] {
  return [...new Set(kindRows(read).map((row) => row.id))];
}

/** Kinds whose objects live in namespaces. */
export function namespacedKinds(read: KindSource): Kind[] {
  return [...new Set(kindRows(read).flatMap((row) => (row.namespaced ? [row.id] : [])))];
}
