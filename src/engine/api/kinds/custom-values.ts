/**
 * Values of custom objects against the schema of their definition, in the words of the server's OpenAPI validator. Rules in CEL
 * (x-kubernetes-validations) are not evaluated.
 */
import type { Json, JsonObject } from '../../../k8s/types';
import { compareText } from '../../../lib/compare';
import { deepEqual } from '../../../lib/equal';
import { regularExpression, type Matcher } from '../../../lib/regular-expression';
import { invalidValue, notSupported, required, tooLong, tooMany, type FieldError } from '../field-error';
import { at, isObject } from '../patch/json-value';
import { numberAt, objectAt, objectsAt, own, textAt, textsAt } from '../validation/untyped';
import { formatTest } from './custom-formats';
import { isTrue, MAX_DEPTH, schemaOfKey, type Schema } from './custom-schema';

/** What a schema says of a value. `matches` counts the checks passed: of several alternatives the nearest is reported. */
interface Verdict {
  errors: FieldError[];
  matches: number;
}

/** What was there before. Where nothing has changed, old faults are forgiven (ratcheting). */
interface Before {
  old: Json;
  /** Of the structure, not of a combination. */
  schema: Schema;
}

interface Place {
  /** From the root of the validated value: `spec.ports[0].name`. */
  path: string;
  /** Of the root itself: empty, or `status` when the status alone is validated. */
  base: string;
  depth: number;
}

/** The faults of an object, or of its status when `base` is `status`. */
export function schemaErrors(schema: Schema, value: Json, old: Json | undefined, base = ''): FieldError[] {
  return judge(schema, value, old === undefined ? undefined : { old, schema }, { path: '', base, depth: 0 })
    .errors;
}

function fieldOf({ path, base }: Place): string {
  const name = path.startsWith('.') ? path.slice(1) : path;
  // Without a path upstream prints Go's nil.
  return base === '' ? name || '<nil>' : name === '' ? base : `${base}.${name}`;
}

function add(verdict: Verdict, errors: readonly FieldError[]): void {
  for (const error of errors) {
    const known = (e: FieldError): boolean => e.field === error.field && e.message === error.message;
    if (verdict.errors.length < MAX_ERRORS && !verdict.errors.some(known)) verdict.errors.push(error);
  }
}

const MAX_ERRORS = 200;

function merge(verdict: Verdict, other: Verdict): void {
  add(verdict, other.errors);
  verdict.matches += other.matches;
}

function invalid(place: Place, value: unknown, text: string): FieldError {
  return invalidValue(fieldOf(place), value, `${place.path} in body ${text}`);
}

function typeInvalid(place: Place, wanted: string, value: string): FieldError {
  const error = invalid(place, value, `must be of type ${wanted}: ${JSON.stringify(value)}`);
  return { ...error, reason: 'FieldValueTypeInvalid' };
}

/** Faults of combined schemas belong to no field. */
function combined(place: Place, text: string): FieldError {
  return invalidValue(place.base || '<nil>', '', `${JSON.stringify(place.path)} ${text}`);
}

function judge(schema: Schema, value: Json, before: Before | undefined, place: Place): Verdict {
  const verdict = check(schema, value, before, place);
  return verdict.errors.length > 0 && before && isUnchanged(before.schema, value, before.old)
    ? { errors: [], matches: verdict.matches }
    : verdict;
}

/** Equal as far as the schema can tell: of fields that it does not know, upstream takes it that they have changed. */
function isUnchanged(schema: Schema, value: Json, old: Json): boolean {
  if (isObject(value) && isObject(old)) {
    const keys = Object.keys(value).filter((key) => value[key] !== undefined);
    return (
      keys.length === Object.keys(old).filter((key) => old[key] !== undefined).length &&
      keys.every((key) => {
        const before = fieldBefore({ old, schema }, key);
        return before !== undefined && isUnchanged(before.schema, at(value, key) ?? null, before.old);
      })
    );
  }
  const items = objectAt(schema, 'items');
  if (!Array.isArray(value) || !Array.isArray(old) || !items || !isKeyed(schema))
    return deepEqual(value, old);
  return (
    value.length === old.length &&
    value.every((item) => {
      const before = itemBefore({ old, schema }, item);
      return before !== undefined && isUnchanged(items, item, before.old);
    })
  );
}

function isKeyed(schema: Schema): boolean {
  return textAt(schema, 'x-kubernetes-list-type') === 'map';
}

function fieldBefore(before: Before | undefined, key: string): Before | undefined {
  const schema = before && schemaOfKey(before.schema, key);
  const old = before && isObject(before.old) ? at(before.old, key) : undefined;
  return schema && old !== undefined ? { old, schema } : undefined;
}

/** The old item that a new one replaces: only lists with keys can tell. */
function itemBefore(before: Before | undefined, item: Json): Before | undefined {
  if (!before || !Array.isArray(before.old) || !isKeyed(before.schema) || !isObject(item)) return undefined;
  const schema = objectAt(before.schema, 'items');
  const keys = textsAt(before.schema, 'x-kubernetes-list-map-keys');
  const same = (one: Json): boolean =>
    isObject(one) && keys.every((key) => deepEqual(at(one, key), at(item, key)));
  const old = before.old.find(same);
  return schema && old !== undefined ? { old, schema } : undefined;
}

