/** The verbs of the scale subresource; what an object and a Scale have to do with each other is in scale.ts. */
import type { AnyObject, Json } from '../../k8s/types';
import type { DecodeTarget } from './decode';
import {
  badRequest,
  conflict,
  internalError,
  invalid,
  notFound,
  uidConflict,
  unknownResource,
} from './errors';
import { metaOf } from './request-object';
import { hasReplicas, scalableView, shownScale, withView } from './custom-scale';
import { scaleErrors, scaleRequest, withScale, type Scalable, type Scale } from './scale';
import {
  fail,
  scope,
  warned,
  type Decoded,
  type Failed,
  type Row,
  type ServerContext,
} from './server-context';
import type { ApiResult, Manifest, PatchType, WriteOptions } from './types';
import { addressProblem, patchedManifest, replace } from './update';

const SCALE: DecodeTarget = { id: 'Scale', kind: 'Scale', version: 'v1' };

const NAMES = { kind: 'Scale', group: 'autoscaling', plural: 'scales' };

/** Kinds without the subresource do not know the path. */
function scalable(
  context: ServerContext,
  row: Row,
  namespace: string | undefined,
  name: string,
): { ok: true; object: AnyObject; view: AnyObject & Scalable } | Failed {
  if (!row.subresources.includes('scale')) return fail(unknownResource());
  const object = context.get(row, namespace, name);
  if (!object) return fail(notFound(row, name));
  return { ok: true, object, view: scalableView(row, object) };
}

export function getScale(
  context: ServerContext,
  row: Row,
  namespace: string | undefined,
  name: string,
): ApiResult<Scale> {
  const found = scalable(context, row, namespace, name);
  if (!found.ok) return found;
  const { object, view } = found;
  if (hasReplicas(row, object)) return { ok: true, object: shownScale(row, object, view) };
  return fail(
    internalError(`the spec replicas field ${JSON.stringify(row.scalePaths?.replicas)} does not exist`),
  );
}

export function updateScale(
  context: ServerContext,
  row: Row,
  namespace: string | undefined,
  name: string,
  body: Manifest,
  options: WriteOptions,
): ApiResult<Scale> {
  const decoded = context.decode(SCALE, body, options);
  if (!decoded.ok) return decoded;
  const meta = metaOf(decoded.object);
  const problem = addressProblem(context, meta, scope(row, namespace), name);
  if (problem !== undefined) return fail(badRequest(problem));
  const found = scalable(context, row, namespace, name);
  if (!found.ok) return found;
  const { metadata } = found.object;
  if (meta.uid && meta.uid !== metadata.uid) return fail(uidConflict(row, metadata, meta.uid));
  return write(context, row, found, decoded, options);
}

export function patchScale(
  context: ServerContext,
  row: Row,
  namespace: string | undefined,
  name: string,
  type: PatchType,
  body: Json,
  options: WriteOptions,
): ApiResult<Scale> {
  const found = scalable(context, row, namespace, name);
  if (!found.ok) return found;
  const original = shownScale(row, found.object, found.view) as unknown as Manifest;
  const patched = patchedManifest(context, SCALE, original, type, body, options);
  if (!patched.ok) return patched;
  const problem = addressProblem(context, metaOf(patched.object), scope(row, namespace), name);
  if (problem !== undefined) return fail(badRequest(problem));
  return write(context, row, found, patched, options);
}

function write(
  context: ServerContext,
  row: Row,
  { object: old, view }: { object: AnyObject; view: AnyObject & Scalable },
  { object: scale, warnings }: Extract<Decoded, { ok: true }>,
  options: WriteOptions,
): ApiResult<Scale> {
  const { name, namespace, uid } = old.metadata;
  const complete = { ...scale, metadata: { ...metaOf(scale), name, ...(namespace && { namespace }) } };
  // A custom object judges its replicas itself.
  const causes = row.scalePaths ? [] : scaleErrors(complete as unknown as Manifest);
  if (causes.length > 0) return fail(invalid(NAMES, name, causes));
  const wanted = scaleRequest(scale);
  if (wanted.uid !== '' && wanted.uid !== uid) {
    const why = `Precondition failed: UID in precondition: ${wanted.uid}, UID in object meta: ${uid}`;
    return fail(conflict({ ...row, plural: `${row.plural}/scale` }, name, why));
  }
  // Some kinds are not updated without a version; a Scale that says none means any.
  const resourceVersion = wanted.resourceVersion || old.metadata.resourceVersion;
  const scaled = withView(row, old, withScale(view, scale));
  const sent = { ...scaled, metadata: { ...old.metadata, resourceVersion } } as AnyObject;
  const { fieldValidation: _done, ...rest } = options;
  const result = replace(context, row, old, sent, rest, []);
  if (!result.ok) return result;
  const after = shownScale(row, result.object, scalableView(row, result.object));
  return { ok: true, object: after, ...warned(warnings) };
}
