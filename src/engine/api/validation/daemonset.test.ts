import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../k8s/types';
import { validateCreate, validateStatusUpdate, validateUpdate } from '../testing/by-kind';
import { changed, CONTAINER, daemonSet, lines, withTemplate, type Changes } from './testing/objects';

const NOT_NEGATIVE = 'Invalid value: -1: must be greater than or equal to 0';
const NO_MATCH = '`selector` does not match template `labels`';
const PERCENT =
  "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')";
const ROLLING = 'spec.updateStrategy.rollingUpdate';
const RELATIVE = (maxUnavailable: number | string, maxSurge: number | string): Changes => ({
  [`${ROLLING}.maxUnavailable`]: maxUnavailable,
  [`${ROLLING}.maxSurge`]: maxSurge,
});

const rows: [string, Changes, string[]][] = [
  ['VAL-1 a defaulted object', {}, []],
  [
    'VAL-7 labels that do not match',
    { 'spec.selector': { matchLabels: { app: 'x' } } },
    [`spec.template.metadata.labels: Invalid value: {"app":"nginx"}: ${NO_MATCH}`],
  ],
  [
    'VAL-7 a missing selector',
    { 'spec.selector': undefined },
    [`spec.template.metadata.labels: Invalid value: {"app":"nginx"}: ${NO_MATCH}`],
  ],
  [
    'VAL-7 no labels at all',
    { 'spec.template.metadata.labels': undefined },
    [`spec.template.metadata.labels: Invalid value: null: ${NO_MATCH}`],
  ],
  [
    'VAL-7 labels in byte order',
    { 'spec.template.metadata.labels': { z: '1', app: 'x', B: '2' } },
    [`spec.template.metadata.labels: Invalid value: {"B":"2","app":"x","z":"1"}: ${NO_MATCH}`],
  ],
  [
    'VAL-8 an empty selector',
    { 'spec.selector': {} },
    ['spec.selector: Invalid value: {}: empty selector is invalid for daemonset'],
  ],
  [
    'VAL-9 restartPolicy OnFailure',
    { 'spec.template.spec.restartPolicy': 'OnFailure' },
    ['spec.template.spec.restartPolicy: Unsupported value: "OnFailure": supported values: "Always"'],
  ],
  [
    'VAL-10 activeDeadlineSeconds',
    { 'spec.template.spec.activeDeadlineSeconds': 60 },
    [
      'spec.template.spec.activeDeadlineSeconds: Forbidden: activeDeadlineSeconds in DaemonSet is not Supported',
    ],
  ],
  ['VAL-11 minReadySeconds', { 'spec.minReadySeconds': -1 }, [`spec.minReadySeconds: ${NOT_NEGATIVE}`]],
  [
    'VAL-11 revisionHistoryLimit',
    { 'spec.revisionHistoryLimit': -1 },
    [`spec.revisionHistoryLimit: ${NOT_NEGATIVE}`],
  ],
  [
    'VAL-12 both maxUnavailable and maxSurge',
    RELATIVE(1, 1),
    [`${ROLLING}.maxSurge: Invalid value: 1: may not be set when maxUnavailable is non-zero`],
  ],
  [
    'VAL-12 with percentages',
    RELATIVE('10%', '5%'),
    [`${ROLLING}.maxSurge: Invalid value: "5%": may not be set when maxUnavailable is non-zero`],
  ],
  ['VAL-12 surge alone', RELATIVE(0, '25%'), []],
  [
    'VAL-13 neither',
    RELATIVE(0, 0),
    [`${ROLLING}.maxUnavailable: Required value: cannot be 0 when maxSurge is 0`],
  ],
  [
    'VAL-21 "0%" is zero',
    RELATIVE('0%', 0),
    [`${ROLLING}.maxUnavailable: Required value: cannot be 0 when maxSurge is 0`],
  ],
  ['VAL-21 integers above 100', RELATIVE(500, 0), []],
  ['VAL-14 negative maxUnavailable', RELATIVE(-1, 0), [`${ROLLING}.maxUnavailable: ${NOT_NEGATIVE}`]],
  [
    'VAL-14 negative maxSurge',
    RELATIVE(1, -1),
    [
      `${ROLLING}.maxSurge: ${NOT_NEGATIVE}`,
      `${ROLLING}.maxSurge: Invalid value: -1: may not be set when maxUnavailable is non-zero`,
    ],
  ],
  [
    'VAL-15 no percentage',
    RELATIVE('abc', 0),
    [
      `${ROLLING}.maxUnavailable: Invalid value: "abc": ${PERCENT}`,
      `${ROLLING}.maxUnavailable: Required value: cannot be 0 when maxSurge is 0`,
    ],
  ],
  [
    'VAL-15 a number as text',
    RELATIVE('5', 0),
    [`${ROLLING}.maxUnavailable: Invalid value: "5": ${PERCENT}`],
  ],
  [
    'VAL-16 more than all',
    RELATIVE('150%', 0),
    [`${ROLLING}.maxUnavailable: Invalid value: "150%": must not be greater than 100%`],
  ],
  [
    'VAL-17 unknown strategy',
    { 'spec.updateStrategy': { type: 'Recreate' } },
    [
      'spec.updateStrategy: Unsupported value: {"Type":"Recreate","RollingUpdate":null}: supported values: "RollingUpdate", "OnDelete"',
    ],
  ],
  [
    'VAL-17 unknown strategy with parameters',
    { 'spec.updateStrategy': { type: 'Recreate', rollingUpdate: { maxUnavailable: '10%' } } },
    [
      'spec.updateStrategy: Unsupported value: {"Type":"Recreate","RollingUpdate":{"MaxUnavailable":"10%","MaxSurge":0}}: supported values: "RollingUpdate", "OnDelete"',
    ],
  ],
  [
    'VAL-18 RollingUpdate without parameters',
    { 'spec.updateStrategy': { type: 'RollingUpdate' } },
    [`${ROLLING}: Required value`],
  ],
  ['VAL-1 OnDelete', { 'spec.updateStrategy': { type: 'OnDelete' } }, []],
  [
    'VAL-20 ephemeral containers',
    { 'spec.template.spec.ephemeralContainers': [{ ...CONTAINER, name: 'debug' }] },
    ['spec.template.spec.ephemeralContainers: Forbidden: ephemeral containers not allowed in pod template'],
  ],
  [
    'VAL-22 the order of several faults',
    {
      'metadata.name': undefined,
      'spec.revisionHistoryLimit': -1,
      'spec.minReadySeconds': -1,
      'spec.updateStrategy.rollingUpdate.maxUnavailable': -1,
      'spec.selector.matchExpressions': [{ key: 'app', operator: 'X' }],
      'spec.template.spec.containers': [],
      'spec.template.spec.activeDeadlineSeconds': 1,
      'spec.template.spec.restartPolicy': 'Never',
    },
    [
      'metadata.name: Required value: name or generateName is required',
      'spec.selector.matchExpressions[0].operator: Invalid value: "X": not a valid selector operator',
      'spec.template.spec.containers: Required value',
      'spec.template.spec.restartPolicy: Unsupported value: "Never": supported values: "Always"',
      'spec.template.spec.activeDeadlineSeconds: Forbidden: activeDeadlineSeconds in DaemonSet is not Supported',
      `spec.minReadySeconds: ${NOT_NEGATIVE}`,
      `${ROLLING}.maxUnavailable: ${NOT_NEGATIVE}`,
      `spec.revisionHistoryLimit: ${NOT_NEGATIVE}`,
    ],
  ],
  [
    'VAL-65 In without values',
    { 'spec.selector.matchExpressions': [{ key: 'app', operator: 'In' }] },
    [
      "spec.selector.matchExpressions[0].values: Required value: must be specified when `operator` is 'In' or 'NotIn'",
    ],
  ],
  [
    'VAL-65 Exists with values',
    { 'spec.selector.matchExpressions': [{ key: 'app', operator: 'Exists', values: ['a'] }] },
    [
      "spec.selector.matchExpressions[0].values: Forbidden: may not be specified when `operator` is 'Exists' or 'DoesNotExist'",
    ],
  ],
];

