import { describe, expect, test } from 'vitest';
import {
  alreadyExists,
  conflict,
  expired,
  forbidden,
  goText,
  invalid,
  invalidPatch,
  notFound,
  preconditionFailed,
  unknownResource,
} from './errors';
import * as field from './field-error';

test.each([
  ['API-25', notFound('DaemonSet', 'x'), 404, 'daemonsets.apps "x" not found'],
  ['API-25', notFound('Pod', 'x'), 404, 'pods "x" not found'],
  ['API-25', unknownResource(), 404, 'the server could not find the requested resource'],
  ['API-26', alreadyExists('DaemonSet', 'x'), 409, 'daemonsets.apps "x" already exists'],
  [
    'API-27',
    conflict('DaemonSet', 'x'),
    409,
    'Operation cannot be fulfilled on daemonsets.apps "x": the object has been modified; please apply your changes to the latest version and try again',
  ],
  ['API-29', forbidden('Pod', 'x-', 'why'), 403, 'pods "x-" is forbidden: why'],
  [
    'API-17',
    preconditionFailed('Pod', 'x', 'UID', 'a', 'b'),
    409,
    'Operation cannot be fulfilled on Pod "x": the UID in the precondition (a) does not match the UID in record (b). The object might have been deleted and then recreated',
  ],
  ['API-32', expired('3', '17'), 410, 'too old resource version: 3 (17)'],
  [
    'VAL-23',
    invalidPatch(goText({ spec: { b: [1, 'x'], a: null } }), 'strict decoding error: unknown field "spec.a"'),
    422,
    ' "" is invalid: patch: Invalid value: "map[spec:map[a:<nil> b:[1 x]]]": strict decoding error: unknown field "spec.a"',
  ],
])('%s %#', (_, status, code, message) => {
  expect([status.code, status.message]).toEqual([code, message]);
});

describe('API-28 invalid', () => {
  const one = field.required('spec.a');
  const two = field.forbidden('spec.b', 'why');
  test('one error', () => {
    expect(invalid('DaemonSet', 'x', [one]).message).toBe(
      'DaemonSet.apps "x" is invalid: spec.a: Required value',
    );
  });
  test('API-42 a repeated error is named once, and stays in the causes', () => {
    const status = invalid('Pod', 'x', [one, two, one]);
    expect(status.message).toBe('Pod "x" is invalid: [spec.a: Required value, spec.b: Forbidden: why]');
    expect(status.details).toEqual({ name: 'x', kind: 'Pod', causes: [one, two, one] });
  });
});

test.each([
  ['API-39', field.required('f'), 'FieldValueRequired', 'Required value'],
  ['API-39', field.required('f', 'why'), 'FieldValueRequired', 'Required value: why'],
  ['API-39', field.invalidValue('f', 'x"y', 'why'), 'FieldValueInvalid', 'Invalid value: "x\\"y": why'],
  ['API-39', field.invalidValue('f', -1, 'why'), 'FieldValueInvalid', 'Invalid value: -1: why'],
  [
    'API-39',
    field.invalidValue('f', { app: 'x' }, 'why'),
    'FieldValueInvalid',
    'Invalid value: {"app":"x"}: why',
  ],
  ['API-39', field.invalidValue('f', null, 'why'), 'FieldValueInvalid', 'Invalid value: null: why'],
  [
    'API-40',
    field.notSupported('f', 'x', ['A', 'B']),
    'FieldValueNotSupported',
    'Unsupported value: "x": supported values: "A", "B"',
  ],
  ['API-39', field.duplicate('f', 'x'), 'FieldValueDuplicate', 'Duplicate value: "x"'],
  ['API-39', field.notFound('f', 'x'), 'FieldValueNotFound', 'Not found: "x"'],
  ['API-39', field.forbidden('f', 'why'), 'FieldValueForbidden', 'Forbidden: why'],
  ['API-40', field.tooLong('f', 5), 'FieldValueTooLong', 'Too long: may not be more than 5 bytes'],
  ['API-40', field.tooMany('f', 3, 2), 'FieldValueTooMany', 'Too many: 3: must have at most 2 items'],
])('%s %#', (_, error, reason, message) => {
  expect(error).toEqual({ field: 'f', reason, message });
});
