import { describe, expect, test } from 'vitest';
import type { Api } from '../engine/index';
import { rfc3339 } from '../k8s/time';
import type { OwnerReference, Pod } from '../k8s/types';
import { planDrain, type DrainOptions } from './drain-filters';

const NOW = 1_767_225_600_000;
const api = {
  get: (_kind: string, _namespace: string, name: string) =>
    name === 'agent'
      ? { ok: true }
      : { ok: false, status: { reason: 'NotFound', message: `daemonsets.apps "${name}" not found` } },
} as unknown as Api;

interface PodState {
  owner?: string;
  kind?: string;
  phase?: string;
  emptyDir?: boolean;
  mirror?: boolean;
  /** Seconds since it had to be gone. */
  late?: number;
}

function aPod(name: string, { owner, kind, phase, emptyDir, mirror, late }: PodState): Pod {
  const reference: OwnerReference = {
    apiVersion: kind === 'Node' ? 'v1' : 'apps/v1',
    kind: kind ?? 'DaemonSet',
    name: owner ?? '',
    uid: 'u',
    controller: true,
  };
  return {
    metadata: {
      name,
      namespace: 'ns',
      ...(owner !== undefined && { ownerReferences: [reference] }),
      ...(mirror && { annotations: { 'kubernetes.io/config.mirror': 'x' } }),
      ...(late !== undefined && { deletionTimestamp: rfc3339(NOW - late * 1000) }),
    },
    spec: { volumes: emptyDir ? [{ name: 'v', emptyDir: {} }] : [] },
    status: { phase: phase ?? 'Running' },
  } as unknown as Pod;
}

const NONE: DrainOptions = {
  force: false,
  ignoreDaemonSets: false,
  deleteEmptyDirData: false,
  skipWaitForDelete: 0,
};
const FORCE = { force: true };
const IGNORE = { ignoreDaemonSets: true };
const DATA = { deleteEmptyDirData: true };

const DAEMON = { owner: 'agent' };
const ORPHAN = { owner: 'gone' };
const REPLICA = { owner: 'web', kind: 'ReplicaSet' };
const WITH_DATA = { ...REPLICA, emptyDir: true };

const NO_DAEMONS = 'cannot delete DaemonSet-managed Pods (use --ignore-daemonsets to ignore): ns/p';
const NO_DATA = 'cannot delete Pods with local storage (use --delete-emptydir-data to override): ns/p';
const NO_BARE = 'cannot delete cannot delete Pods that declare no controller (use --force to override): ns/p';

describe('one pod', () => {
  test.each<[string, PodState, Partial<DrainOptions>, string]>([
    ['CLI-82 a pod with a controller', REPLICA, {}, 'take'],
    ['CLI-82 a daemon pod', DAEMON, {}, `error ${NO_DAEMONS}`],
    ['CLI-82 a daemon pod, ignored', DAEMON, IGNORE, 'leave, ignoring DaemonSet-managed Pods: ns/p'],
    ['CLI-82 --force does not help', DAEMON, FORCE, `error ${NO_DAEMONS}`],
    [
      'CLI-88 its DaemonSet is gone',
      ORPHAN,
      IGNORE,
      'error cannot delete daemonsets.apps "gone" not found: ns/p',
    ],
    ['CLI-88 by force it goes, without a warning', ORPHAN, FORCE, 'take'],
    ['CLI-82 another group is no DaemonSet', { owner: 'agent', kind: 'Node' }, {}, 'take'],
    ['CLI-87 a mirror pod is left, silently', { mirror: true }, {}, 'leave'],
    ['CLI-82 local data', WITH_DATA, {}, `error ${NO_DATA}`],
    ['CLI-83 local data may go, the warning is lost', WITH_DATA, DATA, 'take'],
    ['CLI-82 local data comes before the missing controller', { emptyDir: true }, FORCE, `error ${NO_DATA}`],
    ['CLI-82 no controller', {}, {}, `error ${NO_BARE}`],
    ['CLI-82 no controller, by force', {}, FORCE, 'take, deleting Pods that declare no controller: ns/p'],
    ['CLI-83 a finished bare pod with data', { phase: 'Succeeded', emptyDir: true }, {}, 'take'],
    ['CLI-83 a failed daemon pod', { ...DAEMON, phase: 'Failed' }, {}, 'take'],
    ['CLI-82 long in deletion', { ...DAEMON, late: 11 }, { skipWaitForDelete: 10 }, 'leave'],
    ['CLI-82 not so long', { ...REPLICA, late: 10 }, { skipWaitForDelete: 10 }, 'take'],
    ['CLI-82 without the flag it does not matter', { ...REPLICA, late: 999 }, {}, 'take'],
  ])('%s', (_title, state, options, expected) => {
    const { pods, warnings, errors } = planDrain(api, [aPod('p', state)], { ...NONE, ...options }, NOW);
    const [error] = errors;
    const text = error === undefined ? (pods.length > 0 ? 'take' : 'leave') : `error ${error}`;
    expect(warnings === '' ? text : `${text}, ${warnings}`).toBe(expected);
  });
});

test('CLI-83, CLI-85 pods of one kind together, kinds in the order in which they are met', () => {
  const pods = [aPod('a', {}), aPod('d', DAEMON), aPod('b', {}), aPod('r', REPLICA)];
  const plan = planDrain(api, pods, { ...NONE, ...FORCE, ...IGNORE }, NOW);
  expect(plan.pods.map((pod) => pod.metadata.name)).toEqual(['a', 'b', 'r']);
  expect(plan.warnings).toBe(
    'deleting Pods that declare no controller: ns/a, ns/b; ignoring DaemonSet-managed Pods: ns/d',
  );
  expect(plan.errors).toEqual([]);
});
