/** What is the matter outside the API: faults under way, and the switch between today's and yesterday's DaemonSets. */
import type { Pod } from '../k8s/types';
import { targetsOf } from './fault-target';
import type { ControlPlaneProcess, Fault, FaultEffects, Resource } from './faults/fault';
import { faultById } from './faults/registry';
import type { WorldInput } from './input';

export type { Resource };

export interface ActiveFault {
  /** Id of the fault. */
  fault: string;
  /** See `FaultScope`. */
  target: string;
  /** Milliseconds since the Unix epoch. */
  since: number;
}

/** Who places daemon pods: the scheduler, or, as before Kubernetes 1.12, the DaemonSet controller itself (DS-22, VER-1). */
export type DaemonPlacement = 'scheduler' | 'controller';

/** Plain data, part of a checkpoint. Never changed in place. */
export interface WorldSnapshot {
  faults: readonly ActiveFault[];
  daemonPlacement: DaemonPlacement;
}

/** What components see of it. */
export interface WorldReader {
  readonly daemonPlacement: DaemonPlacement;
  /** Oldest first. */
  readonly faults: readonly ActiveFault[];
  /** Effects of all faults of a node, together; the empty object when it is sound. */
  ofNode(name: string): FaultEffects;
  /** All that a node runs short of, oldest fault first. */
  pressureOn(name: string): readonly Resource[];
  /** Effects of faults of the pod itself and of its controller. */
  ofPod(pod: Pod): FaultEffects;
  ofCluster(): FaultEffects;
  /** Whether a process of the control plane does not run. */
  stopped(process: ControlPlaneProcess): boolean;
  has(fault: string, target: string): boolean;
}

const NONE: FaultEffects = {};

export class World implements WorldReader {
  private state: WorldSnapshot = { faults: [], daemonPlacement: 'scheduler' };
  /** Derived from `state`, by target. */
  private effects = noEffects();

  get faults(): readonly ActiveFault[] {
    return this.state.faults;
  }

  get daemonPlacement(): DaemonPlacement {
    return this.state.daemonPlacement;
  }

  ofNode(name: string): FaultEffects {
    return this.effects.node.get(name) ?? NONE;
  }

  pressureOn(name: string): readonly Resource[] {
    if (this.ofNode(name).pressure === undefined) return [];
    const rows = this.faults.filter(({ target }) => target === name).map(({ fault }) => faultById(fault));
    return rows.flatMap((row) => (row?.scope === 'node' && row.effects.pressure) || []);
  }

  ofPod(pod: Pod): FaultEffects {
    const { pod: effects } = this.effects;
    if (effects.size === 0) return NONE;
    const found = targetsOf(pod).flatMap((target) => effects.get(target) ?? []);
    return found.length === 0 ? NONE : Object.assign({}, ...found);
  }

  ofCluster(): FaultEffects {
    return this.effects.cluster.get('') ?? NONE;
  }

  /** Whether a process of the control plane does not run. */
  stopped(process: ControlPlaneProcess): boolean {
    return this.faults.some(({ fault }) => faultById(fault)?.effects.process === process);
  }

  /** Whether the fault is under way at this target. */
  has(fault: string, target: string): boolean {
    return this.faults.some((active) => active.fault === fault && active.target === target);
  }

  /** What happened outside the API, as far as it lasts. */
  apply(input: WorldInput, now: number): void {
    if (input.type === 'place-daemon-pods') this.placeDaemonPodsBy(input.by);
    else if (input.type === 'break' || input.type === 'mend') {
      const fault = faultById(input.fault);
      if (fault && input.type === 'break') this.break(fault, input.target, now);
      else if (fault) this.mend(fault, input.target);
    }
  }

  private break(fault: Fault, target: string, now: number): void {
    if (fault.once || this.has(fault.id, target)) return;
    this.restore({ ...this.state, faults: [...this.faults, { fault: fault.id, target, since: now }] });
  }

  private mend(fault: Fault, target: string): void {
    const faults = this.faults.filter((active) => active.fault !== fault.id || active.target !== target);
    if (faults.length < this.faults.length) this.restore({ ...this.state, faults });
  }

  /** The machine is gone, and what was the matter with it. */
  forgetNode(name: string): void {
    const faults = this.faults.filter(
      ({ fault, target }) => target !== name || faultById(fault)?.scope !== 'node',
    );
    if (faults.length < this.faults.length) this.restore({ ...this.state, faults });
  }

  placeDaemonPodsBy(daemonPlacement: DaemonPlacement): void {
    this.restore({ ...this.state, daemonPlacement });
  }

  snapshot(): WorldSnapshot {
    return this.state;
  }

  restore(snapshot: WorldSnapshot): void {
    this.state = snapshot;
    this.effects = noEffects();
    for (const { fault, target } of snapshot.faults) {
      const row = faultById(fault);
      if (!row) continue;
      const effects = this.effects[row.scope];
      effects.set(target, { ...effects.get(target), ...row.effects });
    }
  }
}

/** By scope: whoever asks about a node, and kubelets ask all the time, has its name at hand and makes no new text. */
function noEffects(): Record<Fault['scope'], Map<string, FaultEffects>> {
  return { node: new Map(), pod: new Map(), cluster: new Map() };
}
