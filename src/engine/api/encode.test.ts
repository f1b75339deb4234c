import { expect, test } from 'vitest';
import type { JsonObject } from '../../k8s/types';
import { encode } from './encode';

const STATUS = {
  currentNumberScheduled: 0,
  desiredNumberScheduled: 0,
  numberMisscheduled: 0,
  numberReady: 0,
};

/** As a v1.34 API server answers. */
test.each<[string, JsonObject, JsonObject]>([
  [
    'DaemonSet',
    { spec: { template: { spec: { containers: [{ name: 'c', ports: [{}] }] } } } },
    {
      metadata: {},
      spec: {
        selector: null,
        template: {
          metadata: {},
          spec: { containers: [{ name: 'c', ports: [{ containerPort: 0 }], resources: {} }] },
        },
        updateStrategy: {},
      },
      status: STATUS,
    },
  ],
  ['Role', { metadata: { name: 'x' } }, { metadata: { name: 'x' }, rules: null }],
  ['ConfigMap', { metadata: { name: 'x' } }, { metadata: { name: 'x' } }],
  ['PriorityClass', {}, { metadata: {}, value: 0 }],
  ['NetworkPolicy', {}, { metadata: {}, spec: { podSelector: {} } }],
  ['LimitRange', {}, { metadata: {}, spec: { limits: null } }],
  [
    'EndpointSlice',
    { addressType: 'IPv4' },
    { metadata: {}, addressType: 'IPv4', endpoints: null, ports: null },
  ],
  [
    'Event',
    {},
    {
      metadata: {},
      involvedObject: {},
      source: {},
      firstTimestamp: null,
      lastTimestamp: null,
      eventTime: null,
      reportingComponent: '',
      reportingInstance: '',
    },
  ],
])('what is always written out is there: %s %j', (kind, object, expected) => {
  expect(encode(kind, object)).toEqual(expected);
  expect(encode(kind, expected)).toEqual(expected);
  expect(encode(kind, object)).toBe(encode(kind, object));
});

test('the absence of some pointers is written out', () => {
  const object = { spec: { dataSource: { kind: 'A', name: 'b' } } };
  expect(encode('PersistentVolumeClaim', object)).toMatchObject({ spec: { dataSource: { apiGroup: null } } });
});

test('fields come in the order in which Go writes them', () => {
  const object = {
    status: {},
    spec: { tolerations: [], containers: [{ image: 'i', name: 'c', env: [{ value: '1', name: 'A' }] }] },
    metadata: { labels: { b: '1', a: '2' }, name: 'x' },
    apiVersion: 'v1',
    kind: 'Pod',
  };
  expect(JSON.stringify(encode('Pod', object))).toBe(
    '{"kind":"Pod","apiVersion":"v1","metadata":{"name":"x","labels":{"a":"2","b":"1"}},"spec":{"containers":[{"name":"c","image":"i","env":[{"name":"A","value":"1"}],"resources":{}}],"tolerations":[]},"status":{}}',
  );
});

test('a custom resource has sorted keys, whatever its kind is called', () => {
  const object = { spec: { b: 1, a: [{ d: 1, c: null }] }, kind: 'Role', apiVersion: 'example.com/v1' };
  expect(JSON.stringify(encode('roles.example.com', object))).toBe(
    '{"apiVersion":"example.com/v1","kind":"Role","spec":{"a":[{"c":null,"d":1}],"b":1}}',
  );
});
