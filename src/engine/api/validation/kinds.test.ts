import { describe, expect, test } from 'vitest';
import type { BuiltInKind, JsonObject } from '../../../k8s/types';
import { validateCreate, validateUpdate } from '../testing/by-kind';
import { changed, daemonSet, lines, node, pod, type Changes } from './testing/objects';

const SUBDOMAIN =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";

describe('metadata', () => {
  test.each<[string, Changes, string[]]>([
    [
      'VAL-24 no name',
      { 'metadata.name': undefined },
      ['metadata.name: Required value: name or generateName is required'],
    ],
    ['VAL-60 a bad name', { 'metadata.name': 'A_b' }, [`metadata.name: Invalid value: "A_b": ${SUBDOMAIN}`]],
    [
      'VAL-60 a name too long',
      { 'metadata.name': 'a'.repeat(254) },
      [`metadata.name: Invalid value: "${'a'.repeat(254)}": must be no more than 253 characters`],
    ],
    [
      'VAL-62 label keys',
      { 'metadata.labels': { 'a/': 'x', '/b': 'x' } },
      [
        'metadata.labels: Invalid value: "/b": prefix part must be non-empty',
        'metadata.labels: Invalid value: "a/": name part must be non-empty',
        `metadata.labels: Invalid value: "a/": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')`,
      ],
    ],
    [
      'VAL-63 label values',
      { 'metadata.labels': { a: 'x'.repeat(64) } },
      [`metadata.labels: Invalid value: "${'x'.repeat(64)}": must be no more than 63 characters`],
    ],
    [
      'VAL-63 labels of a template',
      { 'spec.template.metadata.labels.b': '-' },
      [
        `spec.template.labels: Invalid value: "-": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')`,
      ],
    ],
    ['VAL-64 upper case in annotation keys', { 'metadata.annotations': { 'Example.com/A': 'x' } }, []],
    [
      'VAL-64 annotations too long',
      { 'metadata.annotations': { a: 'é'.repeat(131072) } },
      ['metadata.annotations: Too long: may not be more than 262144 bytes'],
    ],
  ])('%s', (_, changes, expected) => {
    expect(lines(validateCreate('DaemonSet', daemonSet(changes)))).toEqual(expected);
  });

  test('VAL-62 the names of JavaScript are plain keys', () => {
    const labels = JSON.parse('{"__proto__":"a","constructor":"b"}') as JsonObject;
    const object = daemonSet({ 'metadata.labels': {} });
    (object.metadata as JsonObject).labels = labels;
    expect(lines(validateCreate('DaemonSet', object))).toEqual([
      `metadata.labels: Invalid value: "__proto__": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')`,
    ]);
  });
});

describe('nodes', () => {
  const taints = (...list: JsonObject[]): Changes => ({ 'spec.taints': list });
  test.each<[string, Changes, string[]]>([
    ['VAL-68 no taints', {}, []],
    [
      'VAL-68 effects',
      taints({ key: 'a' }, { key: 'b', effect: 'X' }),
      [
        'metadata.taints[0].effect: Required value',
        'metadata.taints[1].effect: Unsupported value: "X": supported values: "NoSchedule", "PreferNoSchedule", "NoExecute"',
      ],
    ],
    [
      'VAL-68 a taint twice',
      taints({ key: 'a', effect: 'NoSchedule' }, { key: 'a', value: 'v', effect: 'NoSchedule' }),
      [
        'metadata.taints[1]: Duplicate value: {"Key":"a","Value":"v","Effect":"NoSchedule","TimeAdded":null}: taints must be unique by key and effect pair',
      ],
    ],
    [
      'VAL-68 one key, two effects',
      taints({ key: 'a', effect: 'NoSchedule' }, { key: 'a', effect: 'NoExecute' }),
      [],
    ],
    [
      'VAL-60 a namespace',
      { 'metadata.namespace': 'x' },
      ['metadata.namespace: Forbidden: not allowed on this type'],
    ],
  ])('%s', (_, changes, expected) => {
    expect(lines(validateCreate('Node', node(changes)))).toEqual(expected);
  });
});

const UPDATABLE =
  'pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)';

