import type { Api, ApiRequest, RequestResult } from './api/types';
import type { Input } from './input';

export interface UserApiHooks {
  /** Logs and executes a mutating request. */
  submit(input: Input): RequestResult;
  /** Runs a dry run so that it leaves no trace. */
  dryRun<T>(run: () => T): T;
  /** Comes before whatever looks at the store. */
  beforeRead: () => void;
}

/** The API as the user sees it: reads and dry runs go straight through, changes become inputs of the log. */
export function createUserApi(api: Api, hooks: UserApiHooks): Api {
  /** The answer is that of the request's verb. */
  const write = <T extends RequestResult>(request: ApiRequest): T => {
    hooks.beforeRead();
    const result = request.options?.dryRun
      ? hooks.dryRun(() => executeRequest(api, request))
      : hooks.submit({ type: 'request', request });
    return result as T;
  };
  const { beforeRead } = hooks;
  return {
    get: (kind, namespace, name) => (beforeRead(), api.get(kind, namespace, name)),
    list: (kind, namespace) => (beforeRead(), api.list(kind, namespace)),
    page: (kind, namespace, options) => (beforeRead(), api.page(kind, namespace, options)),
    getScale: (kind, namespace, name) => (beforeRead(), api.getScale(kind, namespace, name)),
    log: (namespace, name, options) => (beforeRead(), api.log(namespace, name, options)),
    create: (kind, namespace, object, options) => write({ verb: 'create', kind, namespace, object, options }),
    update: (kind, namespace, name, object, options) =>
      write({ verb: 'update', kind, namespace, name, object, options }),
    patch: (kind, namespace, name, type, patch, options) =>
      write({ verb: 'patch', kind, namespace, name, type, patch, options }),
    delete: (kind, namespace, name, options) => write({ verb: 'delete', kind, namespace, name, options }),
    deleteCollection: (kind, namespace, list, options) =>
      write({ verb: 'deleteCollection', kind, namespace, list, options }),
    bind: (namespace, name, target, options) =>
      write({ verb: 'bind', kind: 'Pod', namespace, name, target, options }),
    evict: (namespace, name, eviction, options) =>
      write({ verb: 'evict', kind: 'Pod', namespace, name, eviction, options }),
  };
}

export function executeRequest(api: Api, request: ApiRequest): RequestResult {
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
    case 'deleteCollection':
      return api.deleteCollection(kind, namespace, request.list, request.options);
    case 'bind':
      return api.bind(request.namespace, request.name, request.target, request.options);
    case 'evict':
      return api.evict(request.namespace, request.name, request.eviction, request.options);
  }
}
