import { describe, expect, test } from 'vitest';
import { Cluster } from '../engine/cluster';
import { COMPONENTS } from '../engine/registry';
import type { Input } from '../engine/index';
import { runBlocking, runLine } from './shell';

const START = 1_767_225_600_000;
/** Budgets stand as they are written here. */
const components = COMPONENTS.filter(({ name }) => name !== 'disruption-controller');

const PODS = ['a', 'b']
  .map(
    (name) => `apiVersion: v1
kind: Pod
metadata: {name: ${name}, labels: {app: ${name}}}
spec: {terminationGracePeriodSeconds: 2, containers: [{name: c, image: nginx}]}
`,
  )
  .join('---\n');
const BUDGET = `apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: stay}
spec: {minAvailable: 1, selector: {matchLabels: {app: a}}}
`;

function prepared(): Cluster {
  const cluster = new Cluster({ seed: 2, startTime: START, components });
  const node: Input = { type: 'add-node', name: 'worker-1', role: 'worker', boot: false };
  cluster.input(node);
  runBlocking(cluster, 'kubectl apply -f -', PODS);
  runBlocking(cluster, 'kubectl apply -f -', BUDGET);
  runBlocking(cluster, 'sleep 30');
  return cluster;
}

function patchBudget(cluster: Cluster, status: object): void {
  const patch = JSON.stringify({ status });
  const line = `kubectl patch pdb stay --subresource=status --type=merge -p '${patch}'`;
  expect(runBlocking(cluster, line).status).toBe(0);
}

/** What the line prints, each piece with the second at which it came. `meanwhile` may act at every pause. */
function timed(cluster: Cluster, line: string, meanwhile: (second: number) => void): string[] {
  const lines: string[] = [];
  const second = () => (cluster.now - start) / 1000;
  const start = cluster.now;
  const run = runLine(cluster, line, undefined, (text) => void lines.push(`${second()} ${text.trimEnd()}`));
  for (let pauses = 0; pauses < 300; pauses++) {
    const step = run.next();
    cluster.settle();
    if (step.done) return [...lines, `[${step.value}]`];
    if (step.value.type === 'until') cluster.advanceTo(step.value.time);
    meanwhile(second());
  }
  return [...lines, 'still waiting'];
}

const DRAIN = 'kubectl drain worker-1 --force';
const VIOLATES = "Cannot evict pod as it would violate the pod's disruption budget.";
const REFUSED = `error when evicting pods/"a" -n "default" (will retry after 5s): ${VIOLATES}`;

describe('drain and budgets', () => {
  test('CLI-86 tries again every 5 s, until the budget lets the pod go; the others go at once', () => {
    const cluster = prepared();
    patchBudget(cluster, { observedGeneration: 1, currentHealthy: 1, desiredHealthy: 1 });
    const printed = timed(cluster, DRAIN, (second) => {
      if (second === 10) runBlocking(cluster, 'kubectl delete pdb stay');
    });
    expect(printed.filter((line) => !line.includes('pod/b evicted'))).toEqual([
      '0 node/worker-1 cordoned',
      '0 Warning: deleting Pods that declare no controller: default/a, default/b',
      '0 evicting pod default/a',
      '0 evicting pod default/b',
      `0 ${REFUSED}`,
      '5 evicting pod default/a',
      `5 ${REFUSED}`,
      '10 evicting pod default/a',
      expect.stringMatching(/^\d+ pod\/a evicted$/),
      expect.stringMatching(/^\d+ node\/worker-1 drained$/),
      '[0]',
    ]);
  });

  test('CLI-86 a budget that its controller has not counted: the client itself waits 10 s ten times, silently', () => {
    const cluster = prepared();
    const printed = timed(cluster, `${DRAIN} --pod-selector=app=a --timeout=103s`, () => undefined);
    expect(printed.slice(2)).toEqual([
      '0 evicting pod default/a',
      `100 ${REFUSED}`,
      '105 evicting pod default/a',
      expect.stringMatching(/^105 There are pending pods in node "worker-1" when an error occurred: /),
      expect.stringMatching(/^105 error: unable to drain node "worker-1" due to error: /),
      '105 There are pending nodes to be drained:\n worker-1',
      '105 error when evicting pods/"a" -n "default": global timeout reached: 1m43s',
      '[1]',
    ]);
  });

  test('CLI-86 without a timeout a terminal that only waits gives up after a day', () => {
    const cluster = prepared();
    patchBudget(cluster, { observedGeneration: 1, currentHealthy: 1, desiredHealthy: 1 });
    const { status, output } = runBlocking(cluster, DRAIN);
    expect(status).toBe(124);
    expect(output).toContain('the command has not ended within 24 hours');
    expect(cluster.read.get('Node', undefined, 'worker-1')?.spec.unschedulable).toBe(true);
  });

  test('CLI-87 a pod that somebody else deletes meanwhile counts as done', () => {
    const cluster = prepared();
    patchBudget(cluster, { observedGeneration: 1, currentHealthy: 1, desiredHealthy: 1 });
    const printed = timed(cluster, `${DRAIN} --pod-selector=app=a`, (second) => {
      if (second === 5) runBlocking(cluster, 'kubectl delete po a --force');
    });
    expect(printed.slice(-2)).toEqual(['5 node/worker-1 drained', '[0]']);
    expect(printed.join()).not.toContain('pod/a evicted');
  });
});
