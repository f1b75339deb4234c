import type { Container, Json, PodSpec } from '../../k8s/types';
import type { Command, Line, Shell } from '../command';
import { DRY_RUN_FLAG, dryRunOf } from '../dry-run';
import { failure, isFailure } from '../failure';
import { inSteps } from '../in-steps';
import { resultName } from '../resource-arguments';
import { exitStatus, type Problem } from '../status-text';
import {
  checkAll,
  findObjects,
  isPairArgument,
  SELECTOR_FLAGS,
  splitChanges,
  type FoundObject,
} from '../targets';

/** `kubectl set image ds/x container=image …` (CLI-70). */
export const setImage: Command = {
  name: 'set image',
  flags: [...SELECTOR_FLAGS, DRY_RUN_FLAG],
  run(shell, line) {
    const split = splitChanges(line.args, 'image', isPairArgument);
    if (isFailure(split)) return split;
    const found = findObjects(shell, line, split.resources, false);
    if (isFailure(found)) return found;
    const images = new Map(
      split.changes.map((c) => [c.slice(0, c.indexOf('=')), c.slice(c.indexOf('=') + 1)]),
    );
    // Nothing is changed unless all were found.
    const problems = found.problems.length > 0 ? [...found.problems] : mistakes(line, images);
    return inSteps(
      problems.length === 0 ? found.objects : [],
      (item) => problems.push(...setOne(shell, line, item, images)),
      () => exitStatus(shell, problems, 'set image'),
    );
  },
};

function mistakes(line: Line, images: ReadonlyMap<string, string>): Problem[] {
  const all = checkAll(line);
  const wrong: Problem[] = all ? [all] : [];
  if (images.size === 0) wrong.push(failure('at least one image update is required'));
  if (images.size > 1 && images.has('*'))
    wrong.push(
      failure(
        'all containers are already specified by *, but saw more than one container_name=container_image pairs',
      ),
    );
  return wrong;
}

function setOne(
  shell: Shell,
  { flags }: Line,
  { row, object }: FoundObject,
  images: ReadonlyMap<string, string>,
): Problem[] {
  const spec = podSpecOf(object);
  if (!spec)
    return [
      failure(
        `${row.plural}/${object.metadata.name} the object is not a pod or does not have a pod template: *v1.${row.kind}`,
      ),
    ];
  const problems: Problem[] = [];
  const changed: { containers: Json[]; initContainers: Json[] } = { containers: [], initContainers: [] };
  for (const [name, image] of images) {
    let seen = false;
    for (const list of ['initContainers', 'containers'] as const) {
      for (const container of (spec[list] ?? []) as Container[]) {
        if (container.name !== name && name !== '*') continue;
        seen = true;
        if (container.image !== image) changed[list].push({ name: container.name, image });
      }
    }
    if (!seen) problems.push(failure(`error: unable to find container named ${JSON.stringify(name)}`));
  }
  const lists = Object.fromEntries(Object.entries(changed).filter(([, list]) => list.length > 0));
  if (Object.keys(lists).length === 0) return problems;
  const patch = object.kind === 'Pod' ? { spec: lists } : { spec: { template: { spec: lists } } };
  const { name, namespace } = object.metadata;
  const { options, suffix } = dryRunOf(flags);
  const answer = shell.api.patch(row.id, namespace, name, 'strategic', patch, options);
  if (answer.ok) shell.out(`${resultName(row, name)} image updated${suffix}\n`);
  else problems.push(failure(`failed to patch image update to pod template: ${answer.status.message}`));
  return problems;
}

function podSpecOf(object: FoundObject['object']): PodSpec | undefined {
  switch (object.kind) {
    case 'Pod':
      return object.spec;
    case 'DaemonSet':
    case 'Deployment':
    case 'ReplicaSet':
    case 'StatefulSet':
      return object.spec.template?.spec;
    default:
      return undefined;
  }
}
