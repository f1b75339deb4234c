/** GET of objects, collections, scales and logs. */
import type { Call } from './call';
import { logAnswer } from './log';
import { readListOptions, type ListRequest } from './options';
import { listAnswer, objectAnswer } from './represent';
import { isRefusal, refusal, unclassified, badRequest, type Refusal } from './statuses';
import type { RestAnswer } from './types';
import { watchAnswer } from './watch';

/** An object, or the collection when there is no name. */
export function read(call: Call): RestAnswer | Refusal {
  const { target, query, cluster, answering } = call;
  const { row, namespace, name } = target;
  if (name === undefined || target.watch) return list(call);
  if (target.subresource === 'log') return logAnswer(call, name);
  // A watch of one object is a watch of the collection with a selector.
  if (query.bool('watch')) return list(call);
  const version = query.text('resourceVersion') ?? '';
  if (version !== '' && !/^\d+$/.test(version)) {
    return unclassified(
      `resourceVersion: Invalid value: ${JSON.stringify(version)}: strconv.ParseUint: parsing ${JSON.stringify(version)}: invalid syntax`,
    );
  }
  const result =
    target.subresource === 'scale'
      ? cluster.api.getScale(row.id, namespace, name)
      : cluster.api.get(row.id, namespace, name);
  return result.ok ? objectAnswer(answering, 200, result.object) : refusal(result.status);
}

function list({ target, query, cluster, answering }: Call): RestAnswer | Refusal {
  const request = readListOptions(query, target.watch || undefined);
  if (isRefusal(request)) return request;
  const narrowed = target.name === undefined ? request : onlyNamed(request, target.name);
  if (isRefusal(narrowed)) return narrowed;
  if (narrowed.watch) return watchAnswer(answering, target, narrowed);
  const result = cluster.api.page(target.row.id, target.namespace, narrowed.options);
  return result.ok
    ? listAnswer(answering, result.page, narrowed.options.limit !== undefined)
    : refusal(result.status);
}

function onlyNamed(request: ListRequest, name: string): ListRequest | Refusal {
  const wanted = `metadata.name=${name}`;
  const given = request.options.fieldSelector ?? wanted;
  if (given !== wanted && given !== `metadata.name==${name}`)
    return badRequest("fieldSelector metadata.name doesn't match requested name");
  return { ...request, options: { ...request.options, fieldSelector: wanted } };
}