describe('pod update', () => {
  const old = pod({
    'spec.tolerations': [{ key: 'a', operator: 'Exists' }],
    'spec.schedulingGates': [{ name: 'g' }],
  });
  test.each<[string, Changes, string[]]>([
    ['VAL-72 an image', { 'spec.containers[0].image': 'nginx:2' }, []],
    ['VAL-72 labels', { 'metadata.labels': { a: 'b' } }, []],
    ['VAL-72 a deadline', { 'spec.activeDeadlineSeconds': 5 }, []],
    ['VAL-72 a toleration more', { 'spec.tolerations[1]': { key: 'b', operator: 'Exists' } }, []],
    ['VAL-72 a gate removed', { 'spec.schedulingGates': [] }, []],
    [
      'VAL-72 a gate more',
      { 'spec.schedulingGates[1]': { name: 'h' } },
      [
        "spec.schedulingGates[1].name: Forbidden: only deletion is allowed, but found new scheduling gate 'h'",
      ],
    ],
    [
      'VAL-72 a toleration less',
      { 'spec.tolerations': [] },
      ['spec.tolerations: Forbidden: existing toleration can not be modified except its tolerationSeconds'],
    ],
    ['VAL-72 anything else', { 'spec.hostNetwork': true }, [`spec: Forbidden: ${UPDATABLE}`]],
    ['VAL-72 a command', { 'spec.containers[0].command': ['x'] }, [`spec: Forbidden: ${UPDATABLE}`]],
    [
      'VAL-72 a container more',
      {
        'spec.containers[1]': {
          name: 'b',
          image: 'b',
          imagePullPolicy: 'Always',
          terminationMessagePolicy: 'File',
        },
      },
      ['spec.containers: Forbidden: pod updates may not add or remove containers'],
    ],
  ])('%s', (_, changes, expected) => {
    const found = lines(validateUpdate('Pod', changed(old, changes), old));
    expect(found.map((line) => line.split('\n')[0])).toEqual(expected);
  });

  test('VAL-72 the name cannot change', () => {
    expect(lines(validateUpdate('Pod', changed(old, { 'metadata.name': 'x' }), old))).toEqual([
      'metadata.name: Invalid value: "x": field is immutable',
    ]);
  });
});

describe('other kinds', () => {
  const meta = { name: 'x', namespace: 'default' };
  test.each<[string, BuiltInKind, JsonObject, string[]]>([
    [
      'Namespace: VAL-61 no dots',
      'Namespace',
      { metadata: { name: 'a.b' } },
      ['metadata.name: Invalid value: "a.b": must not contain dots'],
    ],
    [
      'ConfigMap keys',
      'ConfigMap',
      { metadata: meta, data: { 'a b': 'x' } },
      [
        `data[a b]: Invalid value: "a b": a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')`,
      ],
    ],
    [
      'ControllerRevision without data',
      'ControllerRevision',
      { metadata: meta, revision: -1 },
      [
        'revision: Invalid value: -1: must be greater than or equal to 0',
        'data: Required value: data is mandatory',
      ],
    ],
    [
      'PriorityClass of the system',
      'PriorityClass',
      { metadata: { name: 'system-x' }, value: 1 },
      [
        "metadata.name: Forbidden: priority class names with 'system-' prefix are reserved for system use only. error: system-x is not a known system priority class",
      ],
    ],
    [
      'PriorityClass too high',
      'PriorityClass',
      { metadata: { name: 'x' }, value: 1000000001 },
      ['value: Forbidden: maximum allowed value of a user defined priority is 1000000000'],
    ],
    [
      'Service without ports',
      'Service',
      {
        metadata: meta,
        spec: { type: 'ClusterIP', sessionAffinity: 'None', internalTrafficPolicy: 'Cluster' },
      },
      ['spec.ports: Required value'],
    ],
    [
      'Service without port names',
      'Service',
      {
        metadata: meta,
        spec: {
          type: 'ClusterIP',
          sessionAffinity: 'None',
          internalTrafficPolicy: 'Cluster',
          ports: [
            { port: 80, protocol: 'TCP', targetPort: 80 },
            { name: 'b', port: 0, protocol: 'TCP', targetPort: 80 },
          ],
        },
      },
      [
        'spec.ports[0].name: Required value',
        'spec.ports[1].port: Invalid value: 0: must be between 1 and 65535, inclusive',
      ],
    ],
    ['ServiceAccount', 'ServiceAccount', { metadata: meta }, []],
    ['Secret', 'Secret', { metadata: meta, type: 'Opaque', data: { a: 'eA==' } }, []],
    [
      'Event of another namespace',
      'Event',
      { metadata: meta, involvedObject: { namespace: 'other' } },
      ['involvedObject.namespace: Invalid value: "other": does not match event.namespace'],
    ],
  ])('%s', (_, kind, object, expected) => {
    expect(lines(validateCreate(kind, object))).toEqual(expected);
  });

  test.each<[string, BuiltInKind, JsonObject, JsonObject, string[]]>([
    [
      'ControllerRevision data',
      'ControllerRevision',
      { metadata: meta, data: { a: 1 } },
      { metadata: meta, data: { a: 2 } },
      ['data: Invalid value: {"a":2}: field is immutable'],
    ],
    [
      'PriorityClass value',
      'PriorityClass',
      { metadata: { name: 'x' }, value: 1 },
      { metadata: { name: 'x' }, value: 2 },
      ['value: Forbidden: may not be changed in an update.'],
    ],
    [
      'an immutable ConfigMap',
      'ConfigMap',
      { metadata: meta, immutable: true, data: { a: '1' } },
      { metadata: meta, immutable: true, data: { a: '2' } },
      ['data: Forbidden: field is immutable when `immutable` is set'],
    ],
  ])('update of %s', (_, kind, old, object, expected) => {
    expect(lines(validateUpdate(kind, object, old))).toEqual(expected);
  });
});
