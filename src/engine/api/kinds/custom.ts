/** The kinds that a CustomResourceDefinition defines. Rules in CEL are kept, but not evaluated. */
import type { CustomObject, CustomResourceDefinition, Json, JsonObject, Kind } from '../../../k8s/types';
import { findValues } from '../../../k8s/jsonpath/find';
import { dns1123Subdomain, qualifiedName } from '../../../k8s/names';
import { compareText } from '../../../lib/compare';
import { deepEqual } from '../../../lib/equal';
import { goText } from '../errors';
import { invalidValue, type FieldError } from '../field-error';
import { isObject } from '../patch/json-value';
import type { Manifest } from '../types';
import { checkObjectMeta, checkObjectMetaUpdate } from '../validation/object-meta';
import { objectAt, objectsAt, own, textAt, textsAt } from '../validation/untyped';
import { fitted, isTrue, someSchema, type Schema } from './custom-schema';
import { customTable, plainText, stepsOf } from './custom-table';
import { structureErrors } from './custom-structure';
import { schemaErrors } from './custom-values';
import { defineKind, type KindBehaviour, type KindDefinition, type SubresourceName } from './definition';
import { bumped, keepStatus, newWithStatus } from './strategies';

/**
 * One row for each served version, the preferred one first (as discovery orders them, whichever is stored); none as long as the
 * definition is not established.
 */
export function customDefinitions(definition: CustomResourceDefinition): KindDefinition[] {
  if (!isConditionTrue(definition, 'Established')) return [];
  const crd = definition as unknown as JsonObject;
  const served = objectsAt(objectAt(crd, 'spec'), 'versions').filter((version) => isTrue(version, 'served'));
  return served
    .sort((a, b) => comparePriority(textAt(a, 'name'), textAt(b, 'name')))
    .map((version) => customDefinition(crd, version)) as unknown as KindDefinition[];
}

export function isConditionTrue(definition: CustomResourceDefinition, type: string): boolean {
  return definition.status?.conditions?.some((c) => c.type === type && c.status === 'True') ?? false;
}

/** Type, status, reason, message. */
export type Condition = readonly [type: string, status: 'True' | 'False', reason: string, message: string];

/** The definition with a condition set; the time of the transition stays as long as the status does. */
export function withCondition(
  definition: CustomResourceDefinition,
  lastTransitionTime: string,
  [type, status, reason, message]: Condition,
): CustomResourceDefinition {
  const before = definition.status?.conditions ?? [];
  const same = before.find((c) => c.type === type);
  const time = same?.status === status ? (same.lastTransitionTime ?? lastTransitionTime) : lastTransitionTime;
  const condition = { type, status, lastTransitionTime: time, reason, message };
  const conditions = same ? before.map((c) => (c === same ? condition : c)) : [...before, condition];
  return {
    ...definition,
    status: { ...definition.status, conditions } as CustomResourceDefinition['status'],
  };
}

/** Holds a definition that is deleted until its objects are gone (controllers/custom-resources.ts). */
export const CLEANUP_FINALIZER = 'customresourcecleanup.apiextensions.k8s.io';

/** `now` as RFC 3339. The policy of the request is not looked at. */
export function terminatingDefinition(
  definition: CustomResourceDefinition,
  now: string,
): CustomResourceDefinition {
  const { metadata } = definition;
  const others = (metadata.finalizers ?? []).filter((finalizer) => finalizer !== CLEANUP_FINALIZER);
  const marked = {
    ...definition,
    metadata: { ...metadata, deletionTimestamp: now, finalizers: [...others, CLEANUP_FINALIZER] },
  };
  return withCondition(marked, now, [
    'Terminating',
    'True',
    'InstanceDeletionPending',
    'CustomResourceDefinition marked for deletion; CustomResource deletion will begin soon',
  ]);
}

/** `v2` before `v1` before `v1beta2` before `v1alpha1` before any other name. */
export function comparePriority(a: string, b: string): number {
  const [left, right] = [rank(a), rank(b)];
  for (let i = 0; i < 3; i++) {
    const order = (right[i] ?? 0) - (left[i] ?? 0);
    if (order !== 0) return order;
  }
  return compareText(a, b);
}

function rank(version: string): number[] {
  const parts = /^v(\d+)(?:(alpha|beta)(\d+))?$/.exec(version);
  if (!parts) return [0, 0, 0];
  const stability = parts[2] === undefined ? 3 : parts[2] === 'beta' ? 2 : 1;
  return [stability, Number(parts[1]), Number(parts[3] ?? 0)];
}

