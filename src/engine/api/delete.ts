import type { AnyObject } from '../../k8s/types';
import { IMMORTAL_NAMESPACES } from './admission/namespace-lifecycle';
import { planDeletion } from './deletion';
import { forbidden, notFound, preconditionFailed } from './errors';
import { listPage } from './page';
import { fail, type Failed, type Row, type ServerContext } from './server-context';
import type { DeleteOptions, DeleteResult, ListOptions, ListResult, Status } from './types';

export function remove(
  context: ServerContext,
  row: Row,
  namespace: string | undefined,
  name: string,
  options: DeleteOptions,
): DeleteResult<AnyObject> {
  const object = context.get(row, namespace, name);
  if (!object) return fail(notFound(row, name));
  const problem = preconditionProblem(row, object, options.preconditions);
  if (problem) return fail(problem);
  if (row.id === 'Namespace' && IMMORTAL_NAMESPACES.includes(name)) {
    return fail(forbidden('Namespace', name, 'this namespace may not be deleted'));
  }
  const plan = planDeletion(object, options, context.now);
  if (plan.action === 'none') return { ok: true, object, removed: false };
  const removed = plan.action === 'remove';
  if (options.dryRun) return { ok: true, object: plan.object, removed };
  // What changes before it goes, such as a pod whose time is up, is stored first: watches see both.
  const marked = plan.object === object ? object : context.put(row.id, plan.object, 'deletionTimestamp');
  return { ok: true, object: removed ? context.remove(row.id, marked) : marked, removed };
}

/** API-17. */
export function preconditionProblem(
  row: Row,
  { metadata }: AnyObject,
  { uid, resourceVersion }: NonNullable<DeleteOptions['preconditions']> = {},
): Status | undefined {
  const { name } = metadata;
  if (uid !== undefined && uid !== metadata.uid)
    return preconditionFailed(row, name, 'UID', uid, metadata.uid);
  if (resourceVersion !== undefined && resourceVersion !== metadata.resourceVersion)
    return preconditionFailed(row, name, 'ResourceVersion', resourceVersion, metadata.resourceVersion);
  return undefined;
}

/** The first refusal ends it; what was deleted before stays so. The page holds the objects as they were. */
export function removeCollection(
  context: ServerContext,
  row: Row,
  namespace: string | undefined,
  list: ListOptions,
  options: DeleteOptions,
): ListResult<AnyObject> | Failed {
  const result = listPage(context.deps, row, row.namespaced ? namespace : undefined, list);
  if (!result.ok) return result;
  for (const { metadata } of result.page.items) {
    const removed = remove(context, row, metadata.namespace, metadata.name, options);
    if (!removed.ok && removed.status.reason !== 'NotFound') return removed;
  }
  return result as ListResult<AnyObject>;
}
