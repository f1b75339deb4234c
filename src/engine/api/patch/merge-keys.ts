/** Which lists merge by a key, and by which (API-45). Every other list is replaced as a whole. */

const BY_FIELD: Readonly<Record<string, string>> = {
  containers: 'name',
  initContainers: 'name',
  ephemeralContainers: 'name',
  env: 'name',
  volumes: 'name',
  volumeMounts: 'mountPath',
  volumeDevices: 'devicePath',
  imagePullSecrets: 'name',
  secrets: 'name',
  hostAliases: 'ip',
  topologySpreadConstraints: 'topologyKey',
  ownerReferences: 'uid',
  conditions: 'type',
  addresses: 'type',
  schedulingGates: 'name',
  resourceClaims: 'name',
  podIPs: 'ip',
  hostIPs: 'ip',
};

const CONTAINER_LISTS = new Set(['containers', 'initContainers', 'ephemeralContainers']);

/** Lists of texts that merge as sets. */
const PRIMITIVE_SETS = new Set(['finalizers']);

/** Lists whose items lose every field that the patch does not name. */
const RETAIN_KEYS = new Set(['volumes']);

export type ListStrategy =
  { type: 'atomic' } | { type: 'set' } | { type: 'merge'; key: string; retainKeys: boolean };

const ATOMIC: ListStrategy = { type: 'atomic' };

/** `parent`: the field that holds the object with this list, e.g. `containers` for a container's `ports`. */
export function listStrategy(field: string, parent: string): ListStrategy {
  if (PRIMITIVE_SETS.has(field)) return { type: 'set' };
  if (field === 'ports') {
    return { type: 'merge', key: CONTAINER_LISTS.has(parent) ? 'containerPort' : 'port', retainKeys: false };
  }
  if (!Object.hasOwn(BY_FIELD, field)) return ATOMIC;
  return { type: 'merge', key: BY_FIELD[field] as string, retainKeys: RETAIN_KEYS.has(field) };
}

export const DIRECTIVE = '$patch';
export const RETAIN = '$retainKeys';
export const DELETE_PRIMITIVES = '$deleteFromPrimitiveList/';
export const SET_ORDER = '$setElementOrder/';
