import { expect, test } from './fixtures';
import { nginx, TOLERATE_CONTROL_PLANE } from './nginx';

test('3 the control-plane toleration brings a third pod, with a rolling update; taking it away takes the pod', async ({
  app,
}) => {
  await app.start();
  const before = await app.slotsOf('nginx');
  await app.apply(nginx({ pod: TOLERATE_CONTROL_PLANE }));
  await app.expectPrinted('daemonset.apps/nginx configured');
  await test.step('the new node gets its pod at once, the old pods go one at a time', async () => {
    await app.stepUntil(
      ({ slots }) =>
        slots.filter((s) => s.set === 'nginx').every((s) => s.label.endsWith('Ready, revision 2 of 2')),
      ({ slots }) => {
        const away = slots.filter((s) => s.set === 'nginx' && s.node !== 'cp-1' && s.state !== 'ready');
        expect(away.length, away.map((s) => s.label).join(' | ')).toBeLessThanOrEqual(1);
      },
    );
    await app.expectCounters('nginx', [3, 3, 3, 3, 3]);
    await expect(app.card('nginx')).toContainText('3 nodes · 3 eligible');
    for (const { node, uids } of await app.slotsOf('nginx'))
      if (node !== 'cp-1') expect(uids).not.toEqual(before.find((slot) => slot.node === node)?.uids);
  });
  await test.step('without it the pod on the control plane leaves', async () => {
    await app.apply(nginx());
    await app.expectSlot('nginx', 'cp-1', /^nginx on cp-1: Terminating/);
    await app.pass(120);
    await app.expectSlot('nginx', 'cp-1', 'no pod, untolerated taint control-plane');
    await app.expectCounters('nginx', [2, 2, 2, 2, 2]);
  });
});

test('3 NoSchedule never evicts a running pod, NoExecute does', async ({ app }) => {
  await app.start();
  const uid = await app.uidOf('nginx', 'worker-1');
  await app.select('worker-1');
  await test.step('NoSchedule', async () => {
    await app.addTaint('dedicated', 'db', 'NoSchedule');
    await app.expectPrinted('node/worker-1 tainted');
    await app.pass(120);
    expect(await app.uidOf('nginx', 'worker-1')).toBe(uid);
    await expect(app.node('worker-1')).toContainText('dedicated=db:NoSchedule');
    await app.expectSlot('nginx', 'worker-1', /Ready, .*misscheduled$/);
    // A taint that evicts nobody does not wake the controller: the counters follow with its next sync.
    await app.expectCounters('nginx', [2, 2, 2, 2, 2]);
    await app.apply(nginx({ metadata: 'labels:\n  look: again' }));
    await app.expectCounters('nginx', [1, 1, 1, 1, 1]);
    await expect(app.card('nginx')).toHaveAccessibleName(/Misscheduled 1/);
  });
  await test.step('but a pod that goes does not come back', async () => {
    await app.select('worker-1', 'nginx');
    await app.inspector.getByRole('button', { name: 'Delete pod' }).click();
    await app.pass(60);
    await app.expectSlot('nginx', 'worker-1', 'no pod, untolerated taint dedicated');
    await app.expectCounters('nginx', [1, 1, 1, 1, 1]);
  });
  await test.step('untainted, the node gets a pod again', async () => {
    await app.select('worker-1');
    await app.inspector.getByRole('button', { name: 'Remove taint dedicated:NoSchedule' }).click();
    await app.expectPrinted('node/worker-1 untainted');
    await app.pass(60);
    await app.expectCounters('nginx', [2, 2, 2, 2, 2]);
  });
  await test.step('NoExecute', async () => {
    await app.addTaint('maintenance', '', 'NoExecute');
    await app.expectSlot('nginx', 'worker-1', /^nginx on worker-1: Terminating/);
    await app.pass(60);
    await app.expectSlot('nginx', 'worker-1', /no pod, untolerated taint maintenance/);
    // kube-proxy and the network agent tolerate everything.
    await app.expectSlot('kube-proxy', 'worker-1', 'Ready, revision 1 of 1');
  });
});
