import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Cluster } from '../../engine/index';
import { kindRows } from '../../engine/index';
import { conditionOf } from '../../k8s/conditions';
import type { AnyObject } from '../../k8s/types';
import { runDetached } from '../../kubectl/shell';
import { playBase } from '../play';
import type { Base } from '../scenario';
import { BARE_THREE_NODES, THREE_NODES } from './three-nodes';

function play(base: Base, seed = 1): Cluster {
  return playBase(base, seed, (cluster, line, stdin) => {
    const { status, lines } = runDetached(cluster, line, stdin);
    expect([status, lines.filter(({ stream }) => stream === 'stderr')]).toEqual([0, []]);
  });
}

function all(cluster: Cluster): AnyObject[] {
  const kinds = new Set(kindRows(cluster.read).map((row) => row.id));
  return [...kinds].flatMap((kind) => cluster.read.list(kind) as readonly AnyObject[]);
}

/** Objects of each kind but events. */
function counts(cluster: Cluster): Record<string, number> {
  const result: Record<string, number> = {};
  for (const { kind } of all(cluster)) if (kind !== 'Event') result[kind] = (result[kind] ?? 0) + 1;
  return result;
}

const podNames = ({ read }: Cluster): string[] => read.list('Pod').map(({ metadata }) => metadata.name);

describe('three-nodes-1 is kept for old links', () => {
  const cluster = play(BARE_THREE_NODES);

  // Changes of the engine that draw otherwise show here first.
  test('the same pods with the same names', () => {
    expect(podNames(cluster)).toEqual([
      'nginx-5vcq7',
      'nginx-6njf8',
      'etcd-cp-1',
      'kindnet-4zqzr',
      'kindnet-bp56s',
      'kindnet-wjx4l',
      'kube-apiserver-cp-1',
      'kube-controller-manager-cp-1',
      'kube-proxy-5l4jn',
      'kube-proxy-dvpzq',
      'kube-proxy-lsk2l',
      'kube-scheduler-cp-1',
    ]);
  });

  test('nothing that it did not have', () => {
    expect(counts(cluster)).toEqual({
      ConfigMap: 1,
      ControllerRevision: 3,
      DaemonSet: 3,
      Lease: 3,
      Namespace: 4,
      Node: 3,
      Pod: 12,
      PriorityClass: 2,
      ServiceAccount: 6,
    });
  });
});

describe('three-nodes-2 at its origin', () => {
  const cluster = play(THREE_NODES);
  const { read } = cluster;

  test('how many of what', () => {
    expect(counts(cluster)).toEqual({
      APIService: 13,
      ClusterRole: 71,
      ClusterRoleBinding: 57,
      ConfigMap: 11,
      ControllerRevision: 3,
      DaemonSet: 3,
      Deployment: 1,
      EndpointSlice: 1,
      Endpoints: 1,
      Lease: 6,
      Namespace: 4,
      Node: 3,
      Pod: 14,
      PriorityClass: 2,
      ReplicaSet: 1,
      Role: 11,
      RoleBinding: 11,
      Service: 2,
      ServiceAccount: 43,
    });
  });

  test('everything is ready, and has been for a while', () => {
    for (const { metadata, status } of [...read.list('Node'), ...read.list('Pod')])
      expect([metadata.name, conditionOf(status?.conditions, 'Ready')?.status]).toEqual([
        metadata.name,
        'True',
      ]);
    for (const { metadata, status } of read.list('DaemonSet'))
      expect([metadata.name, status?.numberAvailable]).toEqual([
        metadata.name,
        status?.desiredNumberScheduled,
      ]);
    expect(read.get('Deployment', 'kube-system', 'coredns')?.status).toMatchObject({
      replicas: 2,
      updatedReplicas: 2,
      readyReplicas: 2,
      availableReplicas: 2,
    });
  });

  test('CoreDNS runs where it could when there was one node only', () => {
    const pods = read
      .list('Pod', 'kube-system')
      .filter(({ metadata }) => metadata.name.startsWith('coredns-'));
    expect(pods.map(({ spec }) => spec.nodeName)).toEqual(['cp-1', 'cp-1']);
    expect(pods.map(({ spec }) => spec.priority)).toEqual([2_000_000_000, 2_000_000_000]);
  });

  test('no warnings among its events', () => {
    const warnings = read.list('Event').filter(({ type }) => type !== 'Normal');
    expect(warnings.map(({ reason, message }) => [reason, message])).toEqual([]);
  });

  test('the Service kubernetes leads to the control-plane node', () => {
    const address = read.get('Node', undefined, 'cp-1')?.status.addresses?.[0]?.address;
    expect(read.get('Endpoints', 'default', 'kubernetes')?.subsets?.[0]?.addresses).toEqual([
      { ip: address },
    ]);
    expect(read.get('EndpointSlice', 'default', 'kubernetes')?.endpoints[0]?.addresses).toEqual([address]);
  });

  test('every seed gets there', () => {
    for (const seed of [2, 3, 20260101]) {
      const other = play(THREE_NODES, seed);
      expect(counts(other)).toEqual(counts(cluster));
      expect(
        other.read.list('Pod').every((pod) => conditionOf(pod.status.conditions, 'Ready')?.status === 'True'),
      ).toBe(true);
    }
  });
});

