/** POST, PUT and PATCH of objects. */
import {
  goText,
  invalidPatch,
  type ApiResult,
  type KindRow,
  type PatchType,
  type Subresource,
  type WriteOptions,
} from '../engine/index';
import type { Json, JsonObject, KubeObject } from '../k8s/types';
import { canonicalJson } from '../lib/canonical-json';
import { bodyText, goWord, kindProblem, readBody, SCALE, textOf, type Body } from './body';
import type { Call } from './call';
import { FATAL, ofKnownFields, STRICT, withDuplicates } from './duplicates';
import { readGoJson } from './go-json';
import { mediaType } from './negotiate';
import { readWriteOptions } from './options';
import { objectAnswer } from './represent';
import { badRequest, isRefusal, refusal, type Refusal } from './statuses';
import type { RestAnswer } from './types';

export function create(call: Call): RestAnswer | Refusal {
  const { cluster, request, query, target } = call;
  const options = readWriteOptions(query, 'CreateOptions');
  if (isRefusal(options)) return options;
  const body = readBody(cluster, target.row, request);
  if (isRefusal(body)) return body;
  const { row, namespace } = target;
  return answered(
    call,
    201,
    body,
    options,
    (o) => cluster.api.create(row.id, namespace, body.object, o),
    (why) => undecodable(row, why),
  );
}

export function update(call: Call): RestAnswer | Refusal {
  const { cluster, request, query, target } = call;
  const { row, namespace, name = '', subresource } = target;
  const options = readWriteOptions(query, 'UpdateOptions');
  if (isRefusal(options)) return options;
  const body = readBody(cluster, subresource === 'scale' ? SCALE : row, request);
  if (isRefusal(body)) return body;
  return answered(
    call,
    200,
    body,
    { ...options, ...subresourceOption(call) },
    (o) => cluster.api.update(row.id, namespace, name, body.object, o),
    (why) => undecodable(row, why),
  );
}

function subresourceOption({ target }: Call): { subresource?: Subresource } {
  const { subresource } = target;
  return subresource === 'status' || subresource === 'scale' || subresource === 'finalize'
    ? { subresource }
    : {};
}

const PATCH_TYPES: Readonly<Record<string, PatchType>> = {
  'application/json-patch+json': 'json',
  'application/merge-patch+json': 'merge',
  'application/strategic-merge-patch+json': 'strategic',
};

export function patchTypeOf(call: Call): PatchType | undefined {
  const type = mediaType(call.request);
  const found = Object.hasOwn(PATCH_TYPES, type) ? PATCH_TYPES[type] : undefined;
  const { row } = call.target;
  // Custom resources have no list keys to merge by.
  return found === 'strategic' && row.id !== row.kind ? undefined : found;
}

export function patch(call: Call, type: PatchType): RestAnswer | Refusal {
  const { cluster, request, query, target } = call;
  const { row, namespace, name = '' } = target;
  const text = bodyText(request);
  if (typeof text !== 'string') return text;
  const options = readWriteOptions(query, 'PatchOptions');
  if (isRefusal(options)) return options;
  const found = cluster.api.get(row.id, namespace, name);
  if (!found.ok) return refusal(found.status);
  const read = readGoJson(text);
  const problem = read.ok ? patchProblem(type, read.value) : read.message;
  if (!read.ok || problem !== undefined) {
    if (problem === INVALID_MERGE) return badRequest(problem);
    return badRequest(type === 'strategic' ? (problem ?? '') : `error decoding patch: ${problem}`);
  }
  const other = otherKind(call, type, read.value);
  if (other) return other;
  const lead = type === 'json' ? 'json patch duplicate field' : 'duplicate field';
  const body: Body = {
    object: {},
    duplicates: read.duplicates.map((path) => `${lead} ${JSON.stringify(path)}`),
  };
  // A null is nothing; in place of an operation it is one that lacks everything.
  const value: Json = Array.isArray(read.value)
    ? read.value.map((op) => op ?? {})
    : (read.value ?? (type === 'json' ? [] : {}));
  const shown = (object: KubeObject): string =>
    type === 'strategic' ? goText(value) : canonicalJson(object);
  return answered(
    call,
    200,
    body,
    { ...options, ...subresourceOption(call) },
    (o) => cluster.api.patch(row.id, namespace, name, type, value, o),
    (why, object) => refusal(invalidPatch(object ? shown(object) : shown(found.object), why)),
  );
}

