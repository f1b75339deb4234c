/**
 * Empties a namespace that is being deleted, pods first, and lets it go when nothing is left in it. It looks 5 s after every change of
 * the namespace, and again when what is left may be gone; nobody tells it that something has gone. Queue keys: names of namespaces.
 */
import { isTerminating } from '../../../k8s/conditions';
import { refOf } from '../../../k8s/ref';
import type { AnyObject, Namespace } from '../../../k8s/types';
import { deepEqual } from '../../../lib/equal';
import { kindIdOf, namespacedKinds } from '../../api/kinds/lookup';
import type { Manifest } from '../../api/types';
import type { Component, Context, SyncError } from '../../component';
import { namespaceConditions } from './conditions';
import { emptyNamespace, type Emptied } from './content';

type Ctx = Context<null>;

const FINALIZER = 'kubernetes';

/** Upstream's namespaceDeletionGracePeriod, ms: a `delete -f` that names its content as well still finds it. */
const GRACE = 5000;

export const namespaceController: Component<null> = {
  name: 'namespace-controller',
  process: 'kube-controller-manager',
  initialState: () => null,
  onEvent(ctx, event) {
    if (event.kind !== 'Namespace') return;
    const { object } = event;
    if (event.type === 'DELETED') ctx.enqueue(object.metadata.name);
    else if (isTerminating(object)) ctx.enqueueAfter(object.metadata.name, GRACE);
  },
  sync(ctx, name) {
    const namespace = ctx.read.get('Namespace', undefined, name);
    if (!namespace) {
      sweep(ctx, name);
      return undefined;
    }
    if (!isTerminating(namespace) || (namespace.spec?.finalizers ?? []).length === 0) return undefined;
    ctx.decide(refOf(namespace), `namespace ${name} is being deleted: delete everything in it`);
    const emptied = emptyNamespace(ctx, namespace);
    const told = tell(ctx, namespace, emptied);
    if (emptied.errors.length > 0) return { error: emptied.errors.join(', ') };
    if (emptied.estimate === 0) return release(ctx, told);
    ctx.enqueueAfter(name, (Math.floor(emptied.estimate / 2) + 1) * 1000);
    return undefined;
  },
};

/** Result: the namespace as it is then. */
function tell(ctx: Ctx, namespace: Namespace, emptied: Emptied): Namespace {
  const { status } = namespace;
  const conditions = namespaceConditions(status?.conditions ?? [], emptied, !emptied.pods, ctx.now);
  if (deepEqual(conditions, status?.conditions)) return namespace;
  const next = { ...namespace, status: { ...status, conditions } } as unknown as Manifest;
  const { name } = namespace.metadata;
  const result = ctx.api.update('Namespace', undefined, name, next, { subresource: 'status' });
  return result.ok ? result.object : namespace;
}

/** Takes the finalizer off, with which the server removes the namespace. */
function release(ctx: Ctx, namespace: Namespace): SyncError | undefined {
  const left = (namespace.spec?.finalizers ?? []).filter((f) => f !== FINALIZER);
  const updated = { ...namespace, spec: { ...namespace.spec, finalizers: left } };
  const { name } = namespace.metadata;
  const options = { subresource: 'finalize' } as const;
  const result = ctx.api.update('Namespace', undefined, name, updated as unknown as Manifest, options);
  return result.ok || result.status.reason === 'NotFound' ? undefined : { error: result.status.message };
}

/** Of a namespace that somebody else let go while there was something in it; upstream it would stay, out of everybody's reach. */
function sweep(ctx: Ctx, name: string): void {
  for (const kind of namespacedKinds(ctx.read))
    for (const object of ctx.read.list(kind, name) as readonly AnyObject[])
      if (!isTerminating(object))
        ctx.api.delete(kindIdOf(object, ctx.read), name, object.metadata.name, {
          propagationPolicy: 'Background',
        });
}
