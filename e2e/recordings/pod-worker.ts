/** What a stand-in for a kubelet does with one pod. */
import type { Pod } from '../../src/k8s/types';
import type { Client } from './client';
import { PAUSE, PULL, SLOW_PULL, STOP, UNTIL_CRASH, UNTIL_SANDBOX } from './stand-in';

export const STRATEGIC = 'application/strategic-merge-patch+json';

export type Condition = Record<string, unknown>;

/** The machine it runs on. */
export interface Host {
  readonly client: Client;
  /** Neither hears nor says anything. */
  silent: boolean;
  readonly address: string;
  podAddress(): string;
}

interface ContainerState {
  ready: boolean;
  restarts: number;
  state: Record<string, unknown>;
  last?: Record<string, unknown>;
}

class Ended extends Error {}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

export function now(): string {
  return new Date().toISOString().slice(0, 19) + 'Z';
}

export class PodWorker {
  ended = false;
  private stopping = false;
  private phase = 'Pending';
  private failure: { reason: string; message: string } | undefined;
  private sandbox = false;
  private started = false;
  private readonly startTime = now();
  private readonly address: string;
  private readonly conditions = new Map<string, Condition>();
  private container: ContainerState = waiting('ContainerCreating');

  constructor(
    private readonly kubelet: Host,
    public pod: Pod,
  ) {
    this.address = pod.spec.hostNetwork ? kubelet.address : kubelet.podAddress();
  }

  async run(work: () => Promise<void> | undefined): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof Ended) && !this.ended) throw error;
    }
  }

  async start(): Promise<void> {
    if (this.pod.status?.phase !== 'Pending') return;
    const tag = /:([^/:]*)$/.exec(this.pod.spec.containers[0]?.image ?? '')?.[1] ?? '';
    await this.step(UNTIL_SANDBOX);
    if (tag.includes('rejected')) {
      this.phase = 'Failed';
      const message =
        "Pod was rejected: Node didn't have enough resource: cpu, requested: 100, used: 4000, capacity: 4000";
      this.failure = { reason: 'OutOfcpu', message };
      return this.write();
    }
    await this.write();
    this.sandbox = true;
    await this.step(tag.includes('slow') ? SLOW_PULL : PULL);
    if (tag.includes('broken')) return this.pullForEver();
    for (let delay = 0; ; delay = Math.min(Math.max(10_000, delay * 2), 300_000)) {
      this.phase = 'Running';
      this.started = true;
      const { restarts, last } = this.container;
      const state = { running: { startedAt: now() } };
      this.container = { ready: !tag.includes('unready'), restarts, state, ...(last && { last }) };
      await this.write();
      if (!tag.includes('crash')) return;
      await this.step(UNTIL_CRASH);
      const terminated = { exitCode: 1, reason: 'Error', finishedAt: now() };
      this.container = { ready: false, restarts, state: { terminated }, last: { terminated } };
      await this.write();
      if (delay > 0) {
        await this.step(1000);
        this.container.state = { waiting: { reason: 'CrashLoopBackOff' } };
        await this.write();
      }
      await this.step(delay);
      this.container.restarts++;
    }
  }

  terminate(): void {
    if (this.stopping) return;
    this.stopping = true;
    void this.run(async () => {
      await pause(STOP);
      await this.awake();
      if (this.container.state['running']) {
        const terminated = { exitCode: 0, reason: 'Completed', finishedAt: now() };
        this.container = { ...this.container, ready: false, state: { terminated } };
      }
      this.sandbox = false;
      await this.write();
      const preconditions = { uid: this.pod.metadata.uid };
      await this.kubelet.client.send('DELETE', this.path(), { gracePeriodSeconds: 0, preconditions });
    });
  }

  async write(): Promise<void> {
    if (this.ended || this.kubelet.silent) return;
    const { ready, restarts, state, last } = this.container;
    const [spec] = this.pod.spec.containers;
    const name = spec?.name ?? '';
    const unready = ready
      ? {}
      : { reason: 'ContainersNotReady', message: `containers with unready status: [${name}]` };
    const flag = (value: boolean): string => (value ? 'True' : 'False');
    const status = {
      phase: this.phase,
      startTime: this.startTime,
      ...this.failure,
      ...(!this.failure && {
        conditions: [
          this.condition('PodReadyToStartContainers', flag(this.sandbox)),
          this.condition('Initialized', 'True'),
          this.condition('Ready', flag(ready), unready),
          this.condition('ContainersReady', flag(ready), unready),
          this.condition('PodScheduled', 'True'),
        ],
        hostIP: this.kubelet.address,
        ...(this.sandbox && { podIP: this.address, podIPs: [{ ip: this.address }] }),
        containerStatuses: [
          {
            name,
            image: spec?.image,
            imageID: '',
            ready,
            started: this.started && 'running' in state,
            restartCount: restarts,
            state,
            lastState: last ?? {},
          },
        ],
      }),
    };
    const patch = { metadata: { uid: this.pod.metadata.uid }, status };
    await this.kubelet.client.send('PATCH', `${this.path()}/status`, patch, STRATEGIC);
  }

  private async pullForEver(): Promise<void> {
    for (let delay = 10_000; ; delay = Math.min(delay * 2, 300_000)) {
      this.container = waiting('ErrImagePull');
      await this.write();
      await this.step(2000);
      this.container = waiting('ImagePullBackOff');
      await this.write();
      await this.step(delay);
    }
  }

  private condition(type: string, status: string, more: object = {}): Condition {
    const old = this.conditions.get(type);
    const lastTransitionTime = old?.['status'] === status ? old['lastTransitionTime'] : now();
    const next = {
      type,
      status,
      lastTransitionTime,
      lastProbeTime: null,
      reason: null,
      message: null,
      ...more,
    };
    this.conditions.set(type, next);
    return next;
  }

  private path(): string {
    return `/api/v1/namespaces/${this.pod.metadata.namespace}/pods/${this.pod.metadata.name}`;
  }

  private async step(ms: number): Promise<void> {
    await pause(ms);
    await this.awake();
    if (this.ended || this.stopping) throw new Ended();
  }

  private async awake(): Promise<void> {
    while (this.kubelet.silent && !this.ended) await pause(PAUSE);
    if (this.ended) throw new Ended();
  }
}

function waiting(reason: string): ContainerState {
  return { ready: false, restarts: 0, state: { waiting: { reason } } };
}
