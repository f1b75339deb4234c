/** Random clusters that were put to a real kube-scheduler v1.34.0 (testing/testdata), and to this one. One cluster a line. */
import { expect, test } from 'vitest';
import type { Pod } from '../../k8s/types';
import { answer, apply, differences, put, storeOf, type RecordedCase } from './testing/recorded-case';
import { replay, type RecordedQueue } from './testing/recorded-queue';
import answersText from './testing/testdata/answers.txt?raw';
import queueText from './testing/testdata/queue.txt?raw';

const lines = <T>(text: string): T[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T);

const answers = lines<RecordedCase>(answersText);
const queues = lines<RecordedQueue>(queueText);

test.each(answers.map((c) => [c.seed, c] as const))(
  'SCH-2 SCH-5 SCH-12 SCH-13 SCH-14 SCH-18 SCH-19 SCH-21 SCH-22 SCH-27 SCH-30 SCH-31 SCH-32 SCH-34 SCH-35 cluster %s: same texts, scores, nodes and victims',
  (_, { objects, steps }) => {
    const store = storeOf(objects);
    for (const step of steps) {
      put(store, step.pod);
      const { namespace, name } = step.pod.metadata;
      const pod = store.get('Pod', namespace, name as string) as Pod;
      expect(differences(step, answer(store, pod)), name).toEqual([]);
      apply(store, step);
    }
  },
);

test.each(queues.map((c) => [c.seed, c] as const))(
  'SCH-38 cluster %s: after each change the same pods are tried again',
  (_, recorded) => {
    const { differences: found, compared } = replay(recorded);
    expect(found).toEqual([]);
    expect(compared).toBeGreaterThan(0);
  },
);

test('the recordings hold what they are meant to', () => {
  const steps = answers.flatMap((c) => c.steps);
  expect(steps.length).toBeGreaterThan(150);
  expect(steps.filter((s) => s.totals).length).toBeGreaterThan(50);
  expect(steps.filter((s) => s.victims?.length).length).toBeGreaterThan(10);
  const texts = steps.map((s) => s.message ?? '').join('\n');
  for (const reason of [
    'topology spread constraints (missing required label)',
    "didn't match pod topology spread constraints",
    "didn't match pod affinity rules",
    "didn't match pod anti-affinity rules",
    "didn't satisfy existing pods anti-affinity rules",
    'unbound immediate PersistentVolumeClaims. not found',
    'preemptionPolicy=Never.',
  ])
    expect(texts, reason).toContain(reason);
  expect(queues.flatMap((q) => q.actions).filter((a) => a.tried.length > 1).length).toBeGreaterThan(30);
});