const NOT_RECORDED = ['uid', 'resourceVersion', 'creationTimestamp', 'generation'];

/**
 * What kube-apiserver, kube-controller-manager and kube-scheduler v1.34.0 had in them, with the objects of kubeadm's phases upload-config,
 * bootstrap-token and addon, a line each: without uids, versions, times, generations and status, and with secrets and leases emptied.
 */
const recorded = new Map(
  readFileSync(new URL('testdata/kubeadm-1.34.jsonl', import.meta.url), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line): [string, unknown] => {
      const object = JSON.parse(line) as AnyObject;
      return [nameOf(object), bare(object)];
    }),
);

function nameOf({ kind, metadata: { namespace, name } }: AnyObject): string {
  return namespace === undefined ? `${kind} ${name}` : `${kind} ${namespace}/${name}`;
}

function bare({ status: _status, ...object }: AnyObject & { status?: unknown }): unknown {
  const metadata = Object.entries(object.metadata).filter(([key]) => !NOT_RECORDED.includes(key));
  return JSON.parse(JSON.stringify({ ...object, metadata: Object.fromEntries(metadata) })) as unknown;
}

describe('three-nodes-2 beside what a real kubeadm makes', () => {
  const own = new Map(
    all(play(THREE_NODES))
      .filter(({ kind }) => [...recorded.keys()].some((name) => name.startsWith(`${kind} `)))
      .map((object): [string, unknown] => [nameOf(object), bare(object)]),
  );

  test.each<[reason: string, missing: string[]]>([
    [
      'these groups are not served',
      [
        'APIService v1.authentication.k8s.io',
        'APIService v1.authorization.k8s.io',
        'APIService v1.autoscaling',
        'APIService v1.certificates.k8s.io',
        'APIService v1.events.k8s.io',
        'APIService v1.flowcontrol.apiserver.k8s.io',
        'APIService v1.resource.k8s.io',
        'APIService v2.autoscaling',
      ],
    ],
    ['nobody joins by a token', ['Secret kube-system/bootstrap-token-abcdef']],
    [
      'no endpoints are kept for Services',
      ['Endpoints kube-system/kube-dns', 'EndpointSlice kube-system/kube-dns-…'],
    ],
    ['its name comes from that of the host', ['Lease kube-system/apiserver-…']],
  ])('missing, because %s', (_, names) => {
    for (const name of names) {
      const start = name.split('…')[0] ?? '';
      const found = [...recorded.keys()].filter((key) =>
        name === start ? key === name : key.startsWith(start),
      );
      expect(found).toHaveLength(1);
      expect(own.has(found[0] ?? '')).toBe(false);
      recorded.delete(found[0] ?? '');
    }
  });

  test.each<[reason: string, more: string[]]>([
    [
      'of the CNI agent',
      [
        'ClusterRole kindnet',
        'ClusterRoleBinding kindnet',
        'DaemonSet kube-system/kindnet',
        'ServiceAccount kube-system/kindnet',
      ],
    ],
    ['of the user', ['DaemonSet default/nginx']],
    [
      'of kubelets, of which none was recorded',
      ['Lease kube-node-lease/cp-1', 'Lease kube-node-lease/worker-1', 'Lease kube-node-lease/worker-2'],
    ],
    ['of a phase of kubeadm that was not recorded', ['ClusterRoleBinding kubeadm:cluster-admins']],
    ['named after the host', ['Lease kube-system/apiserver-ipjsknrojkocpj4ksnjv5jvbh3']],
  ])('more, because it is %s', (_, names) => {
    for (const name of names) {
      expect([name, recorded.has(name), own.delete(name)]).toEqual([name, false, true]);
    }
  });

  test.each<[reason: string, names: string[]]>([
    [
      'the port of the recorded server was another',
      ['Service default/kubernetes', 'Endpoints default/kubernetes', 'EndpointSlice default/kubernetes'],
    ],
    [
      'settings that are zero are left out, and the hash of them all',
      ['ConfigMap kube-system/kube-proxy', 'ConfigMap kube-system/kubelet-config'],
    ],
    ['it has no certificate and no signature', ['ConfigMap kube-public/cluster-info']],
    [
      'the front proxy has no authority of its own',
      ['ConfigMap kube-system/extension-apiserver-authentication'],
    ],
    ['another day', ['ConfigMap kube-system/kube-apiserver-legacy-service-account-token-tracking']],
    [
      'leases were emptied',
      ['Lease kube-system/kube-controller-manager', 'Lease kube-system/kube-scheduler'],
    ],
  ])('different, because %s', (_, names) => {
    for (const name of names) {
      const [mine, theirs] = [own, recorded].map(
        (objects) => objects.get(name) as { metadata: object; data?: object },
      );
      expect(mine).not.toEqual(theirs);
      expect(Object.keys(mine ?? {}).sort()).toEqual(Object.keys(theirs ?? {}).sort());
      own.delete(name);
      recorded.delete(name);
    }
  });

  test('all the rest is the same', () => {
    expect([...own.keys()].sort()).toEqual([...recorded.keys()].sort());
    for (const [name, object] of recorded) expect([name, own.get(name)]).toEqual([name, object]);
  });
});
