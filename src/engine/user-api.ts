import type { Api, ApiRequest, ApiResult } from './api/types';
import type { Input } from './input';

export interface UserApiHooks {
  /** Logs and executes a mutating request. */
  submit(input: Input): ApiResult;
  /** Runs a dry run so that it leaves no trace. */
  dryRun<T>(run: () => T): T;
}

/** The API as the user sees it: reads and dry runs go straight through, changes become inputs of the log. */
export function createUserApi(api: Api, hooks: UserApiHooks): Api {
  const write = <T>(request: ApiRequest): ApiResult<T> => {
    const result = request.options?.dryRun
      ? hooks.dryRun(() => executeRequest(api, request))
      : hooks.submit({ type: 'request', request });
    return result as ApiResult<T>;
  };
  return {
    get: (kind, namespace, name) => api.get(kind, namespace, name),
    list: (kind, namespace) => api.list(kind, namespace),
    create: (kind, namespace, object, options) => write({ verb: 'create', kind, namespace, object, options }),
    update: (kind, namespace, name, object, options) =>
      write({ verb: 'update', kind, namespace, name, object, options }),
    patch: (kind, namespace, name, type, patch, options) =>
      write({ verb: 'patch', kind, namespace, name, type, patch, options }),
    delete: (kind, namespace, name, options) => write({ verb: 'delete', kind, namespace, name, options }),
    bind: (namespace, name, nodeName) => api.bind(namespace, name, nodeName),
  };
}

export function executeRequest(api: Api, request: ApiRequest): ApiResult {
  const { kind, namespace } = request;
  switch (request.verb) {
    case 'create':
      return api.create(kind, namespace, request.object, request.options);
    case 'update':
      return api.update(kind, namespace, request.name, request.object, request.options);
    case 'patch':
      return api.patch(kind, namespace, request.name, request.type, request.patch, request.options);
    case 'delete':
      return api.delete(kind, namespace, request.name, request.options);
  }
}
