/** What the API server knows of a kind: one row of the table of kinds (registry.ts), one file a kind. */
import type { JsonObject, Kind, KubeObject } from '../../../k8s/types';
import type { Random } from '../../component';
import type { FieldError } from '../field-error';
import type { KindTable } from '../tables/columns';
import type { Manifest, Reader } from '../types';

/** What discovery answers about a kind (CLI-5, CLI-105). */
export interface KindRow {
  /** How requests name it: the kind word, or `plural.group` for custom resources. */
  readonly id: Kind;
  /** As manifests write it. */
  readonly kind: string;
  /** Empty for the core group. */
  readonly group: string;
  readonly version: string;
  /** `v1` or `group/version`. */
  readonly apiVersion: string;
  readonly plural: string;
  readonly singular: string;
  readonly shortNames: readonly string[];
  readonly namespaced: boolean;
  /** e.g. `all`, for `kubectl get all`. */
  readonly categories: readonly string[];
  readonly subresources: readonly SubresourceName[];
  /** Stored and listed, but nothing acts on it. */
  readonly inert: boolean;
  /** What every request about it is answered with besides (API-38). */
  readonly deprecated?: string;
}

export type SubresourceName = 'status' | 'scale' | 'binding' | 'eviction' | 'log' | 'finalize';

export type CreateCheck = (errors: FieldError[], object: JsonObject) => void;
export type UpdateCheck = (errors: FieldError[], object: JsonObject, old: JsonObject) => void;

/** What a strategy may use besides the object. */
export interface StrategyHost {
  read: Reader;
  random: Random;
}

/** A request on its way to what the cluster has in store for it. */
export interface AllotmentHost extends StrategyHost {
  dryRun: boolean;
}

export interface PresentHost {
  /** When the kubelet of a node last renewed its lease, ms since epoch; undefined when there is no such machine. */
  readonly heartbeat: (node: string) => number | undefined;
}

/** The object with what it was given, or why it cannot have it: faults of the request, or a failure. */
export type Allotment<O> = { object: O } | { causes: readonly FieldError[] } | Refusal;

export interface Refusal {
  how: 'forbidden' | 'badRequest' | 'internal' | 'unclassified';
  why: string;
}

/** The behaviour of a kind. All functions are pure but for `host.random`; they return the same object when nothing changes. */
export interface KindBehaviour<O extends KubeObject> {
  /** `metadata.generation` starts at 1 (API-4). */
  generation?: true;
  /** Custom kinds: what follows the metadata in the form of the schema, and the paths of the fields that it does not know. */
  fit?(object: Manifest): { object: Manifest; unknown: readonly string[] };
  /** Custom kinds: where the scale subresource finds what it shows. Others: spec.replicas, status.replicas, spec.selector. */
  scalePaths?: { replicas: string; current: string; selector: string };
  /** Chapter B.1. Runs on create, update and patch. */
  defaults?(object: O): O;
  /** Gives a new (`old` is undefined) or changed object addresses and the like, before it is prepared and validated. */
  allot?(next: O, old: O | undefined, host: AllotmentHost): Allotment<O>;
  /** Validating admission: after validation, before the object is stored. */
  admit?(next: O, old: O | undefined, host: AllotmentHost): Allotment<O>;
  /** A new object: the client's status goes (API-6). */
  prepareCreate?(object: O, host: StrategyHost): O;
  /** A changed object; `metadata` already has the server's fields of the old one. Keeps the status, bumps the generation. */
  prepareUpdate?(next: O, old: O): O;
  /** A write to the status subresource. Default: the old object with the new metadata and status; of custom kinds the status only. */
  prepareStatusUpdate?(next: O, old: O): O;
  /** What a user reads, where that is not what is stored: heartbeats (NODE-8). Watches show what is stored. */
  present?(object: O, host: PresentHost): O;
  /** The uid of a new object that draws none: it comes with another object, whose random numbers must not shift those of later ones. */
  uid?(object: O, now: number): string | undefined;
  check: CreateCheck;
  checkUpdate: UpdateCheck;
  /** Default: the rules of metadata. */
  checkStatusUpdate?: UpdateCheck;
  /** What the server warns of (API-38). */
  warnings?(object: Manifest): string[];
  /** Whether a change is looked at for warnings. Default: when it makes a new generation, if the kind has generations. */
  warnsOnUpdate?(next: O, old: O): boolean;
  /** false: a full write must say which version it changes (API-27). */
  unconditionalUpdate?: false;
  /** Fields to select by, besides `metadata.name` and `metadata.namespace` (CLI-17). */
  fields?: Readonly<Record<string, (object: O) => string>>;
  table: KindTable<O>;
}

export interface KindDefinition<O extends KubeObject = KubeObject> extends KindRow, KindBehaviour<O> {}

/** Discovery facts as a kind's file writes them. */
export interface KindFacts {
  kind: string;
  /** `v1` or `group/version`. */
  apiVersion: string;
  plural: string;
  shortNames?: readonly string[];
  namespaced: boolean;
  categories?: readonly string[];
  subresources?: readonly SubresourceName[];
  inert?: true;
  deprecated?: string;
  /** Default: the kind word. */
  id?: Kind;
  singular?: string;
}

export function defineKind<O extends KubeObject>(
  facts: KindFacts,
  behaviour: KindBehaviour<O>,
): KindDefinition<O> {
  const { kind, apiVersion } = facts;
  const slash = apiVersion.indexOf('/');
  return {
    id: facts.id ?? (kind as Kind),
    kind,
    apiVersion,
    group: slash < 0 ? '' : apiVersion.slice(0, slash),
    version: apiVersion.slice(slash + 1),
    plural: facts.plural,
    singular: facts.singular ?? kind.toLowerCase(),
    shortNames: facts.shortNames ?? [],
    namespaced: facts.namespaced,
    categories: facts.categories ?? [],
    subresources: facts.subresources ?? [],
    inert: facts.inert ?? false,
    ...(facts.deprecated !== undefined && { deprecated: facts.deprecated }),
    ...behaviour,
  };
}
