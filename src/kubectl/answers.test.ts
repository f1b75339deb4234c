/** Lines in which kubectl v1.34 with a kube-apiserver v1.34 answers otherwise than one would think. */
import { expect, test } from 'vitest';
import { Cluster } from '../engine/index';
import { runBlocking } from './shell';

/** A DaemonSet `p`, a node `n1` with labels x=1 and y=2, and nobody who works. */
function prepared(): Cluster {
  const cluster = new Cluster({ seed: 1, startTime: 1_767_225_600_000, components: [] });
  const containers = [{ name: 'c', image: 'i' }];
  const template = { metadata: { labels: { a: 'b' } }, spec: { containers } };
  const spec = { selector: { matchLabels: { a: 'b' } }, template };
  expect(cluster.api.create('DaemonSet', 'default', { metadata: { name: 'p' }, spec }).ok).toBe(true);
  const labels = { x: '1', y: '2' };
  expect(cluster.api.create('Node', undefined, { metadata: { name: 'n1', labels } }).ok).toBe(true);
  return cluster;
}

const NOPE = 'Error from server (NotFound): daemonsets.apps "nope" not found';
const NEGATIVE = 'error: revision must be a positive integer: -1';
const ALL = 'cannot set --all and --selector at the same time';
const NOBODY = 'No resources found in default namespace.';

test.each<[rule: string, line: string, output: string[], status: number]>([
  ['CLI-70', 'set image ds/p ds/nope c=x', [NOPE], 1],
  ['CLI-70', 'set image ds/nope', [NOPE], 1],
  [
    'CLI-70',
    'set image ds/p c=x d=y e=z',
    [
      'daemonset.apps/p image updated',
      'error: unable to find container named "d"',
      'error: unable to find container named "e"',
    ],
    1,
  ],
  [
    'CLI-70',
    'set image ds/p c=',
    [
      'error: failed to patch image update to pod template: DaemonSet.apps "p" is invalid: spec.template.spec.containers[0].image: Required value',
    ],
    1,
  ],
  ['CLI-70', 'set image ds --all -l a=b', [ALL, 'at least one image update is required'], 1],
  [
    'CLI-70',
    'set image ds/p *=x c=y',
    [
      'error: all containers are already specified by *, but saw more than one container_name=container_image pairs',
    ],
    1,
  ],
  ['CLI-75', 'label no --all -l x=1 a=b', [`error: ${ALL}`], 1],
  ['CLI-76', 'annotate no --all -l x=1 a=b', [`error: ${ALL}`], 1],
  [
    'CLI-75',
    'label no n1 x=3 y=4',
    [
      "'x' already has a value (1), and --overwrite is false",
      "'y' already has a value (2), and --overwrite is false",
    ],
    1,
  ],
  ['CLI-75', 'label no n1 --list x=1 z=3 y-', ['x=1', 'z=3'], 0],
  ['CLI-75', 'label no n1 --list x=3', ["error: 'x' already has a value (1), and --overwrite is false"], 1],
  ['CLI-75', 'label no --list --all', ['Listing labels for Node./n1:', ' x=1', ' y=2'], 0],
  ['CLI-61', 'rollout status ds -l x=y', [NOBODY], 0],
  ['CLI-65', 'rollout restart ds -l x=y', [NOBODY], 0],
  ['CLI-63', 'rollout history ds -l x=y', [], 0],
  ['CLI-66', 'rollout undo ds -l x=y', [], 0],
  ['CLI-61', 'rollout status ds -l x=y --revision=-1', [NEGATIVE], 1],
  ['CLI-63', 'rollout history ds -l x=y --revision=-1', [NEGATIVE], 1],
  ['CLI-61', 'rollout status --revision=-1', ['error: required resource not specified'], 1],
  [
    'CLI-61',
    'rollout status ds/nope ds/p --watch=false',
    ['Waiting for daemon set spec update to be observed...', NOPE],
    1,
  ],
  ['CLI-80', 'cordon first n1 second', ['Error from server (NotFound): nodes "first" not found'], 1],
  ['CLI-80', 'cordon n1 n1', ['node/n1 cordoned', 'node/n1 cordoned'], 0],
  [
    'CLI-78',
    'taint no n1 n1 a=b:NoSchedule',
    ['node/n1 tainted', 'error: node n1 already has a taint(s) with same effect(s) and --overwrite is false'],
    1,
  ],
  ['CLI-77', 'taint no n1 a=b:NoSchedule --dry-run=server', ['node/n1 tainted'], 0],
  ['CLI-77', 'taint no n1 a=b:NoSchedule --dry-run=client', ['node/n1 tainted'], 0],
])('%s kubectl %s', (_, line, output, status) => {
  expect(runBlocking(prepared(), `kubectl ${line}`)).toMatchObject({
    output: output.map((text) => `${text}\n`).join(''),
    status,
  });
});

test('CLI-61 --timeout is for each object anew', () => {
  const cluster = prepared();
  const start = cluster.now;
  const gaveUp = 'timed out waiting for the condition\n';
  const waiting = 'Waiting for daemon set spec update to be observed...\n';
  const { output } = runBlocking(cluster, 'kubectl rollout status ds/p ds/p --timeout=3s');
  expect(output).toBe(`${waiting}${waiting}${gaveUp}${gaveUp}`);
  expect(cluster.now - start).toBe(6000);
});
