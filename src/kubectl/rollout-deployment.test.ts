/** What the commands print was taken from kubectl v1.34 with a kube-controller-manager v1.34. */
import { describe, expect, test } from 'vitest';
import { Cluster } from '../engine/index';
import { WITH_DEPLOYMENTS } from '../engine/testing/workload-components';
import type { Deployment } from '../k8s/types';
import { isFailure } from './failure';
import { deploymentRollout } from './rollout-deployment';
import { runBlocking } from './shell';

const WEB = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 4
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: c, image: "web:1"}]}
`;

function started(manifest = WEB) {
  const cluster = new Cluster({ seed: 7, startTime: 1_767_225_600_000, components: WITH_DEPLOYMENTS });
  for (const name of ['worker-1', 'worker-2'])
    cluster.input({ type: 'add-node', name, role: 'worker', boot: false });
  const kubectl = (line: string, stdin?: string) => {
    const { output, status } = runBlocking(cluster, `kubectl ${line}`, stdin);
    return status === 0 ? output : `${output}[${status}]`;
  };
  kubectl('create -f -', manifest);
  return { cluster, kubectl };
}

describe('WL-15 rollout status', () => {
  const d = (status: Deployment['status'], generation = 1, annotations = {}): Deployment => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'x', uid: 'x', resourceVersion: '1', creationTimestamp: '', generation, annotations },
    spec: { replicas: 3, selector: {}, template: {} },
    status,
  });
  const said = (object: Deployment, revision = 0) => {
    const state = deploymentRollout(object, revision);
    return isFailure(state) ? `error: ${state.error}` : `${state.text}${state.done ? ' (done)' : ''}`;
  };
  const waiting = 'Waiting for deployment "x" rollout to finish:';

  test.each<[Deployment['status'], number, string]>([
    [{}, 1, 'Waiting for deployment spec update to be observed...'],
    [{ observedGeneration: 1 }, 2, 'Waiting for deployment spec update to be observed...'],
    [
      { observedGeneration: 1, replicas: 3, updatedReplicas: 1 },
      1,
      `${waiting} 1 out of 3 new replicas have been updated...`,
    ],
    [
      { observedGeneration: 1, replicas: 4, updatedReplicas: 3 },
      1,
      `${waiting} 1 old replicas are pending termination...`,
    ],
    [
      { observedGeneration: 1, replicas: 3, updatedReplicas: 3, availableReplicas: 2 },
      1,
      `${waiting} 2 of 3 updated replicas are available...`,
    ],
    [
      { observedGeneration: 1, replicas: 3, updatedReplicas: 3, availableReplicas: 3 },
      1,
      'deployment "x" successfully rolled out (done)',
    ],
    [
      {
        observedGeneration: 1,
        conditions: [{ type: 'Progressing', status: 'False', reason: 'ProgressDeadlineExceeded' }],
      },
      1,
      'error: deployment "x" exceeded its progress deadline',
    ],
  ])('%o at generation %s: %s', (status, generation, expected) => {
    expect(said(d(status, generation))).toBe(expected);
  });

  test('CLI-62 another revision', () => {
    const running = d({}, 1, { 'deployment.kubernetes.io/revision': '2' });
    expect(said(running, 1)).toBe('error: desired revision (1) is different from the running revision (2)');
    expect(said(running, 2)).toBe('Waiting for deployment spec update to be observed...');
  });

  test('from the beginning to the end', () => {
    const { kubectl } = started();
    const lines = kubectl('rollout status deploy/web').split('\n');
    expect(lines[0]).toBe(
      'Waiting for deployment "web" rollout to finish: 0 of 4 updated replicas are available...',
    );
    expect(lines.at(-2)).toBe('deployment "web" successfully rolled out');
  });
});

describe('WL-16, CLI-63, CLI-69 history and undo', () => {
  test('one revision', () => {
    const { kubectl } = started();
    expect(kubectl('rollout history deploy/web')).toBe(
      'deployment.apps/web \nREVISION  CHANGE-CAUSE\n1         <none>\n\n',
    );
    expect(kubectl('rollout undo deploy/web')).toBe(
      'error: no rollout history found for deployment "web"\n[1]',
    );
    expect(kubectl('rollout undo deploy/web --to-revision=1')).toBe(
      'deployment.apps/web skipped rollback (current template already matches revision 1)\n',
    );
    expect(kubectl('rollout undo deploy/web --to-revision=9')).toBe(
      'error: unable to find specified revision 9 in history\n[1]',
    );
    expect(kubectl('rollout history deploy/web --revision=9')).toBe(
      'error: unable to find the specified revision\n[1]',
    );
    expect(kubectl('rollout history deploy/web --revision=-1')).toBe(
      'error: revision must be a positive integer: -1\n[1]',
    );
  });

  test('none while it is paused', () => {
    const { kubectl } = started(WEB.replace('spec:\n', 'spec:\n  paused: true\n'));
    expect(kubectl('rollout history deploy/web')).toBe('deployment.apps/web \nNo rollout history found.\n');
  });

  test('there and back; the cause comes along', () => {
    const { kubectl, cluster } = started();
    kubectl('annotate deploy/web kubernetes.io/change-cause=first');
    cluster.advanceTo(cluster.now + 60_000);
    kubectl('set image deploy/web c=web:2');
    kubectl('annotate deploy/web kubernetes.io/change-cause=second --overwrite');
    kubectl('rollout status deploy/web');
    expect(kubectl('rollout history deploy/web')).toBe(
      'deployment.apps/web \nREVISION  CHANGE-CAUSE\n1         first\n2         second\n\n',
    );
    expect(kubectl('rollout undo deploy/web --dry-run=server')).toBe(
      'deployment.apps/web rolled back (server dry run)\n',
    );
    expect(kubectl('rollout undo deploy/web')).toBe('deployment.apps/web rolled back\n');
    kubectl('rollout status deploy/web');
    expect(kubectl('rollout history deploy/web')).toBe(
      'deployment.apps/web \nREVISION  CHANGE-CAUSE\n2         second\n3         first\n\n',
    );
    const { metadata, spec } = cluster.read.get('Deployment', 'default', 'web') as Deployment;
    expect(metadata.annotations).toEqual({
      'deployment.kubernetes.io/revision': '3',
      'kubernetes.io/change-cause': 'first',
    });
    expect(spec.template.metadata?.labels).toEqual({ app: 'web' });
    expect(spec.template.spec?.containers[0]?.image).toBe('web:1');
  });
});

describe('CLI-58, CLI-59, WL-14 pause and resume', () => {
  test('a Deployment', () => {
    const { kubectl } = started();
    expect(kubectl('rollout resume deploy/web')).toBe('error: deployments.apps "web" is not paused\n[1]');
    expect(kubectl('rollout pause deploy/web')).toBe('deployment.apps/web paused\n');
    expect(kubectl('rollout pause deploy/web')).toBe('error: deployments.apps "web" is already paused\n[1]');
    kubectl('set image deploy/web c=web:2');
    expect(kubectl('rollout undo deploy/web --to-revision=1')).toBe(
      "error: you cannot rollback a paused deployment; resume it first with 'kubectl rollout resume' and try again\n[1]",
    );
    expect(kubectl('rollout restart deploy/web')).toBe(
      'error: deployments.apps "web" can\'t restart paused deployment (run rollout resume first)\n[1]',
    );
    expect(kubectl('rollout resume deploy/web')).toBe('deployment.apps/web resumed\n');
    expect(kubectl('rollout restart deploy/web')).toBe('deployment.apps/web restarted\n');
    expect(kubectl('rollout restart deploy/web')).toBe(
      'error: failed to create patch for web: if restart has already been triggered within the past second, please wait before attempting to trigger another\n[1]',
    );
  });

  test.each([
    ['pause', 'error: required resource not specified\n[1]'],
    ['pause deploy -l a=b', 'No resources found in default namespace.\n'],
    ['pause ds/x', 'Error from server (NotFound): daemonsets.apps "x" not found\n[1]'],
    [
      'resume deploy/web deploy/nope',
      'error: deployments.apps "web" is not paused\nError from server (NotFound): deployments.apps "nope" not found\n[1]',
    ],
    ['pause no/worker-1', 'error: nodes "worker-1" pausing is not supported\n[1]'],
    ['resume sa/default', 'error: serviceaccounts "default" resuming is not supported\n[1]'],
  ])('%s', (line, expected) => {
    const { kubectl } = started();
    const sorted = (text: string) => text.split('\n').toSorted().join('\n');
    expect(sorted(kubectl(`rollout ${line}`))).toBe(sorted(expected));
  });
});

test.each([
  ['status', 'error: no status viewer has been implemented for ReplicaSet.apps\n[1]'],
  ['history', 'error: no history viewer has been implemented for "ReplicaSet.apps"\n[1]'],
  ['undo', 'error: no rollbacker has been implemented for "ReplicaSet.apps"\n[1]'],
  ['restart', 'error: replicasets.apps "NAME" restarting is not supported\n[1]'],
  ['pause', 'error: replicasets.apps "NAME" pausing is not supported\n[1]'],
])('CLI-59 rollout %s of a ReplicaSet', (verb, expected) => {
  const { kubectl, cluster } = started();
  const name = cluster.read.list('ReplicaSet', 'default')[0]?.metadata.name ?? '';
  expect(kubectl(`rollout ${verb} rs/${name}`)).toBe(expected.replace('NAME', name));
});

test('CLI-59 a kind that kubectl knows nothing of', () => {
  const { kubectl } = started();
  expect(kubectl('rollout history no/worker-1')).toBe(
    'error: error retrieving history for "Node", no visitor method exists for { Node}\n[1]',
  );
  expect(kubectl('rollout undo sa/default')).toBe(
    'error: error retrieving rollbacker for "ServiceAccount", no visitor method exists for { ServiceAccount}\n[1]',
  );
});
