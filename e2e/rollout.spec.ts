import { expect, test } from './fixtures';
import { nginx } from './nginx';
import type { Picture, SlotPicture } from './page-object';

const slots = (picture: Picture): SlotPicture[] => picture.slots.filter((slot) => slot.set === 'nginx');
/** All pods of the set are of this revision, ready and alone on their nodes. */
const rolled = (revision: number) => (picture: Picture) =>
  slots(picture).every(
    ({ state, label, uids }) =>
      state === 'empty' || (uids.length === 1 && new RegExp(`: Ready, revision ${revision} of`).test(label)),
  );
/** Nodes without a ready pod, of those that should have one. */
const away = (picture: Picture): SlotPicture[] =>
  slots(picture).filter(
    ({ label }) => !label.includes('untolerated') && !/: Ready\b/.test(label) && !/; Ready/.test(label),
  );

test('5 a new image rolls node by node: terminating, created, pulling, running, ready', async ({ app }) => {
  await app.start();
  const before = await app.slotsOf('nginx');
  const busy: string[] = [];
  await app.apply(nginx({ image: 'nginx:1.29' }));
  const { time: end } = await app.stepUntil(rolled(2), (picture) => {
    expect(
      away(picture).length,
      away(picture)
        .map((s) => s.label)
        .join(' | '),
    ).toBeLessThanOrEqual(1);
    for (const { node } of away(picture)) if (busy.at(-1) !== node) busy.push(node);
  });
  expect(busy.toSorted()).toEqual(['worker-1', 'worker-2']);
  await app.expectCounters('nginx', [2, 2, 2, 2, 2]);
  await expect(app.card('nginx')).toContainText('1.29');
  for (const { node, uids } of await app.slotsOf('nginx'))
    if (node !== 'cp-1') expect(uids).not.toEqual(before.find((slot) => slot.node === node)?.uids);
  await test.step('looked at closely, each node goes through all stages', async () => {
    const stages = new Map<string, string[]>();
    for (let time = 0; time <= end; time += 200) {
      await app.at(time / 1000);
      for (const { node, state } of await app.slotsOf('nginx')) {
        const seen = stages.get(node) ?? [];
        if (seen.at(-1) !== state) stages.set(node, [...seen, state]);
      }
    }
    await app.at(end / 1000);
    const whole = ['ready', 'terminating', 'starting', 'pulling', 'ready'];
    for (const node of ['worker-1', 'worker-2'])
      expect(
        stages.get(node)?.filter((state, i, all) => all.indexOf(state) === i || i === all.length - 1),
      ).toEqual(expect.arrayContaining(whole));
  });
  await test.step('the set shows both revisions and rolls back', async () => {
    await app.card('nginx').click();
    await expect(app.inspector).toContainText('nginx:1.28');
    await app.inspector.getByRole('button', { name: 'Roll back' }).click();
    await app.expectPrinted('daemonset.apps/nginx rolled back');
    await app.stepUntil(rolled(3));
    await expect(app.card('nginx')).toContainText('1.28');
  });
});

test('5 maxUnavailable, as a number and in percent', async ({ app }) => {
  await app.start();
  await app.addNode('Five workers');
  await app.pass(90);
  await app.expectCounters('nginx', [7, 7, 7, 7, 7]);
  for (const { budget, atOnce, image, revision } of [
    { budget: '2', atOnce: 2, image: 'nginx:1.29', revision: 2 },
    // Of seven: 2.8, rounded up.
    { budget: '40%', atOnce: 3, image: 'nginx:1.30', revision: 3 },
  ]) {
    await test.step(`maxUnavailable ${budget}`, async () => {
      let most = 0;
      await app.apply(
        nginx({ image, spec: `updateStrategy:\n  rollingUpdate:\n    maxUnavailable: ${budget}` }),
      );
      await app.stepUntil(rolled(revision), (picture) => (most = Math.max(most, away(picture).length)));
      expect(most).toBe(atOnce);
      await app.expectCounters('nginx', [7, 7, 7, 7, 7]);
    });
  }
});

