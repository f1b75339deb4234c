/** The cases of upstream's tests of `kubectl cordon`, `uncordon` and `drain`; all words are those of a kubectl v1.34. */
import { describe, expect, test, vi } from 'vitest';
import { Cluster } from '../engine/index';
import type { Manifest } from '../engine/index';
import { runBlocking } from './shell';

/** A cluster in which nobody works: what happens to pods is what the command does. */
function bare(...nodes: string[]) {
  const cluster = new Cluster({ seed: 1, startTime: 1_767_225_600_000, components: [] });
  const put = (kind: 'Node' | 'Pod' | 'DaemonSet' | 'ServiceAccount', object: object) => {
    const namespace = kind === 'Node' ? undefined : 'default';
    expect(cluster.api.create(kind, namespace, object as Manifest)).toMatchObject({ ok: true });
  };
  for (const name of nodes) put('Node', { metadata: { name } });
  const unschedulable = (name: string) =>
    cluster.read.get('Node', undefined, name)?.spec.unschedulable ?? false;
  return { cluster, put, unschedulable };
}

describe('TEST-129 TestCordon', () => {
  const THREE = ['node', 'node1', 'node2'];
  const said = (word: string) => THREE.map((name) => `node/${name} ${word}\n`).join('');
  const MISSING = 'Error from server (NotFound): nodes "bar" not found\n';
  test.each<
    [title: string, cordoned: boolean, line: string, output: string, after: boolean[], writes: number]
  >([
    ['node/node syntax', true, 'uncordon node/node', 'node/node uncordoned\n', [false, true, true], 1],
    ['uncordon for real', true, 'uncordon node', 'node/node uncordoned\n', [false, true, true], 1],
    [
      'uncordon does nothing',
      false,
      'uncordon node',
      'node/node already uncordoned\n',
      [false, false, false],
      0,
    ],
    ['cordon does nothing', true, 'cordon node', 'node/node already cordoned\n', [true, true, true], 0],
    ['cordon for real', false, 'cordon node', 'node/node cordoned\n', [true, false, false], 1],
    ['cordon a missing node', false, 'cordon bar', MISSING, [false, false, false], 0],
    ['uncordon a missing node', true, 'uncordon bar', MISSING, [true, true, true], 0],
    ['a missing node among others', false, 'cordon node bar node1', MISSING, [false, false, false], 0],
    ['cordon several nodes', false, 'cordon node node1 node2', said('cordoned'), [true, true, true], 3],
    [
      'uncordon several nodes',
      true,
      'uncordon node node1 node2',
      said('uncordoned'),
      [false, false, false],
      3,
    ],
  ])('%s', (_, cordoned, line, output, after, writes) => {
    const { cluster, unschedulable } = bare(...THREE);
    if (cordoned) runBlocking(cluster, `kubectl cordon ${THREE.join(' ')}`);
    const patch = vi.spyOn(cluster.api, 'patch');
    const fatal = output === MISSING;
    expect(runBlocking(cluster, `kubectl ${line}`)).toMatchObject({ output, status: fatal ? 1 : 0 });
    expect(THREE.map(unschedulable)).toEqual(after);
    expect(patch).toHaveBeenCalledTimes(writes);
  });
});

interface PodState {
  /** kind name */
  owner?: string;
  phase?: 'Succeeded' | 'Failed';
  emptyDir?: true;
}

function aPod({ owner, emptyDir }: PodState): object {
  const [kind = '', name = ''] = owner?.split(' ') ?? [];
  const apiVersion = kind === 'DaemonSet' ? 'apps/v1' : 'v1';
  const reference = { apiVersion, kind, name, uid: '123', controller: true, blockOwnerDeletion: true };
  return {
    metadata: {
      name: 'bar',
      labels: { my_key: 'my_value' },
      ...(owner !== undefined && { ownerReferences: [reference] }),
    },
    spec: {
      nodeName: 'node',
      terminationGracePeriodSeconds: 0,
      containers: [{ name: 'c', image: 'i' }],
      ...(emptyDir && { volumes: [{ name: 'scratch', emptyDir: {} }] }),
    },
  };
}

const DAEMON_SET = {
  metadata: { name: 'ds' },
  spec: {
    selector: { matchLabels: { my_key: 'my_value' } },
    template: {
      metadata: { labels: { my_key: 'my_value' } },
      spec: { containers: [{ name: 'c', image: 'i' }] },
    },
  },
};

const DRAINED = 'node/node drained\n';
const TAKEN = `evicting pod default/bar\npod/bar evicted\n${DRAINED}`;
const FORCED = `Warning: deleting Pods that declare no controller: default/bar\n${TAKEN}`;
const IGNORED = `Warning: ignoring DaemonSet-managed Pods: default/bar\n${DRAINED}`;
const fatal = (error: string) =>
  `error: unable to drain node "node" due to error: ${error}, continuing command...\nThere are pending nodes to be drained:\n node\n${error}\n`;
