import type { AnyObject, ObjectMeta } from '../../k8s/types';
import { admitCreate } from './admission/index';
import {
  alreadyExists,
  badRequest,
  createdWithVersion,
  invalid,
  NAMESPACE_MISMATCH,
  noUniqueName,
} from './errors';
import type { FieldError } from './field-error';
import { createdMeta, generatedName } from './metadata';
import { manifestOf, metaOf, typed, withDefaults, withNamespace } from './request-object';
import { allotted, fail, scope, warned, type Outcome, type Row, type ServerContext } from './server-context';
import type { Manifest, WriteOptions } from './types';

/** API-9. */
const NAME_ATTEMPTS = 8;

export function create(
  context: ServerContext,
  row: Row,
  requestNamespace: string | undefined,
  body: Manifest,
  options: WriteOptions,
): Outcome {
  const { store } = context;
  const { random } = context.deps;
  const decoded = context.decode(row, body, options);
  if (!decoded.ok) return decoded;
  const meta = metaOf(decoded.object);
  const namespace = scope(row, requestNamespace ?? meta.namespace);
  if (namespace !== undefined && meta.namespace && meta.namespace !== namespace)
    return fail(badRequest(NAMESPACE_MISMATCH));
  if (meta.resourceVersion && meta.resourceVersion !== '0') return fail(createdWithVersion());
  let object = typed(row, decoded.object, withNamespace(meta, namespace));

  const admitted = admitCreate(withDefaults(row, object), { row, read: store, random });
  if (!admitted.ok) return admitted;
  object = admitted.object;
  const uid = row.uid?.(object, context.now) ?? random.uuid();
  const { name: asked, generateName: prefix } = object.metadata as ObjectMeta;
  const name = !asked && prefix ? freeName(context, row, namespace, prefix) : (asked ?? '');
  const metadata = createdMeta(object.metadata, name, uid, context.now, row.generation && 1);
  object = { ...object, metadata } as AnyObject;
  const whole = allotted(context, row, 'allot', object, undefined, options);
  if (!whole.ok) return whole;
  object = row.prepareCreate?.(whole.object, { read: store, random }) ?? whole.object;

  const causes: FieldError[] = [];
  if (!context.skipsValidation(row.id)) row.check(causes, manifestOf(object));
  if (causes.length > 0) return fail(invalid(row, object.metadata.name, causes));
  const allowed = allotted(context, row, 'admit', object, undefined, options);
  if (!allowed.ok) return allowed;
  const other = store.get(row.id, namespace, name);
  if (other) {
    const status = prefix ? noUniqueName(row, name) : alreadyExists(row, name);
    const message = `object is being deleted: ${status.message}`;
    return fail(other.metadata.deletionTimestamp === undefined ? status : { ...status, message });
  }
  const warnings = context.isUser ? (row.warnings?.(manifestOf(object)) ?? []) : [];
  return {
    ok: true,
    object: options.dryRun ? unstored(object) : context.put(row.id, object),
    ...warned([...decoded.warnings, ...warnings]),
  };
}

/** API-9: after eight collisions the last name stays, and the create fails with AlreadyExists. */
function freeName(
  { store, deps: { random } }: ServerContext,
  row: Row,
  namespace: string | undefined,
  prefix: string,
): string {
  let name = generatedName(prefix, random);
  for (let i = 1; i < NAME_ATTEMPTS && store.get(row.id, namespace, name); i++)
    name = generatedName(prefix, random);
  return name;
}

/** What was never stored has no version. */
function unstored(object: AnyObject): AnyObject {
  const { resourceVersion: _none, ...metadata } = object.metadata;
  return { ...object, metadata } as AnyObject;
}
