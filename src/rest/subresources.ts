/** Bindings and evictions: what is sent is no part of the pod. */
import type { Cluster } from '../engine/index';
import type { JsonObject } from '../k8s/types';
import { BINDING, EVICTION, readBody, textOf, type Body } from './body';
import type { Call } from './call';
import { encoded } from './encode';
import type { Representation } from './negotiate';
import { readWriteOptions } from './options';
import type { Query } from './query';
import { isRefusal, refusal, unclassified, type Refusal } from './statuses';
import type { RestAnswer, RestRequest } from './types';

const CREATED = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 };

/** POST pods/NAME/binding (SCH-41). */
export function bind({ cluster, request, query, target, answering }: Call): RestAnswer | Refusal {
  const { namespace = '', name = '' } = target;
  const body = readBody(cluster, BINDING, request);
  if (isRefusal(body)) return body;
  return bound(cluster, query, namespace, name, body, answering.form);
}

/** POST bindings: the pod is named in the object. */
export function createBinding(
  cluster: Cluster,
  request: RestRequest,
  query: Query,
  namespace: string,
  form: Representation,
): RestAnswer | Refusal {
  const body = readBody(cluster, BINDING, request);
  if (isRefusal(body)) return body;
  const name = nameOf(body);
  // The path says no name that this one could differ from.
  if (name === '' && textOf(body.object['target'], 'name') === '')
    return unclassified('target.name: Required value');
  return bound(cluster, query, namespace, name, body, form);
}

function bound(
  cluster: Cluster,
  query: Query,
  namespace: string,
  name: string,
  { object }: Body,
  form: Representation,
): RestAnswer | Refusal {
  const options = readWriteOptions(query, 'CreateOptions');
  if (isRefusal(options)) return options;
  const result = cluster.api.bind(namespace, name, object, { dryRun: options.dryRun ?? false });
  return result.ok ? encoded(201, CREATED, form) : refusal(result.status);
}

/** POST pods/NAME/eviction. */
export function evictPod({ cluster, request, query, target, answering }: Call): RestAnswer | Refusal {
  const { namespace = '', name = '' } = target;
  const options = readWriteOptions(query, 'CreateOptions');
  if (isRefusal(options)) return options;
  const body = readBody(cluster, EVICTION, request);
  if (isRefusal(body)) return body;
  const result = cluster.api.evict(namespace, name, body.object, { dryRun: options.dryRun ?? false });
  return result.ok ? encoded(201, CREATED, answering.form) : refusal(result.status);
}

function nameOf({ object }: Body): string {
  return textOf(object['metadata'] as JsonObject | undefined, 'name');
}