const NO_DAEMONS = fatal(
  'cannot delete DaemonSet-managed Pods (use --ignore-daemonsets to ignore): default/bar',
);
const NO_BARE = fatal(
  'cannot delete cannot delete Pods that declare no controller (use --force to override): default/bar',
);
const NO_DATA = fatal(
  'cannot delete Pods with local storage (use --delete-emptydir-data to override): default/bar',
);
const NO_SET = fatal('cannot delete daemonsets.apps "gone" not found: default/bar');

const CASES: [title: string, pod: PodState | undefined, args: string, output: string][] = [
  ['a pod of a ReplicationController', { owner: 'ReplicationController rc' }, '', TAKEN],
  ['a daemon pod', { owner: 'DaemonSet ds' }, '', NO_DAEMONS],
  ['a terminated daemon pod', { owner: 'DaemonSet ds', phase: 'Succeeded' }, '', TAKEN],
  ['an orphaned daemon pod, and any pod without an owner', {}, '', NO_BARE],
  ['the same with --force', {}, '--force', FORCED],
  ['a daemon pod with --ignore-daemonsets', { owner: 'DaemonSet ds' }, '--ignore-daemonsets', IGNORED],
  [
    'a daemon pod with an emptyDir with --ignore-daemonsets',
    { owner: 'DaemonSet ds', emptyDir: true },
    '--ignore-daemonsets',
    IGNORED,
  ],
  [
    'a pod of a Job with local data',
    { owner: 'Job job', emptyDir: true },
    '--force --delete-emptydir-data=true',
    TAKEN,
  ],
  ['a terminated pod of a Job', { owner: 'Job job', emptyDir: true, phase: 'Succeeded' }, '', TAKEN],
  ['a pod of a ReplicaSet', { owner: 'ReplicaSet rs' }, '', TAKEN],
  ['an emptyDir', { emptyDir: true }, '--force', NO_DATA],
  ['a terminated pod with an emptyDir', { emptyDir: true, phase: 'Failed' }, '', TAKEN],
  [
    'an emptyDir with --delete-emptydir-data',
    { emptyDir: true },
    '--force --delete-emptydir-data=true',
    FORCED,
  ],
  ['an empty node', undefined, '', DRAINED],
  ['a daemon pod whose set is gone', { owner: 'DaemonSet gone' }, '--ignore-daemonsets', NO_SET],
  ['the same with --force', { owner: 'DaemonSet gone' }, '--force', TAKEN],
];

describe('TEST-128 TestDrain', () => {
  const METHODS = ['evict', 'delete'] as const;

  function prepared(pod: PodState | undefined) {
    const { cluster, put, unschedulable } = bare('node');
    put('ServiceAccount', { metadata: { name: 'default' } });
    put('DaemonSet', DAEMON_SET);
    if (pod) put('Pod', aPod(pod));
    if (pod?.phase) {
      const status = { status: { phase: pod.phase } };
      const options = { subresource: 'status' } as const;
      expect(cluster.api.patch('Pod', 'default', 'bar', 'merge', status, options).ok).toBe(true);
    }
    const spies = { evict: vi.spyOn(cluster.api, 'evict'), delete: vi.spyOn(cluster.api, 'delete') };
    return { cluster, unschedulable, spies };
  }
  const flagOf = (method: string) => (method === 'delete' ? ' --disable-eviction' : '');

  describe.each(METHODS)('%s', (method) => {
    test.each(CASES)('%s', (_, pod, args, output) => {
      const { cluster, unschedulable, spies } = prepared(pod);
      const drain = runBlocking(cluster, `kubectl drain node ${args}${flagOf(method)}`);
      const words =
        method === 'evict'
          ? output
          : output.replace('evicting pod default/bar\n', '').replace('pod/bar evicted', 'pod/bar deleted');
      expect(drain.output).toBe(`node/node cordoned\n${words}`);
      expect(drain.status).toBe(output.endsWith(DRAINED) ? 0 : 1);
      // The node stays cordoned whatever happens.
      expect(unschedulable('node')).toBe(true);
      const taken = output.endsWith(TAKEN);
      expect(cluster.read.get('Pod', 'default', 'bar') === undefined).toBe(taken || pod === undefined);
      const calls = METHODS.map((name) => spies[name].mock.calls.length);
      expect(calls).toEqual(METHODS.map((name) => (taken && name === method ? 1 : 0)));
    });

    test('a request that fails', () => {
      const { cluster, spies } = prepared({ owner: 'ReplicaSet rs' });
      const message = 'request failed';
      const failed = { ok: false, status: { message, reason: 'InternalError' } } as never;
      spies[method].mockReturnValue(failed);
      const { output, status } = runBlocking(cluster, `kubectl drain node${flagOf(method)}`);
      expect(status).toBe(1);
      const error = method === 'evict' ? `error when evicting pods/"bar" -n "default": ${message}` : message;
      expect(output).toContain(`error: unable to drain node "node" due to error: ${error}, continuing`);
      expect(output).not.toContain(DRAINED);
      expect(spies[method]).toHaveBeenCalledTimes(1);
    });
  });
});
