/**
 * The API server: the only door to state (architecture rule 6). Each verb runs decode → defaults → admission → preparation →
 * validation → store; a rejection is a Status and changes nothing.
 */
import type { Kind, KindMap } from '../../k8s/types';
import { bind } from './binding';
import { create } from './create';
import { remove, removeCollection } from './delete';
import { notFound } from './errors';
import { evict } from './eviction';
import { podLog } from './log';
import { listPage } from './page';
import { getScale, patchScale, updateScale } from './scale-subresource';
import { fail, ServerContext, type ApiServerDeps, type Outcome, type Row } from './server-context';
import type { Api, ApiResult, DeleteResult, ListOptions, ListResult } from './types';
import { patch, update } from './update';

export function createApiServer(deps: ApiServerDeps): (actor: string) => Api {
  return (actor) => {
    const context = new ServerContext(deps, actor);
    return {
      get: (kind, namespace, name) =>
        of(
          kind,
          context.on(kind, (row) => get(context, row, namespace, name)),
        ),
      list: (kind, namespace) => context.list(kind, namespace),
      page: (kind, namespace, options) =>
        of(
          kind,
          context.on(kind, (row) => page(context, row, namespace, options)),
        ),
      create: (kind, namespace, object, options = {}) =>
        of(
          kind,
          context.on(kind, (row) => create(context, row, namespace, object, options), object),
        ),
      update: (kind, namespace, name, object, options = {}) =>
        of(
          kind,
          context.on(
            kind,
            (row) =>
              (options.subresource === 'scale' ? updateScale : update)(
                context,
                row,
                namespace,
                name,
                object,
                options,
              ),
            object,
          ),
        ),
      patch: (kind, namespace, name, type, body, options = {}) =>
        of(
          kind,
          context.on(kind, (row) =>
            (options.subresource === 'scale' ? patchScale : patch)(
              context,
              row,
              namespace,
              name,
              type,
              body,
              options,
            ),
          ),
        ),
      delete: (kind, namespace, name, options = {}) =>
        of(
          kind,
          context.on(kind, (row) => remove(context, row, namespace, name, options)),
        ),
      deleteCollection: (kind, namespace, list, options = {}) =>
        of(
          kind,
          context.on(kind, (row) => removeCollection(context, row, namespace, list, options)),
        ),
      bind: (namespace, name, target, options = {}) =>
        of('Pod', bind(context, namespace, name, target, options)),
      evict: (namespace, name, eviction, options = {}) =>
        of('Pod', evict(context, namespace, name, eviction, options)),
      getScale: (kind, namespace, name) => context.on(kind, (row) => getScale(context, row, namespace, name)),
      log: (namespace, name, options = {}) =>
        podLog(deps.store, deps.now(), namespace, name, options, deps.dial),
    };
  };
}

/** The verbs work on any kind; what comes out is of the kind that went in. */
function of<K extends Kind>(kind: K, result: DeleteResult): DeleteResult<KindMap[K]>;
function of<K extends Kind>(kind: K, result: ListResult): ListResult<KindMap[K]>;
function of<K extends Kind>(kind: K, result: ApiResult): ApiResult<KindMap[K]>;
function of(_kind: Kind, result: unknown): unknown {
  return result;
}

function page(
  context: ServerContext,
  row: Row,
  namespace: string | undefined,
  options: ListOptions,
): ListResult {
  const result = listPage(context.deps, row, row.namespaced ? namespace : undefined, options);
  if (!result.ok || !row.present) return result;
  const items = result.page.items.map((object) => context.shown(row, object));
  return { ok: true, page: { ...result.page, items } };
}

function get(context: ServerContext, row: Row, namespace: string | undefined, name: string): Outcome {
  const object = context.get(row, namespace, name);
  return object ? { ok: true, object: context.shown(row, object) } : fail(notFound(row, name));
}
