/** Schemas of custom resources: OpenAPI v3 as far as it is structural, so that the server can prune and fill in defaults. */
import type { Json, JsonObject } from '../../../k8s/types';
import { compareText } from '../../../lib/compare';
import { deepEqual } from '../../../lib/equal';
import { forbidden, invalidValue, required, type FieldError } from '../field-error';
import { fitted, isTrue, MAX_DEPTH } from '../kinds/custom-schema';
import { schemaErrors } from '../kinds/custom-values';
import { isObject } from '../patch/json-value';
import { patternProblem } from './pattern-syntax';
import { schemaDump, schemaFields } from './schema-dump';
import { checkNode } from './schema-node';
import { parts, X } from './schema-parts';
import { objectAt, objectsAt, own, textAt } from './untyped';

/** `schema`: openAPIV3Schema; `hasStatus`: the status subresource is on. */
export function checkSchema(
  errors: FieldError[],
  schema: JsonObject,
  field: string,
  hasStatus: boolean,
): void {
  if (hasStatus) checkStatusRoot(errors, schema, field);
  if (isTrue(schema, 'nullable'))
    errors.push(forbidden(`${field}.nullable`, 'nullable cannot be true at the root'));
  const before = errors.length;
  if (isStructured(schema, 0)) {
    const structural: FieldError[] = [];
    checkInvariants(structural, schema, field, 'root', 0);
    checkComplete(structural, schema, schema, field, field, 0);
    const text = (error: FieldError): string => `${error.field}: ${error.message}`;
    errors.push(...structural.sort((a, b) => compareText(text(a), text(b))));
    if (errors.length === before) checkDefaults(errors, schema, field, 0);
  }
  checkNode(errors, schema, field, { isRoot: true, inMeta: false, noDefaults: '' }, 0);
}

const AT_ROOT = [
  'Description',
  'Type',
  'Format',
  'Title',
  'Maximum',
  'ExclusiveMaximum',
  'Minimum',
  'ExclusiveMinimum',
  'MaxLength',
  'MinLength',
  'Pattern',
  'MaxItems',
  'MinItems',
  'UniqueItems',
  'MultipleOf',
  'Required',
  'Items',
  'Properties',
  'ExternalDocs',
  'Example',
  'XPreserveUnknownFields',
  'XValidations',
];

/** The schema of the status is taken out of that of the object: nothing of it may be said elsewhere. */
function checkStatusRoot(errors: FieldError[], schema: JsonObject, field: string): void {
  const type = textAt(schema, 'type');
  for (const name of schemaFields(schema)) {
    if (name === 'Type' && type !== 'object') {
      const text =
        'only "object" is allowed as the type at the root of the schema if the status subresource is enabled';
      errors.push(invalidValue(`${field}.type`, type, text));
      return;
    }
    if (AT_ROOT.includes(name)) continue;
    const text = `only [${AT_ROOT.join(' ')}] fields are allowed at the root of the schema if the status subresource is enabled`;
    errors.push(invalidValue(field, schemaDump(schema), text));
    return;
  }
}

/** Whether it holds nothing that the server's structural form has no room for; the OpenAPI checks complain about that. */
function isStructured(schema: Json | undefined, depth: number): boolean {
  if (!isObject(schema) || depth > MAX_DEPTH) return true;
  const strange = [
    'id',
    '$schema',
    '$ref',
    'patternProperties',
    'dependencies',
    'additionalItems',
    'definitions',
  ];
  if (strange.some((key) => own(schema, key) !== undefined) || Array.isArray(own(schema, 'items')))
    return false;
  if (own(schema, `${X}preserve-unknown-fields`) === false) return false;
  return parts(schema, '').every((part) => isStructured(part.schema, depth + 1));
}

type Level = 'root' | 'item' | 'field';

const EMPTY_TYPE: Readonly<Record<Level, string>> = {
  root: 'must not be empty at the root',
  item: 'must not be empty for specified array items',
  field: 'must not be empty for specified object fields',
};

