import { describe, expect, test } from 'vitest';
import type { KubeObject, Pod } from '../../k8s/types';
import { kindByWord, kindOf } from '../../engine/index';
import type { AnyObject } from '../../k8s/types';
import { tableText } from './table';

const NOW = Date.UTC(2026, 0, 1, 0, 6, 40);
const BORN = '2026-01-01T00:00:00Z';
const meta = (name: string, more = {}) => ({
  name,
  namespace: 'default',
  uid: 'u',
  resourceVersion: '1',
  creationTimestamp: BORN,
  ...more,
});

const plain = {
  now: NOW,
  wide: false,
  headers: true,
  namespaces: false,
  kinds: false,
  labels: false,
  labelKeys: [],
};

function show(word: string, objects: unknown[], options = {}): string {
  const row = kindByWord(word, { list: () => [] });
  if (!row) throw new Error(`no kind ${word}`);
  return tableText([{ row, objects: objects as AnyObject[] }], { ...plain, ...options });
}

const fluentd = {
  apiVersion: 'apps/v1',
  kind: 'DaemonSet',
  metadata: meta('fluentd'),
  spec: {
    selector: {
      matchLabels: { app: 'fluentd' },
      matchExpressions: [{ key: 'tier', operator: 'In', values: ['b', 'a'] }],
    },
    template: {
      spec: {
        nodeSelector: { 'kubernetes.io/os': 'linux' },
        containers: [
          { name: 'a', image: 'x:1' },
          { name: 'b', image: 'y:2' },
        ],
      },
    },
  },
  status: {
    desiredNumberScheduled: 3,
    currentNumberScheduled: 3,
    numberReady: 2,
    updatedNumberScheduled: 2,
    numberAvailable: 2,
    numberMisscheduled: 0,
  },
};

describe('CLI-20 tables', () => {
  test('CLI-21 daemonset, as the rule shows it', () => {
    expect(show('ds', [fluentd])).toBe(
      'NAME      DESIRED   CURRENT   READY   UP-TO-DATE   AVAILABLE   NODE SELECTOR            AGE\n' +
        'fluentd   3         3         2       2            2           kubernetes.io/os=linux   6m40s\n',
    );
  });

  test('CLI-21 wide', () => {
    expect(show('ds', [fluentd], { wide: true, headers: false })).toBe(
      'fluentd   3     3     2     2     2     kubernetes.io/os=linux   6m40s   a,b   x:1,y:2   app=fluentd,tier in (a,b)\n',
    );
  });

  test('CLI-24 pod with restarts, as the rule shows it', () => {
    const pod = (name: string, restartCount: number, state: object, ready: boolean): unknown => ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: meta(name, { creationTimestamp: '2026-01-01T00:01:40Z' }),
      spec: { containers: [{ name: 'c' }] },
      status: {
        phase: 'Running',
        containerStatuses: [
          {
            name: 'c',
            ready,
            restartCount,
            state,
            lastState:
              restartCount > 0 ? { terminated: { exitCode: 1, finishedAt: '2026-01-01T00:06:28Z' } } : {},
          },
        ],
      },
    });
    const text = show('po', [
      pod('fluentd-2x9kq', 0, { running: {} }, true),
      pod('fluentd-7hbzw', 5, { waiting: { reason: 'CrashLoopBackOff' } }, false),
    ]);
    expect(text).toBe(
      'NAME            READY   STATUS             RESTARTS      AGE\n' +
        'fluentd-2x9kq   1/1     Running            0             5m\n' +
        'fluentd-7hbzw   0/1     CrashLoopBackOff   5 (12s ago)   5m\n',
    );
  });

  test('CLI-25 wide cells of a pod without node', () => {
    const pod = {
      kind: 'Pod',
      apiVersion: 'v1',
      metadata: meta('p'),
      spec: { containers: [{}] },
      status: { phase: 'Pending' },
    };
    expect(
      kindOf('Pod')
        .table.cells(pod as unknown as Pod, NOW)
        .slice(5),
    ).toEqual(['<none>', '<none>', '<none>', '<none>']);
  });

  test('CLI-14 namespace, label columns (a missing label is an empty cell, as the real kubectl prints it), labels', () => {
    const object = {
      kind: 'ConfigMap',
      apiVersion: 'v1',
      metadata: meta('c', { labels: { 'a/zone': 'x', b: 'y' } }),
      data: { k: '' },
    };
    expect(show('cm', [object], { namespaces: true, labels: true, labelKeys: ['a/zone', 'nope'] })).toBe(
      'NAMESPACE   NAME   DATA   AGE     ZONE   NOPE   LABELS\n' +
        'default     c      1      6m40s   x             a/zone=x,b=y\n',
    );
  });

  test.each([
    [
      {
        lastTimestamp: '2026-01-01T00:06:30Z',
        firstTimestamp: BORN,
        count: 4,
        source: { component: 'kubelet', host: 'n1' },
      },
      ['10s', 'kubelet, n1', '6m40s', 4],
    ],
    [
      {
        eventTime: '2026-01-01T00:05:40.000000Z',
        lastTimestamp: null,
        reportingComponent: 'default-scheduler',
      },
      ['60s', 'default-scheduler', '60s', 1],
    ],
    [
      {
        eventTime: BORN,
        series: { count: 3, lastObservedTime: '2026-01-01T00:06:39.000000Z' },
        source: { component: 'x' },
      },
      ['1s', 'x', '6m40s', 3],
    ],
  ])('CLI-31 event %#', (fields, expected) => {
    const event = {
      kind: 'Event',
      metadata: meta('e'),
      involvedObject: { kind: 'Pod', name: 'p' },
      message: ' m \n',
      ...fields,
    };
    const cells = kindOf('Event').table.cells(event as unknown as KubeObject, NOW);
    expect([cells[0], cells[5], cells[7], cells[8]]).toEqual(expected);
    expect([cells[3], cells[6]]).toEqual(['pod/p', 'm']);
  });

  test.each([
    [
      {
        clusterIP: '10.0.0.1',
        clusterIPs: ['10.0.0.1'],
        ports: [{ port: 80 }, { port: 53, protocol: 'UDP' }],
      },
      ['ClusterIP', '10.0.0.1', '<none>', '80/TCP,53/UDP'],
    ],
    [
      {
        type: 'LoadBalancer',
        clusterIP: '10.0.0.1',
        clusterIPs: ['10.0.0.1'],
        ports: [{ port: 80, nodePort: 30080, protocol: 'TCP' }],
      },
      ['LoadBalancer', '10.0.0.1', '<pending>', '80:30080/TCP'],
    ],
    [{ clusterIP: 'None', clusterIPs: ['None'] }, ['ClusterIP', 'None', '<none>', '<none>']],
  ])('CLI-32 service %#', (spec, expected) => {
    const service = { kind: 'Service', metadata: meta('s'), spec };
    expect(
      kindOf('Service')
        .table.cells(service as unknown as KubeObject, NOW)
        .slice(1, 5),
    ).toEqual(expected);
  });
});
