/** A small cluster whose machines can be broken, and what it shows of them, as short lines with their times. */
import type { Node } from '../../k8s/types';
import type { Manifest } from '../api/types';
import { Cluster } from '../index';

export const START = 1_767_225_600_000;

export class FaultBench {
  readonly cluster = new Cluster({ seed: 7, startTime: START });
  /** `<seconds> <line>`: changes of nodes and pods, and events. */
  readonly lines: string[] = [];
  private readonly seen = new Map<string, string>();

  constructor(nodes: readonly string[] = ['w1', 'w2', 'w3']) {
    for (const name of nodes) this.cluster.input({ type: 'add-node', name, role: 'worker', boot: false });
  }

  get seconds(): number {
    return (this.cluster.now - START) / 1000;
  }

  daemonSet(name: string, spec: object = {}, requests?: object): void {
    this.cluster.api.create('DaemonSet', 'default', {
      apiVersion: 'apps/v1',
      kind: 'DaemonSet',
      metadata: { name },
      spec: { selector: { matchLabels: { app: name } }, template: template(name, spec, requests) },
    } as Manifest);
  }

  /** A pod bound to w1 without the scheduler. */
  pod(name: string, spec: object = {}, requests?: object): void {
    const { spec: podSpec } = template(name, { nodeName: 'w1', ...spec }, requests);
    this.cluster.api.create('Pod', 'default', {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name },
      spec: podSpec,
    } as Manifest);
  }

  break(fault: string, target = 'w1'): void {
    this.cluster.input({ type: 'break', fault, target });
  }

  mend(fault: string, target = 'w1'): void {
    this.cluster.input({ type: 'mend', fault, target });
  }

  /** Goes to a second after START, noting changes each tenth of a second. `about`: what is noted, by name. */
  to(second: number, about = /^w1$/): void {
    const end = START + second * 1000;
    while (this.cluster.now < end) {
      this.note(about);
      this.cluster.advanceTo(Math.min(end, this.cluster.now + 100));
    }
    this.note(about);
  }

  node(name = 'w1'): Node {
    return this.cluster.read.get('Node', undefined, name) as Node;
  }

  /** `MemoryPressure=False … Ready=True` in the stored order, and the taints. */
  shown(name = 'w1'): string {
    const { spec, status } = this.node(name);
    const conditions = (status.conditions ?? []).map((c) => `${c.type}=${c.status}`);
    const taints = (spec.taints ?? []).map((t) => `${t.key.replace('node.kubernetes.io/', '')}:${t.effect}`);
    return [...conditions, ...taints].join(' ');
  }

  /** Lines noted since the last call. */
  take(): string[] {
    return this.lines.splice(0);
  }

  private note(about: RegExp): void {
    const { read } = this.cluster;
    for (const node of read.list('Node'))
      if (about.test(node.metadata.name))
        this.say(`node ${node.metadata.name}`, this.shown(node.metadata.name));
    for (const { metadata, type, reason, message, involvedObject, count } of read.list('Event')) {
      if (!about.test(involvedObject.name ?? '')) continue;
      const times = count === 1 ? '' : ` x${count}`;
      this.say(`event ${metadata.name}`, `${type} ${reason} ${involvedObject.name}${times}: ${message}`);
    }
  }

  private say(key: string, line: string): void {
    if (this.seen.get(key) === line) return;
    this.seen.set(key, line);
    this.lines.push(`${this.seconds} ${line}`);
  }
}

function template(app: string, spec: object, requests?: object) {
  const resources = requests ? { resources: { requests } } : {};
  return {
    metadata: { labels: { app } },
    spec: { containers: [{ name: 'c', image: `${app}:1`, ...resources }], ...spec },
  };
}
