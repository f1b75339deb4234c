/** An API server over a real store, with the namespaces and service accounts that requests need. */
import type { Kind, KindMap } from '../../../k8s/types';
import { SeededRandom } from '../../random';
import { createApiServer } from '../server';
import { Store, type StoreChange } from '../store';
import type { Api, ApiResult, Manifest, Status } from '../types';

export const START = Date.UTC(2026, 0, 1);

export interface ServerFixture {
  store: Store;
  changes: StoreChange[];
  /** Requests from outside. */
  user: Api;
  /** Requests of a component. */
  component: Api;
  /** Milliseconds; change it to let time pass. */
  clock: { now: number };
}

export function serverFixture(): ServerFixture {
  const changes: StoreChange[] = [];
  const store = new Store((change) => changes.push(change));
  const clock = { now: START };
  const server = createApiServer({ store, now: () => clock.now, random: new SeededRandom(1) });
  const component = server('test-controller');
  for (const name of ['default', 'kube-system']) {
    must(component.create('Namespace', undefined, { metadata: { name } }));
    must(component.create('ServiceAccount', name, { metadata: { name: 'default' } }));
  }
  changes.length = 0;
  return { store, changes, clock, component, user: server('user') };
}

/** The object of a result that must be one. */
export function must<T>(result: ApiResult<T>): T {
  if (!result.ok) throw new Error(`${result.status.reason}: ${result.status.message}`);
  return result.object;
}

/** The status of a request that must fail. */
export function rejected(result: ApiResult<unknown>): Status {
  if (result.ok) throw new Error('the request was expected to fail');
  return result.status;
}

/** A stored object as a manifest, to be sent back. */
export function asManifest(object: KindMap[Kind]): Manifest {
  return object as unknown as Manifest;
}

export function podManifest(name: string, spec: Manifest = {}): Manifest {
  return { metadata: { name }, spec: { containers: [{ name: 'c', image: 'nginx:1.27' }], ...spec } };
}

export function daemonSetManifest(name: string, spec: Manifest = {}): Manifest {
  return {
    metadata: { name },
    spec: {
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels: { app: name } },
        spec: { containers: [{ name: 'c', image: 'nginx:1.27' }] },
      },
      ...spec,
    },
  };
}
