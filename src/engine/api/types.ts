/** The API as every client sees it: results are values, a rejection is a `Status` (API-25 …), never an exception. */
import type { Json, JsonObject, Kind, KindMap, KubeObject } from '../../k8s/types';

/** One line of `details.causes` of an Invalid status: a field error (API-39). */
export interface StatusCause {
  /** `FieldValueRequired`, `FieldValueInvalid`, `FieldValueNotSupported`, `FieldValueDuplicate`, `FieldValueForbidden`, … */
  reason: string;
  /** Type, value and detail without the path, e.g. `Required value` or `Invalid value: -1: must be …`. */
  message: string;
  /** e.g. `spec.template.spec.containers[0].image`. */
  field: string;
}

export type StatusReason =
  | 'NotFound'
  | 'AlreadyExists'
  | 'Conflict'
  | 'Invalid'
  | 'Forbidden'
  | 'BadRequest'
  | 'TooManyRequests'
  | 'Expired'
  | 'MethodNotAllowed'
  | 'InternalError'
  /** metav1.StatusReasonUnknown: kubectl prints `Error from server: <message>`. */
  | '';

/** A failed request (metav1.Status). */
export interface Status {
  kind: 'Status';
  apiVersion: 'v1';
  status: 'Failure';
  message: string;
  reason: StatusReason;
  code: number;
  details?: { name?: string; group?: string; kind?: string; causes?: StatusCause[] };
}

export type ApiResult<T = KubeObject> =
  { ok: true; object: T; warnings?: string[] } | { ok: false; status: Status };

/** An object as a client sends it: nothing is guaranteed but that it is a JSON object. */
export type Manifest = JsonObject;

export interface WriteOptions {
  /** Validate, default and admit, but store nothing. */
  dryRun?: boolean;
  /** `strict` rejects unknown and duplicate fields (VAL-23); kubectl sends it. Default `ignore` (as controllers do). */
  fieldValidation?: 'strict' | 'warn' | 'ignore';
}

export type Propagation = 'Background' | 'Foreground' | 'Orphan';

export interface DeleteOptions {
  dryRun?: boolean;
  /** Seconds; absent = the object's own (API-13). */
  gracePeriodSeconds?: number;
  propagationPolicy?: Propagation;
  /** API-17. */
  preconditions?: { uid?: string; resourceVersion?: string };
}

export type PatchType = 'strategic' | 'merge' | 'json';

/** Subresources that can be written. */
export type Subresource = 'status';

/**
 * The verbs (architecture rule 6). The page, kubectl, controllers and kubelets all use these. `namespace` is undefined for
 * cluster-scoped kinds. Objects returned are the stored ones: never change them in place.
 */
export interface Api {
  get<K extends Kind>(kind: K, namespace: string | undefined, name: string): ApiResult<KindMap[K]>;
  /** In order of namespace, then name (CLI-10). */
  list<K extends Kind>(kind: K, namespace?: string): readonly KindMap[K][];
  create<K extends Kind>(
    kind: K,
    namespace: string | undefined,
    object: Manifest,
    options?: WriteOptions,
  ): ApiResult<KindMap[K]>;
  /** Full replace; `metadata.resourceVersion` in the body, when present, must match (API-27). */
  update<K extends Kind>(
    kind: K,
    namespace: string | undefined,
    name: string,
    object: Manifest,
    options?: WriteOptions & { subresource?: Subresource },
  ): ApiResult<KindMap[K]>;
  patch<K extends Kind>(
    kind: K,
    namespace: string | undefined,
    name: string,
    type: PatchType,
    patch: Json,
    options?: WriteOptions & { subresource?: Subresource },
  ): ApiResult<KindMap[K]>;
  delete<K extends Kind>(
    kind: K,
    namespace: string | undefined,
    name: string,
    options?: DeleteOptions,
  ): ApiResult<KindMap[K]>;
  /** POST pods/<name>/binding (SCH-41). */
  bind(namespace: string, name: string, nodeName: string): ApiResult<KindMap['Pod']>;
}

/** A change as a watch delivers it (API-43), with the object before the change for informer-style handlers. */
export type WatchEvent = {
  [K in Kind]: {
    type: 'ADDED' | 'MODIFIED' | 'DELETED';
    kind: K;
    object: KindMap[K];
    /** The object before a MODIFIED. */
    old?: KindMap[K];
    /** Id of the trace record of the write. */
    cause: number;
  };
}[Kind];

/** The objects as of now, with the indexes that keep cost in proportion to what is asked. Used by controllers, scene and explain. */
export interface Reader {
  get<K extends Kind>(kind: K, namespace: string | undefined, name: string): KindMap[K] | undefined;
  /** In order of namespace, then name. Do not keep the array: the next write may replace it. */
  list<K extends Kind>(kind: K, namespace?: string): readonly KindMap[K][];
  /** Pods whose `spec.nodeName` is this node, in order of namespace and name. */
  podsOnNode(nodeName: string): readonly KindMap['Pod'][];
  /** Objects of a kind that carry an owner reference with this uid, in order of namespace and name. */
  ownedBy<K extends Kind>(kind: K, uid: string): readonly KindMap[K][];
  /** Objects of a kind without a controller owner reference (candidates for adoption), in order of namespace and name. */
  orphans<K extends Kind>(kind: K, namespace: string): readonly KindMap[K][];
}

/** A mutating API request as data: what the input log records. */
export type ApiRequest =
  | { verb: 'create'; kind: Kind; namespace?: string; object: Manifest; options?: WriteOptions }
  | {
      verb: 'update';
      kind: Kind;
      namespace?: string;
      name: string;
      object: Manifest;
      options?: WriteOptions & { subresource?: Subresource };
    }
  | {
      verb: 'patch';
      kind: Kind;
      namespace?: string;
      name: string;
      type: PatchType;
      patch: Json;
      options?: WriteOptions & { subresource?: Subresource };
    }
  | { verb: 'delete'; kind: Kind; namespace?: string; name: string; options?: DeleteOptions };
