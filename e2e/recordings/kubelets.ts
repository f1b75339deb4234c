/**
 * Stand-ins for kubelets: each registers a Node, renews its lease and its status and plays the pods bound to it. What they say is
 * this project's idea of a kubelet, so nothing of it is a witness; what the control plane makes of it is.
 * The tag of an image decides as in src/engine/kubelet/registry.ts, and `rejected` has the pod Failed on arrival.
 */
import type { Node, Pod } from '../../src/k8s/types';
import type { Client } from './client';
import { now, PodWorker, STRATEGIC, type Condition, type Host } from './pod-worker';
import { conditionRows, HEARTBEAT, MACHINE_STATUS, UNTIL_NETWORK } from './stand-in';

const MERGE = 'application/merge-patch+json';

export interface Machine {
  name: string;
  /** `key=value` */
  labels: string[];
  /** `key=value:Effect` */
  taints: string[];
}

export class Kubelets {
  private readonly running = new Map<string, Kubelet>();

  constructor(private readonly client: Client) {}

  async open(): Promise<void> {
    await this.client.watch('/api/v1/pods', ({ type, object }) => {
      const pod = object as Pod;
      this.running.get(pod.spec.nodeName ?? '')?.see(pod, type === 'DELETED');
    });
  }

  async add(machine: Machine): Promise<void> {
    const kubelet = new Kubelet(this.client, machine, this.running.size);
    this.running.set(machine.name, kubelet);
    await kubelet.register();
  }

  /** Nodes that are Ready, but on which nothing ever starts. */
  async crowd(count: number): Promise<void> {
    for (let i = 1; i <= count; i++) {
      const name = `crowd-${String(i).padStart(3, '0')}`;
      const kubelet = new Kubelet(this.client, { name, labels: [], taints: [] }, 0);
      this.running.set(name, kubelet);
      await kubelet.register();
      kubelet.idle = true;
    }
  }

  stop(name: string): void {
    this.find(name).silent = true;
  }

  async start(name: string): Promise<void> {
    await this.find(name).wake();
  }

  close(): void {
    for (const kubelet of this.running.values()) kubelet.close();
  }

  private find(name: string): Kubelet {
    const kubelet = this.running.get(name);
    if (!kubelet) throw new Error(`no machine ${name}`);
    return kubelet;
  }
}

class Kubelet implements Host {
  silent = false;
  /** Ignores its pods. */
  idle = false;
  private readonly pods = new Map<string, PodWorker>();
  private readonly conditions = new Map<string, Condition>();
  private timer: NodeJS.Timeout | undefined;
  private networkReady = false;
  private addresses = 2;

  constructor(
    readonly client: Client,
    private readonly machine: Machine,
    private readonly index: number,
  ) {}

  get address(): string {
    return `172.18.0.${this.index + 2}`;
  }

  podAddress(): string {
    return `10.244.${this.index}.${this.addresses++}`;
  }

  async register(): Promise<void> {
    const { name } = this.machine;
    const labels: Record<string, string> = {
      'beta.kubernetes.io/arch': 'amd64',
      'beta.kubernetes.io/os': 'linux',
      'kubernetes.io/arch': 'amd64',
      'kubernetes.io/hostname': name,
      'kubernetes.io/os': 'linux',
    };
    for (const label of this.machine.labels) {
      const [key = '', value = ''] = label.split('=');
      labels[key] = value;
    }
    const taints = this.machine.taints.map((taint) => {
      const [, key, value, effect] = /^([^=:]+)(?:=([^:]*))?:(\w+)$/.exec(taint) ?? [];
      return { key, ...(value && { value }), effect };
    });
    const metadata = { name, labels };
    const node = { apiVersion: 'v1', kind: 'Node', metadata, spec: { taints }, status: this.status() };
    await this.client.send('POST', '/api/v1/nodes', node);
    await this.client.send('POST', '/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases', {
      apiVersion: 'coordination.k8s.io/v1',
      kind: 'Lease',
      metadata: { name, namespace: 'kube-node-lease' },
      spec: { holderIdentity: name, leaseDurationSeconds: 40, renewTime: microTime() },
    });
    setTimeout(() => {
      this.networkReady = true;
      void this.beat();
    }, UNTIL_NETWORK);
    this.timer = setInterval(() => void this.beat(), HEARTBEAT);
  }

  async wake(): Promise<void> {
    this.silent = false;
    await this.beat();
    for (const worker of this.pods.values()) await worker.write();
  }

  close(): void {
    clearInterval(this.timer);
    this.silent = true;
    for (const worker of this.pods.values()) worker.ended = true;
  }

  see(pod: Pod, gone: boolean): void {
    if (this.idle) return;
    const uid = pod.metadata.uid ?? '';
    let worker = this.pods.get(uid);
    if (gone) {
      if (worker) worker.ended = true;
      this.pods.delete(uid);
      return;
    }
    if (!worker) {
      worker = new PodWorker(this, pod);
      this.pods.set(uid, worker);
      void worker.run(() => worker?.start());
    }
    worker.pod = pod;
    if (pod.metadata.deletionTimestamp !== undefined) worker.terminate();
  }

  private async beat(): Promise<void> {
    if (this.silent) return;
    const { name } = this.machine;
    const lease = `/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases/${name}`;
    await this.client
      .send('PATCH', lease, { spec: { renewTime: microTime() } }, MERGE)
      .catch(() => undefined);
    const { body } = await this.client.send('GET', `/api/v1/nodes/${name}`);
    // As a kubelet does: the status only when it differs from what the API has.
    const conditions = (body as Node).status?.conditions ?? [];
    const status = this.status();
    const differs = status.conditions.some(
      (own) => conditions.find((c) => c.type === own['type'])?.status !== own['status'],
    );
    if (differs) await this.client.send('PATCH', `/api/v1/nodes/${name}/status`, { status }, STRATEGIC);
  }

  private status(): { conditions: Condition[]; [field: string]: unknown } {
    return {
      ...MACHINE_STATUS,
      addresses: [
        { type: 'InternalIP', address: this.address },
        { type: 'Hostname', address: this.machine.name },
      ],
      conditions: conditionRows(this.networkReady).map(([type, status, reason, message]) => {
        const old = this.conditions.get(type);
        const same = old?.['status'] === status;
        const lastTransitionTime = same ? old['lastTransitionTime'] : now();
        const next = { type, status, reason, message, lastHeartbeatTime: now(), lastTransitionTime };
        this.conditions.set(type, next);
        return next;
      }),
    };
  }
}

function microTime(): string {
  return new Date().toISOString().replace('Z', '000Z');
}
