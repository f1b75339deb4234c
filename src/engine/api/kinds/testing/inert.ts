/** The inert kinds, and how the API server treats a manifest of theirs, without the server around it. */
import type { JsonObject, KubeObject } from '../../../../k8s/types';
import { decodeManifest } from '../../decode';
import type { FieldError } from '../../field-error';
import { checkCommonMetaUpdate } from '../../validation/common-meta';
import type { KindDefinition } from '../definition';
import * as extensions from '../cluster-extensions';
import * as limits from '../limits';
import * as network from '../network';
import * as rbac from '../rbac';
import * as storage from '../storage';

const DEFINITIONS = [rbac, network, storage, extensions, limits].flatMap((module) =>
  Object.values(module),
) as unknown as KindDefinition[];

export const INERT = new Map(DEFINITIONS.map((row) => [row.kind, row]));

export function definitionOf(kind: string): KindDefinition {
  const row = INERT.get(kind);
  if (!row) throw new Error(`no kind ${kind}`);
  return row;
}

const HOST = { read: { list: () => [] }, random: { uuid: () => 'u-u-i-d' } } as never;

/** What would be stored: defaulted and prepared, with fixed server fields. */
export function stored(kind: string, manifest: JsonObject): KubeObject {
  const row = definitionOf(kind);
  const { apiVersion } = row;
  const metadata = {
    name: '',
    ...(row.namespaced && { namespace: 'inert' }),
    ...(manifest.metadata as JsonObject),
    ...(row.generation && { generation: 1 }),
    uid: 'u',
    resourceVersion: '1',
    creationTimestamp: '2026-01-01T00:00:00Z',
  };
  const decoded = decodeManifest(row, { ...manifest, apiVersion, kind, metadata }, 'ignore');
  if (!decoded.ok) throw new Error(decoded.message);
  const object = decoded.object as unknown as KubeObject;
  const filled = row.defaults?.(object) ?? object;
  return row.prepareCreate?.(filled, HOST) ?? filled;
}

export function refusals(kind: string, manifest: JsonObject): FieldError[] {
  const errors: FieldError[] = [];
  definitionOf(kind).check(errors, stored(kind, manifest) as unknown as JsonObject);
  return errors;
}

/** A stored object, at first as `manifest`, and what becomes of it when a client sends `changes` of its fields. */
export function updated(
  kind: string,
  manifest: JsonObject,
  changes: JsonObject,
): { old: KubeObject; next: KubeObject } {
  const row = definitionOf(kind);
  const { status } = manifest;
  const old = { ...stored(kind, manifest), ...(status && { status }) };
  const metadata = { ...old.metadata, ...(changes.metadata as object) };
  const decoded = decodeManifest(row, { ...old, ...changes, metadata } as unknown as JsonObject, 'ignore');
  if (!decoded.ok) throw new Error(decoded.message);
  const sent = decoded.object as unknown as KubeObject;
  const filled = row.defaults?.(sent) ?? sent;
  return { old, next: row.prepareUpdate?.(filled, old) ?? filled };
}

export function updateRefusals(kind: string, manifest: JsonObject, changes: JsonObject): FieldError[] {
  const { old, next } = updated(kind, manifest, changes);
  const errors: FieldError[] = [];
  const row = definitionOf(kind);
  const [object, before] = [next, old] as unknown as [JsonObject, JsonObject];
  // API-42: the server looks at the metadata before the kind does.
  checkCommonMetaUpdate(errors, object, before, row.namespaced);
  row.checkUpdate(errors, object, before);
  return errors;
}