/** What a definition makes of a stored object; the definition may have changed since it was stored. */
const shown = new WeakMap<object, { fit: KindDefinition['fit']; object: object }>();

/**
 * An object as a version of its kind serves it, in the form of the schema of that version. Definitions convert nothing but the name of
 * the version. Objects of built-in kinds are returned as they are.
 */
export function atVersion<O extends { apiVersion: string }>(
  object: O,
  { apiVersion, fit }: { apiVersion: string; fit?: KindDefinition['fit'] },
): O {
  const renamed = object.apiVersion === apiVersion ? object : { ...object, apiVersion };
  if (!fit) return renamed;
  const known = shown.get(object);
  if (known?.fit === fit) return known.object as O;
  const made = fit(renamed as unknown as Manifest).object as unknown as O;
  shown.set(object, { fit, object: made });
  return made;
}

function customDefinition(crd: JsonObject, version: JsonObject): KindDefinition<CustomObject> {
  const spec = objectAt(crd, 'spec');
  const names = objectAt(objectAt(crd, 'status'), 'acceptedNames');
  const group = textAt(spec, 'group');
  const plural = textAt(names, 'plural');
  const namespaced = textAt(spec, 'scope') === 'Namespaced';
  const subresources = objectAt(version, 'subresources');
  const listed: SubresourceName[] = [];
  if (objectAt(subresources, 'status')) listed.push('status');
  if (objectAt(subresources, 'scale')) listed.push('scale');
  return defineKind<CustomObject>(
    {
      id: `${plural}.${group}` as Kind,
      kind: textAt(names, 'kind'),
      apiVersion: `${group}/${textAt(version, 'name')}`,
      plural,
      singular: textAt(names, 'singular'),
      shortNames: textsAt(names, 'shortNames'),
      categories: textsAt(names, 'categories'),
      namespaced,
      subresources: listed,
      inert: true,
    },
    behaviour(version, namespaced, listed.includes('status')),
  );
}

/** Without the status subresource, the status is a field like others. */
function behaviour(
  version: JsonObject,
  namespaced: boolean,
  hasStatus: boolean,
): KindBehaviour<CustomObject> {
  const schema: Schema = objectAt(objectAt(version, 'schema'), 'openAPIV3Schema') ?? {};
  const status = objectAt(objectAt(schema, 'properties'), 'status');
  const scale = objectAt(objectAt(version, 'subresources'), 'scale');
  const hasRules = someSchema(schema, (node) => own(node, 'x-kubernetes-validations') !== undefined);
  const unchecked = (errors: FieldError[]): void => {
    if (hasRules && errors.some((error) => BLOCKING.has(error.reason))) errors.push(RULES_NOT_CHECKED);
  };
  return {
    generation: true,
    unconditionalUpdate: false,
    fit: (object) => fitted(object, schema),
    ...(scale && {
      scalePaths: {
        replicas: textAt(scale, 'specReplicasPath'),
        current: textAt(scale, 'statusReplicasPath'),
        selector: textAt(scale, 'labelSelectorPath'),
      },
    }),
    ...(hasStatus && { prepareCreate: newWithStatus<CustomObject>(undefined) }),
    prepareUpdate(next, old) {
      const kept = hasStatus ? keepStatus(next, old) : next;
      return sameContent(kept, old) ? kept : { ...kept, metadata: bumped(kept.metadata) };
    },
    check(errors, object) {
      checkObjectMeta(errors, objectAt(object, 'metadata'), {
        namespaced,
        name: dns1123Subdomain,
        ...ANY_FINALIZER,
      });
      errors.push(...schemaErrors(schema, object, undefined));
      checkScale(errors, scale, object, false);
      errors.push(...structureErrors(schema, object));
      unchecked(errors);
    },
    checkUpdate(errors, object, old) {
      checkObjectMetaUpdate(errors, objectAt(object, 'metadata'), objectAt(old, 'metadata'), ANY_FINALIZER);
      errors.push(...schemaErrors(schema, object, old));
      checkScale(errors, scale, object, false);
      const structural = structureErrors(schema, object);
      if (structural.length > 0) errors.push(...newErrors(structural, structureErrors(schema, old)));
      unchecked(errors);
    },
    checkStatusUpdate(errors, object, old) {
      checkObjectMetaUpdate(errors, objectAt(object, 'metadata'), objectAt(old, 'metadata'), ANY_FINALIZER);
      const value = own(object, 'status');
      if (status && value !== undefined)
        errors.push(...schemaErrors(status, value, own(old, 'status'), 'status'));
      checkScale(errors, scale, object, true);
      unchecked(errors);
    },
    warnings: finalizerWarnings,
    warnsOnUpdate: (next, old) => !deepEqual(next.metadata.finalizers, old.metadata.finalizers),
    fields: selectableFields(version),
    table: customTable(version),
  };
}

