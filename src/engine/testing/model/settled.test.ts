/** Pictures of clusters that have not settled, and what is said about them. */
import { describe, expect, test } from 'vitest';
import type { Node, Pod } from '../../../k8s/types';
import { calm, daemons, theSet, webs, withMeta } from './doctoring';
import type { Picture } from './mirror';
import {
  daemonsAreInPlace,
  nobodyWaitsForGoneNodes,
  nodesAreSound,
  nothingIsOrphaned,
  nothingLingers,
  podsAreOnNodes,
  replicasAreThere,
  soundPodsAreUp,
  statusIsUpToDate,
  type Verdict,
} from './settled';

describe('a doctored picture', () => {
  const unbound = (pod: Pod): Pod => ({
    ...pod,
    spec: { ...pod.spec, nodeName: undefined } as Pod['spec'],
    status: {
      phase: 'Pending',
      conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable' }],
    },
  });
  const tainted = (node: Node, effect: string): Node => ({
    ...node,
    spec: { ...node.spec, taints: [{ key: 'a', effect }] },
  });

  test.each<[string, Verdict, (picture: Picture) => void]>([
    [
      'pods of a node that is gone',
      podsAreOnNodes,
      (p) => p.remove('Node', p.find('Node', undefined, 'n-1') as Node),
    ],
    ['pods of a set that is gone', nothingIsOrphaned, (p) => p.remove('DaemonSet', theSet(p))],
    [
      'a pod that does not end',
      nothingLingers,
      (p) => p.set('Pod', withMeta(daemons(p)[0] as Pod, { deletionTimestamp: 'x' })),
    ],
    [
      'a node under pressure',
      nodesAreSound,
      (p) => {
        const node = p.find('Node', undefined, 'n-1') as Node;
        p.set('Node', {
          ...node,
          status: { ...node.status, conditions: [{ type: 'DiskPressure', status: 'True' }] },
        });
      },
    ],
    [
      'a taint that was left',
      nodesAreSound,
      (p) => {
        const node = p.find('Node', undefined, 'n-1') as Node;
        p.set('Node', {
          ...node,
          spec: { taints: [{ key: 'node.kubernetes.io/not-ready', effect: 'NoExecute' }] },
        });
      },
    ],
    [
      'a cordon without taint',
      nodesAreSound,
      (p) => {
        const node = p.find('Node', undefined, 'n-1') as Node;
        p.set('Node', { ...node, spec: { unschedulable: true } });
      },
    ],
    ['a node without its pod', daemonsAreInPlace, (p) => p.remove('Pod', daemons(p)[0] as Pod)],
    [
      'a pod where none may be',
      daemonsAreInPlace,
      (p) => p.set('Node', tainted(p.find('Node', undefined, 'n-1') as Node, 'NoExecute')),
    ],
    [
      'a failed pod',
      daemonsAreInPlace,
      (p) => {
        const [pod] = daemons(p) as [Pod];
        p.set('Pod', { ...pod, status: { ...pod.status, phase: 'Failed' } });
      },
    ],
    [
      'a pod that no kubelet sees',
      daemonsAreInPlace,
      (p) => p.set('Pod', { ...(daemons(p)[0] as Pod), status: { phase: 'Pending' } }),
    ],
    [
      'a pod that is not ready without a reason',
      soundPodsAreUp,
      (p) => p.set('Pod', { ...(daemons(p)[0] as Pod), status: { phase: 'Running' } }),
    ],
    ['a pod that waits beside room', daemonsAreInPlace, (p) => p.set('Pod', unbound(daemons(p)[0] as Pod))],
    [
      'a pod that waits without a word',
      daemonsAreInPlace,
      (p) => p.set('Pod', { ...unbound(daemons(p)[0] as Pod), status: { phase: 'Pending' } }),
    ],
    [
      'a pod that waits for a node that is gone',
      nobodyWaitsForGoneNodes,
      (p) => {
        const [pod] = daemons(p) as [Pod];
        p.set('Pod', unbound(pod));
        p.remove('Node', p.find('Node', undefined, pod.spec.nodeName ?? '') as Node);
      },
    ],
    [
      'a generation that was not seen',
      statusIsUpToDate,
      (p) => p.set('DaemonSet', withMeta(theSet(p), { generation: 9 })),
    ],
    ['a replica too few', replicasAreThere, (p) => p.remove('Pod', webs(p)[0] as Pod)],
  ])('%s', (_, verdict, doctor) => {
    const { picture, at } = calm();
    expect(verdict(picture, at)).toEqual([]);
    doctor(picture);
    expect(verdict(picture, at)).not.toEqual([]);
  });

  test('a pod that waits for a full node is in place', () => {
    const { picture, at } = calm();
    const [pod] = daemons(picture) as [Pod];
    const containers = [{ name: 'c', image: 'a', resources: { requests: { cpu: '4' } } }];
    picture.set('Pod', unbound(pod));
    picture.set('Pod', {
      ...pod,
      metadata: { ...pod.metadata, name: 'big', uid: 'big', ownerReferences: [] },
      spec: { ...pod.spec, containers },
    });
    expect(daemonsAreInPlace(picture, at)).toEqual([]);
  });
});