function checkInvariants(
  errors: FieldError[],
  schema: JsonObject,
  field: string,
  level: Level,
  depth: number,
): void {
  if (depth > MAX_DEPTH) return;
  const type = textAt(schema, 'type');
  const embedded = isTrue(schema, `${X}embedded-resource`);
  const keeps = isTrue(schema, `${X}preserve-unknown-fields`);
  const mixed = isTrue(schema, `${X}int-or-string`);
  const properties = objectAt(schema, 'properties');
  const additional = own(schema, 'additionalProperties');
  if (type === 'array' && !objectAt(schema, 'items'))
    errors.push(required(`${field}.items`, 'must be specified'));
  if (additional !== undefined && level === 'root')
    errors.push(forbidden(`${field}.additionalProperties`, 'must not be used at the root'));
  for (const part of parts(schema, field)) {
    if (part.nested) continue;
    checkInvariants(
      errors,
      part.schema,
      part.field,
      part.key === 'items' && part.field.endsWith('.items') ? 'item' : 'field',
      depth + 1,
    );
  }
  for (const key of mixed ? ['preserve-unknown-fields', 'embedded-resource'] : []) {
    if (isTrue(schema, X + key))
      errors.push(invalidValue(`${field}.${X}${key}`, true, `must be false if ${X}int-or-string is true`));
  }
  checkValues(
    errors,
    schema,
    field,
    isIntOrString(schema),
    isIntOrString(objectsAt(schema, 'allOf')[0]),
    depth,
  );

  const isResource = level === 'root' || embedded;
  if (embedded && type !== 'object') {
    const text = `must be object if ${X}embedded-resource is true`;
    errors.push(type === '' ? required(`${field}.type`, text) : invalidValue(`${field}.type`, type, text));
  } else if (type === '' && !mixed && !keeps) errors.push(required(`${field}.type`, EMPTY_TYPE[level]));
  if (embedded && additional !== undefined) {
    const text = `must not be used if ${X}embedded-resource is set`;
    errors.push(forbidden(`${field}.additionalProperties`, text));
  }
  if (level === 'root' && type !== '' && type !== 'object')
    errors.push(invalidValue(`${field}.type`, type, 'must be object at the root'));
  for (const key of isResource ? ['kind', 'apiVersion'] : []) {
    const part = objectAt(properties, key);
    if (part && textAt(part, 'type') !== 'string')
      errors.push(invalidValue(`${field}.properties[${key}].type`, textAt(part, 'type'), 'must be string'));
  }
  const metadata = objectAt(properties, 'metadata');
  if (metadata && isResource) checkMetadata(errors, metadata, `${field}.properties[metadata]`, level);
  if (embedded && !keeps && Object.keys(properties ?? {}).length === 0) {
    const text = `must not be empty if ${X}embedded-resource is true without ${X}preserve-unknown-fields`;
    errors.push(required(`${field}.properties`, text));
  }
}

/** At the root, only the names can be restricted. */
function checkMetadata(errors: FieldError[], metadata: JsonObject, field: string, level: Level): void {
  const type = textAt(metadata, 'type');
  if (type !== 'object') errors.push(invalidValue(`${field}.type`, type, 'must be object'));
  if (level !== 'root') return;
  const names = Object.keys(objectAt(metadata, 'properties') ?? {});
  const others = Object.keys(metadata).filter(
    (key) => key !== 'type' && key !== 'default' && key !== 'properties' && own(metadata, key) !== undefined,
  );
  if (others.length === 0 && names.every((name) => name === 'name' || name === 'generateName')) return;
  errors.push(
    forbidden(
      field,
      'must not specify anything other than name and generateName, but metadata is implicitly specified',
    ),
  );
}

/** `anyOf: [{type: integer}, {type: string}]`: the one combination that may speak of types. */
function isIntOrString(schema: JsonObject | undefined): boolean {
  return deepEqual(own(schema, 'anyOf'), [{ type: 'integer' }, { type: 'string' }]);
}

