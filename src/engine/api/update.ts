/** Full writes and patches, which end in the same way. */
import type { AnyObject, Json, Namespace } from '../../k8s/types';
import { canonicalJson } from '../../lib/canonical-json';
import { deepEqual } from '../../lib/equal';
import { decode, type DecodeTarget } from './decode';
import { isFinallyGone } from './deletion';
import {
  badRequest,
  conflict,
  goText,
  invalid,
  invalidPatch,
  NAMESPACE_MISMATCH,
  notFound,
  patchRefused,
  uidConflict,
  unclassified,
  versionRequired,
  versionSyntax,
} from './errors';
import type { FieldError } from './field-error';
import type { UpdateCheck } from './kinds/definition';
import { updatedMeta } from './metadata';
import { applyPatch } from './patch/index';
import {
  manifestOf,
  metaOf,
  sameButMetadata,
  typed,
  what,
  withDefaults,
  withSingleOwners,
} from './request-object';
import {
  allotted,
  fail,
  scope,
  warned,
  type Decoded,
  type Outcome,
  type Row,
  type ServerContext,
} from './server-context';
import type { Manifest, PatchType, Status, Subresource, WriteOptions } from './types';
import { checkCommonMetaUpdate } from './validation/common-meta';
import { checkNamespaceFinalize } from './validation/namespace';
import { checkNoNewFinalizers, checkObjectMetaUpdate } from './validation/object-meta';
import { objectAt } from './validation/untyped';

export type UpdateOptions = WriteOptions & { subresource?: Subresource };

/** PUT. The body is looked at before the object that it replaces. */
export function update(
  context: ServerContext,
  row: Row,
  requestNamespace: string | undefined,
  name: string,
  body: Manifest,
  options: UpdateOptions,
): Outcome {
  const old = context.get(row, requestNamespace, name);
  if (old && (body as unknown) === old) return { ok: true, object: old };
  const decoded = context.decode(row, body, options);
  if (!decoded.ok) return decoded;
  const meta = metaOf(decoded.object);
  const problem = addressProblem(context, meta, scope(row, requestNamespace), name);
  if (problem !== undefined) return fail(badRequest(problem));
  if (!old) return fail(notFound(row, name));
  if (meta.uid && meta.uid !== old.metadata.uid) return fail(uidConflict(row, old.metadata, meta.uid));
  return replace(context, row, old, typed(row, decoded.object, meta), options, decoded.warnings);
}

export function patch(
  context: ServerContext,
  row: Row,
  requestNamespace: string | undefined,
  name: string,
  type: PatchType,
  body: Json,
  options: UpdateOptions,
): Outcome {
  const old = context.get(row, requestNamespace, name);
  if (!old) return fail(notFound(row, name));
  const patched = patchedManifest(context, row, manifestOf(old), type, body, options);
  if (!patched.ok) return patched;
  if ((patched.object as unknown) === old) {
    const said = options.subresource === undefined ? updateWarnings(context, row, old, old) : [];
    return { ok: true, object: old, ...warned(said) };
  }
  const meta = metaOf(patched.object);
  const problem = addressProblem(context, meta, scope(row, requestNamespace), name);
  if (problem !== undefined) return fail(badRequest(problem));
  return replace(context, row, old, typed(row, patched.object, meta), options, patched.warnings);
}

/** The result of a patch, decoded; its faults are blamed on the patch (VAL-23). The very object that came in when nothing changes. */
export function patchedManifest(
  context: ServerContext,
  target: DecodeTarget,
  original: Manifest,
  type: PatchType,
  body: Json,
  options: WriteOptions,
): Decoded {
  const patched = applyPatch(type, original, body);
  if (!patched.ok) return fail(patchRefused(patched.code, patched.message));
  if (patched.object === original || !context.isUser)
    return { ok: true, object: patched.object, warnings: [] };
  const { object, problems } = decode(target, patched.object);
  const strategic = type === 'strategic';
  const fatal = strategic ? problems.patchFatal : problems.fatal;
  const unknown = [...(patched.unknown ?? []), ...problems.unknown];
  const strict = unknown.length > 0 && options.fieldValidation === 'strict';
  const why = fatal ?? (strict ? `strict decoding error: ${unknown.join(', ')}` : undefined);
  // A strategic patch is shown itself, the others by the object that they lead to.
  const shown = (): string => (strategic ? goText(patched.rest ?? body) : canonicalJson(patched.object));
  if (why !== undefined) return fail(invalidPatch(shown(), why));
  const single = withSingleOwners(object, ' after mutating admission happens');
  const said = options.fieldValidation === 'warn' ? unknown : [];
  return { ok: true, object: single.object, warnings: [...said, ...single.warnings] };
}

/** Whether a body belongs to the URL that it came to; what is wrong otherwise. Components may leave the name out. */
export function addressProblem(
  { isUser }: ServerContext,
  meta: { name?: string; namespace?: string },
  namespace: string | undefined,
  name: string,
): string | undefined {
  if (namespace !== undefined && meta.namespace && meta.namespace !== namespace) return NAMESPACE_MISMATCH;
  if (meta.name === name || (!meta.name && !isUser)) return undefined;
  return meta.name
    ? `the name of the object (${meta.name}) does not match the name on the URL (${name})`
    : `the name of the object (${name} based on URL) was undeterminable: name must be provided`;
}

