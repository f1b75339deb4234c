/**
 * What the API server looks after by itself: the Service `kubernetes` and its endpoints every 10 s, its namespaces every minute.
 * Timers run only while something is missing.
 */
import { deepEqual } from '../../lib/equal';
import type { Manifest, WatchEvent } from '../api/types';
import {
  KUBERNETES_ENDPOINTS,
  KUBERNETES_SERVICE,
  KUBERNETES_SLICE,
  SERVICE_NAME,
  SERVICE_NAMESPACE,
} from '../built-in/kubernetes-service';
import { NAMESPACES } from '../built-in/namespaces';
import type { Component, Context } from '../component';

interface State {
  /** When the server started: what it does periodically it does in steps from there. */
  since: number | undefined;
}

type Ctx = Context<State>;

const PERIODS: Readonly<Record<string, number>> = { service: 10_000, namespaces: 60_000 };

/** Timer keys: those of PERIODS. */
export const apiServer: Component<State> = {
  name: 'kube-apiserver',
  initialState: () => ({ since: undefined }),
  onEvent(ctx, event) {
    ctx.state.since ??= ctx.now;
    const key = concerned(event);
    if (key === undefined) return;
    const { since } = ctx.state;
    const period = PERIODS[key] ?? 0;
    ctx.setTimer(key, since + (Math.floor((ctx.now - since) / period) + 1) * period);
  },
  onTimer(ctx, key) {
    if (key === 'service') restoreService(ctx);
    else {
      for (const name of NAMESPACES)
        if (!ctx.read.get('Namespace', undefined, name))
          ctx.api.create('Namespace', undefined, { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
    }
  },
};

function concerned({ kind, type, object }: WatchEvent): string | undefined {
  const { name, namespace } = object.metadata;
  if (kind === 'Namespace') return type === 'DELETED' && NAMESPACES.includes(name) ? 'namespaces' : undefined;
  if (name !== SERVICE_NAME || namespace !== SERVICE_NAMESPACE || type === 'ADDED') return undefined;
  // The Service itself is only created, never put right.
  if (kind === 'Service') return type === 'DELETED' ? 'service' : undefined;
  return kind === 'Endpoints' || kind === 'EndpointSlice' ? 'service' : undefined;
}

function restoreService({ api, read }: Ctx): void {
  if (!read.get('Service', SERVICE_NAMESPACE, SERVICE_NAME))
    api.create('Service', SERVICE_NAMESPACE, KUBERNETES_SERVICE);
  restore('Endpoints', KUBERNETES_ENDPOINTS, ['subsets']);
  restore('EndpointSlice', KUBERNETES_SLICE, ['endpoints', 'ports']);

  function restore(kind: 'Endpoints' | 'EndpointSlice', wanted: Manifest, fields: readonly string[]): void {
    const stored = read.get(kind, SERVICE_NAMESPACE, SERVICE_NAME) as unknown as Manifest | undefined;
    if (!stored) api.create(kind, SERVICE_NAMESPACE, wanted);
    else if (fields.some((field) => !deepEqual(stored[field], wanted[field])))
      api.update(kind, SERVICE_NAMESPACE, SERVICE_NAME, {
        ...stored,
        ...Object.fromEntries(fields.map((f) => [f, wanted[f] as never])),
      });
  }
}
