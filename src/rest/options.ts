/** Options of requests: from the query or the body, with the rules that upstream checks them by. */
import type { ListOptions, StatusCause, WriteOptions } from '../engine/index';
import { byteLength } from '../lib/utf8';
import type { Query } from './query';
import { invalidOptions, isRefusal, type Refusal } from './statuses';

export interface ListRequest {
  options: ListOptions;
  watch: boolean;
  timeoutSeconds: number | undefined;
  bookmarks: boolean;
  /** Watches: everything that exists first, then a bookmark (streaming lists). */
  sendInitialEvents: boolean | undefined;
}

export function notSupported(field: string, shown: string, supported: readonly string[]): StatusCause {
  const list = supported.map((s) => JSON.stringify(s)).join(', ');
  return {
    reason: 'FieldValueNotSupported',
    message: `Unsupported value: ${shown}: supported values: ${list}`,
    field,
  };
}

function forbidden(field: string, why: string): StatusCause {
  return { reason: 'FieldValueForbidden', message: `Forbidden: ${why}`, field };
}

/** `watch`: the legacy paths, which watch whatever the query says. */
export function readListOptions(query: Query, watch = query.bool('watch') ?? false): ListRequest | Refusal {
  const limit = query.int('limit');
  if (isRefusal(limit)) return limit;
  const timeoutSeconds = query.int('timeoutSeconds');
  if (isRefusal(timeoutSeconds)) return timeoutSeconds;
  const options: ListOptions = {};
  for (const name of [
    'labelSelector',
    'fieldSelector',
    'continue',
    'resourceVersion',
    'resourceVersionMatch',
  ] as const) {
    const text = query.text(name);
    if (text !== undefined && text !== '') options[name] = text;
  }
  if (limit !== undefined && limit > 0) options.limit = limit;
  const read: ListRequest = {
    options,
    watch,
    timeoutSeconds,
    bookmarks: query.bool('allowWatchBookmarks') ?? false,
    sendInitialEvents: query.bool('sendInitialEvents'),
  };
  const causes = read.watch ? watchProblems(read) : listProblems(read);
  return causes.length > 0 ? invalidOptions('ListOptions', causes) : read;
}

function listProblems({ options, sendInitialEvents }: ListRequest): StatusCause[] {
  const causes: StatusCause[] = [];
  const { resourceVersionMatch: match, resourceVersion } = options;
  const field = 'resourceVersionMatch';
  if (match !== undefined) {
    if (resourceVersion === undefined)
      causes.push(forbidden(field, 'resourceVersionMatch is forbidden unless resourceVersion is provided'));
    if (options.continue !== undefined)
      causes.push(forbidden(field, 'resourceVersionMatch is forbidden when continue is provided'));
    if (match !== 'Exact' && match !== 'NotOlderThan')
      causes.push(notSupported(field, JSON.stringify(match), ['Exact', 'NotOlderThan', '']));
    if (match === 'Exact' && resourceVersion === '0')
      causes.push(forbidden(field, 'resourceVersionMatch "exact" is forbidden for resourceVersion "0"'));
  }
  if (sendInitialEvents !== undefined)
    causes.push(forbidden('sendInitialEvents', 'sendInitialEvents is forbidden for list'));
  return causes;
}

function watchProblems({ options, sendInitialEvents }: ListRequest): StatusCause[] {
  const causes: StatusCause[] = [];
  const { resourceVersionMatch: match } = options;
  const field = 'resourceVersionMatch';
  if (sendInitialEvents !== undefined && match !== 'NotOlderThan')
    causes.push(forbidden(field, 'sendInitialEvents requires setting resourceVersionMatch to NotOlderThan'));
  if (match === undefined) return causes;
  if (sendInitialEvents === undefined)
    causes.push(
      forbidden(field, 'resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided'),
    );
  if (match !== 'NotOlderThan') causes.push(notSupported(field, JSON.stringify(match), ['NotOlderThan']));
  if (options.continue !== undefined)
    causes.push(forbidden(field, 'resourceVersionMatch is forbidden when continue is provided'));
  return causes;
}

const VALIDATIONS = { Ignore: 'ignore', Strict: 'strict', Warn: 'warn', '': 'warn' } as const;

/** Bytes of a field manager's name. */
const MAX_MANAGER = 128;

/** Options of create, update and patch, which differ in name only. Fields are validated with warnings when nothing is said. */
export function readWriteOptions(
  query: Query,
  kind: 'CreateOptions' | 'UpdateOptions' | 'PatchOptions',
): WriteOptions | Refusal {
  const causes: StatusCause[] = [];
  if (kind === 'PatchOptions' && query.bool('force') !== undefined)
    causes.push(forbidden('force', 'may not be specified for non-apply patch'));
  causes.push(...managerProblems(query.text('fieldManager') ?? ''));
  const dryRun = query.all('dryRun');
  causes.push(...dryRunProblems(dryRun));
  const validation = query.text('fieldValidation') ?? '';
  if (!Object.hasOwn(VALIDATIONS, validation))
    causes.push(
      notSupported('fieldValidation', JSON.stringify(validation), ['', 'Ignore', 'Strict', 'Warn']),
    );
  if (causes.length > 0) return invalidOptions(kind, causes);
  return { dryRun: dryRun.length > 0, fieldValidation: VALIDATIONS[validation as keyof typeof VALIDATIONS] };
}

function managerProblems(manager: string): StatusCause[] {
  const field = 'fieldManager';
  const causes: StatusCause[] = [];
  if (byteLength(manager) > MAX_MANAGER) {
    const message = `Too long: may not be more than ${MAX_MANAGER} bytes`;
    causes.push({ reason: 'FieldValueTooLong', message, field });
  }
  const odd = /[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/u.exec(manager);
  if (odd) {
    const [letter] = odd;
    const code = (letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
    const at = byteLength(manager.slice(0, odd.index));
    const message = `Invalid value: ${goQuoted(manager)}: invalid character U+${code} (at position ${at})`;
    causes.push({ reason: 'FieldValueInvalid', message, field });
  }
  return causes;
}

/** Go's quoting of control characters. */
function goQuoted(text: string): string {
  return JSON.stringify(text).replaceAll(/\\u00([01][\da-f])/g, '\\x$1');
}

export function dryRunProblems(dryRun: readonly string[]): StatusCause[] {
  if (dryRun.every((value) => value === 'All')) return [];
  return [notSupported('dryRun', `[${dryRun.map((value) => JSON.stringify(value)).join(',')}]`, ['All'])];
}
