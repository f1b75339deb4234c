import { expect, test } from 'vitest';
import type { Node } from '../../k8s/types';
import { Store } from '../api/store';
import { viewOf } from './cluster-view';
import { findFeasibleNodes } from './feasible-nodes';
import { NodeVerdicts } from './node-verdicts';
import { usageOf } from './node-usage';
import { makeNode, makePod } from './testing/objects';

test('SCH-3 a search stops after enough nodes among those that the pod names, too', () => {
  const store = new Store(() => {});
  for (let i = 0; i < 200; i++) store.put('Node', makeNode(`n-${i}`), 'test');
  const nodeSelectorTerms = Array.from({ length: 150 }, (_, i) => ({
    matchFields: [{ key: 'metadata.name', operator: 'In', values: [`n-${i}`] }],
  }));
  const nodeAffinity = { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } };
  const search = findFeasibleNodes(makePod('p', { spec: { affinity: { nodeAffinity } } }), viewOf(store));
  expect([search.pinned?.size, search.feasible.length, search.examined]).toEqual([150, 100, 100]);
});

test('verdicts on nodes that are gone are forgotten', () => {
  const verdicts = new NodeVerdicts();
  const pod = makePod('p');
  const judged: Node[] = [];
  const judge = (node: Node): void => {
    const usage = (): ReturnType<typeof usageOf> => (judged.push(node), usageOf([]));
    verdicts.judge(pod, [node], usage)(node);
  };
  const node = makeNode('n');
  judge(node);
  judge(node);
  expect(judged).toHaveLength(1);
  verdicts.gone('n');
  judge(node);
  expect(judged).toHaveLength(2);
});
