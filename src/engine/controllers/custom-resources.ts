/**
 * Takes the names that a CustomResourceDefinition asks for, and then serves its kind; empties the kind before the definition goes.
 * Upstream these are four controllers inside the API server (naming, establishing, approval policy, finalizer). Queue keys: names of
 * definitions.
 */
import { isTerminating } from '../../k8s/conditions';
import { refOf } from '../../k8s/ref';
import { rfc3339 } from '../../k8s/time';
import type { CustomKind, CustomResourceDefinition } from '../../k8s/types';
import { deepEqual } from '../../lib/equal';
import { CLEANUP_FINALIZER, isConditionTrue, withCondition, type Condition } from '../api/kinds/custom';
import type { ApiResult, Manifest } from '../api/types';
import { approvalText } from '../api/validation/custom-resource-definition';
import type { Component, Context, SyncError } from '../component';

type Ctx = Context<null>;
type Names = CustomResourceDefinition['spec']['names'];

export const customResourcesController: Component<null> = {
  name: 'customresourcedefinition-controller',
  initialState: () => null,
  onEvent(ctx, event) {
    if (event.kind === 'CustomResourceDefinition') {
      ctx.enqueue(event.object.metadata.name);
      // Names that are given back may be what another definition of the group waits for.
      if (event.type !== 'ADDED')
        for (const name of waiting(ctx, event.object as CustomResourceDefinition)) ctx.enqueue(name);
    } else if (event.type === 'DELETED' && event.kind.includes('.')) ctx.enqueue(event.kind);
  },
  sync(ctx, name) {
    const definition = ctx.read.get('CustomResourceDefinition', undefined, name);
    if (!definition) return undefined;
    return isTerminating(definition) ? empty(ctx, definition) : accept(ctx, definition);
  },
};

function sameGroup(ctx: Ctx, { spec }: CustomResourceDefinition): CustomResourceDefinition[] {
  return ctx.read.list('CustomResourceDefinition').filter((other) => other.spec.group === spec.group);
}

function waiting(ctx: Ctx, definition: CustomResourceDefinition): string[] {
  const others = sameGroup(ctx, definition).filter((other) => !isConditionTrue(other, 'NamesAccepted'));
  return others.map((other) => other.metadata.name);
}

function accept(ctx: Ctx, definition: CustomResourceDefinition): SyncError | undefined {
  const time = rfc3339(ctx.now);
  const { names, conflict } = acceptedNames(ctx, definition);
  let next: CustomResourceDefinition = {
    ...definition,
    status: { ...STATUS, ...definition.status, acceptedNames: names },
  };
  next = withCondition(
    next,
    time,
    conflict ?? ['NamesAccepted', 'True', 'NoConflicts', 'no conflicts found'],
  );
  if (!isConditionTrue(definition, 'Established')) {
    next = withCondition(
      next,
      time,
      conflict
        ? ['Established', 'False', 'NotAccepted', 'not all names are accepted']
        : ['Established', 'True', 'InitialNamesAccepted', 'the initial names have been accepted'],
    );
  }
  const approval = approvalText(definition as unknown as Manifest);
  if (approval) next = withCondition(next, time, ['KubernetesAPIApprovalPolicyConformant', ...approval]);
  if (deepEqual(next.status, definition.status)) return undefined;
  ctx.decide(
    refOf(definition),
    conflict
      ? `${definition.metadata.name} cannot have all its names: ${conflict[3]}`
      : `the names of ${definition.metadata.name} are free: its kind is served`,
  );
  return problem(
    ctx.api.update(
      'CustomResourceDefinition',
      undefined,
      definition.metadata.name,
      manifest(next),
      STATUS_ONLY,
    ),
  );
}

const NO_NAMES: Names = { plural: '', kind: '' };
const STATUS: NonNullable<CustomResourceDefinition['status']> = {
  conditions: [],
  acceptedNames: NO_NAMES,
  storedVersions: [],
};
const STATUS_ONLY = { subresource: 'status' } as const;

