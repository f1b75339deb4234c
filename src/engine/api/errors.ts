/** The only home of Status texts (API-25 … API-32). */
import type { BuiltInKind, Json, KubeObject } from '../../k8s/types';
import { compareText } from '../../lib/compare';
import type { KindRow } from './kinds/definition';
import { kindOf } from './kinds/registry';
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
  Timeout: 504,
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

/** What messages name: a built-in kind by its word, any other by its row. */
export type Named = BuiltInKind | Pick<KindRow, 'kind' | 'group' | 'plural'>;

function rowOf(kind: Named): Pick<KindRow, 'kind' | 'group' | 'plural'> {
  return typeof kind === 'string' ? kindOf(kind) : kind;
}

/** `pods`, `daemonsets.apps`: the qualified resource of messages (chapter A.5). */
export function qualifiedResource(kind: Named): string {
  const { plural, group } = rowOf(kind);
  return group === '' ? plural : `${plural}.${group}`;
}

/** `Pod`, `DaemonSet.apps`: the qualified kind of Invalid messages. */
export function qualifiedKind(kind: Named): string {
  const { kind: word, group } = rowOf(kind);
  return group === '' ? word : `${word}.${group}`;
}

/** Details of all but Invalid name the resource in the plural. */
function resourceDetails(kind: Named, name: string): NonNullable<Status['details']> {
  const { group, plural } = rowOf(kind);
  return { name, ...(group !== '' && { group }), kind: plural };
}

const quoted = (text: string): string => JSON.stringify(text);

/** API-25. */
export function notFound(kind: Named, name: string): Status {
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
export function alreadyExists(kind: Named, name: string): Status {
  return status(
    'AlreadyExists',
    `${qualifiedResource(kind)} ${quoted(name)} already exists`,
    resourceDetails(kind, name),
  );
}

/** API-9: the same for an object with a name prefix, even if it has a name as well. */
export function noUniqueName(kind: Named, name: string): Status {
  const plain = alreadyExists(kind, name);
  const message = `${plain.message}, the server was not able to generate a unique name for the object`;
  return { ...plain, message, details: { ...plain.details, retryAfterSeconds: 1 } };
}

const STALE = 'the object has been modified; please apply your changes to the latest version and try again';

/** API-27; `why` replaces the usual reason, a stale resourceVersion. */
export function conflict(kind: Named, name: string, why: string = STALE): Status {
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

/** An error that upstream does not classify: it has no reason, and kubectl prints `Error from server: …`. */
export function unclassified(message: string): Status {
  return { ...status('InternalError', message), reason: '' };
}

/** A create that carries a resourceVersion. */
export function createdWithVersion(): Status {
  return unclassified('resourceVersion should not be set on objects to be created');
}

/** A resourceVersion that is no number. */
export function versionSyntax(text: string): string {
  return `strconv.ParseUint: parsing ${quoted(text)}: invalid syntax`;
}

/** A resourceVersion that has not been reached yet. */
export function tooLargeVersion(wanted: number, current: number): Status {
  return status('Timeout', `Timeout: Too large resource version: ${wanted}, current: ${current}`, {
    causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }],
    retryAfterSeconds: 1,
  });
}

/** A list as it was at a time that is forgotten. */
export function expiredList(): Status {
  return status('Expired', 'The resourceVersion for the provided list is too old.');
}

/** The same for a page of it; `token` goes on with what there is now. */
export function expiredContinue(token: string): Status {
  const message =
    'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.';
  return { ...status('Expired', message), metadata: { continue: token } };
}