function check(schema: Schema, value: Json, before: Before | undefined, place: Place): Verdict {
  const verdict: Verdict = { errors: [], matches: 0 };
  if (place.depth > MAX_DEPTH) return verdict;
  const here = { ...place, depth: place.depth + 1 };
  const run = (errors: readonly FieldError[], matches = 1): void => {
    add(verdict, errors);
    verdict.matches += matches;
  };
  const wrongType = typeErrors(schema, value, here);
  if (value === null) {
    run([...wrongType, ...enumErrors(schema, value, here)], wrongType.length === 0 ? 1 : 0);
  } else {
    const format = textAt(schema, 'format');
    if (typesOf(schema).length > 0 || formatTest(format)) run(wrongType, wrongType.length === 0 ? 2 : 1);
    merge(verdict, combinations(schema, value, here));
    verdict.matches++;
    if (typeof value === 'string') {
      run(textErrors(schema, value, here));
      const test = formatTest(format);
      if (test) run(test(value) ? [] : [typeInvalid(here, format, value)]);
    } else if (typeof value === 'number') run(numberErrors(schema, value, here), 2);
    else if (Array.isArray(value)) {
      merge(verdict, listErrors(schema, value, before, here));
      verdict.matches += 2;
    }
    run(enumErrors(schema, value, here));
    if (isObject(value)) {
      merge(verdict, objectErrors(schema, value, before, here));
      verdict.matches++;
    }
    verdict.matches++;
  }
  return verdict;
}

function typesOf(schema: Schema): string[] {
  if (isTrue(schema, 'x-kubernetes-int-or-string')) return ['integer', 'string'];
  const type = textAt(schema, 'type');
  return type === '' ? [] : [type];
}

function typeOf(value: Json): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
}

const GO_FORMATS: Readonly<Record<string, string>> = { integer: 'int64', number: 'float64' };

function typeErrors(schema: Schema, value: Json, place: Place): FieldError[] {
  const types = typesOf(schema);
  const wanted = types.join(',');
  const type = typeOf(value);
  if (value === null) {
    return types.length === 0 || isTrue(schema, 'nullable') ? [] : [typeInvalid(place, wanted, 'null')];
  }
  const format = formatTest(textAt(schema, 'format')) ? textAt(schema, 'format') : '';
  if (types.length === 0 && format === '') return [];
  const fits = types.includes(type) || (type === 'integer' && types.includes('number'));
  const isNumeric = types.includes('number') || types.includes('integer');
  if (format !== '') {
    const inText = typeof value === 'string' || Array.isArray(value);
    // A list in place of a formatted text passes upstream, too.
    if (inText && !isNumeric) return [];
    if (!inText && !fits) return [typeInvalid(place, format, GO_FORMATS[type] ?? '')];
  }
  return fits ? [] : [typeInvalid(place, wanted, type)];
}

function enumErrors(schema: Schema, value: Json, place: Place): FieldError[] {
  const allowed = own(schema, 'enum');
  if (!Array.isArray(allowed) || allowed.length === 0) return [];
  // Where the list has integers, upstream cuts the value to one.
  const cut = typeof value === 'number' ? Math.trunc(value) : value;
  if (value !== null && allowed.some((one) => deepEqual(one, value) || deepEqual(one, cut))) return [];
  const texts = allowed.map((one) => (typeof one === 'string' ? one : JSON.stringify(one)));
  return [notSupported(fieldOf(place), value, texts)];
}

const matchers = new WeakMap<Schema, Matcher | undefined>();

/** Only the first fault of a text is told. Patterns that cannot be read here are not checked. */
function textErrors(schema: Schema, value: string, place: Place): FieldError[] {
  const min = numberAt(schema, 'minLength');
  const max = numberAt(schema, 'maxLength');
  const length = min === undefined && max === undefined ? 0 : Array.from(value).length;
  if (max !== undefined && length > max) return [tooLong(fieldOf(place), max)];
  if (min !== undefined && length < min)
    return [invalid(place, value, `should be at least ${min} chars long`)];
  const pattern = textAt(schema, 'pattern');
  if (pattern === '') return [];
  if (!matchers.has(schema)) matchers.set(schema, regularExpression(pattern));
  return matchers.get(schema)?.(value) === false ? [invalid(place, value, `should match '${pattern}'`)] : [];
}

