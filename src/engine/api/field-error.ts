/** Field errors of an Invalid status (API-39 … API-41). The value is shown as v1.34 does: compact JSON. */
import type { StatusCause } from './types';

export type FieldError = Required<StatusCause>;

function error(reason: string, field: string, parts: readonly string[]): FieldError {
  return { reason, message: parts.filter((p) => p !== '').join(': '), field };
}

export function required(field: string, detail = ''): FieldError {
  return error('FieldValueRequired', field, ['Required value', detail]);
}

export function invalidValue(field: string, value: unknown, detail: string): FieldError {
  return error('FieldValueInvalid', field, ['Invalid value', valueText(value), detail]);
}

/** Upstream leaves values out that would not help. */
export function invalidWithoutValue(field: string, detail: string): FieldError {
  return error('FieldValueInvalid', field, ['Invalid value', detail]);
}

export function notSupported(field: string, value: unknown, supported: readonly string[]): FieldError {
  const list = `supported values: ${supported.map((s) => JSON.stringify(s)).join(', ')}`;
  return error('FieldValueNotSupported', field, ['Unsupported value', valueText(value), list]);
}

/** `detail` is rare: VAL-68 has one. */
export function duplicate(field: string, value: unknown, detail = ''): FieldError {
  return error('FieldValueDuplicate', field, ['Duplicate value', valueText(value), detail]);
}

export function forbidden(field: string, detail: string): FieldError {
  return error('FieldValueForbidden', field, ['Forbidden', detail]);
}

export function notFound(field: string, value: unknown): FieldError {
  return error('FieldValueNotFound', field, ['Not found', valueText(value)]);
}

/** `max` in bytes. */
export function tooLong(field: string, max: number): FieldError {
  return error('FieldValueTooLong', field, [
    'Too long',
    `may not be more than ${max} ${max === 1 ? 'byte' : 'bytes'}`,
  ]);
}

export function tooMany(field: string, actual: number, max: number): FieldError {
  return error('FieldValueTooMany', field, [
    'Too many',
    String(actual),
    `must have at most ${max} ${max === 1 ? 'item' : 'items'}`,
  ]);
}

/**
 * A value inside a message: strings quoted, numbers and booleans bare, the rest as compact JSON in the order of its keys (the caller
 * sorts maps and puts the fields of structs in Go's order).
 */
function valueText(value: unknown): string {
  const text = JSON.stringify(value) ?? 'null';
  if (typeof value !== 'object' || !HTML.test(text)) return text;
  // Go's JSON is safe to stand in HTML.
  return text.replaceAll('&', '\\u0026').replaceAll('<', '\\u003c').replaceAll('>', '\\u003e');
}

const HTML = /[&<>]/;
