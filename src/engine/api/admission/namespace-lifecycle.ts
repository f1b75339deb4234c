/** API-7: nothing is created in a namespace that is missing or going away. */
import { forbidden, notFound, type Named } from '../errors';
import type { Reader, Status } from '../types';
import { nameForMessages, type Admission } from './types';

/** Namespaces that cannot be deleted. */
export const IMMORTAL_NAMESPACES: readonly string[] = ['default', 'kube-public', 'kube-system'];

export const namespaceLifecycle: Admission = (object, { row, read }) => {
  if (!row.namespaced) return { ok: true, object };
  const status = namespaceProblem(read, object.metadata.namespace ?? '', row, nameForMessages(object));
  return status ? { ok: false, status } : { ok: true, object };
};

/** Why nothing can be created in a namespace, not even a subresource; `name` is that of the object in question. */
export function namespaceProblem(
  read: Pick<Reader, 'get'>,
  namespace: string,
  row: Named,
  name: string,
): Status | undefined {
  const found = read.get('Namespace', undefined, namespace);
  if (!found) return notFound('Namespace', namespace);
  if (found.metadata.deletionTimestamp === undefined) return undefined;
  const why = `unable to create new content in namespace ${namespace} because it is being terminated`;
  const message = `namespace ${namespace} is being terminated`;
  return forbidden(row, name, why, [
    { reason: 'NamespaceTerminating', message, field: 'metadata.namespace' },
  ]);
}
