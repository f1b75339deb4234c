import { kubeletActivity } from '../../engine/index';
import type { NodeContent } from '../../scene/node-content';
import { createSceneBuilder } from '../../scene/scene-builder';
import { createSession, defaultScenario } from '../../state/session';
import { triesFor } from '../inspector/tries';
import type { Outlook } from '../outlook';

/** The outlook of the default scenario: its cluster is played to the origin and described. */
export function takeOutlook(): Outlook {
  const scenario = defaultScenario();
  const { cluster, now, origin, title, seed, lanes } = createSession(scenario).getState();
  const builder = createSceneBuilder();
  const { sets, workloads, summary } = builder.build({
    read: cluster.read,
    world: cluster.world,
    now,
    width: 1_000,
    activity: (uid) => kubeletActivity(cluster, uid),
  });
  const first = lanes.focus(undefined);
  const inFront = (set: { namespace: string; name: string }) =>
    Number(set.namespace === first?.namespace && set.name === first.name);
  return {
    title,
    origin,
    seed,
    text: scenario.text,
    lanes: sets
      .map(({ namespace, name }) => ({ namespace, name }))
      .toSorted((a, b) => inFront(b) - inFront(a))
      .map((set) => ({ set, lanes: lanes.lanes(set, origin, Infinity).lanes })),
    nodes: builder.contents.map(shown),
    sets,
    workloads,
    summary,
    tries: triesFor(scenario.text, cluster.read),
  };
}

/** A node's content without what no tile shows: the objects themselves. */
function shown(content: NodeContent): NodeContent {
  const { uid, name } = content.node.metadata;
  const slots = content.slots.map(({ view, ...slot }) => {
    const { uid: setUid, namespace, name: setName, system, quiet } = view;
    return { ...slot, view: { uid: setUid, namespace, name: setName, system, quiet } };
  });
  return { ...content, node: { metadata: { uid, name } }, slots } as unknown as NodeContent;
}
