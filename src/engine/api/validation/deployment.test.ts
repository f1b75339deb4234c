import { describe, expect, test } from 'vitest';
import { deployment } from '../kinds/deployment';
import {
  QUALIFIED,
  SUBDOMAIN,
  PERCENT,
  NOT_NEGATIVE,
  SELECTOR,
  TEMPLATE,
  Writes,
  type Row,
} from './testing/workloads';

// What a v1.34 server answered.
const writes = new Writes(deployment, {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web' },
  spec: { selector: SELECTOR, template: TEMPLATE },
});

const creates: Row[] = [
  ['the manifest as it is', {}, []],
  [
    'WL-17 no selector',
    { 'spec.selector': undefined },
    [
      'spec.selector: Required value',
      'spec.template.metadata.labels: Invalid value: {"app":"web"}: `selector` does not match template `labels`',
    ],
  ],
  [
    'VAL-8 an empty selector',
    { 'spec.selector': {} },
    ['spec.selector: Invalid value: {}: empty selector is invalid for deployment'],
  ],
  [
    'VAL-7 labels that do not match',
    { 'spec.template.metadata.labels': { app: 'x' } },
    [
      'spec.template.metadata.labels: Invalid value: {"app":"x"}: `selector` does not match template `labels`',
    ],
  ],
  [
    'VAL-7 no labels',
    { 'spec.template.metadata': undefined },
    ['spec.template.metadata.labels: Invalid value: null: `selector` does not match template `labels`'],
  ],
  [
    'VAL-65 a malformed key',
    { 'spec.selector': { matchLabels: { 'a b': 'c' } } },
    [
      `spec.selector.matchLabels: Invalid value: "a b": ${QUALIFIED}`,
      'spec.selector: Invalid value: {"matchLabels":{"a b":"c"}}: invalid label selector',
    ],
  ],
  [
    'VAL-65 an unknown operator',
    { 'spec.selector': { matchExpressions: [{ key: 'app', operator: 'Like', values: ['x'] }] } },
    [
      'spec.selector.matchExpressions[0].operator: Invalid value: "Like": not a valid selector operator',
      'spec.selector: Invalid value: {"matchExpressions":[{"key":"app","operator":"Like","values":["x"]}]}: invalid label selector',
    ],
  ],
  [
    'VAL-65 In without values',
    { 'spec.selector': { matchExpressions: [{ key: 'app', operator: 'In' }] } },
    [
      "spec.selector.matchExpressions[0].values: Required value: must be specified when `operator` is 'In' or 'NotIn'",
      'spec.selector: Invalid value: {"matchExpressions":[{"key":"app","operator":"In"}]}: invalid label selector',
    ],
  ],
  [
    'a selector by expression',
    { 'spec.selector': { matchExpressions: [{ key: 'app', operator: 'In', values: ['web'] }] } },
    [],
  ],
  [
    'negative numbers',
    { 'spec.replicas': -1, 'spec.minReadySeconds': -1 },
    [
      `spec.replicas: Invalid value: -1: ${NOT_NEGATIVE}`,
      `spec.minReadySeconds: Invalid value: -1: ${NOT_NEGATIVE}`,
    ],
  ],
  [
    'VAL-9 restartPolicy',
    { 'spec.template.spec.restartPolicy': 'OnFailure' },
    ['spec.template.spec.restartPolicy: Unsupported value: "OnFailure": supported values: "Always"'],
  ],
  [
    'VAL-10 activeDeadlineSeconds',
    { 'spec.template.spec.activeDeadlineSeconds': 5 },
    [
      'spec.template.spec.activeDeadlineSeconds: Forbidden: activeDeadlineSeconds in ReplicaSet is not Supported',
    ],
  ],
  [
    'VAL-26 no containers',
    { 'spec.template.spec.containers': [] },
    ['spec.template.spec.containers: Required value'],
  ],
  [
    'no template',
    { 'spec.template': undefined },
    [
      'spec.template.metadata.labels: Invalid value: null: `selector` does not match template `labels`',
      'spec.template.spec.containers: Required value',
    ],
  ],
  [
    'VAL-29 no image',
    { 'spec.template.spec.containers[0].image': undefined },
    ['spec.template.spec.containers[0].image: Required value'],
  ],
  [
    'VAL-62 a template label',
    { 'spec.template.metadata.labels': { app: 'web', 'a b': 'c' } },
    [`spec.template.labels: Invalid value: "a b": ${QUALIFIED}`],
  ],
  [
    'VAL-64 a template annotation',
    { 'spec.template.metadata.annotations': { 'a b': 'c' } },
    [`spec.template.annotations: Invalid value: "a b": ${QUALIFIED}`],
  ],
  [
    'VAL-60 an upper case name',
    { 'metadata.name': 'Web' },
    [`metadata.name: Invalid value: "Web": ${SUBDOMAIN}`],
  ],
  ['a name with dots', { 'metadata.name': 'web.1' }, []],
  [
    'VAL-20 ephemeral containers',
    { 'spec.template.spec.ephemeralContainers': [{ name: 'debug', image: 'busybox' }] },
    ['spec.template.spec.ephemeralContainers: Forbidden: ephemeral containers not allowed in pod template'],
  ],
  [
    'several faults at once',
    {
      'metadata.name': 'Web',
      'spec.replicas': -1,
      'spec.selector': undefined,
      'spec.template.spec.containers': [],
      'spec.template.spec.restartPolicy': 'Never',
    },
    [
      `metadata.name: Invalid value: "Web": ${SUBDOMAIN}`,
      `spec.replicas: Invalid value: -1: ${NOT_NEGATIVE}`,
      'spec.selector: Required value',
      'spec.template.metadata.labels: Invalid value: {"app":"web"}: `selector` does not match template `labels`',
      'spec.template.spec.containers: Required value',
      'spec.template.spec.restartPolicy: Unsupported value: "Never": supported values: "Always"',
    ],
  ],
  [
    'revisionHistoryLimit',
    { 'spec.revisionHistoryLimit': -1 },
    [`spec.revisionHistoryLimit: Invalid value: -1: ${NOT_NEGATIVE}`],
  ],
  [
    'progressDeadlineSeconds below minReadySeconds',
    { 'spec.progressDeadlineSeconds': 5, 'spec.minReadySeconds': 5 },
    ['spec.progressDeadlineSeconds: Invalid value: 5: must be greater than minReadySeconds'],
  ],
  [
    'minReadySeconds beyond the default deadline',
    { 'spec.minReadySeconds': 600 },
    ['spec.progressDeadlineSeconds: Invalid value: 600: must be greater than minReadySeconds'],
  ],
  [
    'a negative deadline',
    { 'spec.progressDeadlineSeconds': -1 },
    [
      `spec.progressDeadlineSeconds: Invalid value: -1: ${NOT_NEGATIVE}`,
      'spec.progressDeadlineSeconds: Invalid value: -1: must be greater than minReadySeconds',
    ],
  ],
  [
    'an unknown strategy',
    { 'spec.strategy.type': 'Foo' },
    [
      'spec.strategy: Unsupported value: {"Type":"Foo","RollingUpdate":null}: supported values: "Recreate", "RollingUpdate"',
    ],
  ],
  [
    'an unknown strategy with rollingUpdate',
    { 'spec.strategy': { type: 'Foo', rollingUpdate: { maxSurge: 1 } } },
    [
      'spec.strategy: Unsupported value: {"Type":"Foo","RollingUpdate":{"MaxUnavailable":0,"MaxSurge":1}}: supported values: "Recreate", "RollingUpdate"',
    ],
  ],
  ['Recreate', { 'spec.strategy.type': 'Recreate' }, []],
  [
    'Recreate with rollingUpdate',
    { 'spec.strategy': { type: 'Recreate', rollingUpdate: { maxSurge: 1 } } },
    ["spec.strategy.rollingUpdate: Forbidden: may not be specified when strategy `type` is 'Recreate'"],
  ],
  [
    'WL-17 neither surge nor unavailable',
    { 'spec.strategy.rollingUpdate': { maxSurge: 0, maxUnavailable: 0 } },
    ['spec.strategy.rollingUpdate.maxUnavailable: Invalid value: 0: may not be 0 when `maxSurge` is 0'],
  ],
  [
    'WL-17 neither, as percentages',
    { 'spec.strategy.rollingUpdate': { maxSurge: '0%', maxUnavailable: '0%' } },
    ['spec.strategy.rollingUpdate.maxUnavailable: Invalid value: "0%": may not be 0 when `maxSurge` is 0'],
  ],
  ['WL-9 surge alone', { 'spec.strategy.rollingUpdate': { maxSurge: 1, maxUnavailable: 0 } }, []],
  [
    'negative limits',
    { 'spec.strategy.rollingUpdate': { maxSurge: -1, maxUnavailable: -1 } },
    [
      `spec.strategy.rollingUpdate.maxUnavailable: Invalid value: -1: ${NOT_NEGATIVE}`,
      `spec.strategy.rollingUpdate.maxSurge: Invalid value: -1: ${NOT_NEGATIVE}`,
    ],
  ],
  [
    'text that is no percentage',
    { 'spec.strategy.rollingUpdate': { maxSurge: 'x', maxUnavailable: '5' } },
    [
      `spec.strategy.rollingUpdate.maxUnavailable: Invalid value: "5": ${PERCENT}`,
      `spec.strategy.rollingUpdate.maxSurge: Invalid value: "x": ${PERCENT}`,
    ],
  ],
  [
    'more than all',
    { 'spec.strategy.rollingUpdate': { maxSurge: '200%', maxUnavailable: '101%' } },
    ['spec.strategy.rollingUpdate.maxUnavailable: Invalid value: "101%": must not be greater than 100%'],
  ],
];

