/** Status objects that only a server that speaks HTTP has; all texts are those of kube-apiserver v1.34. */
import type { KindRow, Status, StatusCause } from '../engine/index';
import type { WireStatus } from './types';

/** A failed step on the way of a request; carried as a value. */
export interface Refusal {
  refused: WireStatus;
}

export function isRefusal(value: unknown): value is Refusal {
  return typeof value === 'object' && value !== null && 'refused' in value;
}

export function failure(code: number, reason: string, message: string, details?: object): Refusal {
  return {
    refused: {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message,
      ...(reason !== '' && { reason }),
      ...(details && { details }),
      code,
    },
  };
}

/** A Status of the engine as the wire has it. */
export function refusal(status: Status): Refusal {
  const { code, reason, message, details } = status;
  return failure(code, reason, message, details && withoutEmptyName(details));
}

/** Go leaves empty texts out. */
function withoutEmptyName(details: NonNullable<Status['details']>): object {
  const { name, ...rest } = details;
  return name === '' || name === undefined ? rest : details;
}

export const badRequest = (message: string): Refusal => failure(400, 'BadRequest', message);

/** An error that upstream does not classify: code 500 without a reason. */
export const unclassified = (message: string): Refusal => failure(500, '', message);

export const notFoundPath = (): Refusal =>
  failure(404, 'NotFound', 'the server could not find the requested resource', {});

export function notFoundObject({ group, plural }: Pick<KindRow, 'group' | 'plural'>, name: string): Refusal {
  const resource = group === '' ? plural : `${plural}.${group}`;
  return failure(404, 'NotFound', `${resource} ${JSON.stringify(name)} not found`, {
    name,
    ...(group !== '' && { group }),
    kind: plural,
  });
}

export const methodNotAllowed = (): Refusal =>
  failure(405, 'MethodNotAllowed', 'the server does not allow this method on the requested resource', {});

const MEDIA_TYPES = 'application/json, application/yaml, application/vnd.kubernetes.protobuf';

/** The router's refusal: none of the types that a client accepts is made here. */
export function notAcceptable(watchable: boolean): Refusal {
  const streams = watchable
    ? ', application/json;stream=watch, application/vnd.kubernetes.protobuf;stream=watch'
    : '';
  return noRepresentation(MEDIA_TYPES + streams);
}

export const noRepresentation = (types: string): Refusal =>
  failure(
    406,
    'NotAcceptable',
    `406: Not Acceptable

Available representations: ${types}`,
    {},
  );

/** The handler's refusal: the type is made here, but not in the form asked for. */
export const formNotAcceptable = (): Refusal =>
  failure(406, 'NotAcceptable', `only the following media types are accepted: ${MEDIA_TYPES}`);

/** `types`: those that are read there. */
export const unknownFormat = (types = MEDIA_TYPES): Refusal =>
  failure(
    415,
    'UnsupportedMediaType',
    `the body of the request was in an unknown format - accepted media types include: ${types}`,
  );

/** The router's refusal of a patch type. */
export const unsupportedMediaType = (): Refusal =>
  failure(415, 'UnsupportedMediaType', '415: Unsupported Media Type', {});

/** Bytes that a request may carry. */
export const MAX_BODY = 3 * 1024 * 1024;

export const tooLarge = (): Refusal =>
  failure(413, 'RequestEntityTooLarge', `Request entity too large: limit is ${MAX_BODY}`);

/** Options that fail their own rules: `CreateOptions.meta.k8s.io "" is invalid: …`. */
export function invalidOptions(kind: string, causes: readonly StatusCause[]): Refusal {
  const texts = [...new Set(causes.map((c) => `${c.field}: ${c.message}`))];
  const list = texts.length === 1 ? texts[0] : `[${texts.join(', ')}]`;
  return failure(422, 'Invalid', `${kind}.meta.k8s.io "" is invalid: ${list}`, {
    group: 'meta.k8s.io',
    kind,
    causes: [...causes],
  });
}
