import { cpuSeconds } from '../cost';
import type { Figure } from '../figure';
import { addNodes, deployment, emptyCluster, kubectl, untilReady } from '../loads/cluster';
import { installPeer, PEER, peerCpuSeconds } from '../peer/webernetes';

const sizes = [50, 200, 500];
const quickSizes = [20, 50, 100];

/** What can be asked of both: the peer has no DaemonSets. */
export const OURS_LIKE_PEER: Figure = {
  name: 'like-peer',
  how: 'The load of the figure `peer`: from nothing to nodes, a Deployment of as many pods, and all of them Ready.',
  lines: [{ key: 'cpu', title: 'a Deployment of as many pods as nodes, from nothing', unit: 's', aims: [] }],
  sizes,
  quickSizes,
  runs: 3,
  measure(size) {
    const cpu = cpuSeconds(() => {
      const cluster = emptyCluster();
      addNodes(cluster, size);
      kubectl(cluster, 'kubectl apply -f -', deployment('web', size));
      untilReady(cluster, size);
    });
    return { cpu };
  },
};

export const THE_PEER: Figure = {
  name: 'peer',
  how: `${PEER}, from \`new Cluster({ nodes })\` to a Deployment’s pods all Ready; it plays in real time, so its CPU time is compared, not its waiting.`,
  lines: [{ key: 'cpu', title: `the same with ${PEER}`, unit: 's', aims: [] }],
  sizes,
  quickSizes,
  runs: 1,
  prepare: installPeer,
  async measure(size) {
    return { cpu: await peerCpuSeconds(size) };
  },
};
