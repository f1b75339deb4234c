import { isSidecar } from '../../k8s/resources';
import type { Container, Pod } from '../../k8s/types';
import type { Context } from '../component';
import type { ContainerWorker, KubeletState, Machine, PodWorker } from './state';
import { reaches } from './reach';
import {
  CONTAINER_STAGES,
  LOOK,
  POD_STAGES,
  type ContainerStage,
  type PodStage,
  type StageRow,
} from './stages';
import { durationIn, onGrid } from './timing';

/** One pod in the hands of the kubelet of its machine. */
export interface Work {
  ctx: Context<KubeletState>;
  machine: Machine;
  worker: PodWorker;
  /** As the API server has it now. */
  pod: Pod;
}

export function podEvent(work: Work, type: 'Normal' | 'Warning', reason: string, message: string): void {
  emit(work, type, reason, message);
}

/** An event about one container: it carries the field path (POD-14). */
export function containerEvent(
  work: Work,
  container: ContainerWorker,
  type: 'Normal' | 'Warning',
  reason: string,
  message: string,
): void {
  emit(work, type, reason, message, fieldPathOf(container));
}

// A cache of a pure function: all pods of a template share the text.
const fieldPaths = { main: new Map<string, string>(), init: new Map<string, string>() };
const KNOWN_LIMIT = 1000;

function fieldPathOf({ role, name }: ContainerWorker): string {
  const known = role === 'main' ? fieldPaths.main : fieldPaths.init;
  let path = known.get(name);
  if (path === undefined) {
    if (known.size >= KNOWN_LIMIT) known.clear();
    path = `spec.${role === 'main' ? 'containers' : 'initContainers'}{${name}}`;
    known.set(name, path);
  }
  return path;
}

function emit(
  { ctx, machine, worker }: Work,
  type: 'Normal' | 'Warning',
  reason: string,
  message: string,
  fieldPath?: string,
): void {
  if (!reaches(ctx, machine)) return;
  const { namespace, name, uid, node } = worker;
  const source = { component: 'kubelet', host: node };
  ctx.event({ kind: 'Pod', apiVersion: 'v1', namespace, name, uid }, type, reason, message, {
    source,
    fieldPath,
  });
}

/** The container as the pod's spec has it. */
export function specOf({ pod }: Work, container: ContainerWorker): Container {
  const { name, image, role } = container;
  const list = role === 'main' ? pod.spec.containers : (pod.spec.initContainers ?? []);
  for (const spec of list) if (spec.name === name) return spec;
  return { name, image };
}

/** Enters a stage of the pod; `ends` (ms since epoch) overrides the table's duration. */
export function enterPodStage({ ctx, worker }: Work, stage: PodStage, ends?: number): void {
  const row: StageRow = POD_STAGES[stage];
  worker.stage = stage;
  worker.due = ends ?? (row.lasts && onGrid(ctx.now + durationIn(row.lasts, worker.uid, stage)));
}

/** Enters a stage of a container; `ends` (ms since epoch) overrides the table's duration. */
export function enterStage(
  { ctx, worker }: Pick<Work, 'ctx' | 'worker'>,
  container: ContainerWorker,
  stage: ContainerStage,
  ends?: number,
): void {
  const row: StageRow = CONTAINER_STAGES[stage];
  container.stage = stage;
  container.due =
    ends ??
    (row.lasts &&
      onGrid(ctx.now + durationIn(row.lasts, worker.uid, container.name + stage, container.turn)));
}

/**
 * A container cannot be started. The kubelet reports what it knew before it tried; what came of it shows at the next look, which
 * comes soon when this attempt has changed something else in the pod.
 */
export function cannotStart(
  work: Work,
  container: ContainerWorker,
  stage: ContainerStage,
  message: string,
): void {
  const { ctx, worker } = work;
  const row: StageRow = CONTAINER_STAGES[stage];
  const look = container.turn === 0 || container.hidden ? LOOK.news : LOOK.error;
  container.turn++;
  container.reason = { reason: row.waiting ?? '', message };
  unhide(container);
  const ends = onGrid(ctx.now + durationIn(look, worker.uid, container.name + stage, container.turn));
  enterStage(work, container, stage, ends);
}

/** What is known of a container is now reported. */
export function unhide(container: ContainerWorker): void {
  if (!container.hidden) return;
  container.hidden = undefined;
  container.ready = false;
  container.started = false;
}

/** The bookkeeping of a container that has not started yet. All fields stand in it from the start: objects of one shape are the cheap ones. */
export function newContainer(spec: Container, init: boolean): ContainerWorker {
  return {
    name: spec.name,
    role: !init ? 'main' : isSidecar(spec) ? 'sidecar' : 'init',
    image: spec.image ?? '',
    stage: 'queued',
    due: undefined,
    starts: 0,
    runs: 0,
    turn: 0,
    startedAt: 0,
    exit: undefined,
    lastExit: undefined,
    shown: undefined,
    reason: undefined,
    hidden: undefined,
    endCode: undefined,
    started: false,
    ready: false,
    crash: undefined,
    pull: undefined,
    pullTime: undefined,
    pullWait: undefined,
    pullError: undefined,
    probes: {},
  };
}
