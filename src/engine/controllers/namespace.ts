/**
 * Empties a namespace that is being deleted and lets it go when nothing is left in it. Pods get their grace, so the namespace
 * shows as Terminating until the kubelets are done with them. Queue keys: names of namespaces.
 */
import { isTerminating } from '../../k8s/conditions';
import { refOf } from '../../k8s/ref';
import { parseRfc3339 } from '../../k8s/time';
import type { AnyObject, Namespace } from '../../k8s/types';
import { kindIdOf, namespacedKinds } from '../api/kinds/lookup';
import type { Manifest } from '../api/types';
import type { Component, Context, SyncError } from '../component';

type Ctx = Context<null>;

const FINALIZER = 'kubernetes';

/** A deleted namespace is left alone for 5 s (upstream's namespaceDeletionGracePeriod), so that a `delete -f` that names its content as well finds it. */
const GRACE = 5000;

/** Time stamps are cut to whole seconds: a second more is never too early. */
function graceLeft(ctx: Ctx, { metadata: { deletionTimestamp = '' } }: Namespace): number {
  return Math.max(0, parseRfc3339(deletionTimestamp) + GRACE + 1000 - ctx.now);
}

export const namespaceController: Component<null> = {
  name: 'namespace-controller',
  process: 'kube-controller-manager',
  initialState: () => null,
  onEvent(ctx, event) {
    const { object } = event;
    if (event.kind === 'Namespace') {
      if (event.type === 'DELETED') ctx.enqueue(object.metadata.name);
      else if (isTerminating(object)) ctx.enqueueAfter(object.metadata.name, GRACE);
    } else if (event.type === 'DELETED' && object.metadata.namespace !== undefined) {
      const namespace = ctx.read.get('Namespace', undefined, object.metadata.namespace);
      if (namespace && isTerminating(namespace))
        ctx.enqueueAfter(namespace.metadata.name, graceLeft(ctx, namespace));
    }
  },
  sync(ctx, name) {
    const namespace = ctx.read.get('Namespace', undefined, name);
    if (namespace && !isTerminating(namespace)) return undefined;
    const left = contents(ctx, name).filter((object) => !isTerminating(object));
    if (left.length > 0) {
      if (namespace && left.some((object) => object.kind !== 'Event'))
        ctx.decide(refOf(namespace), `namespace ${name} is being deleted: delete everything in it`);
      const error = empty(ctx, name);
      if (error) return error;
    }
    return namespace && contents(ctx, name).length === 0 ? release(ctx, namespace) : undefined;
  },
};

function contents(ctx: Ctx, name: string): AnyObject[] {
  return namespacedKinds(ctx.read).flatMap((kind) => ctx.read.list(kind, name) as readonly AnyObject[]);
}

function empty(ctx: Ctx, name: string): SyncError | undefined {
  for (const object of contents(ctx, name)) {
    if (isTerminating(object)) continue;
    const options = { propagationPolicy: 'Background' } as const;
    const result = ctx.api.delete(kindIdOf(object, ctx.read), name, object.metadata.name, options);
    if (!result.ok && result.status.reason !== 'NotFound') return { error: result.status.message };
  }
  return undefined;
}

/** Takes the finalizer off, with which the server removes the namespace. */
function release(ctx: Ctx, namespace: Namespace): SyncError | undefined {
  const keep = (finalizers: readonly string[] | undefined) =>
    (finalizers ?? []).filter((f) => f !== FINALIZER);
  const { name, finalizers } = namespace.metadata;
  const updated = {
    ...namespace,
    metadata: { ...namespace.metadata, ...(finalizers && { finalizers: keep(finalizers) }) },
    spec: { ...namespace.spec, finalizers: keep(namespace.spec?.finalizers) },
  };
  const options = { subresource: 'finalize' } as const;
  const result = ctx.api.update('Namespace', undefined, name, updated as unknown as Manifest, options);
  return result.ok || result.status.reason === 'NotFound' ? undefined : { error: result.status.message };
}
