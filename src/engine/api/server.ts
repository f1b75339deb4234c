/**
 * The API server: the only door to state (architecture rule 6). Each verb runs decode → defaults → admission → preparation →
 * validation → store; a rejection is a Status and changes nothing.
 */
import type { AnyObject, Json, Kind, KindMap, Pod } from '../../k8s/types';
import { canonicalJson } from '../../lib/canonical-json';
import { deepEqual } from '../../lib/equal';
import type { Random } from '../component';
import { admitCreate } from './admission/index';
import { IMMORTAL_NAMESPACES } from './admission/namespace-lifecycle';
import { decode, decodeManifest } from './decode';
import { applyDefaults } from './defaults/index';
import { isFinallyGone, planDeletion } from './deletion';
import {
  alreadyExists,
  badRequest,
  bindingConflict,
  conflict,
  createdWithVersion,
  forbidden,
  goText,
  invalid,
  invalidPatch,
  notFound,
  preconditionFailed,
  unprocessable,
} from './errors';
import { kindOf } from './kinds';
import { createdMeta, generatedName, newFinalizerErrors, updatedMeta } from './metadata';
import { applyPatch } from './patch/index';
import {
  manifestOf,
  metaOf,
  named,
  sameButMetadata,
  scheduled,
  typed,
  what,
  withNamespace,
} from './request-object';
import { firstGeneration, preparedCreate, preparedStatusUpdate, preparedUpdate } from './strategy';
import type { Store } from './store';
import type {
  Api,
  ApiResult,
  DeleteOptions,
  Manifest,
  PatchType,
  Status,
  Subresource,
  WriteOptions,
} from './types';
import { validateCreate, validateStatusUpdate, validateUpdate } from './validation/index';

export interface ApiServerDeps {
  store: Store;
  /** Milliseconds since the Unix epoch. */
  now(): number;
  random: Random;
}

/** The actor whose requests come from outside: they are decoded strictly, components are trusted to send well-formed objects. */
const USER = 'user';

/** API-9. */
const NAME_ATTEMPTS = 8;

type UpdateOptions = WriteOptions & { subresource?: Subresource };
type Outcome = ApiResult<AnyObject>;

export function createApiServer(deps: ApiServerDeps): (actor: string) => Api {
  return (actor) => {
    const verbs = new Verbs(deps, actor);
    return {
      get: (kind, namespace, name) => {
        const object = deps.store.get(kind, scope(kind, namespace), name);
        return object ? { ok: true, object } : fail(notFound(kind, name));
      },
      list: (kind, namespace) => deps.store.list(kind, namespace),
      create: (kind, namespace, object, options) =>
        of(kind, verbs.create(kind, namespace, object, options ?? {})),
      update: (kind, namespace, name, object, options) =>
        of(kind, verbs.update(kind, namespace, name, object, options ?? {})),
      patch: (kind, namespace, name, type, patch, options) =>
        of(kind, verbs.patch(kind, namespace, name, type, patch, options ?? {})),
      delete: (kind, namespace, name, options) =>
        of(kind, verbs.delete(kind, namespace, name, options ?? {})),
      bind: (namespace, name, nodeName) => of('Pod', verbs.bind(namespace, name, nodeName)),
    };
  };
}

/** The verbs work on any kind; what comes out is of the kind that went in. */
function of<K extends Kind>(_kind: K, outcome: Outcome): ApiResult<KindMap[K]> {
  return outcome as ApiResult<KindMap[K]>;
}

function fail(status: Status): { ok: false; status: Status } {
  return { ok: false, status };
}

/** A cluster-scoped kind ignores the namespace of the request. */
function scope(kind: Kind, namespace: string | undefined): string | undefined {
  return kindOf(kind).namespaced ? (namespace ?? 'default') : undefined;
}

class Verbs {
  private readonly isUser: boolean;

  constructor(
    private readonly deps: ApiServerDeps,
    private readonly actor: string,
  ) {
    this.isUser = actor === USER;
  }

  create(kind: Kind, requestNamespace: string | undefined, body: Manifest, options: WriteOptions): Outcome {
    const { store, random } = this.deps;
    const decoded = this.decode(kind, body, options);
    if (!decoded.ok) return decoded;
    const meta = metaOf(decoded.object);
    const namespace = scope(kind, requestNamespace ?? meta.namespace);
    if (namespace !== undefined && meta.namespace && meta.namespace !== namespace)
      return fail(badRequest(NAMESPACE_MISMATCH));
    if (meta.resourceVersion) return fail(createdWithVersion());
    let object = typed(kind, decoded.object, withNamespace(meta, namespace));

    const admitted = admitCreate(applyDefaults(object), { read: store, random });
    if (!admitted.ok) return admitted;
    object = admitted.object;
    object = {
      ...object,
      metadata: createdMeta(object.metadata, random.uuid(), this.deps.now(), firstGeneration(kind)),
    } as AnyObject;
    const prefix = object.metadata.name === '' ? object.metadata.generateName : undefined;
    if (prefix) object = named(object, this.freeName(kind, namespace, prefix));
    object = preparedCreate(object, store, random);

    const causes = this.skipsValidation(kind) ? [] : validateCreate(kind, manifestOf(object));
    if (causes.length > 0) return fail(invalid(kind, object.metadata.name, causes));
    if (store.get(kind, namespace, object.metadata.name))
      return fail(alreadyExists(kind, object.metadata.name));
    if (!options.dryRun) object = this.put(object);
    return { ok: true, object, ...decoded.warned };
  }