/** Integers are compared with bounds that are cut to integers, as upstream does. */
function numberErrors(schema: Schema, value: number, place: Place): FieldError[] {
  const errors: FieldError[] = [];
  const bound = (key: string): number | undefined => {
    const number = numberAt(schema, key);
    return number !== undefined && Number.isInteger(value) ? Math.trunc(number) : number;
  };
  const factor = bound('multipleOf');
  if (factor !== undefined && factor <= 0) {
    const text = `factor MultipleOf declared for ${place.path} must be positive: ${factor}`;
    errors.push(invalidValue(fieldOf(place), factor, text));
  } else if (factor !== undefined && !isWhole(factor < 1 ? (1 / factor) * value : value / factor)) {
    errors.push(invalid(place, value, `should be a multiple of ${factor}`));
  }
  const min = bound('minimum');
  const above = isTrue(schema, 'exclusiveMinimum');
  if (min !== undefined && (above ? value <= min : value < min))
    errors.push(invalid(place, value, `should be greater than ${above ? '' : 'or equal to '}${min}`));
  const max = bound('maximum');
  const below = isTrue(schema, 'exclusiveMaximum');
  if (max !== undefined && (below ? value >= max : value > max))
    errors.push(invalid(place, value, `should be less than ${below ? '' : 'or equal to '}${max}`));
  return errors;
}

function isWhole(value: number): boolean {
  return Math.abs(value - Math.round(value)) <= 1e-9 * Math.max(1, Math.abs(value));
}

function listErrors(schema: Schema, list: Json[], before: Before | undefined, place: Place): Verdict {
  const verdict: Verdict = { errors: [], matches: 0 };
  const items = objectAt(schema, 'items');
  if (items) {
    list.forEach((item, i) => {
      merge(verdict, judge(items, item, itemBefore(before, item), { ...place, path: `${place.path}[${i}]` }));
    });
  }
  const min = numberAt(schema, 'minItems');
  const max = numberAt(schema, 'maxItems');
  if (min !== undefined && list.length < min)
    add(verdict, [invalid(place, list.length, `should have at least ${min} items`)]);
  if (max !== undefined && list.length > max) add(verdict, [tooMany(fieldOf(place), list.length, max)]);
  return verdict;
}

function objectErrors(schema: Schema, object: JsonObject, before: Before | undefined, place: Place): Verdict {
  const verdict: Verdict = { errors: [], matches: 0 };
  const properties = objectAt(schema, 'properties');
  const keys = Object.keys(object).filter((key) => object[key] !== undefined);
  const min = numberAt(schema, 'minProperties');
  const max = numberAt(schema, 'maxProperties');
  if (min !== undefined && keys.length < min)
    add(verdict, [invalid(place, keys.length, `should have at least ${min} properties`)]);
  if (max !== undefined && keys.length > max) add(verdict, [tooMany(fieldOf(place), keys.length, max)]);
  for (const key of keys.sort(compareText)) {
    const known = objectAt(properties, key);
    const part = known ?? schemaOfKey(schema, key);
    if (part) {
      const path = known && place.path === '' ? key : `${place.path}.${key}`;
      merge(verdict, judge(part, object[key] as Json, fieldBefore(before, key), { ...place, path }));
    } else if (own(schema, 'additionalProperties') === false) {
      const text = `${place.path}.${key} in body is a forbidden property`;
      add(verdict, [invalidValue(fieldOf(place), key, text)]);
    }
  }
  for (const key of textsAt(schema, 'required')) {
    if (at(object, key) === undefined)
      add(verdict, [required(fieldOf({ ...place, path: `${place.path}.${key}` }))]);
  }
  return verdict;
}

/** Nothing in a combination is forgiven. */
function combinations(schema: Schema, value: Json, place: Place): Verdict {
  const verdict: Verdict = { errors: [], matches: 1 };
  const all = (key: string): Verdict[] =>
    objectsAt(schema, key).map((one) => check(one, value, undefined, place));
  const valid = (one: Verdict): boolean => one.errors.length === 0;
  const nearest = (list: readonly Verdict[]): Verdict | undefined =>
    list.reduce<Verdict | undefined>(
      (best, one) => (best && best.matches >= one.matches ? best : one),
      undefined,
    );

  const any = all('anyOf');
  const chosen = any.find(valid) ?? nearest(any);
  if (chosen && !valid(chosen)) add(verdict, [combined(place, 'must validate at least one schema (anyOf)')]);
  if (chosen) merge(verdict, chosen);

  const one = all('oneOf');
  const passed = one.filter(valid);
  if (one.length > 0 && passed.length !== 1) {
    const found = passed.length === 0 ? 'Found none valid' : `Found ${passed.length} valid alternatives`;
    add(verdict, [combined(place, `must validate one and only one schema (oneOf). ${found}`)]);
    const best = passed.length === 0 ? nearest(one) : undefined;
    if (best) merge(verdict, best);
  } else if (passed[0]) merge(verdict, passed[0]);

  const every = all('allOf');
  for (const each of every) merge(verdict, each);
  const failed = every.filter((each) => !valid(each)).length;
  if (failed > 0) {
    const none = failed === every.length ? '. None validated' : '';
    add(verdict, [combined(place, `must validate all the schemas (allOf)${none}`)]);
  }

  const not = objectAt(schema, 'not');
  if (not && valid(check(not, value, undefined, place)))
    add(verdict, [combined(place, 'must not validate the schema (not)')]);
  return verdict;
}
