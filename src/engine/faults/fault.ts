/** What a user can break, as data: a row says what is broken, components read the effects and know no fault by name. */

/** A process of the control plane that can be stopped. Its components neither watch, sync nor fire timers until it starts again. */
export type ControlPlaneProcess = 'kube-scheduler' | 'kube-controller-manager';

export type Resource = 'memory' | 'disk' | 'pid';

/** What is the matter as long as a fault lasts. Several faults on one target add up. */
export interface FaultEffects {
  /** The kubelet process does not run; containers do. */
  kubelet?: 'stopped';
  /** The machine is off: nothing runs on it. */
  power?: 'off';
  /** The machine runs on, but reaches neither the control plane nor the registry. */
  network?: 'cut';
  /** The node runs short of it (NODE-5, POD-41). */
  pressure?: Resource;
  /** No image can be pulled. */
  registry?: 'down';
  /** Pulls take so many times as long. */
  pullFactor?: number;
  process?: ControlPlaneProcess;
  /** This probe of the containers fails, if they have one. */
  probe?: 'startup' | 'readiness' | 'liveness';
  /** Running containers end at once, like this. Only faults that happen `once` have it. */
  exit?: { code: number; reason: 'Error' | 'OOMKilled' };
}

/**
 * node: a node by its name; pod: `<namespace>/<name>`, or `<namespace>/daemonset/<name>` (any lower-case kind of controller, Deployments
 * too) for all pods that it controls; cluster: the target is empty.
 */
export type FaultScope = 'node' | 'pod' | 'cluster';

export interface Fault {
  /** The word of the command: `sim break <id> [target]`, `sim mend <id> [target]`. Part of links: never renamed. */
  readonly id: string;
  readonly scope: FaultScope;
  /** It happens and is over; there is nothing to mend. */
  readonly once?: boolean;
  /** `Kubelet stopped` */
  readonly title: string;
  /** One short sentence, for a narrow place: what then happens, or no longer does. */
  readonly lesson: string;
  /** Past tense, for the log: `kubelet of {target} stopped`. */
  readonly broken: string;
  /** `kubelet of {target} started`; nothing for what happens once. */
  readonly mended?: string;
  readonly effects: FaultEffects;
}
