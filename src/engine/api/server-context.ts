/** What the verbs share: the store behind one actor's requests, and how bodies are read. */
import type { AnyObject, Kind, KindMap } from '../../k8s/types';
import type { Random } from '../component';
import { decodeManifest } from './decode';
import { badRequest, forbidden, internalError, invalid, unclassified, unknownResource } from './errors';
import type { Dial } from './log';
import type { Journal } from './journal';
import type { KindDefinition, PresentHost } from './kinds/definition';
import { atVersion } from './kinds/custom';
import { definitionOf } from './kinds/lookup';
import { withSingleOwners } from './request-object';
import type { Store } from './store';
import type { ApiResult, Manifest, Status, WriteOptions } from './types';

export interface ApiServerDeps {
  store: Store;
  /** Milliseconds since the Unix epoch. */
  now(): number;
  random: Random;
  /** For lists of the past; without it there is none. */
  journal?: Journal;
  /** See PresentHost. */
  heartbeat?: PresentHost['heartbeat'];
  /** For what a kubelet is asked; without it every kubelet answers. */
  dial?: Dial;
}

/** Objects are of the kind of their row: the table of kinds pairs them. */
export type Row = KindDefinition<AnyObject>;

export type Outcome = ApiResult<AnyObject>;

export type Failed = { ok: false; status: Status };

export type Decoded = { ok: true; object: Manifest; warnings: string[] } | Failed;

export function fail(status: Status): Failed {
  return { ok: false, status };
}

/** A cluster-scoped kind ignores the namespace of the request. */
export function scope(row: Row, namespace: string | undefined): string | undefined {
  return row.namespaced ? (namespace ?? 'default') : undefined;
}

/** What the cluster gives to an object before it is validated, or has to say after that; all its faults, when it cannot have it. */
export function allotted(
  { store, deps: { random } }: ServerContext,
  row: Row,
  step: 'allot' | 'admit',
  next: AnyObject,
  old: AnyObject | undefined,
  { dryRun = false }: WriteOptions,
): Outcome {
  const given = row[step]?.(next, old, { read: store, random, dryRun }) ?? { object: next };
  if ('object' in given) return { ok: true, object: given.object };
  const { name } = next.metadata;
  if ('causes' in given) return fail(invalid(row, name, given.causes));
  const { how, why } = given;
  if (how === 'forbidden') return fail(forbidden(row, name, why));
  return fail({ badRequest, internal: internalError, unclassified }[how](why));
}

/** Absent when there are none. */
export function warned(warnings: string[]): { warnings?: string[] } {
  return warnings.length > 0 ? { warnings } : {};
}

/** The actor whose requests come from outside: they are decoded strictly, components are trusted to send well-formed objects. */
const USER = 'user';

export class ServerContext {
  readonly isUser: boolean;

  constructor(
    readonly deps: ApiServerDeps,
    readonly actor: string,
  ) {
    this.isUser = actor === USER;
  }

  get store(): Store {
    return this.deps.store;
  }

  /** Milliseconds since the Unix epoch. */
  get now(): number {
    return this.deps.now();
  }

  /** `body`: of custom kinds, the version that it is written in. */
  row(kind: Kind, body?: Manifest): Row | undefined {
    return definitionOf(kind, this.store, body?.['apiVersion']) as Row | undefined;
  }

  get(row: Row, namespace: string | undefined, name: string): AnyObject | undefined {
    const object = this.store.get(row.id, scope(row, namespace), name) as AnyObject | undefined;
    return object && atVersion(object, row);
  }

  /** As the user reads it. */
  shown<O>(row: Row, object: O): O;
  shown(row: Row, object: AnyObject): AnyObject {
    const { heartbeat } = this.deps;
    return this.isUser && heartbeat && row.present ? row.present(object, { heartbeat }) : object;
  }

  /** In order of namespace, then name. */
  list<K extends Kind>(kind: K, namespace: string | undefined): readonly KindMap[K][] {
    const all = this.store.list(kind, namespace);
    const row = this.isUser || kind.includes('.') ? this.row(kind) : undefined;
    if (!row?.fit && !row?.present) return all;
    return all.map((object) => this.shown(row, atVersion(object, row)));
  }

  /** Runs a verb on the row of a kind. */
  on<T>(kind: Kind, verb: (row: Row) => T, body?: Manifest): T | Failed {
    const row = this.row(kind, body);
    return row ? verb(row) : fail(unknownResource());
  }

  decode(target: Parameters<typeof decodeManifest>[0], body: Manifest, options: WriteOptions): Decoded {
    if (!this.isUser) return { ok: true, object: body, warnings: [] };
    const result = decodeManifest(target, body, options.fieldValidation ?? 'ignore');
    if (!result.ok) return fail(badRequest(result.message));
    const { object, warnings } = withSingleOwners(result.object);
    return { ok: true, object, warnings: [...result.warnings, ...warnings] };
  }

  /** Events and revisions are written by components only, in great numbers, and have no rules worth their time. */
  skipsValidation(kind: Kind): boolean {
    return !this.isUser && (kind === 'Event' || kind === 'ControllerRevision');
  }

  put(kind: Kind, object: AnyObject, changed?: string): AnyObject {
    // Custom objects are stored in the preferred version, whichever they were written in.
    const { apiVersion } = this.row(kind) ?? object;
    const stored = this.withNewVersion(atVersion(object, { apiVersion }));
    this.store.put(kind, stored, this.actor, changed);
    return stored;
  }

  remove(kind: Kind, object: AnyObject): AnyObject {
    const last = this.withNewVersion(object);
    this.store.remove(kind, last, this.actor);
    return last;
  }

  private withNewVersion(object: AnyObject): AnyObject {
    const metadata = { ...object.metadata, resourceVersion: this.store.nextResourceVersion() };
    return { ...object, metadata } as AnyObject;
  }
}
