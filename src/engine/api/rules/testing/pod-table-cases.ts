import type { JsonObject } from '../../../../k8s/types';
import { CONTAINERS, core, END, START, type TableCase } from './table-case';

const SIDECAR = { name: 'i', image: 'x', restartPolicy: 'Always' };
const INITS = [
  { name: 'i', image: 'x' },
  { name: 'j', image: 'x' },
];

const status = (name: string, state: JsonObject, more: JsonObject = {}): JsonObject => ({
  name,
  image: 'x',
  imageID: '',
  ready: false,
  restartCount: 0,
  state,
  ...more,
});
const waiting = (name: string, reason?: string, more?: JsonObject): JsonObject =>
  status(name, { waiting: reason === undefined ? {} : { reason } }, more);
const running = (name: string, more: JsonObject = {}): JsonObject =>
  status(name, { running: { startedAt: START } }, { ready: true, started: true, ...more });
const ended = (name: string, exitCode: number, more: JsonObject = {}, own: JsonObject = {}): JsonObject =>
  status(name, { terminated: { exitCode, startedAt: START, finishedAt: END, ...more } }, own);
const condition = (type: string, value: string, reason?: string): JsonObject => ({
  type,
  status: value,
  lastProbeTime: null,
  lastTransitionTime: START,
  ...(reason ? { reason } : {}),
});

const pod = (title: string, state: JsonObject, spec: JsonObject = {}): TableCase => ({
  title,
  root: `${core}/pods`,
  object: { spec: { containers: CONTAINERS, ...spec } },
  status: state,
});
const crashed = { lastState: { terminated: { exitCode: 1, startedAt: START, finishedAt: END } } };

export const pods: TableCase[] = [
  pod('CLI-20 CLI-22 CLI-25 a new pod', { phase: 'Pending' }),
  pod(
    'CLI-22 CLI-25 a running pod',
    {
      phase: 'Running',
      podIP: '10.0.0.1',
      podIPs: [{ ip: '10.0.0.1' }, { ip: 'fd00::1' }],
      containerStatuses: [running('a'), running('b')],
    },
    { nodeName: 'worker-1' },
  ),
  pod('CLI-22 ready but not running', {
    phase: 'Running',
    containerStatuses: [waiting('a', 'X', { ready: true }), running('b')],
  }),
  pod(
    'CLI-22 a sidecar counts',
    {
      phase: 'Running',
      initContainerStatuses: [running('i')],
      containerStatuses: [running('a'), running('b')],
    },
    { initContainers: [SIDECAR] },
  ),
  pod(
    'CLI-22 a sidecar that is not ready',
    {
      phase: 'Running',
      initContainerStatuses: [running('i', { ready: false })],
      containerStatuses: [running('a'), running('b')],
    },
    { initContainers: [SIDECAR] },
  ),
  pod('CLI-23 evicted', { phase: 'Failed', reason: 'Evicted', message: 'why' }),
  pod('CLI-23 gated', {
    phase: 'Pending',
    conditions: [condition('PodScheduled', 'False', 'SchedulingGated')],
  }),
  pod(
    'CLI-23 waits for the first init container',
    {
      phase: 'Pending',
      initContainerStatuses: [waiting('i', 'PodInitializing'), waiting('j', 'PodInitializing')],
      containerStatuses: [waiting('a', 'PodInitializing'), waiting('b', 'PodInitializing')],
    },
    { initContainers: INITS },
  ),
  pod(
    'CLI-23 CLI-24 the second init container runs',
    {
      phase: 'Pending',
      initContainerStatuses: [
        ended('i', 0, { reason: 'Completed' }, { restartCount: 2 }),
        running('j', { restartCount: 1 }),
      ],
    },
    { initContainers: INITS },
  ),
  pod(
    'CLI-23 CLI-24 an init container failed',
    {
      phase: 'Pending',
      initContainerStatuses: [
        ended('i', 1, { reason: 'Error' }, { restartCount: 3, ...crashed }),
        waiting('j'),
      ],
    },
    { initContainers: INITS },
  ),
  pod(
    'CLI-23 an init container was killed',
    { phase: 'Pending', initContainerStatuses: [ended('i', 137, { signal: 9 }), waiting('j')] },
    { initContainers: INITS },
  ),
  pod(
    'CLI-23 an init container ended without reason',
    { phase: 'Pending', initContainerStatuses: [ended('i', 3), waiting('j')] },
    { initContainers: INITS },
  ),
  pod(
    'CLI-23 an init container backs off',
    {
      phase: 'Pending',
      initContainerStatuses: [waiting('i', 'CrashLoopBackOff', { restartCount: 4 }), waiting('j')],
    },
    { initContainers: INITS },
  ),
  pod(
    'CLI-23 a sidecar is passed over',
    { phase: 'Pending', initContainerStatuses: [running('i'), waiting('j', 'PodInitializing')] },
    { initContainers: [SIDECAR, INITS[1] ?? {}] },
  ),
  pod('CLI-23 creating', {
    phase: 'Pending',
    containerStatuses: [waiting('a', 'ContainerCreating'), waiting('b', 'ContainerCreating')],
  }),
  pod('CLI-23 the first container shows', {
    phase: 'Pending',
    containerStatuses: [waiting('a', 'ImagePullBackOff'), waiting('b', 'CrashLoopBackOff')],
  }),
  pod('CLI-23 CLI-24 a crash', {
    phase: 'Running',
    containerStatuses: [
      waiting('a', 'CrashLoopBackOff', { restartCount: 5, ...crashed }),
      running('b', { restartCount: 1 }),
    ],
  }),
  pod('CLI-24 restarts without a time', {
    phase: 'Running',
    containerStatuses: [running('a', { restartCount: 2 }), running('b')],
  }),
  pod(
    'CLI-24 restarts of a sidecar',
    {
      phase: 'Running',
      initContainerStatuses: [running('i', { restartCount: 7, ...crashed })],
      containerStatuses: [running('a'), running('b', { restartCount: 1 })],
    },
    { initContainers: [SIDECAR] },
  ),
  pod('CLI-23 killed for memory', {
    phase: 'Failed',
    containerStatuses: [ended('a', 137, { reason: 'OOMKilled' }), ended('b', 0, { reason: 'Completed' })],
  }),
  pod('CLI-23 ended by a signal', {
    phase: 'Failed',
    containerStatuses: [ended('a', 137, { signal: 9 }), ended('b', 0)],
  }),
  pod('CLI-23 ended with a code', { phase: 'Failed', containerStatuses: [ended('a', 2), ended('b', 0)] }),
  pod('CLI-23 completed, another runs, Ready', {
    phase: 'Running',
    conditions: [condition('Ready', 'True')],
    containerStatuses: [ended('a', 0, { reason: 'Completed' }), running('b')],
  }),
  pod('CLI-23 completed, another runs, not Ready', {
    phase: 'Running',
    conditions: [condition('Ready', 'False')],
    containerStatuses: [ended('a', 0, { reason: 'Completed' }), running('b')],
  }),
  pod('CLI-23 succeeded', {
    phase: 'Succeeded',
    containerStatuses: [ended('a', 0, { reason: 'Completed' }), ended('b', 0, { reason: 'Completed' })],
  }),
  pod(
    'CLI-25 readiness gates',
    {
      phase: 'Running',
      conditions: [condition('example.com/a', 'True'), condition('example.com/b', 'False')],
    },
    { readinessGates: [{ conditionType: 'example.com/a' }, { conditionType: 'example.com/b' }] },
  ),
  pod('CLI-25 nominated', { phase: 'Pending', nominatedNodeName: 'worker-2' }),
];
