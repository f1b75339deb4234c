/** POST pods/<name>/binding (SCH-41). */
import type { Pod } from '../../k8s/types';
import { namespaceProblem } from './admission/namespace-lifecycle';
import { badRequest, bindingConflict, conflict, NAMESPACE_MISMATCH, notFound, unclassified } from './errors';
import { notSupported, required } from './field-error';
import { metaOf, scheduled } from './request-object';
import { fail, warned, type Failed, type Outcome, type ServerContext } from './server-context';
import type { Manifest, Status, WriteOptions } from './types';
import { objectAt, textAt } from './validation/untyped';

const BINDING = { id: 'Binding', kind: 'Binding', version: 'v1' } as const;

interface Binding {
  ok: true;
  node: string;
  /** What the client knows of the pod; empty = nothing. */
  uid: string;
  resourceVersion: string;
  annotations: Readonly<Record<string, string>>;
  warnings: string[];
}

/** `target`: a node's name, or a Binding. */
export function bind(
  context: ServerContext,
  namespace: string,
  name: string,
  target: string | Manifest,
  options: WriteOptions,
): Outcome {
  const binding =
    typeof target === 'string' ? plain(target) : read(context, namespace, name, target, options);
  if (!binding.ok) return binding;
  const { store } = context;
  const pod = store.get('Pod', namespace, name);
  if (!pod) return fail(notFound('Pod', name));
  const problem = precondition(pod, binding) ?? refusal(pod);
  if (problem) return fail(problem);
  const { annotations } = binding;
  const bound: Pod = {
    ...pod,
    metadata:
      Object.keys(annotations).length === 0
        ? pod.metadata
        : { ...pod.metadata, annotations: { ...pod.metadata.annotations, ...annotations } },
    spec: { ...pod.spec, nodeName: binding.node },
    status: { ...pod.status, conditions: scheduled(pod, context.now) },
  };
  const object = options.dryRun ? bound : context.put('Pod', bound, 'binding');
  return { ok: true, object, ...warned(binding.warnings) };
}

function plain(node: string): Binding {
  return { ok: true, node, uid: '', resourceVersion: '', annotations: {}, warnings: [] };
}

function read(
  context: ServerContext,
  namespace: string,
  name: string,
  body: Manifest,
  options: WriteOptions,
): Binding | Failed {
  const decoded = context.decode(BINDING, body, options);
  if (!decoded.ok) return decoded;
  const { object, warnings } = decoded;
  const meta = metaOf(object);
  if (meta.namespace && meta.namespace !== namespace) return fail(badRequest(NAMESPACE_MISMATCH));
  const closed = namespaceProblem(context.store, namespace, 'Pod', name);
  if (closed) return fail(closed);
  if (meta.name !== name) return fail(badRequest('name in URL does not match name in Binding object'));
  const target = objectAt(object, 'target');
  const kind = textAt(target, 'kind');
  const node = textAt(target, 'name');
  const errors = [
    ...(kind === '' || kind === 'Node' ? [] : [notSupported('target.kind', kind, ['Node', '<empty>'])]),
    ...(node === '' ? [required('target.name')] : []),
  ];
  if (errors.length > 0) {
    const texts = errors.map((e) => `${e.field}: ${e.message}`);
    return fail(unclassified(texts.length === 1 ? (texts[0] ?? '') : `[${texts.join(', ')}]`));
  }
  const { uid = '', resourceVersion = '', annotations = {} } = meta;
  return { ok: true, node, uid, resourceVersion, annotations, warnings };
}

/** Upstream tells where the pod lies in its database. */
function precondition(pod: Pod, binding: Binding): Status | undefined {
  const { name, namespace, uid, resourceVersion } = pod.metadata;
  const differs = (what: string, wanted: string, actual: string): Status =>
    conflict(
      'Pod',
      name,
      `StorageError: invalid object, Code: 4, Key: /registry/pods/${namespace}/${name}, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: ${what} in precondition: ${wanted}, ${what} in object meta: ${actual}`,
    );
  if (binding.uid !== '' && binding.uid !== uid) return differs('UID', binding.uid, uid);
  return binding.resourceVersion !== '' && binding.resourceVersion !== resourceVersion
    ? differs('ResourceVersion', binding.resourceVersion, resourceVersion)
    : undefined;
}

function refusal(pod: Pod): Status | undefined {
  const { name } = pod.metadata;
  if (pod.metadata.deletionTimestamp !== undefined)
    return bindingConflict(name, `pod ${name} is being deleted, cannot be assigned to a host`);
  if (pod.spec.nodeName) {
    const node = JSON.stringify(pod.spec.nodeName);
    return bindingConflict(name, `pod ${name} is already assigned to node ${node}`);
  }
  return (pod.spec as { schedulingGates?: unknown[] }).schedulingGates?.length
    ? bindingConflict(name, `pod ${name} has non-empty .spec.schedulingGates`)
    : undefined;
}