/** What combinations may hold: checks of values only. */
function checkValues(
  errors: FieldError[],
  schema: JsonObject,
  field: string,
  skipAnyOf: boolean,
  skipFirstAllOf: boolean,
  depth: number,
): void {
  if (depth > MAX_DEPTH) return;
  for (const part of parts(schema, field)) {
    if (!part.nested || (part.key === 'anyOf' && skipAnyOf)) continue;
    const skip = part.key === 'allOf' && skipFirstAllOf && part.field.endsWith('.allOf[0]');
    checkNested(errors, part.schema, part.field, skip, depth + 1);
  }
  const pattern = textAt(schema, 'pattern');
  const problem = patternProblem(pattern);
  if (problem !== undefined) {
    const text = `must be a valid regular expression, but isn't: error parsing regexp: ${problem}`;
    errors.push(invalidValue(`${field}.pattern`, pattern, text));
  }
}

/** Fields that belong to the structure, and what they must be in a combination. */
const STRUCTURE: readonly (readonly [key: string, must: string])[] = [
  ['type', 'empty'],
  ['additionalProperties', 'undefined'],
  ['default', 'undefined'],
  ['title', 'empty'],
  ['description', 'empty'],
  ['nullable', 'false'],
  [`${X}preserve-unknown-fields`, 'false'],
  [`${X}embedded-resource`, 'false'],
  [`${X}int-or-string`, 'false'],
  [`${X}list-map-keys`, 'empty'],
  [`${X}list-type`, 'undefined'],
  [`${X}map-type`, 'undefined'],
];

function checkNested(
  errors: FieldError[],
  schema: JsonObject,
  field: string,
  skipAnyOf: boolean,
  depth: number,
): void {
  checkValues(errors, schema, field, skipAnyOf, false, depth);
  for (const part of parts(schema, field)) {
    if (!part.nested && !part.field.endsWith('.additionalProperties'))
      checkNested(errors, part.schema, part.field, false, depth + 1);
  }
  const tell = (key: string, must: string): void => {
    errors.push(forbidden(`${field}.${key}`, `must be ${must} to be structural`));
  };
  for (const [key, must] of STRUCTURE) {
    const value = own(schema, key);
    const means = must === 'empty' ? value !== '' : must === 'false' ? value !== false : true;
    // A bare true or false has no place in the structural form.
    if (value !== undefined && means && !(key === 'additionalProperties' && typeof value === 'boolean'))
      tell(key, must);
  }
  if (objectsAt(schema, `${X}validations`).length > 0) tell(`${X}validations`, 'empty');
  if (objectAt(objectAt(schema, 'properties'), 'metadata'))
    errors.push(forbidden(`${field}.properties[metadata]`, 'must not be specified in a nested context'));
}

/** Combinations may speak of no field that the structure does not have. */
function checkComplete(
  errors: FieldError[],
  schema: JsonObject,
  structure: JsonObject | undefined,
  field: string,
  structureField: string,
  depth: number,
): void {
  if (depth > MAX_DEPTH) return;
  for (const part of parts(schema, field)) {
    if (part.nested) checkComplete(errors, part.schema, structure, part.field, structureField, depth + 1);
    else if (depth > 0 && !part.field.endsWith('.additionalProperties')) {
      const isItems = part.field.endsWith('.items') && part.schema === own(schema, 'items');
      const known = isItems
        ? objectAt(structure, 'items')
        : objectAt(objectAt(structure, 'properties'), part.key);
      const at = structureField + part.field.slice(field.length);
      if (known) checkComplete(errors, part.schema, known, part.field, at, depth + 1);
      else errors.push(required(at, `because it is defined in ${part.field}`));
    }
  }
}

/** Defaults must be values that the schema allows. */
function checkDefaults(errors: FieldError[], schema: JsonObject, field: string, depth: number): void {
  if (depth > MAX_DEPTH) return;
  const value = own(schema, 'default');
  if (value !== undefined) {
    const wrapped = fitted({ value }, { properties: { value: { ...schema, default: null } } });
    if (wrapped.unknown.length > 0)
      errors.push(invalidValue(`${field}.default`, value, 'must not have unknown fields'));
    errors.push(...schemaErrors(schema, value, undefined, `${field}.default`));
  }
  for (const part of parts(schema, field)) {
    if (!part.nested && !part.field.endsWith('.additionalProperties'))
      checkDefaults(errors, part.schema, part.field, depth + 1);
  }
}