describe('DaemonSet', () => {
  test.each(rows)('%s', (_, changes, expected) => {
    expect(lines(validateCreate('DaemonSet', daemonSet(changes)))).toEqual(expected);
  });

  test('API-39 the reason of a cause', () => {
    expect(validateCreate('DaemonSet', withTemplate({ containers: [] }))).toEqual([
      { reason: 'FieldValueRequired', field: 'spec.template.spec.containers', message: 'Required value' },
    ]);
  });
});

describe('DaemonSet update', () => {
  const old = daemonSet({ 'metadata.uid': 'u' });
  const update = (changes: Changes): string[] =>
    lines(validateUpdate('DaemonSet', changed(old, changes), old));

  test('VAL-6 the selector is immutable', () => {
    expect(
      update({
        'spec.selector': {
          matchExpressions: [{ key: 'app', operator: 'Exists' }],
          matchLabels: { app: 'nginx' },
        },
      }),
    ).toEqual([
      'spec.selector: Invalid value: {"matchLabels":{"app":"nginx"},"matchExpressions":[{"key":"app","operator":"Exists"}]}: field is immutable',
    ]);
  });

  test('VAL-6 a selector taken away', () => {
    expect(update({ 'spec.selector': undefined })[0]).toBe(
      'spec.selector: Invalid value: null: field is immutable',
    );
  });

  // The rule has it twice; version 1.34 does not repeat the rules of a create.
  test('API-42 each fault of the spec occurs once', () => {
    expect(update({ 'spec.minReadySeconds': -1 })).toEqual([`spec.minReadySeconds: ${NOT_NEGATIVE}`]);
  });

  test('VAL-6 a legal change', () => {
    expect(
      update({ 'spec.template.spec.containers[0].image': 'nginx:2', 'metadata.labels': { a: 'b' } }),
    ).toEqual([]);
  });

  test.each<[string, JsonObject, string[]]>([
    ['a negative counter', { numberReady: -1, collisionCount: 2 }, [`status.numberReady: ${NOT_NEGATIVE}`]],
    [
      'a smaller collisionCount',
      { collisionCount: 1 },
      ['status.collisionCount: Invalid value: 1: cannot be decremented'],
    ],
    ['nothing wrong', { numberReady: 3, collisionCount: 3 }, []],
  ])('VAL-19 %s', (_, status, expected) => {
    const before = changed(old, { status: { collisionCount: 2 } });
    expect(lines(validateStatusUpdate('DaemonSet', changed(old, { status }), before))).toEqual(expected);
  });
});
