/** Schemas of custom resources: the rules of each node of a schema, wherever it stands. */
import type { JsonObject } from '../../../k8s/types';
import { forbidden, invalidValue, notSupported, required, type FieldError } from '../field-error';
import { isTrue, MAX_DEPTH } from '../kinds/custom-schema';
import { parts, X } from './schema-parts';
import { objectAt, objectsAt, own, textAt, textsAt } from './untyped';

const TYPES = ['array', 'boolean', 'integer', 'number', 'object', 'string'];
const UNSUPPORTED = ['id', 'additionalItems', 'patternProperties', 'definitions', 'dependencies', '$ref'];
const META_FIELDS = ['metadata', 'kind', 'apiVersion'];

interface Where {
  isRoot: boolean;
  inMeta: boolean;
  /** Why no default may stand here; empty: one may. */
  noDefaults: string;
}

/** The node with all below it. */
export function checkNode(
  errors: FieldError[],
  schema: JsonObject,
  field: string,
  where: Where,
  depth: number,
): void {
  if (depth > MAX_DEPTH) return;
  const type = textAt(schema, 'type');
  if (type !== '' && !TYPES.includes(type)) errors.push(notSupported(`${field}.type`, type, TYPES));
  if (own(schema, 'default') !== undefined && where.noDefaults !== '')
    errors.push(forbidden(`${field}.default`, `must not be set ${where.noDefaults}`));
  for (const key of UNSUPPORTED) {
    if (own(schema, key) !== undefined) errors.push(forbidden(`${field}.${key}`, `${key} is not supported`));
  }
  if (type === 'null')
    errors.push(forbidden(`${field}.type`, 'type cannot be set to null, use nullable as an alternative'));
  if (Array.isArray(own(schema, 'items')))
    errors.push(forbidden(`${field}.items`, 'items must be a schema object and not an array'));
  const embedded = isTrue(schema, `${X}embedded-resource`);
  if (where.inMeta && embedded)
    errors.push(forbidden(`${field}.${X}embedded-resource`, 'must not be used inside of resource meta'));
  if (isTrue(schema, 'uniqueItems')) {
    const text = 'uniqueItems cannot be set to true since the runtime complexity becomes quadratic';
    errors.push(forbidden(`${field}.uniqueItems`, text));
  }
  const additional = own(schema, 'additionalProperties');
  const hasProperties = Object.keys(objectAt(schema, 'properties') ?? {}).length > 0;
  if (hasProperties && additional !== undefined && additional !== true) {
    const text = 'additionalProperties and properties are mutual exclusive';
    errors.push(forbidden(`${field}.additionalProperties`, text));
  }
  for (const part of parts(schema, field)) {
    let inner: Where = { ...where, isRoot: false };
    const isProperty = part.field.endsWith(`.properties[${part.key}]`);
    if (isProperty && (where.isRoot || embedded) && META_FIELDS.includes(part.key)) {
      inner = { ...inner, inMeta: true, ...(where.isRoot && { noDefaults: `in top-level ${part.key}` }) };
    } else if (part.field.endsWith('.additionalProperties') && where.inMeta) {
      inner.noDefaults = 'inside additionalProperties applying to object metadata';
    }
    checkNode(errors, part.schema, part.field, inner, depth + 1);
  }
  if (own(schema, `${X}preserve-unknown-fields`) === false)
    errors.push(invalidValue(`${field}.${X}preserve-unknown-fields`, false, 'must be true or undefined'));
  checkListAndMap(errors, schema, field);
  checkRules(errors, schema, field);
}

