/** `/openapi/v3`: the index and one document for each group and version (CLI-105). */
import { kindRows, type Cluster } from '../engine/index';
import { encoded, NO_CACHE, plainText, wireJson } from './encode';
import { openApiFor, openApiIndex } from './openapi/document';
import type { RestResponse } from './types';

const COMPACT = { yaml: false, pretty: false };

const EMPTY_V2: RestResponse = {
  type: 'response',
  code: 200,
  headers: [NO_CACHE, ['content-type', 'application/com.github.proto-openapi.spec.v2.v1.0+protobuf']],
  body: '',
};

/** `rest`: the path after `/openapi`. Undefined for one that is not there. */
export function openApi(cluster: Cluster, [version, ...rest]: readonly string[]): RestResponse | undefined {
  // An empty document in protobuf: kubectl looks there for kinds that version 3 does not have, such as List.
  if (version === 'v2' && rest.length === 0) return EMPTY_V2;
  if (version !== 'v3') return undefined;
  const source = {
    rows: kindRows(cluster.read),
    definitions: cluster.read.list('CustomResourceDefinition'),
  };
  if (rest.length === 0) return plainText(200, wireJson(openApiIndex(source)));
  const document = openApiFor(rest.join('/'), source);
  // Upstream has nothing to say either.
  return document
    ? encoded(200, document, COMPACT)
    : { type: 'response', code: 404, headers: [NO_CACHE], body: '' };
}
