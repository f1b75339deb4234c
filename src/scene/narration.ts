import { diffScenes, type SceneChange } from './diff';
import type { PodState, Scene } from './types';

/** Sentences said at once; what is beyond is only counted. */
const MOST = 4;

/**
 * What has happened between two scenes, for a live region: a few short sentences, the weightiest first. Call it with the scene
 * last told of and the present one, every second or two, not with every frame.
 */
export function narrate(before: Scene, after: Scene): string[] {
  return sentences(diffScenes(before, after));
}

/** Sentences for changes: alike ones are told together. */
export function sentences(changes: readonly SceneChange[]): string[] {
  const groups = new Map<string, { topic: Topic; items: string[]; single: string }>();
  for (const change of changes) {
    const topic = topicOf(change);
    if (!topic) continue;
    const group = groups.get(topic.key);
    if (group) group.items.push(topic.item);
    else groups.set(topic.key, { topic, items: [topic.item], single: topic.one });
  }
  const told = [...groups.values()]
    .sort((a, b) => a.topic.weight - b.topic.weight)
    .map(({ topic, items, single }) => (items.length === 1 ? single : topic.many(items.length)));
  if (told.length <= MOST) return told;
  const rest = told.length - MOST + 1;
  return [...told.slice(0, MOST - 1), `${rest} more changes.`];
}

interface Topic {
  /** Changes with the same key are told in one sentence. */
  key: string;
  item: string;
  one: string;
  many(count: number): string;
  /** The smaller the earlier. */
  weight: number;
}

function topicOf(change: SceneChange): Topic | undefined {
  switch (change.type) {
    case 'pod-added':
      return undefined;
    case 'pod-removed':
      return podTopic(change, 'is gone', 'are gone', 5);
    case 'pod-state':
      return podStateTopic(change);
    case 'set-added':
    case 'set-removed': {
      const verb = change.type === 'set-added' ? 'created' : 'deleted';
      const { name } = change.set;
      return topic(change.type, name, `DaemonSet ${name} ${verb}.`, (n) => `${n} DaemonSets ${verb}.`, 1);
    }
    case 'rollout-started': {
      const { name } = change.set;
      const one = `${name} is rolling out ${change.version}.`;
      return topic(change.type, name, one, (n) => `${n} DaemonSets are rolling out.`, 1);
    }
    case 'set-complete': {
      const { name } = change.set;
      const one = `${name}: ${change.pods === 1 ? 'its pod is' : `all ${change.pods} pods are`} available.`;
      return topic(change.type, name, one, (n) => `${n} DaemonSets have all pods available.`, 6);
    }
    case 'node-pressed':
    case 'node-relieved': {
      const { node, resource } = change;
      const verb = change.type === 'node-pressed' ? 'under' : 'no longer under';
      const key = `${change.type} ${resource}`;
      return topic(
        key,
        node,
        `Node ${node} is ${verb} ${resource}.`,
        (n) => `${n} nodes are ${verb} ${resource}.`,
        0,
      );
    }
    default:
      return nodeTopic(change);
  }
}

function topic(
  key: string,
  item: string,
  one: string,
  many: (count: number) => string,
  weight: number,
): Topic {
  return { key, item, one, many, weight };
}

type PodChange = Extract<SceneChange, { pod: string }>;

function podTopic({ pod, node, set }: PodChange, singular: string, plural: string, weight: number): Topic {
  return topic(
    `${set.namespace}/${set.name} ${singular}`,
    pod,
    `${pod} on ${node} ${singular}.`,
    (count) => `${count} ${set.name} pods ${plural}.`,
    weight,
  );
}

/** Stages on the way are not told: a pod becomes interesting again when it is ready or in trouble. */
const SILENT: ReadonlySet<PodState> = new Set(['pulling', 'starting', 'running']);

function podStateTopic(change: Extract<SceneChange, { type: 'pod-state' }>): Topic | undefined {
  const { state, word } = change;
  if (SILENT.has(state)) return undefined;
  if (state === 'backoff' || state === 'failed')
    return podTopic(change, `fails: ${word}`, `fail: ${word}`, 0);
  if (state === 'ready') return podTopic(change, 'is ready', 'are ready', 2);
  if (state === 'pending') return podTopic(change, 'waits for the scheduler', 'wait for the scheduler', 3);
  if (state === 'terminating') {
    const why = change.note === undefined ? '' : `, ${change.note}`;
    return podTopic(change, `is terminating${why}`, `are terminating${why}`, why === '' ? 4 : 2);
  }
  if (state === 'unknown') return podTopic(change, 'is out of reach', 'are out of reach', 3);
  return podTopic(change, 'has finished', 'have finished', 3);
}

type NodeChange = Exclude<
  Extract<SceneChange, { node: string; type: `node-${string}` }>,
  { resource: string }
>;

const NODE_WORDS: Record<NodeChange['type'], [string, string, number]> = {
  'node-added': ['was added', 'were added', 1],
  'node-removed': ['was removed', 'were removed', 1],
  'node-ready': ['is ready', 'are ready', 1],
  'node-lost': ['is not ready', 'are not ready', 0],
  'node-cordoned': ['is cordoned', 'are cordoned', 2],
  'node-uncordoned': ['is open for scheduling again', 'are open for scheduling again', 2],
};

function nodeTopic(change: NodeChange): Topic {
  const [singular, plural, weight] = NODE_WORDS[change.type];
  const { node, type } = change;
  return topic(type, node, `Node ${node} ${singular}.`, (count) => `${count} nodes ${plural}.`, weight);
}