const updates: Row[] = [
  [
    'VAL-62 labels',
    { 'metadata.labels': { 'a b': 'c' } },
    [
      `metadata.labels: Invalid value: "a b": ${QUALIFIED}`,
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
      `metadata.annotations: Invalid value: "a b": ${QUALIFIED}`,
    ],
  ],
  [
    'an unqualified finalizer',
    { 'metadata.finalizers': ['x'] },
    [
      'metadata.finalizers[0]: Invalid value: "x": name is neither a standard finalizer name nor is it fully qualified',
    ],
  ],
  [
    'VAL-6 another selector',
    { 'spec.selector': { matchLabels: { app: 'x' } } },
    [
      'spec.template.metadata.labels: Invalid value: {"app":"web"}: `selector` does not match template `labels`',
      'spec.selector: Invalid value: {"matchLabels":{"app":"x"}}: field is immutable',
    ],
  ],
  [
    'VAL-6 another selector with its labels',
    { 'spec.selector': { matchLabels: { app: 'x' } }, 'spec.template.metadata.labels': { app: 'x' } },
    ['spec.selector: Invalid value: {"matchLabels":{"app":"x"}}: field is immutable'],
  ],
  [
    'VAL-6 no selector',
    { 'spec.selector': undefined },
    [
      'spec.selector: Required value',
      'spec.template.metadata.labels: Invalid value: {"app":"web"}: `selector` does not match template `labels`',
      'spec.selector: Invalid value: null: field is immutable',
    ],
  ],
  ['replicas', { 'spec.replicas': -1 }, [`spec.replicas: Invalid value: -1: ${NOT_NEGATIVE}`]],
  ['a new image', { 'spec.template.spec.containers[0].image': 'nginx:2' }, []],
  [
    'no containers',
    { 'spec.template.spec.containers': [] },
    ['spec.template.spec.containers: Required value'],
  ],
  [
    'several faults',
    {
      'metadata.labels': { 'a b': 'c' },
      'spec.replicas': -1,
      'spec.selector': {},
      'spec.template.spec.containers[0].image': '',
    },
    [
      `metadata.labels: Invalid value: "a b": ${QUALIFIED}`,
      `metadata.labels: Invalid value: "a b": ${QUALIFIED}`,
      `metadata.labels: Invalid value: "a b": ${QUALIFIED}`,
      `spec.replicas: Invalid value: -1: ${NOT_NEGATIVE}`,
      'spec.selector: Invalid value: {}: empty selector is invalid for deployment',
      'spec.template.spec.containers[0].image: Required value',
      'spec.selector: Invalid value: {}: field is immutable',
    ],
  ],
  [
    'strategy Recreate keeps rollingUpdate',
    { 'spec.strategy.type': 'Recreate' },
    ["spec.strategy.rollingUpdate: Forbidden: may not be specified when strategy `type` is 'Recreate'"],
  ],
];