/** API-27: the version that a write is based on, against the one that is stored. */
export function versionProblem(row: Row, old: AnyObject, sent: string | undefined): Status | undefined {
  const { name, resourceVersion } = old.metadata;
  if (sent !== undefined && sent !== '' && !/^\d+$/.test(sent)) return unclassified(versionSyntax(sent));
  if (!sent || sent === '0')
    return row.unconditionalUpdate === false ? versionRequired(row, name) : undefined;
  return sent === resourceVersion ? undefined : conflict(row, name);
}

/** The common end of all writes to an object. `sent` has the client's metadata still. */
export function replace(
  context: ServerContext,
  row: Row,
  old: AnyObject,
  sent: AnyObject,
  options: UpdateOptions,
  warnings: string[],
): Outcome {
  const { isUser } = context;
  const problem = versionProblem(row, old, sent.metadata.resourceVersion);
  if (problem) return fail(problem);

  const { subresource } = options;
  const metadata = updatedMeta(sent.metadata, old.metadata, isUser);
  let next = metadata === sent.metadata ? sent : ({ ...sent, metadata } as AnyObject);
  const sameContent = subresource !== undefined || sameButMetadata(next, old);
  if (!sameContent) next = withDefaults(row, next);
  if (!sameContent) {
    const given = allotted(context, row, 'allot', next, old, options);
    if (!given.ok) return given;
    next = given.object;
  }
  next = prepared(row, next, old, subresource);
  const texts = warned(
    subresource === undefined ? [...warnings, ...updateWarnings(context, row, next, old)] : warnings,
  );
  if (deepEqual(next, old)) return { ok: true, object: old, ...texts };

  const causes: FieldError[] = [];
  if (!isUser)
    checkNoNewFinalizers(
      causes,
      objectAt(manifestOf(next), 'metadata'),
      objectAt(manifestOf(old), 'metadata'),
    );
  if (isUser || (!sameContent && !context.skipsValidation(row.id))) {
    if (isUser) checkCommon(causes, row, manifestOf(next), manifestOf(old));
    checkOf(row, subresource)(causes, manifestOf(next), manifestOf(old));
  }
  if (causes.length > 0) return fail(invalid(row, old.metadata.name, causes));
  const allowed = allotted(context, row, 'admit', next, old, options);
  if (!allowed.ok) return allowed;
  if (options.dryRun) return { ok: true, object: next, ...texts };
  if (isFinallyGone(next)) {
    context.remove(row.id, next);
    // What is answered is the object as it was last stored, not its deletion.
    return { ok: true, object: next, ...texts };
  }
  return { ok: true, object: context.put(row.id, next, what(next, old)), ...texts };
}

function prepared(
  row: Row,
  next: AnyObject,
  old: AnyObject,
  subresource: Subresource | undefined,
): AnyObject {
  if (subresource === 'status') return preparedStatus(row, next, old);
  if (subresource === 'finalize') return finalized(next, old);
  return row.prepareUpdate?.(next, old) ?? next;
}

/**
 * API-6: the status changes, and the real server lets the metadata of most kinds through as well. Of custom resources nothing else
 * changes.
 */
function preparedStatus(row: Row, next: AnyObject, old: AnyObject): AnyObject {
  if (!('status' in next)) return old;
  const { status, metadata } = next;
  if (row.prepareStatusUpdate) return row.prepareStatusUpdate(next, old);
  return { ...old, ...(row.id === row.kind && { metadata }), status } as AnyObject;
}

/** A namespace's `finalize` changes nothing but spec.finalizers. */
function finalized(next: AnyObject, old: AnyObject): AnyObject {
  const finalizers = (next as Namespace).spec?.finalizers ?? [];
  return { ...(old as Namespace), spec: finalizers.length > 0 ? { finalizers } : {} };
}

/** Unless a kind says otherwise, a change that makes no new generation warns of nothing. */
function updateWarnings({ isUser }: ServerContext, row: Row, next: AnyObject, old: AnyObject): string[] {
  if (!isUser || !row.warnings) return [];
  const looks =
    row.warnsOnUpdate?.(next, old) ??
    (row.generation === undefined || next.metadata.generation !== old.metadata.generation);
  return looks ? row.warnings(manifestOf(next)) : [];
}

function checkOf(row: Row, subresource: Subresource | undefined): UpdateCheck {
  if (subresource === 'finalize') return checkNamespaceFinalize;
  return subresource === 'status' ? (row.checkStatusUpdate ?? checkMetaOnly) : row.checkUpdate;
}

const checkMetaOnly: UpdateCheck = (errors, object, old) =>
  checkObjectMetaUpdate(errors, objectAt(object, 'metadata'), objectAt(old, 'metadata'));

/** What the server asks of the metadata of all kinds, before the kind does it again (API-42). */
function checkCommon(errors: FieldError[], { namespaced }: Row, object: Manifest, old: Manifest): void {
  checkCommonMetaUpdate(errors, object, old, namespaced);
}
