/** The API as every client sees it: results are values, a rejection is a `Status` (API-25 …), never an exception. */
import type { Json, JsonObject, Kind, KindMap, KubeObject } from '../../k8s/types';
import type { Scale } from './scale';

/** One line of `details.causes`; of an Invalid status it is a field error (API-39). */
export interface StatusCause {
  /** `FieldValueRequired`, `FieldValueInvalid`, `FieldValueNotSupported`, `FieldValueDuplicate`, `FieldValueForbidden`, … */
  reason: string;
  /** Type, value and detail without the path, e.g. `Required value` or `Invalid value: -1: must be …`. */
  message: string;
  /** e.g. `spec.template.spec.containers[0].image`; not in causes of other statuses. */
  field?: string;
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
  | 'Timeout'
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
  details?: {
    name?: string;
    group?: string;
    kind?: string;
    causes?: StatusCause[];
    /** A client may try again then. */
    retryAfterSeconds?: number;
  };
  /** The answer to an expired list says how to go on all the same. */
  metadata?: { continue: string };
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

/**
 * Subresources that `update` and `patch` write. What goes in and out is the object itself, but for `scale` an autoscaling/v1
 * Scale; `finalize` is a namespace's (update only).
 */
export type Subresource = 'status' | 'scale' | 'finalize';

/** `removed`: the object is gone from the store; the real server answers most kinds with a Status then (see KindRow). */
export type DeleteResult<T = KubeObject> =
  { ok: true; object: T; removed: boolean } | { ok: false; status: Status };

/** Which objects of a collection, as the texts of a request's query. */
export interface ListOptions {
  /** CLI-16. */
  labelSelector?: string;
  /** CLI-17. */
  fieldSelector?: string;
  /** At most so many objects; the page says how to go on. */
  limit?: number;
  /** What an earlier page said. */
  continue?: string;
  resourceVersion?: string;
  resourceVersionMatch?: string;
}

export interface ListPage<T = KubeObject> {
  /** In order of namespace, then name (CLI-10). */
  items: readonly T[];
  /** Of the list as a whole (API-2). */
  resourceVersion: string;
  continue?: string;
  remainingItemCount?: number;
}

export type ListResult<T = KubeObject> = { ok: true; page: ListPage<T> } | { ok: false; status: Status };

/** Query of the log subresource (CLI-100). */
export interface LogOptions {
  /** Of no effect on the answer. */
  follow?: boolean;
  container?: string;
  previous?: boolean;
  tailLines?: number;
  sinceSeconds?: number;
  /** RFC 3339. */
  sinceTime?: string;
  timestamps?: boolean;
  limitBytes?: number;
}

export type LogResult = { ok: true; text: string } | { ok: false; status: Status };

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
  ): DeleteResult<KindMap[K]>;
  /** A list as clients over the network ask for it. */
  page<K extends Kind>(kind: K, namespace: string | undefined, options: ListOptions): ListResult<KindMap[K]>;
  /** Deletes what the list options select; the page holds the objects as they were. */
  deleteCollection<K extends Kind>(
    kind: K,
    namespace: string | undefined,
    list: ListOptions,
    options?: DeleteOptions,
  ): ListResult<KindMap[K]>;
  /** POST pods/<name>/binding (SCH-41): a node's name, or the Binding as a client sends it. */
  bind(
    namespace: string,
    name: string,
    target: string | Manifest,
    options?: WriteOptions,
  ): ApiResult<KindMap['Pod']>;
  /** POST pods/<name>/eviction with a policy/v1 Eviction (WL-28); the pod as it is after that. */
  evict(
    namespace: string,
    name: string,
    eviction: Manifest,
    options?: WriteOptions,
  ): ApiResult<KindMap['Pod']>;
  /** GET of the scale subresource. */
  getScale(kind: Kind, namespace: string | undefined, name: string): ApiResult<Scale>;
  /** What a container has printed (CLI-100, CLI-101). Empty as long as the pod has no node. */
  log(namespace: string, name: string, options?: LogOptions): LogResult;
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
  /** How many objects of a kind there are. */
  count(kind: Kind): number;
  /** Pods whose `spec.nodeName` is this node, in order of namespace and name. */
  podsOnNode(nodeName: string): readonly KindMap['Pod'][];
  /** Objects of a kind that carry an owner reference with this uid, in order of namespace and name. */
  ownedBy<K extends Kind>(kind: K, uid: string): readonly KindMap[K][];
  /** Whether any object of any kind carries an owner reference with this uid. */
  ownsAny(uid: string): boolean;
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
  | { verb: 'delete'; kind: Kind; namespace?: string; name: string; options?: DeleteOptions }
  | {
      verb: 'deleteCollection';
      kind: Kind;
      namespace?: string;
      list: ListOptions;
      options?: DeleteOptions;
    }
  | {
      verb: 'bind';
      kind: 'Pod';
      namespace: string;
      name: string;
      target: string | Manifest;
      options?: WriteOptions;
    }
  | {
      verb: 'evict';
      kind: 'Pod';
      namespace: string;
      name: string;
      eviction: Manifest;
      options?: WriteOptions;
    };

/** What a request of the log answers, whatever its verb. */
export type RequestResult = ApiResult | ListResult;

/** How a watch of a client over the network starts. */
export interface WatchOptions {
  labelSelector?: string;
  fieldSelector?: string;
  /** Changes after it; without one, or with `0`, what exists comes first as ADDED. */
  resourceVersion?: string;
  allowWatchBookmarks?: boolean;
  /** Overrides what the version says; true ends the first objects with a bookmark, when bookmarks are allowed. */
  sendInitialEvents?: boolean;
}

/** One line of a watch (API-43). A bookmark's object has nothing but a resourceVersion and perhaps the annotation. ERROR is the last. */
export type WatchEntry =
  | { type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK'; object: KubeObject }
  | { type: 'ERROR'; status: Status };

/** An open watch; it holds at most as many entries as happen between two calls of `take`. */
export interface EntryWatch {
  /** The entries since the last call, oldest first. */
  take(): WatchEntry[];
  /** A bookmark of now, as the real server sends one about every minute; none when the client did not allow them. */
  bookmark(): WatchEntry | undefined;
  close(): void;
}

export type WatchResult = { ok: true; watch: EntryWatch } | { ok: false; status: Status };
