import { faultById, targetsOf, type ActiveFault, type Fault, type WorldReader } from '../engine/index';
import { controllersStopped, schedulerStopped } from '../explain/outside';
import type { Pod } from '../k8s/types';

/** A fault under way, as the picture tells it. What Kubernetes knows of it is told by the objects. */
export interface FaultMark {
  /** Id of the fault. */
  fault: string;
  target: string;
  /** Two or three words: `machine off`. */
  word: string;
  /** `Node crashed: The machine is off …` */
  title: string;
}

/** Faults by what they hit. */
export interface Faults {
  /** The same array as long as no fault comes or goes. */
  ofNode(name: string): readonly FaultMark[];
  ofPod(pod: Pod): readonly FaultMark[];
  /** Whether a process of the control plane does not run. */
  schedulerStopped: boolean;
  controllersStopped: boolean;
}

/** The truth about a machine in short; other faults are told by their title. */
function wordOf({ effects, title }: Fault): string {
  if (effects.power === 'off') return 'machine off';
  if (effects.network === 'cut') return 'network cut';
  if (effects.kubelet === 'stopped') return 'kubelet stopped';
  if (effects.pressure !== undefined) return `short of ${PRESSED[effects.pressure]}`;
  return title.charAt(0).toLowerCase() + title.slice(1);
}

const PRESSED = { memory: 'memory', disk: 'disk space', pid: 'process ids' } as const;
const NONE: readonly FaultMark[] = [];

const SOUND: Faults = {
  ofNode: () => NONE,
  ofPod: () => NONE,
  schedulerStopped: false,
  controllersStopped: false,
};

let kept: { active: readonly ActiveFault[]; faults: Faults } = { active: [], faults: SOUND };

/** What is broken, indexed; no world = nothing is. */
export function faultsOf(world: WorldReader | undefined): Faults {
  if (!world || world.faults.length === 0) return SOUND;
  if (kept.active !== world.faults) kept = { active: world.faults, faults: index(world) };
  return kept.faults;
}

function index(world: WorldReader): Faults {
  const marks = new Map<string, FaultMark[]>();
  for (const { fault, target } of world.faults) {
    const row = faultById(fault);
    if (!row || row.scope === 'cluster') continue;
    const key = `${row.scope} ${target}`;
    const mark = { fault, target, word: wordOf(row), title: `${row.title}: ${row.lesson}` };
    const list = marks.get(key);
    if (list) list.push(mark);
    else marks.set(key, [mark]);
  }
  const ofPods = [...marks.keys()].some((key) => key.startsWith('pod '));
  return {
    ofNode: (name) => marks.get(`node ${name}`) ?? NONE,
    ofPod(pod) {
      if (!ofPods) return NONE;
      const found = targetsOf(pod).flatMap((target) => marks.get(`pod ${target}`) ?? NONE);
      return found.length > 0 ? found : NONE;
    },
    schedulerStopped: schedulerStopped(world),
    controllersStopped: controllersStopped(world),
  };
}
