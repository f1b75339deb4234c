/** Answers with objects and lists, in the form that the client asked for. */
import type { Cluster, KindDefinition, ListPage } from '../engine/index';
import type { KubeObject } from '../k8s/types';
import { encoded, warningHeaders } from './encode';
import type { Representation } from './negotiate';
import { failure, type Refusal } from './statuses';
import { partialMetadata, tableOf, withKind, type Included } from './table';
import type { Header, RestResponse, WireStatus } from './types';

export interface Answering {
  cluster: Cluster;
  row: KindDefinition;
  form: Representation;
  included: Included;
}

/** One object as a value. */
export function objectValue(
  { cluster, row, form, included }: Answering,
  object: KubeObject,
): object | Refusal {
  switch (form.as) {
    case undefined:
      return withKind(row, object);
    case 'Table': {
      const { resourceVersion } = object.metadata;
      const metadata = resourceVersion ? { resourceVersion } : {};
      return tableOf(row, [object], metadata, cluster.now, { version: form.version, included });
    }
    case 'PartialObjectMetadata':
      return partialMetadata(object, form.version);
    case 'PartialObjectMetadataList':
      return failure(
        406,
        'NotAcceptable',
        `you requested PartialObjectMetadataList, but the requested object is not a list (${goType(row)})`,
      );
  }
}

export function objectAnswer(
  answering: Answering,
  code: number,
  object: KubeObject,
  warnings?: readonly string[],
): RestResponse {
  const value = objectValue(answering, object);
  const headers = warningHeaders(warnings);
  return 'refused' in value
    ? statusAnswer(value.refused, answering.form, headers)
    : encoded(code, value, answering.form, headers);
}

/** `limited`: the client asked for a limit. */
export function listAnswer(
  { cluster, row, form, included }: Answering,
  page: ListPage,
  limited = false,
): RestResponse {
  const { items, resourceVersion } = page;
  const metadata = {
    resourceVersion,
    ...(page.continue !== undefined && { continue: page.continue }),
    ...(page.remainingItemCount !== undefined && { remainingItemCount: page.remainingItemCount }),
  };
  const { version } = form;
  switch (form.as) {
    case undefined: {
      // Items of built-in kinds do not say what they are: the list does.
      const own = row.id !== row.kind;
      const bare = items.map((item) => (own ? withKind(row, item) : withoutKind(row, item)));
      // Lists without a type of their own carry the token even when it is empty.
      const token = own && limited ? { continue: '' } : {};
      return encoded(
        200,
        {
          kind: `${row.kind}List`,
          apiVersion: row.apiVersion,
          metadata: { ...token, ...metadata },
          items: bare,
        },
        form,
      );
    }
    case 'Table':
      return encoded(200, tableOf(row, items, metadata, cluster.now, { version, included }), form);
    case 'PartialObjectMetadataList': {
      const partial = items.map((item) => partialMetadata(item, version));
      return encoded(
        200,
        { kind: form.as, apiVersion: `meta.k8s.io/${version}`, metadata, items: partial },
        form,
      );
    }
    case 'PartialObjectMetadata':
      return statusAnswer(
        failure(
          406,
          'NotAcceptable',
          `you requested PartialObjectMetadata, but the requested object is a list (${goType(row)}List)`,
        ).refused,
        form,
      );
  }
}

export function statusAnswer(
  status: WireStatus,
  form: Pick<Representation, 'yaml' | 'pretty'>,
  headers: readonly Header[] = [],
): RestResponse {
  const retry = (status.details as { retryAfterSeconds?: number } | undefined)?.retryAfterSeconds;
  const more: Header[] = retry === undefined ? [] : [['retry-after', String(retry)]];
  return encoded(status.code ?? 200, status, form, [...headers, ...more]);
}

/** The name of the server's own type, e.g. `*core.ConfigMap`. */
function goType({ id, kind, group }: KindDefinition): string {
  if (id !== kind) return '*unstructured.Unstructured';
  return `*${group === '' ? 'core' : group.split('.')[0]}.${kind}`;
}

function withoutKind(row: KindDefinition, item: KubeObject): object {
  const { kind: _kind, apiVersion: _apiVersion, ...rest } = withKind(row, item) as KubeObject;
  return rest;
}