test('5 maxSurge brings the new pod beside the old one; minReadySeconds delays the next', async ({ app }) => {
  await app.start();
  const surge = 'updateStrategy:\n  rollingUpdate:\n    maxSurge: 1\n    maxUnavailable: 0';
  await test.step('maxSurge', async () => {
    let beside = 0;
    await app.apply(nginx({ image: 'nginx:1.29', spec: surge }));
    await app.stepUntil(rolled(2), (picture) => {
      expect(
        away(picture).map((slot) => slot.label),
        'no node is ever without a ready pod',
      ).toEqual([]);
      beside = Math.max(beside, ...slots(picture).map(({ uids }) => uids.length));
    });
    expect(beside).toBe(2);
  });
  await test.step('minReadySeconds', async () => {
    // Pods that are ready for less than the new minimum would count as unavailable, and go at once.
    await app.pass(60);
    await app.apply(nginx({ image: 'nginx:1.30', spec: 'minReadySeconds: 30' }));
    const first = await app.stepUntil((picture) =>
      slots(picture).some(({ label }) => label.includes('Ready 0/30s')),
    );
    const ready = slots(first).find(({ label }) => label.includes('Ready 0/30s'));
    const other = slots(first).find(({ node, state }) => state !== 'empty' && node !== ready?.node);
    await app.expectCounters('nginx', [2, 2, 2, 1, 1]);
    await app.at(first.time / 1000 + 28);
    await app.expectSlot('nginx', ready?.node ?? '', /Ready 2\d\/30s/);
    expect(await app.uidOf('nginx', other?.node ?? '')).toBe(other?.uids[0]);
    await app.expectSlot('nginx', other?.node ?? '', /: Ready, revision 2 of 3/);
    await app.at(first.time / 1000 + 32);
    await app.expectSlot('nginx', other?.node ?? '', /: (Terminating|Starting|Pulling)/);
    await app.pass(90);
    await app.expectCounters('nginx', [2, 2, 2, 2, 2]);
  });
});

test('5 OnDelete replaces a pod when somebody deletes it', async ({ app }) => {
  await app.start();
  await app.apply(nginx({ image: 'nginx:1.29', spec: 'updateStrategy:\n  type: OnDelete' }));
  await app.pass(120);
  await app.expectCounters('nginx', [2, 2, 2, 0, 2]);
  await app.expectSlot('nginx', 'worker-1', 'Ready, revision 1 of 2');
  await app.select('worker-1', 'nginx');
  await app.inspector.getByRole('button', { name: 'Delete pod' }).click();
  await app.expectPrinted(/pod "nginx-\w{5}" deleted from default namespace/);
  await app.pass(60);
  await app.expectSlot('nginx', 'worker-1', 'Ready, revision 2 of 2');
  await app.expectSlot('nginx', 'worker-2', 'Ready, revision 1 of 2');
  await app.expectCounters('nginx', [2, 2, 2, 1, 2]);
});

test('5 a broken image stops the rollout where it would really stop; the next image frees it', async ({
  app,
}) => {
  await app.start();
  await app.apply(nginx({ image: 'nginx:1.29-broken' }));
  await app.pass(600);
  await app.expectCounters('nginx', [2, 2, 1, 1, 1]);
  const stuck = (await app.slotsOf('nginx')).find(({ state }) => state === 'backoff');
  expect(stuck?.label).toMatch(/: (ImagePullBackOff|ErrImagePull), revision 2 of 2/);
  await test.step('the inspector and the events say why', async () => {
    await app.select(stuck?.node ?? '', 'nginx');
    await expect(app.inspector).toContainText('ImagePull');
    await app.inspector.getByRole('tab', { name: 'Events' }).click();
    await expect(app.inspector.getByRole('table')).toContainText('Failed to pull image "nginx:1.29-broken"');
  });
  await test.step('the fix replaces the broken pod first', async () => {
    await app.apply(nginx({ image: 'nginx:1.30' }));
    await app.expectSlot('nginx', stuck?.node ?? '', /: Terminating/);
    await app.pass(120);
    await app.expectCounters('nginx', [2, 2, 2, 2, 2]);
  });
});

test('5 the other tags: crash, unready, slow', async ({ app }) => {
  await app.start();
  const agents = ['crash', 'unready', 'slow'].map((word) => nginx({ name: word, image: `agent:1-${word}` }));
  await app.apply([nginx(), ...agents].join('---\n'));
  await app.pass(40);
  await app.expectSlot('slow', 'worker-1', /: Pulling/);
  await app.expectSlot('unready', 'worker-1', /: Not ready/);
  await app.pass(30);
  await app.expectSlot('slow', 'worker-1', /: Ready/);
  await app.expectSlot('unready', 'worker-1', /: Not ready/);
  await app.expectCounters('unready', [2, 2, 0, 2, 0]);
  await app.pass(230);
  await app.expectSlot('crash', 'worker-1', /: CrashLoopBackOff|: Error/);
  await app.select('worker-1', 'crash');
  await expect(app.inspector.getByText('Restarts', { exact: true })).toBeVisible();
  await expect(app.inspector).toContainText(/[3-9] \(\d+/);
});
