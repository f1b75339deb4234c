/** The kubelets alone with a store and a clock: no scheduler, no controllers. */
import { podReadyCount, podRestarts, podStatusWord } from '../../../k8s/pod-status';
import type { Node, Pod, PodSpec } from '../../../k8s/types';
import type { Context } from '../../component';
import type { AddNodeInput } from '../../input';
import { FakeCluster, START } from '../../testing/fake-context';
import { kubelets, type KubeletState } from '../index';

export interface BenchEvent {
  at: number;
  about: string;
  type: string;
  reason: string;
  message: string;
  fieldPath?: string;
}

export class KubeletBench {
  readonly cluster: FakeCluster<KubeletState>;
  readonly events: BenchEvent[] = [];
  /** `<seconds> <READY> <STATUS> <restarts>` for each change of what kubectl shows of a pod, by name. */
  readonly shown = new Map<string, string[]>();

  constructor() {
    this.cluster = new FakeCluster({
      ...kubelets,
      onEvent: (ctx, event) => {
        if (event.kind === 'Pod') this.record(event.object, event.type === 'DELETED');
        kubelets.onEvent?.(ctx, event);
      },
    });
    this.cluster.graceful = true;
    const { ctx } = this.cluster as unknown as { ctx: { event: Context<KubeletState>['event'] } };
    ctx.event = (about, type, reason, message, options) =>
      void this.events.push({
        at: this.seconds,
        about: `${about.kind}/${about.name}`,
        type,
        reason,
        message,
        ...(options?.fieldPath !== undefined && { fieldPath: options.fieldPath }),
      });
  }

  get seconds(): number {
    return (this.cluster.now - START) / 1000;
  }

  get state(): KubeletState {
    return this.cluster.ctx.state;
  }

  node(name = 'worker-1', input: Partial<AddNodeInput> = {}): Node {
    kubelets.onInput?.(this.cluster.ctx, { type: 'add-node', name, role: 'worker', boot: false, ...input });
    this.cluster.drain();
    return this.cluster.store.get('Node', undefined, name) as Node;
  }

  break(fault: string, target = 'worker-1'): void {
    this.cluster.happen({ type: 'break', fault, target });
    this.cluster.drain();
  }

  mend(fault: string, target = 'worker-1'): void {
    this.cluster.happen({ type: 'mend', fault, target });
    this.cluster.drain();
  }

  /** A pod bound to a node. */
  pod(
    name: string,
    spec: Partial<PodSpec> | string,
    node = 'worker-1',
    more: Partial<Pod['metadata']> = {},
  ): Pod {
    const given = typeof spec === 'string' ? { containers: [{ name: 'app', image: spec }] } : spec;
    const pod = this.cluster.put<Pod>({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, namespace: 'default', ...more },
      spec: { nodeName: node, containers: [{ name: 'app', image: 'nginx:1.27' }], ...given },
      status: { phase: 'Pending', qosClass: 'BestEffort' },
    });
    this.cluster.drain();
    return pod;
  }

  get(name: string, namespace = 'default'): Pod | undefined {
    return this.cluster.store.get('Pod', namespace, name);
  }

  /** DELETE as the API server does it (API-14). */
  delete(name: string, grace = 30): void {
    this.cluster.change(this.get(name) as Pod, (pod) => ({
      ...pod,
      metadata: {
        ...pod.metadata,
        deletionTimestamp: new Date(this.cluster.now + grace * 1000).toISOString(),
        deletionGracePeriodSeconds: grace,
      },
    }));
    this.cluster.drain();
  }

  /** Lets `seconds` pass. */
  run(seconds: number): void {
    const end = this.cluster.now + seconds * 1000;
    this.cluster.drain();
    for (;;) {
      const due = [...this.cluster.timers].filter(([, at]) => at <= end).sort((a, b) => a[1] - b[1])[0];
      if (!due) break;
      this.cluster.timers.delete(due[0]);
      this.cluster.now = Math.max(this.cluster.now, due[1]);
      kubelets.onTimer?.(this.cluster.ctx, due[0]);
      this.cluster.drain();
    }
    this.cluster.now = end;
  }

  /** Status words of a pod in the order in which they were shown. */
  words(name: string): string[] {
    return (this.shown.get(name) ?? []).map((line) => line.split(' ').slice(1).join(' '));
  }

  reasons(about: string): string[] {
    return this.events.filter((e) => e.about === about).map((e) => e.reason);
  }

  private record(pod: Pod, gone: boolean): void {
    const { ready, total } = podReadyCount(pod);
    const text = gone
      ? 'gone'
      : `${ready}/${total} ${podStatusWord(pod)} ${podRestarts(pod, this.cluster.now).split(' ')[0]}`;
    const lines = this.shown.get(pod.metadata.name) ?? [];
    if (lines.at(-1)?.endsWith(` ${text}`)) return;
    lines.push(`${this.seconds} ${text}`);
    this.shown.set(pod.metadata.name, lines);
  }
}
