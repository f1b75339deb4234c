/** What Deployments, ReplicaSets and StatefulSets are refused alike; what differs is in the tests of each. */
import { describe, expect, test } from 'vitest';
import { deployment } from '../kinds/deployment';
import { replicaSet } from '../kinds/replica-set';
import { statefulSet } from '../kinds/stateful-set';
import {
  QUALIFIED,
  SUBDOMAIN,
  NOT_NEGATIVE,
  SELECTOR,
  TEMPLATE,
  Writes,
  type Row,
} from './testing/workloads';

const manifest = (kind: string) => ({
  apiVersion: 'apps/v1',
  kind,
  metadata: { name: 'web' },
  spec: { selector: SELECTOR, template: TEMPLATE },
});

interface Verbs {
  create(changes: Row[1]): string[];
  update(changes: Row[1]): string[];
}

const SETS: [string, Verbs][] = [
  ['Deployment', new Writes(deployment, manifest('Deployment'))],
  ['ReplicaSet', new Writes(replicaSet, manifest('ReplicaSet'))],
];
const ALL: [string, Verbs][] = [...SETS, ['StatefulSet', new Writes(statefulSet, manifest('StatefulSet'))]];

// What a v1.34 server answered.
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
    'VAL-20 ephemeral containers',
    { 'spec.template.spec.ephemeralContainers': [{ name: 'debug', image: 'busybox' }] },
    ['spec.template.spec.ephemeralContainers: Forbidden: ephemeral containers not allowed in pod template'],
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
  ['replicas', { 'spec.replicas': -1 }, [`spec.replicas: Invalid value: -1: ${NOT_NEGATIVE}`]],
  ['a new image', { 'spec.template.spec.containers[0].image': 'nginx:2' }, []],
  [
    'no containers',
    { 'spec.template.spec.containers': [] },
    ['spec.template.spec.containers: Required value'],
  ],
];

/** Of Deployments and ReplicaSets. */
const createsOfSets: Row[] = [
  [
    'VAL-8 an empty selector',
    { 'spec.selector': {} },
    ['spec.selector: Invalid value: {}: empty selector is invalid for deployment'],
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
    'VAL-10 activeDeadlineSeconds',
    { 'spec.template.spec.activeDeadlineSeconds': 5 },
    [
      'spec.template.spec.activeDeadlineSeconds: Forbidden: activeDeadlineSeconds in ReplicaSet is not Supported',
    ],
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
];

/** Of Deployments and ReplicaSets. */
const updatesOfSets: Row[] = [
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
];

describe.each(ALL)('%s', (_kind, writes) => {
  test.each(creates)('create: %s', (_title, changes, refused) => {
    expect(writes.create(changes)).toEqual(refused);
  });

  test.each(updates)('update: %s', (_title, changes, refused) => {
    expect(writes.update(changes)).toEqual(refused);
  });
});

describe.each(SETS)('%s', (_kind, writes) => {
  test.each(createsOfSets)('create: %s', (_title, changes, refused) => {
    expect(writes.create(changes)).toEqual(refused);
  });

  test.each(updatesOfSets)('update: %s', (_title, changes, refused) => {
    expect(writes.update(changes)).toEqual(refused);
  });
});
