import { ROLLING, type Case, type Changes } from './case';

const update = (title: string, kind: Case['kind'], update: Changes, changes: Changes = {}): Case => ({
  title,
  kind,
  changes,
  update,
});
const status = (title: string, kind: Case['kind'], update: Changes, changes: Changes = {}): Case => ({
  title,
  kind,
  changes,
  update,
  subresource: 'status',
});

const COUNTERS = {
  currentNumberScheduled: 0,
  numberMisscheduled: 0,
  desiredNumberScheduled: 0,
  numberReady: 0,
};
const GENERATION = 'metadata.annotations["deprecated.daemonset.template.generation"]';
const TOLERATING = { 'P.tolerations': [{ key: 'a', operator: 'Exists' }] };

export const updates: Case[] = [
  update('API-2 API-4 nothing', 'DaemonSet', {}),
  update('API-4 a label', 'DaemonSet', { 'metadata.labels': { a: 'b' } }),
  update('API-4 a field', 'DaemonSet', { 'spec.minReadySeconds': 5 }),
  update('API-4 API-5 the template', 'DaemonSet', { 'P.containers[0].image': 'nginx:2' }),
  update('API-4 generation given', 'DaemonSet', { 'metadata.generation': 7 }),
  update('API-5 the counter given', 'DaemonSet', { [GENERATION]: '9' }),
  update('API-5 the counter given with a new template', 'DaemonSet', {
    [GENERATION]: '9',
    'P.containers[0].image': 'nginx:2',
  }),
  update('API-5 the counter taken away', 'DaemonSet', { [GENERATION]: undefined }),
  update('API-6 status by the main door', 'DaemonSet', { status: { ...COUNTERS, numberReady: 3 } }),
  status('API-6 VAL-19 all but the status by the door of the status', 'DaemonSet', {
    status: { ...COUNTERS, numberReady: 3, observedGeneration: 1 },
    'spec.minReadySeconds': 5,
    'metadata.labels': { a: 'b' },
    'metadata.annotations': { a: 'b' },
  }),
  update('API-3 creationTimestamp given', 'ConfigMap', {
    'metadata.creationTimestamp': '2001-01-01T00:00:00Z',
  }),
  update('API-16 an own finalizer', 'ConfigMap', { 'metadata.finalizers': ['example.com/x'] }),
  update('API-18 two controllers', 'ConfigMap', {
    'metadata.ownerReferences': [
      { apiVersion: 'v1', kind: 'Pod', name: 'a', uid: '1', controller: true },
      { apiVersion: 'v1', kind: 'Pod', name: 'b', uid: '2', controller: true },
    ],
  }),
  update('API-27 a stale resourceVersion', 'ConfigMap', { 'metadata.resourceVersion': '1' }),
  update('API-7 another namespace', 'ConfigMap', { 'metadata.namespace': 'kube-system' }),
  update('API-30 another name', 'ConfigMap', { 'metadata.name': 'other' }),
  update('VAL-6 API-42 the selector', 'DaemonSet', {
    'spec.selector.matchLabels': { app: 'y' },
    'spec.template.metadata.labels': { app: 'y' },
  }),
  update('VAL-6 the selector alone', 'DaemonSet', { 'spec.selector.matchLabels': { app: 'y' } }),
  update('VAL-6 no selector', 'DaemonSet', { 'spec.selector': undefined }),
  update('API-42 faults of creation', 'DaemonSet', {
    'spec.minReadySeconds': -1,
    'P.containers[0].name': 'A',
  }),
  update('API-42 faults of the metadata', 'DaemonSet', { 'metadata.labels': { 'a b': 'c' } }),
  status('VAL-19 negative counters', 'DaemonSet', {
    status: {
      ...COUNTERS,
      numberReady: -1,
      updatedNumberScheduled: -1,
      numberAvailable: -2,
      observedGeneration: -1,
      collisionCount: -1,
    },
  }),
  update('VAL-12 VAL-13 strategies', 'DaemonSet', { [ROLLING]: { maxUnavailable: 1, maxSurge: 1 } }),
  update('VAL-72 an image', 'Pod', { 'P.containers[0].image': 'nginx:2' }),
  update('VAL-72 no image', 'Pod', { 'P.containers[0].image': '' }),
  update('VAL-72 labels', 'Pod', { 'metadata.labels': { a: 'b' } }),
  update('VAL-72 a command', 'Pod', { 'P.containers[0].command': ['a'] }),
  update('VAL-72 a container more', 'Pod', { 'P.containers[1]': { name: 'd', image: 'a' } }),
  update('VAL-72 hostNetwork', 'Pod', { 'P.hostNetwork': true }),
  update('VAL-72 a deadline', 'Pod', { 'P.activeDeadlineSeconds': 5 }),
  update(
    'VAL-72 a longer deadline',
    'Pod',
    { 'P.activeDeadlineSeconds': 9 },
    { 'P.activeDeadlineSeconds': 5 },
  ),
  update(
    'VAL-72 no deadline',
    'Pod',
    { 'P.activeDeadlineSeconds': undefined },
    { 'P.activeDeadlineSeconds': 5 },
  ),
  update(
    'VAL-72 a toleration more',
    'Pod',
    { 'P.tolerations[3]': { key: 'b', operator: 'Exists' } },
    TOLERATING,
  ),
  update('VAL-72 no tolerations', 'Pod', { 'P.tolerations': [] }, TOLERATING),
  update(
    'VAL-72 a gate removed',
    'Pod',
    { 'P.schedulingGates': [] },
    { 'P.schedulingGates': [{ name: 'x' }] },
  ),
  update(
    'VAL-72 a gate more',
    'Pod',
    { 'P.schedulingGates': [{ name: 'x' }, { name: 'y' }] },
    { 'P.schedulingGates': [{ name: 'x' }] },
  ),
  update('VAL-72 a gate for a pod without', 'Pod', { 'P.schedulingGates': [{ name: 'x' }] }),
  update(
    'VAL-72 a nodeSelector under a gate',
    'Pod',
    { 'P.nodeSelector': { a: 'b' } },
    { 'P.schedulingGates': [{ name: 'x' }] },
  ),
  update('VAL-72 a nodeSelector', 'Pod', { 'P.nodeSelector': { a: 'b' } }),
  update('VAL-72 the node', 'Pod', { 'P.nodeName': 'other' }),
  update('VAL-72 a grace period', 'Pod', { 'P.terminationGracePeriodSeconds': 1 }),
  update('VAL-72 a priority', 'Pod', { 'P.priority': 5 }),
  status('VAL-72 the spec by the door of the status', 'Pod', {
    'P.containers[0].image': 'nginx:2',
    'status.phase': 'Running',
  }),
  update('VAL-68 a faulty taint', 'Node', { 'spec.taints': [{ key: 'a' }] }),
  update('VAL-68 a taint', 'Node', { 'spec.taints': [{ key: 'a', effect: 'NoSchedule' }] }),
  update(
    'VAL-71 a pod network twice',
    'Node',
    { 'spec.podCIDR': '10.1.0.0/24' },
    { 'spec.podCIDR': '10.0.0.0/24' },
  ),
  update('VAL-60 immutable data', 'ConfigMap', { data: { a: 'b' } }, { immutable: true }),
];