  update(
    kind: Kind,
    requestNamespace: string | undefined,
    name: string,
    body: Manifest,
    options: UpdateOptions,
  ): Outcome {
    const namespace = scope(kind, requestNamespace);
    const old = this.deps.store.get(kind, namespace, name) as AnyObject | undefined;
    if (!old) return fail(notFound(kind, name));
    if ((body as unknown) === old) return { ok: true, object: old };
    const decoded = this.decode(kind, body, options);
    if (!decoded.ok) return decoded;
    const meta = metaOf(decoded.object);
    if (meta.name && meta.name !== name) {
      return fail(
        badRequest(`the name of the object (${meta.name}) does not match the name on the URL (${name})`),
      );
    }
    if (namespace !== undefined && meta.namespace && meta.namespace !== namespace)
      return fail(badRequest(NAMESPACE_MISMATCH));
    return this.replace(kind, old, typed(kind, decoded.object, meta), options, decoded.warned);
  }

  patch(
    kind: Kind,
    requestNamespace: string | undefined,
    name: string,
    type: PatchType,
    patch: Json,
    options: UpdateOptions,
  ): Outcome {
    const old = this.deps.store.get(kind, scope(kind, requestNamespace), name) as AnyObject | undefined;
    if (!old) return fail(notFound(kind, name));
    const patched = applyPatch(type, manifestOf(old), patch);
    if (!patched.ok) return fail(patched.unprocessable ? unprocessable() : badRequest(patched.message));
    if ((patched.object as unknown) === old) return { ok: true, object: old };
    const decoded = this.decodePatched(kind, patched.object, type, patch, options);
    if (!decoded.ok) return decoded;
    const meta = metaOf(decoded.object);
    if (meta.name !== name)
      return fail(
        badRequest(`the name of the object (${meta.name}) does not match the name on the URL (${name})`),
      );
    return this.replace(kind, old, typed(kind, decoded.object, meta), options, decoded.warned);
  }

  delete(kind: Kind, requestNamespace: string | undefined, name: string, options: DeleteOptions): Outcome {
    const { store } = this.deps;
    const object = store.get(kind, scope(kind, requestNamespace), name) as AnyObject | undefined;
    if (!object) return fail(notFound(kind, name));
    const { uid, resourceVersion } = options.preconditions ?? {};
    if (uid !== undefined && uid !== object.metadata.uid) {
      return fail(preconditionFailed(kind, name, 'UID', uid, object.metadata.uid));
    }
    if (resourceVersion !== undefined && resourceVersion !== object.metadata.resourceVersion) {
      return fail(
        preconditionFailed(kind, name, 'ResourceVersion', resourceVersion, object.metadata.resourceVersion),
      );
    }
    if (kind === 'Namespace' && IMMORTAL_NAMESPACES.includes(name)) {
      return fail(forbidden(kind, name, 'this namespace may not be deleted'));
    }
    const plan = planDeletion(object, options, this.deps.now());
    if (options.dryRun || plan.action === 'none') return { ok: true, object };
    if (plan.action === 'store') return { ok: true, object: this.put(plan.object, 'deletionTimestamp') };
    return { ok: true, object: this.remove(plan.object) };
  }

  /** SCH-41. */
  bind(namespace: string, name: string, nodeName: string): Outcome {
    const pod = this.deps.store.get('Pod', namespace, name);
    if (!pod) return fail(notFound('Pod', name));
    if (pod.metadata.deletionTimestamp !== undefined) {
      return fail(bindingConflict(name, `pod ${name} is being deleted, cannot be assigned to a host`));
    }
    if (pod.spec.nodeName) {
      return fail(
        bindingConflict(name, `pod ${name} is already assigned to node ${JSON.stringify(pod.spec.nodeName)}`),
      );
    }
    if ((pod.spec as { schedulingGates?: unknown[] }).schedulingGates?.length) {
      return fail(bindingConflict(name, `pod ${name} has non-empty .spec.schedulingGates`));
    }
    const bound: Pod = {
      ...pod,
      spec: { ...pod.spec, nodeName },
      status: { ...pod.status, conditions: scheduled(pod, this.deps.now()) },
    };
    return { ok: true, object: this.put(bound, 'binding') };
  }

