import type { JsonObject } from '../../../../k8s/types';
import { pods } from './pod-table-cases';
import { apps, CONTAINERS, core, END, NAMESPACE, START, type TableCase } from './table-case';

const INFO = {
  machineID: '',
  systemUUID: '',
  bootID: '',
  kernelVersion: '6.1',
  osImage: 'Debian GNU/Linux 12',
  containerRuntimeVersion: 'containerd://2.0',
  kubeletVersion: 'v1.34.0',
  kubeProxyVersion: '',
  operatingSystem: 'linux',
  architecture: 'amd64',
};
const node = (title: string, object: JsonObject, state: JsonObject = {}): TableCase => ({
  title,
  root: '/api/v1/nodes',
  object,
  status: state,
});
const ready = (value: string): JsonObject => ({ conditions: [{ type: 'Ready', status: value }] });

const nodes: TableCase[] = [
  node('CLI-20 CLI-26 CLI-27 a node that says nothing', {}),
  node(
    'CLI-26 CLI-27 Ready',
    {},
    {
      ...ready('True'),
      nodeInfo: INFO,
      addresses: [
        { type: 'Hostname', address: 'h' },
        { type: 'InternalIP', address: '10.0.0.1' },
        { type: 'InternalIP', address: '10.0.0.2' },
        { type: 'ExternalIP', address: '1.2.3.4' },
      ],
    },
  ),
  node('CLI-26 not Ready, cordoned', { spec: { unschedulable: true } }, ready('False')),
  node('CLI-26 unknown', {}, ready('Unknown')),
  node('CLI-26 cordoned', { spec: { unschedulable: true } }, ready('True')),
  node('CLI-28 roles', {
    metadata: {
      labels: {
        'node-role.kubernetes.io/worker': '',
        'node-role.kubernetes.io/control-plane': 'x',
        'kubernetes.io/role': 'edge',
      },
    },
  }),
  node('CLI-28 the old label, empty', { metadata: { labels: { 'kubernetes.io/role': '' } } }),
];

const set = (title: string, spec: JsonObject, counters: JsonObject): TableCase => ({
  title,
  root: `${apps}/daemonsets`,
  object: {
    spec: {
      selector: { matchLabels: { app: 'x' } },
      template: { metadata: { labels: { app: 'x', tier: 'a' } }, spec: { containers: CONTAINERS } },
      ...spec,
    },
  },
  status: {
    currentNumberScheduled: 0,
    numberMisscheduled: 0,
    desiredNumberScheduled: 0,
    numberReady: 0,
    ...counters,
  },
});

const sets: TableCase[] = [
  set('CLI-20 CLI-21 a new set', {}, {}),
  set(
    'CLI-21 counters',
    {},
    {
      desiredNumberScheduled: 5,
      currentNumberScheduled: 4,
      numberReady: 3,
      updatedNumberScheduled: 2,
      numberAvailable: 1,
      numberMisscheduled: 9,
    },
  ),
  set(
    'CLI-21 a node selector',
    {
      template: {
        metadata: { labels: { app: 'x' } },
        spec: { containers: CONTAINERS, nodeSelector: { z: '1', a: '' } },
      },
    },
    {},
  ),
  set(
    'CLI-21 a selector of expressions',
    {
      selector: {
        matchLabels: { app: 'x' },
        matchExpressions: [
          { key: 'tier', operator: 'In', values: ['b', 'a'] },
          { key: 'nope', operator: 'DoesNotExist' },
          { key: 'app', operator: 'Exists' },
          { key: 'tier', operator: 'NotIn', values: ['q'] },
        ],
      },
    },
    {},
  ),
  {
    title: 'CLI-30 a revision',
    root: `${apps}/controllerrevisions`,
    object: {
      data: { a: 1 },
      revision: 3,
      metadata: {
        ownerReferences: [
          { apiVersion: 'apps/v1', kind: 'DaemonSet', name: 'fluentd', uid: '1', controller: true },
        ],
      },
    },
  },
  {
    title: 'CLI-30 a revision of nobody',
    root: `${apps}/controllerrevisions`,
    object: { data: { a: 1 }, revision: 4 },
  },
  {
    title: 'CLI-20 a config map',
    root: `${core}/configmaps`,
    object: { data: { a: '1', b: '2' }, binaryData: { c: 'aGk=' } },
  },
  { title: 'CLI-20 a namespace', root: '/api/v1/namespaces', object: {} },
  {
    title: 'CLI-20 a priority class',
    root: '/apis/scheduling.k8s.io/v1/priorityclasses',
    object: { value: 100, description: 'd' },
  },
  { title: 'CLI-20 a secret', root: `${core}/secrets`, object: { stringData: { a: 'b' } } },
  { title: 'CLI-20 an account', root: `${core}/serviceaccounts`, object: {} },
];

const about = {
  involvedObject: { kind: 'Pod', namespace: NAMESPACE, name: 'p', fieldPath: 'spec.containers{a}' },
  reason: 'R',
  type: 'Warning',
};
const event = (title: string, object: JsonObject): TableCase => ({
  title,
  root: `${core}/events`,
  object: { ...about, message: 'm', ...object },
});

const events: TableCase[] = [
  event('CLI-20 CLI-31 a count', {
    firstTimestamp: START,
    lastTimestamp: END,
    count: 4,
    source: { component: 'kubelet', host: 'n1' },
  }),
  event('CLI-31 a series', {
    eventTime: '2020-03-01T00:00:00.000000Z',
    series: { count: 3, lastObservedTime: '2021-03-01T00:00:00.000000Z' },
    reportingComponent: 'default-scheduler',
    reportingInstance: 's',
    action: 'Scheduling',
  }),
  event('CLI-31 one of the new kind', {
    eventTime: '2020-03-01T00:00:00.000000Z',
    reportingComponent: 'default-scheduler',
    reportingInstance: 's',
    action: 'Scheduling',
  }),
  event('CLI-31 no times, no source', {}),
  event('CLI-31 only a first time', { firstTimestamp: START, source: { component: 'x' } }),
  event('CLI-31 CLI-33 blanks and line breaks', {
    message: '  one\ntwo \n',
    firstTimestamp: START,
    lastTimestamp: END,
  }),
];

const service = (title: string, spec: JsonObject, state?: JsonObject): TableCase => ({
  title,
  root: `${core}/services`,
  object: { spec },
  ...(state ? { status: state } : {}),
});
const PORT = { port: 80 };

const services: TableCase[] = [
  service('CLI-20 CLI-32 headless', { clusterIP: 'None', ports: [PORT], selector: { b: '2', a: '1' } }),
  service('CLI-32 two ports', {
    clusterIP: 'None',
    ports: [
      { name: 'a', port: 80 },
      { name: 'b', port: 53, protocol: 'UDP' },
    ],
  }),
  service('CLI-32 no ports', { clusterIP: 'None' }),
  service('CLI-32 another name', { type: 'ExternalName', externalName: 'example.com' }),
  service('CLI-32 addresses outside', {
    clusterIP: 'None',
    ports: [PORT],
    externalIPs: ['1.2.3.4', '5.6.7.8'],
  }),
];

export const TABLE_CASES: readonly TableCase[] = [...pods, ...nodes, ...sets, ...events, ...services];
