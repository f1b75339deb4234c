/** Faults of pods: containers that end at once, probes that fail. */
import type { Pod } from '../../k8s/types';
import type { Context } from '../component';
import { targetsOf } from '../fault-target';
import { faultOf, type Input } from '../input';
import { end } from './containers';
import { leaveAlone, runPod } from './pod-worker';
import { wakeProbes } from './probes';
import { reachOf } from './reach';
import { recordExit } from './restarts';
import { containersOf, isAlive, type KubeletState, type PodWorker } from './state';
import { enterStage, type Work } from './work';

type Ctx = Context<KubeletState>;

/** Tells the pods of a target that a fault of theirs has begun, happened or ended. Faults of other scopes do not concern it. */
export function podFault(ctx: Ctx, input: Extract<Input, { type: 'break' | 'mend' }>): void {
  const { type, target } = input;
  const row = faultOf(input);
  if (row?.scope !== 'pod') return;
  const { exit, probe } = row.effects;
  for (const pod of podsOf(ctx, target)) {
    const worker = ctx.state.workers.get(pod.metadata.uid);
    const machine = worker && ctx.state.machines.get(worker.node);
    if (!worker || !machine) continue;
    const reach = reachOf(ctx, machine);
    if (reach === 'off' || machine.lost) continue;
    const known = reach === 'all' ? pod : worker.known;
    if (reach === 'stopped' || !known) {
      if (exit && type === 'break') exitUnseen(ctx, worker, exit);
      continue;
    }
    const work: Work = { ctx, machine, worker, pod: known };
    if (exit && type === 'break') exitAll(work, exit);
    if (probe) for (const container of containersOf(worker)) wakeProbes(work, container);
    runPod(work);
  }
}

function podsOf({ read }: Ctx, target: string): readonly Pod[] {
  const [namespace = '', name = '', owner] = target.split('/');
  if (owner !== undefined)
    return read.list('Pod', namespace).filter((pod) => targetsOf(pod).includes(target));
  const pod = read.get('Pod', namespace, name);
  return pod ? [pod] : [];
}

type Exit = { code: number; reason: 'Error' | 'OOMKilled' };

function exitAll(work: Work, { code, reason }: Exit): void {
  for (const container of containersOf(work.worker)) {
    if (!isAlive(container)) continue;
    if (container.stage === 'stopping') {
      recordExit(work, container, { code, reason });
      enterStage(work, container, 'stopped');
    } else end(work, container, { code, reason });
  }
}

/** Nobody notices before the kubelet is back. */
function exitUnseen(ctx: Ctx, worker: PodWorker, { code, reason }: Exit): void {
  for (const container of containersOf(worker)) {
    if (!isAlive(container)) continue;
    recordExit({ ctx, worker }, container, { code, reason });
    container.stage = worker.stage === 'stopping' ? 'stopped' : 'ended';
  }
  leaveAlone(ctx, worker);
}