function checkListAndMap(errors: FieldError[], schema: JsonObject, field: string): void {
  const type = textAt(schema, 'type');
  const mapType = textAt(schema, `${X}map-type`);
  const listType = textAt(schema, `${X}list-type`);
  const keys = textsAt(schema, `${X}list-map-keys`);
  const keysField = `${field}.${X}list-map-keys`;
  const items = objectAt(schema, 'items');
  const itemType = textAt(items, 'type');
  const wrongType = (wanted: string, what: string): FieldError => {
    const text = `must be ${wanted} if ${X}${what} is specified`;
    return type === '' ? required(`${field}.type`, text) : invalidValue(`${field}.type`, type, text);
  };
  if (mapType !== '' && type !== 'object') errors.push(wrongType('object', 'map-type'));
  if (mapType !== '' && mapType !== 'atomic' && mapType !== 'granular')
    errors.push(notSupported(`${field}.${X}map-type`, mapType, ['atomic', 'granular']));
  if (listType !== '' && type !== 'array') errors.push(wrongType('array', 'list-type'));
  else if (listType === 'set') {
    const kind = itemType === 'array' ? 'list-type' : itemType === 'object' ? 'map-type' : undefined;
    const value =
      kind === undefined ? 'atomic' : (own(items, X + kind) ?? (kind === 'list-type' ? 'atomic' : null));
    if (value !== 'atomic') {
      // Upstream shows the list type in both cases.
      const shown = own(items, `${X}list-type`) ?? null;
      const text = `must be atomic as item of a list with ${X}list-type=set`;
      errors.push(invalidValue(`${field}.items.${X}${kind}`, shown, text));
    }
  }
  if (listType !== '' && !['atomic', 'set', 'map'].includes(listType))
    errors.push(notSupported(`${field}.${X}list-type`, listType, ['atomic', 'set', 'map']));
  if (keys.length > 0 && listType !== 'map') {
    const text = `must be map if ${X}list-map-keys is non-empty`;
    const at = `${field}.${X}list-type`;
    errors.push(listType === '' ? required(at, text) : invalidValue(at, listType, text));
  }
  if (listType === 'map') {
    if (keys.length === 0) errors.push(required(keysField, `must not be empty if ${X}list-type is map`));
    if (!own(schema, 'items'))
      errors.push(required(`${field}.items`, `must have a schema if ${X}list-type is map`));
    else if (items && itemType !== 'object') {
      const text = `must be object if parent array's ${X}list-type is map`;
      errors.push(invalidValue(`${field}.items.type`, itemType, text));
    } else {
      keys.forEach((key, i) => {
        const part = objectAt(objectAt(items, 'properties'), key);
        if (!part) errors.push(invalidValue(keysField, keys, 'entries must all be names of item properties'));
        else if (['array', 'object'].includes(textAt(part, 'type'))) {
          const text = `must be a scalar type if parent array's ${X}list-type is map`;
          errors.push(invalidValue(`${field}.items.properties[${key}].type`, itemType, text));
        }
        if (keys.indexOf(key) < i)
          errors.push(invalidValue(keysField, keys, 'must not contain duplicate entries'));
      });
    }
  }
  if (items && (listType === 'map' || listType === 'set')) checkItems(errors, items, keys, listType, field);
}

/** Items of sets and maps are there, and so are their keys. */
function checkItems(
  errors: FieldError[],
  items: JsonObject,
  keys: readonly string[],
  listType: string,
  field: string,
): void {
  if (isTrue(items, 'nullable')) {
    errors.push(forbidden(`${field}.items.nullable`, `cannot be nullable when ${X}list-type is ${listType}`));
  }
  for (const key of listType === 'map' ? keys : []) {
    const part = objectAt(objectAt(items, 'properties'), key);
    if (!part) continue;
    const at = `${field}.items.properties[${key}]`;
    const about = `this property is in ${X}list-map-keys, so it`;
    if (!textsAt(items, 'required').includes(key) && own(part, 'default') === undefined)
      errors.push(required(`${at}.default`, `${about} must have a default or be a required property`));
    if (isTrue(part, 'nullable')) errors.push(forbidden(`${at}.nullable`, `${about} cannot be nullable`));
  }
}

/** Rules in CEL are not compiled here; what they are made of is checked. */
function checkRules(errors: FieldError[], schema: JsonObject, field: string): void {
  objectsAt(schema, `${X}validations`).forEach((rule, i) => {
    const at = `${field}.${X}validations[${i}]`;
    const message = textAt(rule, 'message');
    const text = textAt(rule, 'rule').trim();
    if (text === '') errors.push(required(`${at}.rule`, 'rule is not specified'));
    else if (message !== '' && message.trim() === '')
      errors.push(invalidValue(`${at}.message`, message, 'must be non-empty if specified'));
    else if (/[\n\r]/.test(message.trim()))
      errors.push(invalidValue(`${at}.message`, message, 'must not contain line breaks'));
    else if (/[\n\r]/.test(text) && message === '')
      errors.push(required(`${at}.message`, 'message must be specified if rule contains line breaks'));
  });
}
