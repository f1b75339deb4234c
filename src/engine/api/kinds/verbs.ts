/** What discovery says may be done with a kind (CLI-105). */
import type { KindRow } from './definition';

const ALL = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];
/** In the order in which the server of custom resources has them. */
const CUSTOM = ['delete', 'deletecollection', 'get', 'list', 'patch', 'create', 'update', 'watch'];

/** Namespaces are not deleted together. */
export function verbsOf({ id, kind }: KindRow): readonly string[] {
  if (id !== kind) return CUSTOM;
  return kind === 'Namespace' ? ALL.filter((verb) => verb !== 'deletecollection') : ALL;
}
