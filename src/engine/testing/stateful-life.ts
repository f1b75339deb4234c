/** A StatefulSet `web` in a whole cluster, with short texts for what is there. */
import type { JsonObject, Pod, StatefulSet } from '../../k8s/types';
import { Cluster } from '../cluster';
import type { Component } from '../component';
import { statefulSetController } from '../controllers/statefulset/index';
import { COMPONENTS } from '../registry';

export const START = 1_767_225_600_000;
const components = [...new Set([...COMPONENTS, statefulSetController as Component])];

export interface StatefulOptions {
  spec?: JsonObject;
  image?: string;
  podSpec?: JsonObject;
  annotations?: Record<string, string>;
}

export function manifest({ spec, image = 'nginx:1', podSpec, annotations }: StatefulOptions): JsonObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: 'web', namespace: 'default' },
    spec: {
      serviceName: 'web',
      replicas: 3,
      selector: { matchLabels: { app: 'web' } },
      template: {
        metadata: { labels: { app: 'web' }, ...(annotations && { annotations }) },
        spec: { terminationGracePeriodSeconds: 2, containers: [{ name: 'c', image }], ...podSpec },
      },
      ...spec,
    },
  };
}

export class StatefulLife {
  readonly cluster = new Cluster({ seed: 3, startTime: START, components });

  constructor(options: StatefulOptions = {}) {
    for (const name of ['worker-1', 'worker-2'])
      this.cluster.input({ type: 'add-node', name, role: 'worker', boot: false });
    this.cluster.api.create('StorageClass', undefined, {
      apiVersion: 'storage.k8s.io/v1',
      kind: 'StorageClass',
      metadata: { name: 'standard' },
      provisioner: 'example.com/disks',
      volumeBindingMode: 'WaitForFirstConsumer',
    });
    const created = this.cluster.api.create('StatefulSet', 'default', manifest(options));
    if (!created.ok) throw new Error(created.status.message);
    this.cluster.settle();
  }

  wait(seconds: number): this {
    this.cluster.advanceTo(this.cluster.now + seconds * 1000);
    return this;
  }

  patch(spec: JsonObject): this {
    const done = this.cluster.api.patch('StatefulSet', 'default', 'web', 'merge', { spec });
    if (!done.ok) throw new Error(done.status.message);
    this.cluster.settle();
    return this;
  }

  image(image: string): this {
    return this.patch({ template: { spec: { containers: [{ name: 'c', image }] } } });
  }

  get set(): StatefulSet {
    return this.cluster.read.get('StatefulSet', 'default', 'web') as StatefulSet;
  }

  pod(ordinal: number): Pod {
    return this.cluster.read.get('Pod', 'default', `web-${ordinal}`) as Pod;
  }

  /** `web-0=nginx:1 …`, those that go in brackets. */
  get pods(): string {
    return this.cluster.read
      .list('Pod', 'default')
      .map(({ metadata, spec }) => {
        const text = `${metadata.name}=${spec.containers[0]?.image ?? ''}`;
        return metadata.deletionTimestamp === undefined ? text : `(${text})`;
      })
      .join(' ');
  }

  get names(): string {
    return this.cluster.read
      .list('Pod', 'default')
      .map(({ metadata }) => metadata.name)
      .join(' ');
  }

  get events(): string[] {
    return this.cluster.read
      .list('Event', 'default')
      .filter((event) => event.involvedObject.kind === 'StatefulSet')
      .map((e) => `${e.type} ${e.reason} ${e.message} x${e.count} (${e.source?.component})`);
  }

  get revisions(): string[] {
    return this.cluster.read
      .list('ControllerRevision', 'default')
      .toSorted((a, b) => a.revision - b.revision)
      .map((r) => `${r.metadata.name} ${r.revision}`);
  }
}
