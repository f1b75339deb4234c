/** Collections as commands read them, with the client's words around what the server refuses (CLI-16, CLI-17). */
import type { Api, KindRow, Status } from '../engine/index';
import type { AnyObject } from '../k8s/types';
import { goResource } from './resource-arguments';

/** Objects of a kind that both selectors match. */
export function listSelected(
  api: Api,
  row: KindRow,
  namespace: string | undefined,
  labelSelector: string,
  fieldSelector: string,
): { ok: true; objects: readonly AnyObject[] } | { ok: false; status: Status } {
  const result = api.page(row.id, namespace, { labelSelector, fieldSelector });
  if (result.ok) return { ok: true, objects: result.page.items as readonly AnyObject[] };
  const { status } = result;
  if (status.reason !== 'BadRequest' && status.reason !== 'NotFound') return result;
  const subject = JSON.stringify(goResource(row));
  const what =
    labelSelector === '' && fieldSelector === ''
      ? `Unable to list ${subject}`
      : `Unable to find ${subject} that match label selector ${JSON.stringify(labelSelector)}, field selector ${JSON.stringify(fieldSelector)}`;
  return { ok: false, status: { ...status, message: `${what}: ${status.message}` } };
}
