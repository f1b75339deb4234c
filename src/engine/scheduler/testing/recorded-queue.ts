/** Which waiting pods a real kube-scheduler v1.34.0 tried again after each change of a cluster. */
import { splitKey } from '../../../k8s/ref';
import { compareText } from '../../../lib/compare';
import type { AnyObject } from '../../../k8s/types';
import { withConditionApi } from '../../testing/condition-api';
import { FakeCluster } from '../../testing/fake-context';
import { scheduler } from '../index';
import { isSilent } from '../requeue';
import { full, namespaces, type Trimmed } from './recorded-case';

export interface RecordedQueue {
  seed: string;
  objects: Trimmed[];
  actions: RecordedAction[];
}

export interface RecordedAction {
  what: string;
  put?: Trimmed | null;
  remove?: Trimmed;
  /** Of a pod that is put. */
  phase?: string;
  /** Names of the pods that were tried. */
  tried: string[];
  /** Nodes of those that found one. */
  bound?: Record<string, string>;
  /** Nodes that make room for waiting pods. */
  nominated?: Record<string, string>;
}

/**
 * Replays the changes. It ends early (`tie`) when a pod went to another of several equally good nodes, or when of several pods that
 * were tried at once another one got the room: the order in which the real queue wakes them is random.
 */
export function replay({ objects, actions }: RecordedQueue): {
  differences: string[];
  compared: number;
  end?: 'tie';
} {
  const cluster = withConditionApi(new FakeCluster(scheduler));
  cluster.graceful = true;
  const put = (object: Trimmed, phase?: string) => {
    const stored = full(object);
    const old = cluster.store.get(stored.kind, stored.metadata.namespace, stored.metadata.name) as
      AnyObject | undefined;
    // What the own scheduler has written about a pod stays.
    const status = {
      ...(stored.kind === 'Pod' && old?.kind === 'Pod' ? old.status : {}),
      ...(stored as { status?: object }).status,
      ...(phase !== undefined && { phase }),
    };
    cluster.put({ ...stored, status } as never);
  };
  for (const object of [...namespaces(), ...objects]) put(object);
  cluster.drain();
  const differences: string[] = [];
  for (const [
    i,
    { what, put: changed, remove, phase, tried, bound = {}, nominated = {} },
  ] of actions.entries()) {
    cluster.events.length = 0;
    if (changed) put(changed, phase);
    if (remove) {
      const { kind, metadata } = full(remove);
      const stored = cluster.store.get(kind, metadata.namespace, metadata.name) as AnyObject;
      cluster.store.remove(kind, stored, 'test');
    }
    cluster.drain();
    const own = cluster.events
      .filter(({ reason }) => reason !== 'Preempted')
      .map(({ about }) => about.slice('Pod/'.length));
    // Tries that show nowhere are left out.
    const silent = [...cluster.ctx.state.pending.values()]
      .filter((pending) => isSilent(pending, ''))
      .map(({ key }) => splitKey(key).name);
    const names = new Set([...own, ...tried.filter((name) => silent.includes(name))]);
    const [a, b] = [tried.join(' '), [...names].toSorted().join(' ')];
    if (a !== b) differences.push(`${i} ${what}: recorded [${a}], own [${b}]`);
    const pods = cluster.store.list('Pod');
    for (const name of tried) {
      const node = pods.find((p) => p.metadata.name === name)?.spec.nodeName;
      if (node === bound[name]) continue;
      if (tried.length === 1 && (node === undefined || bound[name] === undefined))
        differences.push(`${i} ${what}: ${name} recorded on ${bound[name]}, own on ${node}`);
      return { differences, compared: i + 1, end: 'tie' };
    }
    const promised = pods.filter((p) => !p.spec.nodeName && p.status.nominatedNodeName);
    const room = promised.map((p) => `${p.metadata.name} ${p.status.nominatedNodeName}`);
    const c = Object.entries(nominated).map(([name, node]) => `${name} ${node}`);
    if (c.toSorted(compareText).join() !== room.toSorted(compareText).join())
      differences.push(`${i} ${what}: nominated recorded [${c.join()}], own [${room.join()}]`);
  }
  return { differences, compared: actions.length };
}
