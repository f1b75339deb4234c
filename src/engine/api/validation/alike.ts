/**
 * The pods of one template differ in nothing but the names that were generated for them and the node that they are for. Checking a
 * thousand of them in full is most of what creating them costs, so the last valid pod answers for those that are like it.
 */
import { dns1123Subdomain } from '../../../k8s/names';
import type { Json, JsonObject } from '../../../k8s/types';
import { deepEqual } from '../../../lib/equal';
import { objectAt, objectsAt, textAt } from './untyped';

/** Metadata that validation does not look at, or (the name) looks at alone. */
const OF_EACH: ReadonlySet<string> = new Set(['name', 'uid', 'creationTimestamp', 'resourceVersion']);
const TOKEN_VOLUME = /^kube-api-access-[a-z0-9]{5}$/;

/** Whether a pod is valid because `valid`, a pod of the same template, is. False only says that nobody knows. */
export function validLike(pod: JsonObject, valid: JsonObject): boolean {
  const meta = objectAt(pod, 'metadata');
  const spec = objectAt(pod, 'spec');
  const validMeta = objectAt(valid, 'metadata');
  const validSpec = objectAt(valid, 'spec');
  if (!meta || !spec || !validMeta || !validSpec) return false;
  const renamed: Renaming = { from: '', to: '', taken: objectsAt(validSpec, 'volumes') };
  return (
    sameKeys(meta, validMeta, (a, b, key) => OF_EACH.has(key) || deepEqual(a, b)) &&
    sameKeys(spec, validSpec, (a, b, key) =>
      key === 'affinity' ? likePinned(a, b) : alike(a, b, renamed),
    ) &&
    dns1123Subdomain(textAt(meta, 'name')).length === 0
  );
}

function sameKeys(
  a: JsonObject,
  b: JsonObject,
  same: (a: Json | undefined, b: Json | undefined, key: string) => boolean,
): boolean {
  for (const key in a) if (a[key] !== b[key] && !same(a[key], b[key], key)) return false;
  for (const key in b) if (!Object.hasOwn(a, key) && !same(undefined, b[key], key)) return false;
  return true;
}

/** The token volume has a name of its own in each pod: one name for another, everywhere. */
interface Renaming {
  from: string;
  to: string;
  /** Volumes whose names the new one must not repeat. */
  taken: readonly JsonObject[];
}

function alike(a: Json | undefined, b: Json | undefined, renamed: Renaming): boolean {
  if (a === b) return true;
  if (typeof a === 'string' && typeof b === 'string') {
    if (renamed.from !== '') return renamed.from === b && renamed.to === a;
    if (!TOKEN_VOLUME.test(a) || !TOKEN_VOLUME.test(b)) return false;
    if (renamed.taken.some((volume) => volume.name === a)) return false;
    renamed.from = b;
    renamed.to = a;
    return true;
  }
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (!Array.isArray(a) && !Array.isArray(b)) return alikeObjects(a, b, renamed);
  if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (!alike(a[i], b[i], renamed)) return false;
  return true;
}

function alikeObjects(a: JsonObject, b: JsonObject, renamed: Renaming): boolean {
  for (const key in a) if (!alike(a[key], b[key], renamed)) return false;
  for (const key in b) if (b[key] !== undefined && !Object.hasOwn(a, key)) return false;
  return true;
}

/** Node affinity that may name another node, but is otherwise the same. */
function likePinned(a: Json | undefined, b: Json | undefined): boolean {
  const node = pinnedName(a);
  const other = pinnedName(b);
  if (node === undefined || other === undefined) return deepEqual(a, b);
  if (dns1123Subdomain(node).length > 0) return false;
  return sameKeys(a as JsonObject, b as JsonObject, (x, y, key) =>
    key === 'nodeAffinity'
      ? sameKeys(x as JsonObject, y as JsonObject, (v, w, k) => k === REQUIRED || deepEqual(v, w))
      : deepEqual(x, y),
  );
}

const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution';

/** The node that the affinity names, when that is all that it requires. */
function pinnedName(affinity: Json | undefined): string | undefined {
  const required = (affinity as Affinity | undefined)?.nodeAffinity?.[REQUIRED];
  const term = required?.nodeSelectorTerms?.length === 1 ? required.nodeSelectorTerms[0] : undefined;
  const field = term?.matchFields?.length === 1 && !term.matchExpressions ? term.matchFields[0] : undefined;
  if (field?.key !== 'metadata.name' || field.operator !== 'In' || field.values?.length !== 1)
    return undefined;
  return field.values[0];
}

interface Affinity {
  nodeAffinity?: {
    [REQUIRED]?: {
      nodeSelectorTerms?: {
        matchExpressions?: object[];
        matchFields?: { key?: string; operator?: string; values?: string[] }[];
      }[];
    };
  };
}
