/** Checks of numbers and paths that many fields share. */
import { invalidValue, type FieldError } from '../field-error';
import type { Untyped } from './untyped';

export const MAX_INT32 = 2147483647;

export function inclusiveRange(low: number, high: number): string {
  return `must be between ${low} and ${high}, inclusive`;
}

/** VAL-11, VAL-14, VAL-51. Absent and non-numbers pass. */
export function checkNonNegative(errors: FieldError[], field: string, value: Untyped): void {
  if (typeof value === 'number' && value < 0) {
    errors.push(invalidValue(field, value, 'must be greater than or equal to 0'));
  }
}

export function checkRange(
  errors: FieldError[],
  field: string,
  value: Untyped,
  low: number,
  high: number,
): void {
  if (typeof value === 'number' && (value < low || value > high)) {
    errors.push(invalidValue(field, value, inclusiveRange(low, high)));
  }
}

/** VAL-35, VAL-36. */
export function checkPortNumber(errors: FieldError[], field: string, value: number): void {
  checkRange(errors, field, value, 1, 65535);
}

/** File modes of volumes are octal 0 to 0777. */
export function checkFileMode(errors: FieldError[], field: string, value: Untyped): void {
  if (typeof value === 'number' && (value < 0 || value > 0o777)) {
    errors.push(invalidValue(field, value, 'must be a number between 0 and 0777 (octal), both inclusive'));
  }
}

/** VAL-56: no path part may be `..`. */
export function checkNoBacksteps(errors: FieldError[], field: string, path: string): void {
  if (path.split('/').includes('..')) errors.push(invalidValue(field, path, "must not contain '..'"));
}

/** VAL-58: relative, and without `..`. */
export function checkDescendingPath(errors: FieldError[], field: string, path: string): void {
  if (path.startsWith('/')) errors.push(invalidValue(field, path, 'must be a relative path'));
  checkNoBacksteps(errors, field, path);
}

/** As a descending path; moreover `..` may not start the name, which the atomic writer reserves. */
export function checkLocalPath(errors: FieldError[], field: string, path: string): void {
  checkDescendingPath(errors, field, path);
  if (path.startsWith('..') && !path.startsWith('../')) {
    errors.push(invalidValue(field, path, "must not start with '..'"));
  }
}