  /** The common end of update and patch. `next` has the client's metadata still. */
  private replace(
    kind: Kind,
    old: AnyObject,
    sent: AnyObject,
    options: UpdateOptions,
    warned: { warnings?: string[] } | undefined,
  ): Outcome {
    const { name } = old.metadata;
    const { resourceVersion, uid } = sent.metadata;
    if (uid && uid !== old.metadata.uid) {
      return fail(
        conflict(
          kind,
          name,
          `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${old.metadata.uid}`,
        ),
      );
    }
    if (resourceVersion && resourceVersion !== old.metadata.resourceVersion)
      return fail(conflict(kind, name));

    const statusOnly = options.subresource === 'status';
    let next = { ...sent, metadata: updatedMeta(sent.metadata, old.metadata) } as AnyObject;
    const sameContent = statusOnly || sameButMetadata(next, old);
    if (!sameContent || kind === 'Namespace') next = applyDefaults(next);
    next = statusOnly ? preparedStatusUpdate(next, old) : preparedUpdate(next, old);
    if (deepEqual(next, old)) return { ok: true, object: old, ...warned };

    const causes = newFinalizerErrors(next, old);
    if (this.isUser || (!sameContent && !this.skipsValidation(kind))) {
      const validate = statusOnly ? validateStatusUpdate : validateUpdate;
      causes.push(...validate(kind, manifestOf(next), manifestOf(old)));
    }
    if (causes.length > 0) return fail(invalid(kind, name, causes));
    if (options.dryRun) return { ok: true, object: next, ...warned };
    if (isFinallyGone(next)) return { ok: true, object: this.remove(next), ...warned };
    return { ok: true, object: this.put(next, what(next, old)), ...warned };
  }

  private decode(kind: Kind, body: Manifest, options: WriteOptions): Decoded {
    if (!this.isUser) return { ok: true, object: body };
    const result = decodeManifest(kind, body, options.fieldValidation ?? 'ignore');
    if (!result.ok) return fail(badRequest(result.message));
    return {
      ok: true,
      object: result.object,
      ...(result.warnings.length > 0 && { warned: { warnings: result.warnings } }),
    };
  }

  /** What a patch makes of an object is decoded as well, but its faults are blamed on the patch (VAL-23). */
  private decodePatched(
    kind: Kind,
    object: Manifest,
    type: PatchType,
    patch: Json,
    options: WriteOptions,
  ): Decoded {
    if (!this.isUser) return { ok: true, object };
    const { object: decoded, problems } = decode(kind, object);
    const strategic = type === 'strategic';
    const fatal = strategic ? problems.patchFatal : problems.fatal;
    const { unknown } = problems;
    const strict = unknown.length > 0 && options.fieldValidation === 'strict';
    const why = fatal ?? (strict ? `strict decoding error: ${unknown.join(', ')}` : undefined);
    // A strategic patch is shown itself, the others by the object that they lead to.
    if (why !== undefined) return fail(invalidPatch(strategic ? goText(patch) : canonicalJson(object), why));
    const warn = unknown.length > 0 && options.fieldValidation === 'warn';
    return { ok: true, object: decoded, ...(warn && { warned: { warnings: unknown } }) };
  }

  /** Events and revisions are written by components only, in great numbers, and have no rules worth their time. */
  private skipsValidation(kind: Kind): boolean {
    return !this.isUser && (kind === 'Event' || kind === 'ControllerRevision');
  }

  /** API-9: after eight collisions the last name stays, and the create fails with AlreadyExists. */
  private freeName(kind: Kind, namespace: string | undefined, prefix: string): string {
    const { store, random } = this.deps;
    let name = generatedName(prefix, random);
    for (let i = 1; i < NAME_ATTEMPTS && store.get(kind, namespace, name); i++)
      name = generatedName(prefix, random);
    return name;
  }

  private put(object: AnyObject, changed?: string): AnyObject {
    const stored = this.withNewVersion(object);
    this.deps.store.put(stored, this.actor, changed);
    return stored;
  }

  private remove(object: AnyObject): AnyObject {
    const last = this.withNewVersion(object);
    this.deps.store.remove(last, this.actor);
    return last;
  }

  private withNewVersion(object: AnyObject): AnyObject {
    const metadata = { ...object.metadata, resourceVersion: this.deps.store.nextResourceVersion() };
    return { ...object, metadata } as AnyObject;
  }
}

type Decoded =
  { ok: true; object: Manifest; warned?: { warnings?: string[] } } | { ok: false; status: Status };

const NAMESPACE_MISMATCH =
  'the namespace of the provided object does not match the namespace sent on the request';