const ANY_FINALIZER = { anyFinalizer: true } as const;

/** Faults after which upstream does not look at the rules in CEL. */
const BLOCKING: ReadonlySet<string> = new Set([
  'FieldValueNotSupported',
  'FieldValueRequired',
  'FieldValueTooLong',
  'FieldValueTooMany',
  'FieldValueTypeInvalid',
]);
const RULES_NOT_CHECKED = invalidValue(
  '<nil>',
  null,
  'some validation rules were not checked because the object was invalid; correct the existing errors to complete validation',
);

function newErrors(errors: readonly FieldError[], before: readonly FieldError[]): readonly FieldError[] {
  const old = before.filter((error) => error.reason === 'FieldValueDuplicate').length > 0;
  return old ? errors.filter((error) => error.reason !== 'FieldValueDuplicate') : errors;
}

function sameContent(next: CustomObject, old: CustomObject): boolean {
  const bare = ({ metadata: _metadata, apiVersion: _version, ...rest }: CustomObject): object => rest;
  return deepEqual(bare(next), bare(old));
}

/** The numbers that the scale subresource reads must be such that it can. */
function checkScale(
  errors: FieldError[],
  scale: JsonObject | undefined,
  object: JsonObject,
  statusOnly: boolean,
): void {
  for (const key of statusOnly ? ['statusReplicasPath'] : ['specReplicasPath', 'statusReplicasPath']) {
    const path = textAt(scale, key);
    if (path === '') continue;
    const found = path
      .replace(/^\./, '')
      .split('.')
      .reduce<Reached>(
        ({ at, problem }, name) =>
          problem !== undefined || at === undefined
            ? { problem }
            : isObject(at)
              ? { at: own(at, name) }
              : { problem: accessorProblem(path, at, 'map[string]interface{}') },
        { at: object },
      );
    const wrong = found.at !== undefined && !Number.isInteger(found.at);
    const problem = found.problem ?? (wrong ? accessorProblem(path, found.at, 'int64') : undefined);
    if (problem !== undefined) {
      errors.push(invalidValue(path, 0, problem));
      continue;
    }
    const value = typeof found.at === 'number' ? found.at : 0;
    if (value < 0) errors.push(invalidValue(path, value, 'should be a non-negative integer'));
    else if (value > MAX_INT32)
      errors.push(invalidValue(path, value, `should be less than or equal to ${MAX_INT32}`));
  }
}

interface Reached {
  at?: Json | undefined;
  problem?: string | undefined;
}

function accessorProblem(path: string, value: Json | undefined, wanted: string): string {
  const type = Array.isArray(value)
    ? '[]interface {}'
    : isObject(value)
      ? 'map[string]interface {}'
      : typeof value === 'number'
        ? Number.isInteger(value)
          ? 'int64'
          : 'float64'
        : typeof value === 'boolean'
          ? 'bool'
          : 'string';
  return `${path} accessor error: ${goText(value)} is of the type ${type}, expected ${wanted}`;
}

const MAX_INT32 = 2147483647;
const STANDARD_FINALIZERS = ['orphan', 'foregroundDeletion', 'kubernetes'];

function finalizerWarnings(object: Manifest): string[] {
  return textsAt(objectAt(object, 'metadata'), 'finalizers')
    .sort(compareText)
    .flatMap((name) => {
      const about = `metadata.finalizers: ${JSON.stringify(name)}: `;
      const texts = qualifiedName(name).map((message) => about + message);
      if (name.includes('/') || STANDARD_FINALIZERS.includes(name)) return texts;
      const path = name.includes('.') ? ' including a path (/)' : '';
      return [
        ...texts,
        `${about}prefer a domain-qualified finalizer name${path} to avoid accidental conflicts with other finalizer writers`,
      ];
    });
}

function selectableFields(version: JsonObject): Record<string, (object: CustomObject) => string> {
  const entries = objectsAt(version, 'selectableFields').map((field) => {
    const path = textAt(field, 'jsonPath');
    const steps = stepsOf(path) ?? [];
    const read = (object: CustomObject): string => {
      const found = findValues(steps, object);
      const value = found.ok ? (found.values[0] as Json | undefined) : undefined;
      return value === undefined || value === null ? '' : plainText(value);
    };
    return [path.replace(/^\./, ''), read] as const;
  });
  return Object.fromEntries(entries);
}
