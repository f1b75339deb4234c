import type { AnyObject, Json, JsonObject, Kind, Pod } from '../../k8s/types';
import type { Api, ApiResult, PatchType } from '../api/types';
import { failure, type FakeCluster } from './fake-context';

/** Teaches the fake API the two requests it lacks: binding, and strategic patches of status conditions. */
export function withConditionApi<S>(cluster: FakeCluster<S>): FakeCluster<S> {
  const { api } = cluster.ctx;
  const patch = api.patch.bind(api);
  const extra = {
    patch: (kind: Kind, namespace: string | undefined, name: string, type: PatchType, body: Json) => {
      if (type !== 'strategic') return patch(kind, namespace, name, type, body);
      const found = cluster.store.get(kind, namespace, name) as AnyObject | undefined;
      if (!found) return { ok: false, status: failure('NotFound', `${name} not found`) };
      const { conditions, ...rest } = (body as { status: JsonObject }).status;
      const old = (found as Pod).status.conditions ?? [];
      const merged = mergeByType(old as unknown as JsonObject[], (conditions ?? []) as JsonObject[]);
      return patch(kind, namespace, name, 'merge', { status: { ...rest, conditions: merged } });
    },
    bind: (namespace: string, name: string, nodeName: string): ApiResult<Pod> => {
      const pod = cluster.store.get('Pod', namespace, name);
      if (!pod) return { ok: false, status: failure('NotFound', `pods "${name}" not found`) };
      const refusal = cluster.intercept?.({
        verb: 'update',
        kind: 'Pod',
        namespace,
        name,
        subresource: 'binding',
      });
      if (refusal) return { ok: false, status: refusal };
      return { ok: true, object: cluster.change(pod, (p) => ({ ...p, spec: { ...p.spec, nodeName } })) };
    },
  } as unknown as Partial<Api>;
  Object.assign(api, extra);
  return cluster;
}

function mergeByType(old: readonly JsonObject[], changes: readonly JsonObject[]): JsonObject[] {
  const result = [...old];
  for (const change of changes) {
    const at = result.findIndex((condition) => condition['type'] === change['type']);
    if (at < 0) result.push(change);
    else result[at] = { ...result[at], ...change };
  }
  return result;
}