const statuses: Row[] = [
  [
    'VAL-19 negative counters',
    {
      'status.observedGeneration': -1,
      'status.replicas': -1,
      'status.updatedReplicas': -1,
      'status.readyReplicas': -1,
      'status.availableReplicas': -1,
      'status.unavailableReplicas': -1,
      'status.collisionCount': -1,
    },
    [
      `status.observedGeneration: Invalid value: -1: ${NOT_NEGATIVE}`,
      `status.replicas: Invalid value: -1: ${NOT_NEGATIVE}`,
      `status.updatedReplicas: Invalid value: -1: ${NOT_NEGATIVE}`,
      `status.readyReplicas: Invalid value: -1: ${NOT_NEGATIVE}`,
      `status.availableReplicas: Invalid value: -1: ${NOT_NEGATIVE}`,
      `status.unavailableReplicas: Invalid value: -1: ${NOT_NEGATIVE}`,
      `status.collisionCount: Invalid value: -1: ${NOT_NEGATIVE}`,
    ],
  ],
  [
    'parts beyond the whole',
    {
      'status.replicas': 1,
      'status.updatedReplicas': 2,
      'status.readyReplicas': 3,
      'status.availableReplicas': 4,
    },
    [
      'status.updatedReplicas: Invalid value: 2: cannot be greater than status.replicas',
      'status.readyReplicas: Invalid value: 3: cannot be greater than status.replicas',
      'status.availableReplicas: Invalid value: 4: cannot be greater than status.replicas',
      'status.availableReplicas: Invalid value: 4: cannot be greater than readyReplicas',
    ],
  ],
  [
    'a consistent status',
    {
      'status.replicas': 3,
      'status.updatedReplicas': 2,
      'status.readyReplicas': 2,
      'status.availableReplicas': 1,
    },
    [],
  ],
];

describe('Deployment', () => {
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
