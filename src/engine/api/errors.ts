/** The only home of Status texts (API-25 … API-32). */
import type { Json, Kind } from '../../k8s/types';
import { compareText } from '../../lib/compare';
import { kindOf, qualifiedKind, qualifiedResource } from './kinds';
import type { Status, StatusCause, StatusReason } from './types';

const CODES: Record<Exclude<StatusReason, ''>, number> = {
  BadRequest: 400,
  Forbidden: 403,
  NotFound: 404,
  MethodNotAllowed: 405,
  AlreadyExists: 409,
  Conflict: 409,
  Expired: 410,
  Invalid: 422,
  TooManyRequests: 429,
  InternalError: 500,
};

function status(reason: Exclude<StatusReason, ''>, message: string, details?: Status['details']): Status {
  return {
    kind: 'Status',
    apiVersion: 'v1',
    status: 'Failure',
    message,
    reason,
    code: CODES[reason],
    ...(details && { details }),
  };
}

/** Details of all but Invalid name the resource in the plural. */
function resourceDetails(kind: Kind, name: string): NonNullable<Status['details']> {
  const { group, plural } = kindOf(kind);
  return { name, ...(group !== '' && { group }), kind: plural };
}

const quoted = (text: string): string => JSON.stringify(text);

/** API-25. */
export function notFound(kind: Kind, name: string): Status {
  return status(
    'NotFound',
    `${qualifiedResource(kind)} ${quoted(name)} not found`,
    resourceDetails(kind, name),
  );
}

/** API-25: an unknown path or subresource. */
export function unknownResource(): Status {
  return status('NotFound', 'the server could not find the requested resource');
}

/** API-26. */
export function alreadyExists(kind: Kind, name: string): Status {
  return status(
    'AlreadyExists',
    `${qualifiedResource(kind)} ${quoted(name)} already exists`,
    resourceDetails(kind, name),
  );
}

const STALE = 'the object has been modified; please apply your changes to the latest version and try again';

/** API-27; `why` replaces the usual reason, a stale resourceVersion. */
export function conflict(kind: Kind, name: string, why: string = STALE): Status {
  return status(
    'Conflict',
    `Operation cannot be fulfilled on ${qualifiedResource(kind)} ${quoted(name)}: ${why}`,
    resourceDetails(kind, name),
  );
}

/** SCH-41: the resource in the message is the subresource. */
export function bindingConflict(pod: string, why: string): Status {
  return status('Conflict', `Operation cannot be fulfilled on pods/binding ${quoted(pod)}: ${why}`, {
    name: pod,
    kind: 'pods/binding',
  });
}

/** A create that carries a resourceVersion. Upstream gives this error no reason: kubectl prints `Error from server: …`. */
export function createdWithVersion(): Status {
  return {
    ...status('InternalError', 'resourceVersion should not be set on objects to be created'),
    reason: '',
  };
}

/** A patch whose result cannot be decoded (VAL-23); the object is not named. `shown`: what upstream shows of it. */
export function invalidPatch(shown: string, why: string): Status {
  const cause: StatusCause = {
    reason: 'FieldValueInvalid',
    message: `Invalid value: ${quoted(shown)}: ${why}`,
    field: 'patch',
  };
  return status('Invalid', ` "" is invalid: patch: ${cause.message}`, { causes: [cause] });
}

/** Go's `%+v` of decoded JSON: `map[a:1 b:[x y]]`, keys sorted. */
export function goText(value: Json | undefined): string {
  if (value === null || value === undefined) return '<nil>';
  if (Array.isArray(value)) return `[${value.map(goText).join(' ')}]`;
  if (typeof value !== 'object') return String(value);
  const keys = Object.keys(value).sort(compareText);
  return `map[${keys.map((k) => `${k}:${goText(value[k])}`).join(' ')}]`;
}

/** API-17: the object is named by its kind here. */
export function preconditionFailed(
  kind: Kind,
  name: string,
  what: 'UID' | 'ResourceVersion',
  wanted: string,
  actual: string,
): Status {
  return status(
    'Conflict',
    `Operation cannot be fulfilled on ${kind} ${quoted(name)}: the ${what} in the precondition (${wanted}) does not match the ${what} in record (${actual}). The object might have been deleted and then recreated`,
    resourceDetails(kind, name),
  );
}

/** API-28: repeated errors stay in the causes (API-42) but are named once in the message. */
export function invalid(kind: Kind, name: string, causes: readonly StatusCause[]): Status {
  const texts = [...new Set(causes.map((c) => (c.field ? `${c.field}: ${c.message}` : c.message)))];
  const list = texts.length === 1 ? texts[0] : `[${texts.join(', ')}]`;
  const { group } = kindOf(kind);
  return status('Invalid', `${qualifiedKind(kind)} ${quoted(name)} is invalid: ${list}`, {
    name,
    ...(group !== '' && { group }),
    kind,
    causes: [...causes],
  });
}

/** API-29. */
export function forbidden(kind: Kind, name: string, why: string, causes?: StatusCause[]): Status {
  return status('Forbidden', `${qualifiedResource(kind)} ${quoted(name)} is forbidden: ${why}`, {
    ...resourceDetails(kind, name),
    ...(causes && { causes }),
  });
}

/** API-30. */
export function badRequest(message: string): Status {
  return status('BadRequest', message);
}

/** A JSON patch that does not fit the object. Upstream keeps what exactly is wrong to itself. */
export function unprocessable(): Status {
  return status('Invalid', 'the server rejected our request due to an error in our request', {});
}

/** API-32. */
export function expired(resourceVersion: string, oldest: string): Status {
  return status('Expired', `too old resource version: ${resourceVersion} (${oldest})`);
}
