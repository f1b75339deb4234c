import { expect, test } from './fixtures';
import { nginx } from './nginx';

test('4 new nodes get their pods; a deleted node is gone and its pods are garbage-collected', async ({
  app,
}) => {
  await app.start();
  await test.step('a worker boots: NotReady first, then its pods come', async () => {
    await app.addNode('Worker');
    await app.expectPrinted('node worker-3 added');
    await expect(app.node('worker-3')).toHaveAccessibleName(/^worker-3, worker, not ready/);
    await app.expectSlot('nginx', 'worker-3', 'no pod, node not ready');
    // The system's sets tolerate the taint of a node that is not ready.
    await expect(app.slot('kube-proxy', 'worker-3')).not.toHaveAttribute('data-state', 'empty');
    await app.pass(60);
    await expect(app.node('worker-3')).toHaveAccessibleName(/^worker-3, worker, ready, 3 pods/);
    await app.expectCounters('nginx', [3, 3, 3, 3, 3]);
    await app.expectCounters('kube-proxy', [4, 4, 4, 4, 4]);
  });
  await test.step('a control plane comes with its taint', async () => {
    await app.addNode('Control plane');
    await app.pass(60);
    await expect(app.node('cp-2')).toHaveAccessibleName(/^cp-2, control plane, ready, 1 taint, 2 pods/);
    await app.expectSlot('nginx', 'cp-2', 'no pod, untolerated taint control-plane');
  });
  await test.step('a node deleted by button: its pods stay for the pod garbage collector', async () => {
    await app.select('worker-3');
    const deleted = (await app.time()) / 1000;
    await app.nodeAction('Delete node');
    await app.expectPrinted('node "worker-3" deleted');
    await expect(app.node('worker-3')).toHaveCount(0);
    await expect(app.inspector).toContainText('It does not exist at this moment');
    await app.expectCounters('nginx', [3, 3, 3, 3, 3]);
    await app.at(deleted + 39);
    await app.expectCounters('nginx', [3, 3, 3, 3, 3]);
    await app.at(deleted + 61);
    await app.expectCounters('nginx', [2, 2, 2, 2, 2]);
    await app.expectCounters('kube-proxy', [4, 4, 4, 4, 4]);
  });
});

test('4 nodes come, change and stay through YAML as well', async ({ app }) => {
  const edge = (rest: string): string => `apiVersion: v1\nkind: Node\nmetadata:\n  name: edge-1\n${rest}`;
  await app.start();
  await app.apply(edge('  labels:\n    disktype: ssd\n'));
  await app.expectPrinted('node/edge-1 created');
  await app.pass(60);
  await expect(app.node('edge-1')).toHaveAccessibleName(/^edge-1, worker, ready/);
  await expect(app.node('edge-1')).toContainText('disktype=ssd');
  await app.expectCounters('nginx', [3, 3, 3, 3, 3]);
  await test.step('tainted and cordoned from the text', async () => {
    await app.apply(
      edge(
        'spec:\n  unschedulable: true\n  taints:\n  - key: dedicated\n    value: edge\n    effect: NoExecute\n',
      ),
    );
    await app.expectPrinted('node/edge-1 configured');
    await expect(app.node('edge-1')).not.toContainText('disktype=ssd');
    await expect(app.node('edge-1')).toContainText('dedicated=edge:NoExecute');
    await app.pass(60);
    await expect(app.node('edge-1')).toHaveAccessibleName(/cordoned/);
    await app.expectSlot('nginx', 'edge-1', 'no pod, untolerated taint dedicated');
  });
  await test.step('a node that left the text is offered for deletion', async () => {
    await app.apply(nginx());
    await app.pass(30);
    await expect(app.node('edge-1')).toBeVisible();
    await app.manifest.getByText('Node edge-1 is no longer in the text').waitFor();
    await app.manifest.getByRole('button', { name: 'Delete it' }).click();
    await expect(app.node('edge-1')).toHaveCount(0);
  });
});

