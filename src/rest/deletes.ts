/** DELETE of an object or of a collection. */
import type { KindDefinition } from '../engine/index';
import type { KubeObject } from '../k8s/types';
import type { Call } from './call';
import { encoded } from './encode';
import { readDeleteOptions } from './delete-options';
import { readListOptions } from './options';
import { listAnswer, objectAnswer } from './represent';
import { isRefusal, refusal, type Refusal } from './statuses';
import type { RestAnswer } from './types';

/** Kinds whose deletion is answered with the object even when it is gone. */
const RETURNED: readonly string[] = [
  'CSIDriver',
  'Namespace',
  'PersistentVolume',
  'PersistentVolumeClaim',
  'Pod',
  'ResourceQuota',
  'Service',
  'ServiceAccount',
  'StorageClass',
];

export function remove({ cluster, request, query, target, answering }: Call): RestAnswer | Refusal {
  const { row, namespace, name = '' } = target;
  const options = readDeleteOptions(request, query);
  if (isRefusal(options)) return options;
  const result = cluster.api.delete(row.id, namespace, name, options);
  if (!result.ok) return refusal(result.status);
  const { object, removed } = result;
  return !removed || RETURNED.includes(row.id)
    ? objectAnswer(answering, 200, object)
    : encoded(200, success(row, object), answering.form);
}

function success({ plural, group }: KindDefinition, { metadata }: KubeObject): object {
  const { name, uid } = metadata;
  return {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Success',
    details: { name, ...(group !== '' && { group }), kind: plural, uid },
  };
}

export function removeCollection({ cluster, request, query, target, answering }: Call): RestAnswer | Refusal {
  const list = readListOptions(query, false);
  if (isRefusal(list)) return list;
  const options = readDeleteOptions(request, query);
  if (isRefusal(options)) return options;
  const result = cluster.api.deleteCollection(target.row.id, target.namespace, list.options, options);
  return result.ok ? listAnswer(answering, result.page) : refusal(result.status);
}
