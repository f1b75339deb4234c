/** Laws that cannot be broken prove nothing: here each of them is. */
import { describe, expect, test } from 'vitest';
import type { Pod } from '../../../k8s/types';
import { tried } from './court';
import { calm, change, CHOICE, daemons, SURGE, theSet, withMeta } from './doctoring';
import {
  bindsToNodes,
  bindsWhereRoomIs,
  crowdedNodes,
  endsStay,
  isOneHistory,
  statusIsTrue,
  versionsGrow,
  type Law,
} from './laws';
import type { Change, Picture } from './mirror';
import { statusIsUpToDate } from './settled';
import { invalidObjects } from './validity';
import type { KubeObject } from '../../../k8s/types';

describe('a doctored change', () => {
  const pod = (): { picture: Picture; at: number; pod: Pod } => {
    const { picture, at } = calm();
    return { picture, at, pod: daemons(picture)[0] as Pod };
  };
  const judged = (
    law: Law,
    doctor: (pod: Pod) => Pod,
    by = 'kubelet',
    from = (p: Pod): Pod => p,
  ): string | undefined => {
    const { picture, at, pod: old } = pod();
    const before = from(old);
    return law(change(by, at, doctor(before), before), picture, { isOldPlacement: false });
  };
  const phase = (value: string) => (p: Pod) => ({ ...p, status: { ...p.status, phase: value } });
  const onNode = (nodeName: string | undefined) => (p: Pod) =>
    ({ ...p, spec: { ...p.spec, nodeName } }) as Pod;
  const doomed = (time: string) => (p: Pod) => withMeta(p, { deletionTimestamp: time });
  const greedy = (p: Pod): Pod => ({
    ...p,
    spec: {
      ...p.spec,
      nodeName: undefined,
      containers: [{ name: 'c', image: 'a', resources: { requests: { cpu: '3950m' } } }],
    },
  });

  test.each<[string, Law, (pod: Pod) => Pod, (string | undefined)?, ((pod: Pod) => Pod)?]>([
    ['another uid', isOneHistory, (p) => withMeta(p, { uid: 'x' })],
    ['an older generation', isOneHistory, (p) => withMeta(p, { generation: -1 })],
    ['a pod that rises again', endsStay, phase('Running'), undefined, phase('Failed')],
    [
      'a pod that is saved',
      endsStay,
      (p) => withMeta(p, { deletionTimestamp: undefined }),
      undefined,
      doomed('2026-01-01T00:00:09Z'),
    ],
    ['a later end', endsStay, doomed('2026-01-01T09:00:00Z'), undefined, doomed('2026-01-01T08:00:00Z')],
    ['a pod that moves', endsStay, onNode('n-9')],
    [
      'restarts forgotten',
      endsStay,
      (p) => ({ ...p, status: { ...p.status, containerStatuses: [] } }),
      undefined,
      (p) => ({
        ...p,
        status: {
          ...p.status,
          containerStatuses: [{ name: 'c', restartCount: 1, ready: true, image: '', imageID: '' }],
        },
      }),
    ],
    ['bound to no node', bindsToNodes, onNode('n-9'), 'default-scheduler', onNode(undefined)],
    ['bound to a full node', bindsWhereRoomIs, (p) => onNode('n-1')(greedy(p)), 'default-scheduler', greedy],
  ])('%s', (_, law, doctor, by, from) => {
    expect(judged(law, doctor, by, from)).toBeDefined();
    expect(judged(law, (p) => p, by, from)).toBeUndefined();
  });

  test('a version that is not later', () => {
    const { picture, at, pod: one } = pod();
    const law = versionsGrow();
    expect(law(change('x', at, one), picture, { isOldPlacement: false })).toBeUndefined();
    expect(law(change('x', at, one), picture, { isOldPlacement: false })).toContain('after');
  });

  test('what is created twice, or changes before it is there', () => {
    const { picture, at, pod: one } = pod();
    const about = { isOldPlacement: false };
    expect(isOneHistory(change('x', at, one, one, 'ADDED'), picture, about)).toContain('twice');
    expect(isOneHistory(change('x', at, one, undefined, 'MODIFIED'), picture, about)).toContain('never');
  });

  test.each([
    'numberReady',
    'numberMisscheduled',
    'desiredNumberScheduled',
    'updatedNumberScheduled',
    'numberAvailable',
  ] as const)('a status with a wrong %s', (counter) => {
    const { picture, at } = calm();
    const ds = theSet(picture);
    const lie = { ...ds, status: { ...ds.status, [counter]: (ds.status[counter] ?? 0) - 1 } };
    const around = { isOldPlacement: false };
    expect(statusIsTrue(change('daemonset-controller', at, lie, ds), picture, around)).toContain('counted');
    expect(statusIsTrue(change('daemonset-controller', at, ds, lie), picture, around)).toBeUndefined();
    picture.set('DaemonSet', lie);
    expect(statusIsUpToDate(picture, at)).not.toEqual([]);
  });
});

test('three pods of a set on a node, or two without surge', () => {
  const { picture } = calm();
  const [one] = daemons(picture) as [Pod];
  expect(crowdedNodes(picture, true)).toEqual([]);
  picture.set('Pod', withMeta(one, { name: 'twin', uid: 'twin' }));
  expect(crowdedNodes(picture, true)).toHaveLength(1);
  expect(crowdedNodes(picture, false)).toEqual([]);
  const surging = calm(SURGE).picture;
  const [first] = daemons(surging) as [Pod];
  surging.set('Pod', withMeta(first, { name: 'twin', uid: 'twin' }));
  expect(crowdedNodes(surging, true)).toEqual([]);
  surging.set('Pod', withMeta(first, { name: 'triplet', uid: 'triplet' }));
  expect(crowdedNodes(surging, true)).toHaveLength(1);
});
test('an object with an unknown field, an invalid one', () => {
  const { cluster } = tried({ nodes: 3, first: CHOICE, actions: [] });
  const [pod] = cluster.read.list('Pod') as [Pod];
  const stored = (object: KubeObject): Change => change('x', cluster.now, object);
  expect(invalidObjects(cluster, [stored(pod)])).toEqual([]);
  expect(
    invalidObjects(cluster, [stored({ ...pod, status: { ...pod.status, odd: 1 } } as KubeObject)]),
  ).not.toEqual([]);
  expect(
    invalidObjects(cluster, [stored({ ...pod, spec: { ...pod.spec, containers: [] } } as KubeObject)]),
  ).not.toEqual([]);
});