/** WL-28. */
export function tooManyRequests(message: string, cause: StatusCause, retryAfterSeconds?: number): Status {
  return status('TooManyRequests', message, {
    causes: [cause],
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
  });
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

/** API-17: the object is named by its kind here, in the details too. */
export function preconditionFailed(
  kind: Named,
  name: string,
  what: 'UID' | 'ResourceVersion',
  wanted: string,
  actual: string,
): Status {
  const { group, kind: word } = rowOf(kind);
  const happened = what === 'UID' ? 'deleted and then recreated' : 'modified';
  return status(
    'Conflict',
    `Operation cannot be fulfilled on ${qualifiedKind(kind)} ${quoted(name)}: the ${what} in the precondition (${wanted}) does not match the ${what} in record (${actual}). The object might have been ${happened}`,
    { name, ...(group !== '' && { group }), kind: word },
  );
}

/** A write that must say which version it changes (API-27): here Invalid names the resource. */
export function versionRequired(kind: Named, name: string): Status {
  const cause: StatusCause = {
    reason: 'FieldValueInvalid',
    message: 'Invalid value: 0: must be specified for an update',
    field: 'metadata.resourceVersion',
  };
  return status(
    'Invalid',
    `${qualifiedResource(kind)} ${quoted(name)} is invalid: ${cause.field}: ${cause.message}`,
    { ...resourceDetails(kind, name), causes: [cause] },
  );
}

/** A full write for another object of the same name. Upstream tells where the object lies in its database. */
export function uidConflict(kind: Named, meta: KubeObject['metadata'], uid: string): Status {
  const { name, namespace } = meta;
  const key = ['/registry', storedUnder(rowOf(kind)), namespace, name].filter(Boolean).join('/');
  return conflict(
    kind,
    name,
    `StorageError: invalid object, Code: 4, Key: ${key}, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: ${uid}, UID in object meta: ${meta.uid}`,
  );
}

const PREFIXES: Readonly<Record<string, string>> = {
  endpoints: 'services/endpoints',
  ingresses: 'ingress',
  nodes: 'minions',
  services: 'services/specs',
};

/** Kinds from outside the core server lie under their group. */
function storedUnder({ plural, group }: Pick<KindRow, 'group' | 'plural'>): string {
  if (group.endsWith('.k8s.io') && group !== 'apiextensions.k8s.io' && group !== 'apiregistration.k8s.io')
    return plural;
  return group.includes('.') ? `${group}/${plural}` : (PREFIXES[plural] ?? plural);
}

/** API-28: repeated errors stay in the causes (API-42) but are named once in the message. */
export function invalid(kind: Named, name: string, causes: readonly StatusCause[]): Status {
  const texts = [...new Set(causes.map((c) => (c.field ? `${c.field}: ${c.message}` : c.message)))];
  const list = texts.length === 1 ? texts[0] : `[${texts.join(', ')}]`;
  const { group, kind: word } = rowOf(kind);
  return status('Invalid', `${qualifiedKind(kind)} ${quoted(name)} is invalid: ${list}`, {
    name,
    ...(group !== '' && { group }),
    kind: word,
    causes: [...causes],
  });
}

/** API-29. */
export function forbidden(kind: Named, name: string, why: string, causes?: StatusCause[]): Status {
  return status('Forbidden', `${qualifiedResource(kind)} ${quoted(name)} is forbidden: ${why}`, {
    ...resourceDetails(kind, name),
    ...(causes && { causes }),
  });
}

/** API-7. */
export const NAMESPACE_MISMATCH =
  'the namespace of the provided object does not match the namespace sent on the request';

/** API-30. */
export function badRequest(message: string): Status {
  return status('BadRequest', message);
}

/** A patch that cannot be applied. Of one that does not fit the object, upstream keeps to itself what is wrong. */
export function patchRefused(code: 400 | 422 | 500, message: string): Status {
  if (code === 400) return badRequest(message);
  if (code === 422)
    return status('Invalid', 'the server rejected our request due to an error in our request', {});
  return { ...status('InternalError', message), reason: '' };
}

/** API-32. */
export function expired(resourceVersion: string, oldest: string): Status {
  return status('Expired', `too old resource version: ${resourceVersion} (${oldest})`);
}

/** Options of a request that break their own rules: `ListOptions`, `DeleteOptions`, … */
export function invalidOptions(kind: string, causes: readonly StatusCause[]): Status {
  return invalid({ kind, group: 'meta.k8s.io', plural: '' }, '', causes);
}

/** A fault of the server itself. */
export function internalError(why: string): Status {
  return status('InternalError', `Internal error occurred: ${why}`, {
    causes: [{ message: why }] as StatusCause[],
  });
}
