/** The control plane's own pods, run from files on its machine; the API server only sees mirrors of them (POD-44). */
import type { Node } from '../../k8s/types';
import type { Manifest } from '../api/types';
import type { Context } from '../component';
import { KUBERNETES_VERSION } from '../version';
import { addressesOn, machineAddress } from './addresses';
import { newWorker, prepare } from './pod-worker';
import { writeStatus } from './pod-status';
import { fullImageName, hex64 } from './registry';
import { including, type KubeletState, type Machine } from './state';
import { noteTaken } from './taken';
import { enterPodStage, enterStage, type Work } from './work';

const NAMESPACE = 'kube-system';

/** kubeadm's four: name, image, CPU request, memory request, port of the health check. */
const CONTROL_PLANE = [
  ['etcd', 'registry.k8s.io/etcd:3.6.4-0', '100m', '100Mi'],
  ['kube-apiserver', `registry.k8s.io/kube-apiserver:${KUBERNETES_VERSION}`, '250m', undefined],
  [
    'kube-controller-manager',
    `registry.k8s.io/kube-controller-manager:${KUBERNETES_VERSION}`,
    '200m',
    undefined,
  ],
  ['kube-scheduler', `registry.k8s.io/kube-scheduler:${KUBERNETES_VERSION}`, '100m', undefined],
] as const;

const COMMANDS: Record<string, (address: string, name: string) => string[]> = {
  etcd: (address, name) => ['etcd', `--advertise-client-urls=https://${address}:2379`, `--name=${name}`],
  'kube-apiserver': (address) => ['kube-apiserver', `--advertise-address=${address}`],
  'kube-controller-manager': () => ['kube-controller-manager', '--leader-elect=true'],
  'kube-scheduler': () => ['kube-scheduler', '--leader-elect=true'],
};

const DATA_DIRECTORIES: Record<string, string> = {
  etcd: '/var/lib/etcd',
  'kube-apiserver': '/etc/kubernetes/pki',
  'kube-controller-manager': '/etc/kubernetes/pki',
  'kube-scheduler': '/etc/kubernetes/scheduler.conf',
};

/** Creates the mirrors that are missing. The containers behind them run since the machine was set up. */
export function syncStaticPods(ctx: Context<KubeletState>, machine: Machine, node: Node): void {
  for (const row of CONTROL_PLANE) {
    const name = `${row[0]}-${machine.name}`;
    if (ctx.read.get('Pod', NAMESPACE, name)) continue;
    const created = ctx.api.create('Pod', NAMESPACE, mirrorPod(row, machine, node));
    if (created.ok)
      adopt({ ctx, machine, pod: created.object, worker: newWorker(created.object, machine, ctx.now) });
  }
}

/** Its containers already run, or are where they were when its last mirror went. */
function adopt(work: Work): void {
  const { ctx, machine, worker } = work;
  ctx.state.workers.set(worker.uid, worker);
  machine.pods = including(machine.pods, worker.uid);
  const before = machine.unmirrored?.get(worker.name);
  if (before) {
    machine.unmirrored?.delete(worker.name);
    Object.assign(worker, before, { uid: worker.uid });
    if (worker.podIP !== '') addressesOn(ctx.state, machine).add(worker.podIP);
  }
  noteTaken(ctx.state, work.pod);
  if (before) {
    writeStatus(work);
    // The machine was off when it had no mirror.
    if (worker.stage === 'containers' && !worker.sandbox) prepare(work);
    ctx.setTimer(`pod:${worker.uid}`, ctx.now);
    return;
  }
  worker.sandbox = true;
  enterPodStage(work, 'containers');
  for (const container of worker.main) {
    container.starts = 1;
    container.runs = 1;
    container.startedAt = ctx.now;
    container.started = true;
    container.ready = true;
    enterStage(work, container, 'running');
    machine.images = including(machine.images, fullImageName(container.image));
  }
  writeStatus(work);
}

function mirrorPod(row: (typeof CONTROL_PLANE)[number], machine: Machine, node: Node): Manifest {
  const [component, image, cpu, memory] = row;
  const address = machineAddress(machine);
  const hash = hex64(`${component}/${machine.name}`).slice(0, 32);
  const path = DATA_DIRECTORIES[component] ?? '/';
  const volume =
    component === 'etcd' ? 'etcd-data' : component === 'kube-scheduler' ? 'kubeconfig' : 'k8s-certs';
  const type = component === 'kube-scheduler' ? 'FileOrCreate' : 'DirectoryOrCreate';
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: `${component}-${machine.name}`,
      namespace: NAMESPACE,
      labels: { component, tier: 'control-plane' },
      annotations: {
        'kubernetes.io/config.hash': hash,
        'kubernetes.io/config.mirror': hash,
        'kubernetes.io/config.seen': node.metadata.creationTimestamp,
        'kubernetes.io/config.source': 'file',
      },
      ownerReferences: [
        { apiVersion: 'v1', kind: 'Node', name: machine.name, uid: machine.uid, controller: true },
      ],
    },
    spec: {
      containers: [
        {
          name: component,
          image,
          command: COMMANDS[component]?.(address, machine.name) ?? [component],
          imagePullPolicy: 'IfNotPresent',
          resources: { requests: { cpu, ...(memory !== undefined && { memory }) } },
          volumeMounts: [{ mountPath: path, name: volume, readOnly: component !== 'etcd' }],
        },
      ],
      hostNetwork: true,
      nodeName: machine.name,
      priorityClassName: 'system-node-critical',
      restartPolicy: 'Always',
      tolerations: [{ effect: 'NoExecute', operator: 'Exists' }],
      volumes: [{ name: volume, hostPath: { path, type } }],
    },
  };
}