test('4 labels and cordon decide by the rules of a DaemonSet', async ({ app }) => {
  await app.start();
  await test.step('a node selector empties the nodes without the label; labelling brings the pod back', async () => {
    await app.apply(nginx({ pod: 'nodeSelector:\n  disktype: ssd' }));
    await app.pass(60);
    await app.expectCounters('nginx', [0, 0, 0, 0, 0]);
    await app.expectSlot('nginx', 'worker-1', /no pod, nodeSelector/);
    await app.select('worker-1');
    await app.inspector.getByRole('textbox', { name: 'New label, key=value' }).fill('disktype=ssd');
    await app.inspector.getByRole('button', { name: 'Add label' }).click();
    await app.expectPrinted('node/worker-1 labeled');
    await expect(app.node('worker-1')).toContainText('disktype=ssd');
    await app.pass(60);
    await app.expectSlot('nginx', 'worker-1', /: Ready/);
    await app.expectCounters('nginx', [1, 1, 1, 1, 1]);
  });
  await test.step('the inspector tells why not, and offers the label that is missing', async () => {
    await app.select('worker-2', 'nginx');
    const checks = app.inspector.getByRole('list', { name: 'Checks' });
    await expect(checks).toContainText(/node ?selector/i);
    await expect(checks).toContainText('disktype');
    await app.inspector.getByRole('button', { name: 'Label worker-2' }).click();
    await app.expectPrinted('node/worker-2 labeled');
    await app.pass(60);
    await app.expectCounters('nginx', [2, 2, 2, 2, 2]);
  });
  await test.step('removing the label takes the pod away', async () => {
    await app.select('worker-1');
    await app.inspector.getByRole('button', { name: 'Remove label disktype' }).click();
    await app.expectPrinted('node/worker-1 unlabeled');
    await app.pass(60);
    await app.expectCounters('nginx', [1, 1, 1, 1, 1]);
  });
  await test.step('daemon pods come to a cordoned node all the same', async () => {
    await app.select('worker-2');
    await app.nodeAction('Cordon');
    await app.expectPrinted('node/worker-2 cordoned');
    await expect(app.node('worker-2')).toHaveAccessibleName(/cordoned/);
    await expect(app.node('worker-2')).toContainText('cordoned');
    await app.select('worker-2', 'nginx');
    const old = await app.uidOf('nginx', 'worker-2');
    await app.inspector.getByRole('button', { name: 'Delete pod' }).click();
    await app.pass(60);
    await app.expectSlot('nginx', 'worker-2', /: Ready/);
    expect(await app.uidOf('nginx', 'worker-2')).not.toBe(old);
    await app.select('worker-2');
    await app.nodeAction('Uncordon');
    await app.expectPrinted('node/worker-2 uncordoned');
    await expect(app.node('worker-2')).not.toHaveAccessibleName(/cordoned/);
  });
});

test('4 a stopped kubelet: NotReady after its grace period, nothing evicted; started again, all is well', async ({
  app,
}) => {
  await app.start();
  const uid = await app.uidOf('nginx', 'worker-1');
  await app.at(10);
  await app.select('worker-1');
  await app.breakHere('Kubelet stopped');
  await test.step('nobody knows yet', async () => {
    await app.at(45);
    await expect(app.node('worker-1')).toHaveAccessibleName(/^worker-1, worker, ready/);
  });
  await test.step('50 s after its last sign of life the node is NotReady and unreachable', async () => {
    await app.at(66);
    await expect(app.node('worker-1')).toHaveAccessibleName(/^worker-1, worker, not ready/);
    await expect(app.node('worker-1')).toContainText('NotReady');
    await expect(app.node('worker-1')).toContainText('unreachable:NoExecute');
    await expect(app.inspector).toContainText('NodeStatusUnknown: Kubelet stopped posting node status.');
    await app.expectSlot('nginx', 'worker-1', /Unknown/);
  });
  await test.step('the daemon pod is not evicted', async () => {
    await app.at(600);
    expect(await app.uidOf('nginx', 'worker-1')).toBe(uid);
  });
  await test.step('started again', async () => {
    await app.mendHere('Kubelet stopped');
    await app.pass(60);
    await expect(app.node('worker-1')).toHaveAccessibleName(/^worker-1, worker, ready, 3 pods/);
    await expect(app.node('worker-1')).not.toContainText('unreachable');
    await app.expectCounters('nginx', [2, 2, 2, 2, 2]);
    expect(await app.uidOf('nginx', 'worker-1')).toBe(uid);
  });
});
