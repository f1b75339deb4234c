/** Requests about resources: the verb that a method means, and who answers it. */
import { verbsOf, type Cluster } from '../engine/index';
import type { Call } from './call';
import { remove, removeCollection } from './deletes';
import { subresourceVerbs } from './discovery';
import { warningHeaders } from './encode';
import { statusAnswer } from './represent';
import { mediaType, negotiate, type Representation } from './negotiate';
import type { Query } from './query';
import { read } from './reads';
import { findTarget, type Target } from './route';
import { scaleRow } from './scale-row';
import {
  failure,
  isRefusal,
  methodNotAllowed,
  unsupportedMediaType,
  unknownFormat,
  type Refusal,
} from './statuses';
import { bind, createBinding, evictPod } from './subresources';
import { includedObject } from './table';
import type { RestAnswer, RestRequest } from './types';
import { create, patch, patchTypeOf, update } from './writes';

function withWarning(
  answer: RestAnswer | Refusal,
  text: string | undefined,
  form: Representation,
): RestAnswer | Refusal {
  if (text === undefined) return answer;
  if (isRefusal(answer)) return statusAnswer(answer.refused, form, warningHeaders([text]));
  // Writes carry it among the warnings of the object.
  const headers = warningHeaders([text]).filter(
    ([, value]) => !answer.headers.some(([name, said]) => name === 'warning' && said === value),
  );
  return { ...answer, headers: [...headers, ...answer.headers] };
}

/** `rest`: the segments after the version. Undefined: there is no such path. */
export function resourceAnswer(
  cluster: Cluster,
  request: RestRequest,
  query: Query,
  apiVersion: string,
  rest: readonly string[],
): RestAnswer | Refusal | undefined {
  const binding = apiVersion === 'v1' && rest[2] === 'bindings' && rest.length === 3;
  const target = binding ? undefined : findTarget(cluster, apiVersion, rest);
  if (!binding && !target) return undefined;
  if (target && isRefusal(target)) return target;
  const watchable = target?.name === undefined && request.method === 'GET';
  const form = negotiate(request, query, { watchable });
  if (isRefusal(form)) return form;
  if (!target)
    return request.method === 'POST'
      ? createBinding(cluster, request, query, rest[1] ?? '', form)
      : methodNotAllowed();
  const included = form.as === 'Table' ? includedObject(query) : 'Metadata';
  const { row } = target;
  const call: Call = {
    cluster,
    request,
    query,
    target,
    answering: {
      cluster,
      row: target.subresource === 'scale' ? scaleRow(row) : row,
      form,
      included: isRefusal(included) ? 'Metadata' : included,
    },
  };
  const answer = withWarning(resource(call), row.deprecated, form);
  // Upstream notices only when it makes the table.
  const failed = isRefusal(answer) || answer.code >= 400;
  return isRefusal(included) && !failed ? included : answer;
}

function resource(call: Call): RestAnswer | Refusal {
  const { request, target } = call;
  const verb = verbOf(request.method, target);
  if (verb === undefined) return methodNotAllowed();
  if (target.watch && request.method !== 'GET') return methodNotAllowed();
  const { subresource } = target;
  if (subresource !== undefined) {
    if (!subresourceVerbs(subresource).includes(verb)) return methodNotAllowed();
    if (subresource === 'binding') return bind(call);
    if (subresource === 'eviction') return evictPod(call);
  } else if (!verbsOf(target.row).includes(verb)) return methodNotAllowed();
  switch (verb) {
    case 'get':
    case 'list':
      return read(call);
    case 'create':
      return create(call);
    case 'update':
      return update(call);
    case 'patch':
      return patched(call);
    case 'delete':
      return remove(call);
    case 'deletecollection':
      return removeCollection(call);
  }
}

type Verb = 'get' | 'list' | 'create' | 'update' | 'patch' | 'delete' | 'deletecollection';

/** undefined for what cannot be done there at all. */
function verbOf(method: string, { row, name, namespace, subresource }: Target): Verb | undefined {
  const everywhere = row.namespaced && namespace === undefined;
  switch (method) {
    case 'GET':
      return name === undefined ? 'list' : 'get';
    case 'POST':
      return (name === undefined || subresource !== undefined) && !everywhere ? 'create' : undefined;
    case 'PUT':
      return name === undefined ? undefined : 'update';
    case 'PATCH':
      return name === undefined ? undefined : 'patch';
    case 'DELETE':
      if (name !== undefined) return 'delete';
      return everywhere ? undefined : 'deletecollection';
    default:
      return undefined;
  }
}

const APPLY = 'application/apply-patch+yaml';

function patched(call: Call): RestAnswer | Refusal {
  const { row } = call.target;
  if (mediaType(call.request) === APPLY) {
    return failure(
      415,
      'UnsupportedMediaType',
      'server-side apply is not simulated here: use client-side apply (kubectl apply without --server-side)',
      {},
    );
  }
  const type = patchTypeOf(call);
  if (type) return patch(call, type);
  return row.id === row.kind ? unsupportedMediaType() : customPatchTypes();
}

function customPatchTypes(): Refusal {
  return unknownFormat(`application/json-patch+json, application/merge-patch+json, ${APPLY}`);
}