/** A merge patch may name another kind, which makes an object that cannot be decoded. Strategic patches do not get there. */
function otherKind({ cluster, target }: Call, type: PatchType, value: Json): Refusal | undefined {
  const { row, namespace, name = '' } = target;
  if (type !== 'merge' || row.id !== row.kind || target.subresource === 'scale') return undefined;
  const { kind, apiVersion, ...rest } = value as JsonObject;
  if ((kind ?? row.kind) === row.kind && (apiVersion ?? row.apiVersion) === row.apiVersion) return undefined;
  const tried = cluster.api.patch(row.id, namespace, name, type, rest, { dryRun: true });
  const sent = {
    kind: textOf(value, 'kind') || row.kind,
    apiVersion: textOf(value, 'apiVersion') || row.apiVersion,
  };
  const why = kindProblem(cluster, row, sent.apiVersion, sent.kind);
  // Faults that are found before the kind is looked at.
  if (!tried.ok && FATAL.test(tried.status.message)) return refusal(tried.status);
  const found = tried.ok ? tried : cluster.api.get(row.id, namespace, name);
  return why !== undefined && found.ok
    ? refusal(invalidPatch(canonicalJson({ ...found.object, ...sent }), why))
    : undefined;
}

const INVALID_MERGE = 'Invalid JSON Patch';
const OPERATION_FIELDS = ['op', 'path', 'from'];

function patchProblem(type: PatchType, value: Json): string | undefined {
  if (value === null) return type === 'merge' ? INVALID_MERGE : undefined;
  const fits = type === 'json' ? Array.isArray(value) : typeof value === 'object' && !Array.isArray(value);
  const goType = type === 'json' ? '[]handlers.jsonPatchOp' : 'map[string]interface {}';
  if (!fits) return `json: cannot unmarshal ${goWord(value)} into Go value of type ${goType}`;
  if (type !== 'json') return undefined;
  for (const operation of value as Json[]) {
    if (operation === null) continue;
    if (typeof operation !== 'object' || Array.isArray(operation))
      return `json: cannot unmarshal ${goWord(operation)} into Go value of type handlers.jsonPatchOp`;
    for (const field of OPERATION_FIELDS) {
      const own = operation[field];
      if (own === undefined || own === null || typeof own === 'string') continue;
      return `json: cannot unmarshal ${goWord(own)} into Go struct field jsonPatchOp.${field} of type string`;
    }
  }
  return undefined;
}

/**
 * Runs the write. Keys that came twice are the decoder's complaint, which only this door can make: when they are fatal, `refuse`
 * says so, in the words that fit; it gets the object as it would have become.
 */
function answered(
  { answering }: Call,
  code: number,
  { duplicates, fatal }: Body,
  options: WriteOptions,
  run: (options: WriteOptions) => ApiResult,
  refuse: (why: string, object: KubeObject | undefined) => Refusal,
): RestAnswer | Refusal {
  const { fieldValidation } = options;
  if (duplicates.length > 0 && fieldValidation === 'strict') {
    const tried = run({ ...options, dryRun: true });
    if (!tried.ok && FATAL.test(tried.status.message)) {
      const { message } = tried.status;
      return withDuplicates(
        tried.status,
        fatal === undefined ? ofKnownFields(answering.row, duplicates, [message]) : [fatal],
      );
    }
    return refuse(STRICT + (fatal ?? duplicates.join(', ')), tried.ok ? tried.object : undefined);
  }
  const result = run(options);
  if (!result.ok) return refusal(result.status);
  const { warnings = [] } = result;
  const known = fatal === undefined ? ofKnownFields(answering.row, duplicates, warnings) : duplicates;
  const said = fieldValidation === 'warn' ? known : [];
  return objectAnswer(answering, code, result.object, [...said, ...warnings]);
}

function undecodable({ kind, version }: KindRow, why: string): Refusal {
  return badRequest(`${kind} in version ${JSON.stringify(version)} cannot be handled as a ${kind}: ${why}`);
}
