/** Plays and judges: every change by every law, every moment by the laws about moments. */
import type { Pod } from '../../../k8s/types';
import type { Cluster } from '../../cluster';
import type { Component } from '../../component';
import { COMPONENTS } from '../../registry';
import type { Action, Play } from './action';
import { daemonSurgeKeepsBudget, daemonUpdatesKeepBudget, rolloutsKeepBudget } from './budgets';
import {
  bindsToNodes,
  bindsWhereRoomIs,
  crowdedNodes,
  endsStay,
  isOneHistory,
  nameOf,
  statusIsTrue,
  versionsGrow,
  type Law,
} from './laws';
import { controllerUid, isUp, Mirror, type Change } from './mirror';
import { opening, perform, poke } from './play';
import { VERDICTS } from './settled';

export type Look = (change: Change) => void;

/** Work items that a stretch of time may take at most: a hot loop needs more at once. */
const WORK_AT_ONCE = 4000;
const WORK_A_SECOND = 60;
/** Writes in one instant, likewise. */
const WRITES_AT_ONCE = 6000;

/** Stops a cluster whose clock stands still for ever. */
function guard(): Component<Record<string, never>> {
  let at = 0;
  let writes = 0;
  return {
    name: 'guard',
    initialState: () => ({}),
    onEvent({ now }) {
      if (now !== at) [at, writes] = [now, 0];
      if (++writes > WRITES_AT_ONCE) throw new Error(`more than ${WRITES_AT_ONCE} writes in one instant`);
    },
  };
}

export class Court {
  readonly cluster: Cluster;
  readonly mirror: Mirror;
  readonly violations: string[] = [];
  private readonly laws: readonly Law[];
  private isOldPlacement = false;

  constructor(
    play: Pick<Play, 'nodes' | 'first'>,
    components: readonly Component[] = COMPONENTS,
    private readonly look: Look = () => {},
  ) {
    this.cluster = opening(play, [...components, guard() as Component]);
    this.mirror = new Mirror(this.cluster);
    this.laws = [
      versionsGrow(),
      isOneHistory,
      endsStay,
      statusIsTrue,
      bindsToNodes,
      bindsWhereRoomIs,
      daemonUpdatesKeepBudget,
      daemonSurgeKeepsBudget,
      rolloutsKeepBudget(),
    ];
  }

  take(action: Action): void {
    const { cluster } = this;
    this.isOldPlacement = cluster.world.daemonPlacement === 'controller';
    if (action.do === 'wait') this.wait(action.ms);
    else perform(cluster, action);
    this.isOldPlacement ||= cluster.world.daemonPlacement === 'controller';
    this.judge(JSON.stringify(action));
  }

  wait(ms: number): void {
    const { cluster } = this;
    const end = cluster.now + ms;
    if (!cluster.advanceTo(end, WORK_AT_ONCE + (ms / 1000) * WORK_A_SECOND))
      throw new Error(`a hot loop: ${new Date(cluster.now).toISOString()} does not pass`);
  }

  judge(what: string, look: Look = this.look): void {
    const { cluster, mirror, violations } = this;
    const around = { isOldPlacement: this.isOldPlacement };
    mirror.follow((change) => {
      look(change);
      for (const law of this.laws) {
        const wrong = law(change, mirror, around);
        if (wrong !== undefined) violations.push(`${new Date(change.at).toISOString()} ${wrong}`);
      }
    });
    const isAtWork = !cluster.world.stopped('kube-controller-manager');
    for (const wrong of crowdedNodes(mirror, isAtWork)) violations.push(`after ${what}: ${wrong}`);
  }
}

/** Longer than every back-off, toleration and quarantine there is. */
const LONG = 30 * 60_000;
/** Longer than the scheduler lets a pod wait without a look (SCH-38), and than any pull or start. */
const SHORT = 8 * 60_000;

/** Changes that go on in a cluster at rest: beats of hearts. */
const BEATS = ['Lease', 'Node', 'Event'];

/** With all pods up nothing changes any more; otherwise only what the kubelets try again. */
function unrest(court: Court): string[] {
  const { cluster, mirror } = court;
  const isSound = (pod: Pod): boolean =>
    pod.spec.containers.every(({ image = '' }) => !image.endsWith(':crash'));
  const isCalm = mirror.list('Pod').every((pod) => isUp(pod, 0, cluster.now) && isSound(pod));
  const changes: Change[] = [];
  court.wait(LONG);
  court.judge('a rest', (change) => changes.push(change));
  return changes
    .filter(({ kind, type, by }) => !BEATS.includes(kind) && (isCalm || type !== 'MODIFIED' || by === 'user'))
    .map(({ type, object, by }) => `at rest: ${nameOf(object)} ${type} by ${by}`);
}

/** Mends everything and waits; what is wrong then. */
export function settled(court: Court): string[] {
  const { cluster, mirror } = court;
  for (const { fault, target } of cluster.world.faults) cluster.input({ type: 'mend', fault, target });
  court.take({ do: 'place', by: 'scheduler' });
  // Sets that name a class which is not there would never have pods.
  cluster.api.create('PriorityClass', undefined, {
    apiVersion: 'scheduling.k8s.io/v1',
    kind: 'PriorityClass',
    metadata: { name: 'no-such-class' },
    value: 5,
  });
  // Pods that bear a taint for some seconds come and go for ever.
  const isFleeting = mirror
    .list('DaemonSet')
    .some(({ spec }) => spec.template.spec?.tolerations?.some((t) => t.tolerationSeconds !== undefined));
  if (isFleeting) mirror.list('Node').forEach((_, node) => court.take({ do: 'untaint', node }));
  court.take({ do: 'wait', ms: LONG });
  // A taint alone makes no controller look at a set again (DS-7); any other change does.
  for (let round = 0; round < 2; round++) {
    for (const ds of mirror.list('DaemonSet')) poke(cluster, ds);
    court.take({ do: 'wait', ms: SHORT });
  }
  // Failed pods go one after the other, a quarter of an hour apart (DS-36).
  const failed = (): boolean =>
    mirror.list('Pod').some((pod) => pod.status.phase === 'Failed' && controllerUid(pod));
  for (let round = 0; round < 10 && failed(); round++) court.take({ do: 'wait', ms: LONG });
  const wrong = VERDICTS.flatMap((verdict) => verdict(mirror, cluster.now));
  return [...court.violations, ...wrong, ...unrest(court)];
}

/** Everything that is wrong with a play up to its end. */
export function tried(play: Play, components?: readonly Component[], look?: Look): Court {
  const court = new Court(play, components, look);
  for (const action of play.actions) {
    court.take(action);
    if (court.violations.length > 0) break;
  }
  return court;
}
