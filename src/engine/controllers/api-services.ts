/**
 * Registers the groups and versions of CustomResourceDefinitions with the aggregator. The APIServices of the server's own groups are
 * created once, when it starts. Queue keys: names of APIServices.
 */
import type { CustomResourceDefinition } from '../../k8s/types';
import { customApiService, MANAGED } from '../built-in/api-services';
import type { Component, SyncError } from '../component';
import type { ApiResult, DeleteResult } from '../api/types';

export const apiServiceRegistration: Component<null> = {
  name: 'crd-autoregister',
  initialState: () => null,
  onEvent(ctx, { kind, type, object, old }) {
    if (kind === 'CustomResourceDefinition') {
      for (const definition of [object, old] as (CustomResourceDefinition | undefined)[])
        for (const { name } of definition?.spec.versions ?? [])
          ctx.enqueue(`${name}.${definition?.spec.group ?? ''}`);
    } else if (kind === 'APIService' && type === 'DELETED') ctx.enqueue(object.metadata.name);
  },
  sync(ctx, name) {
    const [version = ''] = name.split('.', 1);
    const group = name.slice(version.length + 1);
    const served = ctx.read
      .list('CustomResourceDefinition')
      .some(({ spec }) => spec.group === group && spec.versions.some((v) => v.name === version && v.served));
    const stored = ctx.read.get('APIService', undefined, name);
    if (served && !stored)
      return problem(ctx.api.create('APIService', undefined, customApiService(group, version)));
    // One that somebody else made stays.
    if (!served && stored?.metadata.labels?.[MANAGED] === 'true')
      return problem(ctx.api.delete('APIService', undefined, name));
    return undefined;
  },
};

function problem(result: ApiResult | DeleteResult): SyncError | undefined {
  return result.ok ? undefined : { error: result.status.message };
}
