/** API-7: nothing is created in a namespace that is missing or going away. */
import { kindOf } from '../kinds';
import { forbidden, notFound } from '../errors';
import { nameForMessages, type Admission } from './types';

/** Namespaces that cannot be deleted. */
export const IMMORTAL_NAMESPACES: readonly string[] = ['default', 'kube-public', 'kube-system'];

export const namespaceLifecycle: Admission = (object, { read }) => {
  if (!kindOf(object.kind).namespaced) return { ok: true, object };
  const namespace = object.metadata.namespace ?? '';
  const found = read.get('Namespace', undefined, namespace);
  if (!found) return { ok: false, status: notFound('Namespace', namespace) };
  if (found.metadata.deletionTimestamp !== undefined) {
    const why = `unable to create new content in namespace ${namespace} because it is being terminated`;
    return {
      ok: false,
      status: forbidden(object.kind, nameForMessages(object), why, [
        {
          reason: 'NamespaceTerminating',
          message: `namespace ${namespace} is being terminated`,
          field: 'metadata.namespace',
        },
      ]),
    };
  }
  return { ok: true, object };
};