/** Names that are taken by another definition of the group stay as they were; the last conflict is the one reported. */
function acceptedNames(
  ctx: Ctx,
  definition: CustomResourceDefinition,
): { names: Names; conflict?: Condition } {
  const asked = definition.spec.names;
  const before: Names = definition.status?.acceptedNames ?? NO_NAMES;
  const taken = sameGroup(ctx, definition).flatMap((other) => other.status?.acceptedNames ?? []);
  const resources = new Set(taken.flatMap((n) => [n.plural, n.singular ?? '', ...(n.shortNames ?? [])]));
  const kinds = new Set(taken.flatMap((n) => [n.kind, n.listKind ?? '']));
  let conflict: Condition | undefined;
  const inUse = (name: string): string => `${JSON.stringify(name)} is already in use`;
  const clash = (what: string, texts: readonly string[]): boolean => {
    if (texts.length === 0) return false;
    const text = texts.length === 1 ? (texts[0] ?? '') : `[${texts.join(', ')}]`;
    conflict = ['NamesAccepted', 'False', `${what}Conflict`, text];
    return true;
  };
  const one = (key: 'plural' | 'singular' | 'kind' | 'listKind', what: string, used: Set<string>) => {
    const name = asked[key] ?? '';
    const lost = name !== (before[key] ?? '') && used.has(name);
    const value = clash(what, lost ? [inUse(name)] : []) ? before[key] : asked[key];
    return value === undefined ? {} : { [key]: value };
  };
  const short = (): Partial<Names> => {
    const lost = (asked.shortNames ?? []).filter(
      (name) => !before.shortNames?.includes(name) && resources.has(name),
    );
    const value = clash('ShortNames', lost.map(inUse)) ? before.shortNames : asked.shortNames;
    return value === undefined ? {} : { shortNames: value };
  };
  const names: Names = {
    plural: '',
    kind: '',
    ...one('plural', 'Plural', resources),
    ...one('singular', 'Singular', resources),
    ...short(),
    ...one('kind', 'Kind', kinds),
    ...one('listKind', 'ListKind', kinds),
    ...(asked.categories && { categories: asked.categories }),
  };
  return conflict ? { names, conflict } : { names };
}

/** The objects go first; those with finalizers keep the definition waiting. */
function empty(ctx: Ctx, definition: CustomResourceDefinition): SyncError | undefined {
  const { name, finalizers = [] } = definition.metadata;
  if (!finalizers.includes(CLEANUP_FINALIZER)) return undefined;
  const kind = name as CustomKind;
  const running = withCondition(definition, rfc3339(ctx.now), [
    'Terminating',
    'True',
    'InstanceDeletionInProgress',
    'CustomResource deletion is in progress',
  ]);
  if (ctx.read.list(kind).length > 0) {
    if (!deepEqual(running, definition)) {
      ctx.decide(refOf(definition), `${name} is being deleted: delete all objects of its kind`);
      const failed = problem(
        ctx.api.update('CustomResourceDefinition', undefined, name, manifest(running), STATUS_ONLY),
      );
      if (failed) return failed;
    }
    for (const object of ctx.read.list(kind)) {
      if (isTerminating(object)) continue;
      const failed = problem(ctx.api.delete(kind, object.metadata.namespace, object.metadata.name));
      if (failed) return failed;
    }
    if (ctx.read.list(kind).length > 0) return undefined;
  }
  const live = ctx.read.get('CustomResourceDefinition', undefined, name);
  if (!live) return undefined;
  const left = (live.metadata.finalizers ?? []).filter((finalizer) => finalizer !== CLEANUP_FINALIZER);
  const released = { ...live, metadata: { ...live.metadata, finalizers: left } };
  return problem(ctx.api.update('CustomResourceDefinition', undefined, name, manifest(released)));
}

function manifest(definition: CustomResourceDefinition): Manifest {
  return definition as unknown as Manifest;
}

function problem(result: ApiResult<unknown>): SyncError | undefined {
  return result.ok || result.status.reason === 'NotFound' ? undefined : { error: result.status.message };
}
