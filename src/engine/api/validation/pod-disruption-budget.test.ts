import { describe, expect, test } from 'vitest';
import { podDisruptionBudget } from '../kinds/pod-disruption-budget';
import {
  QUALIFIED,
  LABEL_VALUE,
  PERCENT,
  NOT_NEGATIVE,
  SELECTOR,
  Writes,
  type Row,
} from './testing/workloads';

// What a v1.34 server answered.
const writes = new Writes(podDisruptionBudget, {
  apiVersion: 'policy/v1',
  kind: 'PodDisruptionBudget',
  metadata: { name: 'web' },
  spec: { selector: SELECTOR },
});

const creates: Row[] = [
  ['the manifest as it is', {}, []],
  [
    'WL-28 both limits',
    { 'spec.minAvailable': 1, 'spec.maxUnavailable': '10%' },
    [
      'spec: Invalid value: {"MinAvailable":1,"Selector":{"matchLabels":{"app":"web"}},"MaxUnavailable":"10%","UnhealthyPodEvictionPolicy":null}: minAvailable and maxUnavailable cannot be both set',
    ],
  ],
  [
    'both limits and no selector',
    {
      'spec.minAvailable': 1,
      'spec.maxUnavailable': 1,
      'spec.selector': undefined,
      'spec.unhealthyPodEvictionPolicy': 'AlwaysAllow',
    },
    [
      'spec: Invalid value: {"MinAvailable":1,"Selector":null,"MaxUnavailable":1,"UnhealthyPodEvictionPolicy":"AlwaysAllow"}: minAvailable and maxUnavailable cannot be both set',
    ],
  ],
  [
    'a negative minAvailable',
    { 'spec.minAvailable': -1 },
    [`spec.minAvailable: Invalid value: -1: ${NOT_NEGATIVE}`],
  ],
  [
    'a negative maxUnavailable',
    { 'spec.maxUnavailable': -1 },
    [`spec.maxUnavailable: Invalid value: -1: ${NOT_NEGATIVE}`],
  ],
  [
    'no percentage',
    { 'spec.minAvailable': 'half' },
    [`spec.minAvailable: Invalid value: "half": ${PERCENT}`],
  ],
  [
    'more than all',
    { 'spec.maxUnavailable': '101%' },
    ['spec.maxUnavailable: Invalid value: "101%": must not be greater than 100%'],
  ],
  ['zero', { 'spec.maxUnavailable': 0 }, []],
  ['no spec', { spec: undefined }, []],
  ['an empty selector', { 'spec.selector': {} }, []],
  [
    'a malformed selector',
    { 'spec.selector': { matchLabels: { app: 'a b' }, matchExpressions: [{ key: 'app', operator: 'Foo' }] } },
    [
      `spec.selector.matchLabels: Invalid value: "a b": ${LABEL_VALUE}`,
      'spec.selector.matchExpressions[0].operator: Invalid value: "Foo": not a valid selector operator',
    ],
  ],
  [
    'unhealthyPodEvictionPolicy',
    { 'spec.unhealthyPodEvictionPolicy': 'Foo' },
    [
      'spec.unhealthyPodEvictionPolicy: Unsupported value: "Foo": supported values: "AlwaysAllow", "IfHealthyBudget"',
    ],
  ],
  ['a name that would not do elsewhere', { 'metadata.name': 'A_b' }, []],
  [
    'a name that is no step of a URL',
    { 'metadata.name': 'a/b%' },
    [
      'metadata.name: Invalid value: "a/b%": may not contain \'/\'',
      'metadata.name: Invalid value: "a/b%": may not contain \'%\'',
    ],
  ],
  [
    'metadata comes last',
    { 'metadata.labels': { 'a b': 'c' }, 'spec.minAvailable': -1 },
    [`spec.minAvailable: Invalid value: -1: ${NOT_NEGATIVE}`],
  ],
  [
    'metadata alone',
    { 'metadata.labels': { 'a b': 'c' } },
    [`metadata.labels: Invalid value: "a b": ${QUALIFIED}`],
  ],
];

const updates: Row[] = [
  [
    'VAL-62 labels',
    { 'metadata.labels': { 'a b': 'c' } },
    [
      `metadata.labels: Invalid value: "a b": ${QUALIFIED}`,
      `metadata.labels: Invalid value: "a b": ${QUALIFIED}`,
    ],
  ],
  [
    'VAL-64 annotations',
    { 'metadata.annotations': { 'a b': 'c' } },
    [
      `metadata.annotations: Invalid value: "a b": ${QUALIFIED}`,
      `metadata.annotations: Invalid value: "a b": ${QUALIFIED}`,
    ],
  ],
  ['an unqualified finalizer', { 'metadata.finalizers': ['x'] }, []],
  [
    'other limits',
    { 'spec.minAvailable': -1, 'spec.selector': { matchLabels: { app: 'a b' } } },
    [
      `spec.minAvailable: Invalid value: -1: ${NOT_NEGATIVE}`,
      `spec.selector.matchLabels: Invalid value: "a b": ${LABEL_VALUE}`,
    ],
  ],
  ['a limit', { 'spec.minAvailable': 1, 'spec.selector': { matchLabels: { app: 'other' } } }, []],
];

const statuses: Row[] = [
  [
    'negative counters',
    {
      'status.disruptionsAllowed': -1,
      'status.currentHealthy': -1,
      'status.desiredHealthy': -1,
      'status.expectedPods': -1,
    },
    [
      `status.disruptionsAllowed: Invalid value: -1: ${NOT_NEGATIVE}`,
      `status.currentHealthy: Invalid value: -1: ${NOT_NEGATIVE}`,
      `status.desiredHealthy: Invalid value: -1: ${NOT_NEGATIVE}`,
      `status.expectedPods: Invalid value: -1: ${NOT_NEGATIVE}`,
    ],
  ],
  [
    'conditions',
    {
      'status.conditions': [
        {
          type: 'a b',
          status: 'Foo',
          reason: 'a b',
          observedGeneration: -1,
          lastTransitionTime: '2026-01-01T00:00:00Z',
          message: '',
        },
        { type: 'x', status: 'True', reason: '', lastTransitionTime: null, message: '' },
        { type: 'x', status: 'True', reason: 'Ok', lastTransitionTime: '2026-01-01T00:00:00Z', message: '' },
      ],
    },
    [
      `status.conditions[0].type: Invalid value: "a b": ${QUALIFIED}`,
      'status.conditions[0].status: Unsupported value: "Foo": supported values: "False", "True", "Unknown"',
      'status.conditions[0].observedGeneration: Invalid value: -1: must be greater than or equal to zero',
      "status.conditions[0].reason: Invalid value: \"a b\": a condition reason must start with alphabetic character, optionally followed by a string of alphanumeric characters or '_,:', and must end with an alphanumeric character or '_' (e.g. 'my_name',  or 'MY_NAME',  or 'MyName',  or 'ReasonA,ReasonB',  or 'ReasonA:ReasonB', regex used for validation is '[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?')",
      'status.conditions[1].lastTransitionTime: Required value',
      'status.conditions[1].reason: Required value',
      'status.conditions[2].type: Duplicate value: "x"',
    ],
  ],
];

describe('PodDisruptionBudget', () => {
  test.each(creates)('create: %s', (_title, changes, refused) => {
    expect(writes.create(changes)).toEqual(refused);
  });

  test.each(updates)('update: %s', (_title, changes, refused) => {
    expect(writes.update(changes)).toEqual(refused);
  });

  test.each(statuses)('status: %s', (_title, changes, refused) => {
    expect(writes.updateStatus(changes)).toEqual(refused);
  });
});
