import { describe, expect, test } from 'vitest';
import { statefulSet } from '../kinds/stateful-set';
import {
  QUALIFIED,
  SUBDOMAIN,
  LABEL,
  NOT_NEGATIVE,
  SELECTOR,
  TEMPLATE,
  Writes,
  type Row,
} from './testing/workloads';

// What a v1.34 server answered.
const writes = new Writes(statefulSet, {
  apiVersion: 'apps/v1',
  kind: 'StatefulSet',
  metadata: { name: 'web' },
  spec: { serviceName: 'web', selector: SELECTOR, template: TEMPLATE },
});

const creates: Row[] = [
  [
    'VAL-8 an empty selector',
    { 'spec.selector': {} },
    ['spec.selector: Invalid value: {}: empty selector is invalid for statefulset'],
  ],
  [
    'VAL-65 a malformed key',
    { 'spec.selector': { matchLabels: { 'a b': 'c' } } },
    [
      `spec.selector.matchLabels: Invalid value: "a b": ${QUALIFIED}`,
      'spec.selector: Invalid value: {"matchLabels":{"a b":"c"}}',
    ],
  ],
  [
    'VAL-65 an unknown operator',
    { 'spec.selector': { matchExpressions: [{ key: 'app', operator: 'Like', values: ['x'] }] } },
    [
      'spec.selector.matchExpressions[0].operator: Invalid value: "Like": not a valid selector operator',
      'spec.selector: Invalid value: {"matchExpressions":[{"key":"app","operator":"Like","values":["x"]}]}',
    ],
  ],
  [
    'VAL-65 In without values',
    { 'spec.selector': { matchExpressions: [{ key: 'app', operator: 'In' }] } },
    [
      "spec.selector.matchExpressions[0].values: Required value: must be specified when `operator` is 'In' or 'NotIn'",
      'spec.selector: Invalid value: {"matchExpressions":[{"key":"app","operator":"In"}]}',
    ],
  ],
  [
    'VAL-10 activeDeadlineSeconds',
    { 'spec.template.spec.activeDeadlineSeconds': 5 },
    [
      'spec.template.spec.activeDeadlineSeconds: Forbidden: activeDeadlineSeconds in StatefulSet is not Supported',
    ],
  ],
  [
    'VAL-62 a template label',
    { 'spec.template.metadata.labels': { app: 'web', 'a b': 'c' } },
    [
      `spec.template.labels: Invalid value: "a b": ${QUALIFIED}`,
      `spec.template.labels: Invalid value: "a b": ${QUALIFIED}`,
    ],
  ],
  [
    'VAL-64 a template annotation',
    { 'spec.template.metadata.annotations': { 'a b': 'c' } },
    [
      `spec.template.annotations: Invalid value: "a b": ${QUALIFIED}`,
      `spec.template.annotations: Invalid value: "a b": ${QUALIFIED}`,
    ],
  ],
  [
    'VAL-60 an upper case name',
    { 'metadata.name': 'Web' },
    [`metadata.name: Invalid value: "Web": ${LABEL}`],
  ],
  [
    'a name with dots',
    { 'metadata.name': 'web.1' },
    ['metadata.name: Invalid value: "web.1": must not contain dots'],
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
      `metadata.name: Invalid value: "Web": ${LABEL}`,
      `spec.replicas: Invalid value: -1: ${NOT_NEGATIVE}`,
      'spec.selector: Required value',
      'spec.template.metadata.labels: Invalid value: {"app":"web"}: `selector` does not match template `labels`',
      'spec.template.spec.containers: Required value',
      'spec.template.spec.restartPolicy: Unsupported value: "Never": supported values: "Always"',
    ],
  ],
  [
    'a name that is no label',
    { 'metadata.name': 'a'.repeat(64) },
    [
      'metadata.name: Invalid value: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa": must be no more than 63 characters',
    ],
  ],
  [
    'podManagementPolicy',
    { 'spec.podManagementPolicy': 'Foo' },
    ["spec.podManagementPolicy: Invalid value: \"Foo\": must be 'OrderedReady' or 'Parallel'"],
  ],
  [
    'an unknown strategy',
    { 'spec.updateStrategy': { type: 'Foo' } },
    [
      'spec.updateStrategy: Invalid value: {"Type":"Foo","RollingUpdate":null}: must be \'RollingUpdate\' or \'OnDelete\'',
    ],
  ],
  [
    'an unknown strategy with rollingUpdate',
    { 'spec.updateStrategy': { type: 'Foo', rollingUpdate: { partition: 2 } } },
    [
      'spec.updateStrategy: Invalid value: {"Type":"Foo","RollingUpdate":{"Partition":2,"MaxUnavailable":null}}: must be \'RollingUpdate\' or \'OnDelete\'',
    ],
  ],
  ['OnDelete', { 'spec.updateStrategy': { type: 'OnDelete' } }, []],
  [
    'OnDelete with rollingUpdate',
    { 'spec.updateStrategy': { type: 'OnDelete', rollingUpdate: { partition: 2 } } },
    [
      'spec.updateStrategy.rollingUpdate: Invalid value: {"Partition":2,"MaxUnavailable":null}: only allowed for updateStrategy \'RollingUpdate\'',
    ],
  ],
  [
    'a negative partition',
    { 'spec.updateStrategy.rollingUpdate': { partition: -1 } },
    [`spec.updateStrategy.rollingUpdate.partition: Invalid value: -1: ${NOT_NEGATIVE}`],
  ],
  ['maxUnavailable is dropped', { 'spec.updateStrategy.rollingUpdate': { maxUnavailable: -1 } }, []],
  [
    'retention policies',
    { 'spec.persistentVolumeClaimRetentionPolicy': { whenDeleted: 'Foo', whenScaled: 'Bar' } },
    [
      'spec.persistentVolumeClaimRetentionPolicy.whenDeleted: Unsupported value: "Foo": supported values: "Retain", "Delete"',
      'spec.persistentVolumeClaimRetentionPolicy.whenScaled: Unsupported value: "Bar": supported values: "Retain", "Delete"',
    ],
  ],
  [
    'ordinals',
    { 'spec.ordinals': { start: -1 } },
    [`spec.ordinals.start: Invalid value: -1: ${NOT_NEGATIVE}`],
  ],
  ['serviceName', { 'spec.serviceName': 'A.b' }, [`spec.serviceName: Invalid value: "A.b": ${LABEL}`]],
  ['no serviceName', { 'spec.serviceName': undefined }, []],
  ['a negative history', { 'spec.revisionHistoryLimit': -1 }, []],
  [
    'a claim',
    {
      'spec.volumeClaimTemplates': [
        {
          metadata: { name: 'data' },
          spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
        },
      ],
    },
    [],
  ],
  [
    'an empty claim',
    { 'spec.volumeClaimTemplates': [{ metadata: { name: 'data' }, spec: {} }] },
    [
      'spec.volumeClaimTemplates[0].spec.accessModes: Required value: at least 1 access mode is required',
      'spec.volumeClaimTemplates[0].spec.resources[storage]: Required value',
    ],
  ],
  [
    'a claim without anything',
    { 'spec.volumeClaimTemplates': [{ metadata: { name: 'data' } }] },
    [
      'spec.volumeClaimTemplates[0].spec.accessModes: Required value: at least 1 access mode is required',
      'spec.volumeClaimTemplates[0].spec.resources[storage]: Required value',
    ],
  ],
  [
    'a claim of nothing',
    {
      'spec.volumeClaimTemplates': [
        {
          metadata: { name: 'data' },
          spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '0' } } },
        },
      ],
    },
    ['spec.volumeClaimTemplates[0].spec.resources[storage]: Invalid value: "0": must be greater than zero'],
  ],
  [
    'access modes',
    {
      'spec.volumeClaimTemplates': [
        {
          metadata: { name: 'data' },
          spec: {
            accessModes: ['Foo', 'ReadWriteOncePod', 'ReadWriteOnce'],
            resources: { requests: { storage: '1Gi' } },
          },
        },
      ],
    },
    [
      'spec.volumeClaimTemplates[0].spec.accessModes: Unsupported value: "Foo": supported values: "ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"',
      'spec.volumeClaimTemplates[0].spec.accessModes: Forbidden: may not use ReadWriteOncePod with other access modes',
    ],
  ],
  [
    'class and volume mode',
    {
      'spec.volumeClaimTemplates': [
        {
          metadata: { name: 'data' },
          spec: {
            accessModes: ['ReadWriteOnce'],
            resources: { requests: { storage: '1Gi' } },
            storageClassName: 'A_b',
            volumeMode: 'Foo',
          },
        },
      ],
    },
    [
      `spec.volumeClaimTemplates[0].spec.storageClassName: Invalid value: "A_b": ${SUBDOMAIN}`,
      'spec.volumeClaimTemplates[0].spec.volumeMode: Unsupported value: "Foo": supported values: "Block", "Filesystem"',
    ],
  ],
  [
    'a data source',
    {
      'spec.volumeClaimTemplates': [
        {
          metadata: { name: 'data' },
          spec: {
            accessModes: ['ReadWriteOnce'],
            resources: { requests: { storage: '1Gi' } },
            dataSource: { kind: 'Foo', name: '' },
          },
        },
      ],
    },
    [
      'spec.volumeClaimTemplates[0].spec.dataSource.name: Required value',
      'spec.volumeClaimTemplates[0].spec.dataSource: Invalid value: "Foo": must be \'PersistentVolumeClaim\' when referencing the default apiGroup',
    ],
  ],
  [
    'the name of a claim',
    {
      'spec.volumeClaimTemplates': [
        {
          metadata: { name: 'A_b' },
          spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
        },
      ],
    },
    [`spec.template.spec.volumes[0].name: Invalid value: "A_b": ${LABEL}`],
  ],
  [
    'a mount of a claim',
    {
      'spec.volumeClaimTemplates': [
        {
          metadata: { name: 'data' },
          spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
        },
      ],
      'spec.template.spec.containers[0].volumeMounts': [{ name: 'data', mountPath: '/data' }],
    },
    [],
  ],
  [
    'a mount of nothing',
    { 'spec.template.spec.containers[0].volumeMounts': [{ name: 'data', mountPath: '/data' }] },
    ['spec.template.spec.containers[0].volumeMounts[0].name: Not found: "data"'],
  ],
  [
    'a volume that a claim replaces',
    {
      'spec.volumeClaimTemplates': [
        {
          metadata: { name: 'data' },
          spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
        },
      ],
      'spec.template.spec.volumes': [
        { name: 'data', hostPath: {} },
        { name: 'B', hostPath: { path: '/x' } },
      ],
    },
    [`spec.template.spec.volumes[1].name: Invalid value: "B": ${LABEL}`],
  ],
  [
    "hostname and subdomain are the controller's",
    { 'spec.template.spec.hostname': 'A_b', 'spec.template.spec.subdomain': 'A_b' },
    [],
  ],
];

describe('StatefulSet', () => {
  test.each(creates)('create: %s', (_title, changes, refused) => {
    expect(writes.create(changes)).toEqual(refused);
  });
});
