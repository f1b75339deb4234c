import { expect, test } from './fixtures';
import { nginx, TOLERATE_CONTROL_PLANE } from './nginx';

test('7 one slot for every DaemonSet on every node, told by words, shape and colour', async ({ app }) => {
  await app.start();
  await app.apply(nginx({ image: 'nginx:1.29-broken' }));
  await app.pass(90);
  const { slots, nodes } = await app.picture();
  expect(slots.map(({ set, node }) => `${node}/${set}`).toSorted()).toEqual(
    nodes.flatMap(({ name }) => ['kindnet', 'kube-proxy', 'nginx'].map((set) => `${name}/${set}`)),
  );
  await test.step('the slot tells state and revision, the pod its name', async () => {
    const broken = slots.find(({ state }) => state === 'backoff');
    const ready = slots.find(({ set, state }) => set === 'nginx' && state === 'ready');
    expect(broken?.label).toMatch(/^nginx on worker-[12]: (ImagePullBackOff|ErrImagePull), revision 2 of 2$/);
    expect(broken?.pods.join()).toMatch(/^nginx-\w{5}: .*(not found|back-off)/i);
    expect(ready?.label).toMatch(/: Ready, revision 1 of 2$/);
    await expect(app.slot('nginx', broken?.node ?? '')).toContainText(/ImagePull|ErrImage/);
    // The colour of a revision is an attribute, so that style sheets choose it.
    const colour = (node = '') =>
      app.slot('nginx', node).locator('[data-uid][data-colour]').getAttribute('data-colour');
    expect(await colour(broken?.node)).not.toBe(await colour(ready?.node));
  });
  await test.step('the card shows the progress of the rollout', async () => {
    await app.expectCounters('nginx', [2, 2, 1, 1, 1]);
    await expect(app.card('nginx')).toContainText('1.28');
    await expect(app.card('nginx')).toContainText('1.29-broken');
  });
});

test('7 a pod keeps its element for life, another pod gets another', async ({ app, page }) => {
  await app.start();
  await app.addNode('Worker');
  await app.pass(60);
  const uid = await app.uidOf('nginx', 'worker-1');
  const pod = page.locator(`[data-uid="${uid}"]`).last();
  await pod.evaluate((element) => element.setAttribute('data-seen', 'before'));
  await app.node('worker-1').evaluate((element) => element.setAttribute('data-seen', 'before'));
  await test.step('through changes of its state and of the layout', async () => {
    await app.addNode('Five workers');
    await app.select('worker-1');
    await app.breakHere('Kubelet stopped');
    await app.pass(70);
    await app.expectSlot('nginx', 'worker-1', /Unknown/);
    await expect(pod).toHaveAttribute('data-seen', 'before');
    await expect(app.node('worker-1')).toHaveAttribute('data-seen', 'before');
    await app.mendHere('Kubelet stopped');
    await app.pass(30);
    await expect(pod).toHaveAttribute('data-seen', 'before');
  });
  await test.step('its successor is drawn anew', async () => {
    await app.select('worker-1', 'nginx');
    await app.inspector.getByRole('button', { name: 'Delete pod' }).click();
    await app.pass(60);
    expect(await app.uidOf('nginx', 'worker-1')).not.toBe(uid);
    await expect(app.slot('nginx', 'worker-1').locator('[data-seen="before"]')).toHaveCount(0);
  });
});

test('7 reduced motion: nothing moves, the picture is the same', async ({ app, page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await app.start();
  await app.addNode('Worker');
  await app.pass(1);
  await app.apply(nginx({ image: 'nginx:1.29' }));
  for (let i = 0; i < 8; i++) {
    await app.step();
    // A frame after each step all stands where it belongs: no animation of the style sheets, no element on its way.
    const moving = await app.grid.evaluate((tree) =>
      tree
        .getAnimations({ subtree: true })
        .filter((animation) => animation.playState === 'running')
        .map(String),
    );
    expect(moving).toEqual([]);
    const shapes = () =>
      app.grid.evaluate((tree) =>
        [...tree.querySelectorAll('g')]
          .map((g) => `${g.getAttribute('transform')} ${g.getAttribute('opacity')}`)
          .join(),
      );
    const at = await shapes();
    await app.drawn();
    expect(await shapes()).toBe(at);
  }
  await app.pass(60);
  await app.expectCounters('nginx', [3, 3, 3, 3, 3]);
});

test('7 with motion: played live, the picture comes to rest with nothing left over', async ({ app }) => {
  await app.start();
  await app.setSpeed(10);
  await app.play();
  await app.apply(nginx({ image: 'nginx:1.29', pod: TOLERATE_CONTROL_PLANE }));
  await app.addNode('Worker');
  await expect(app.card('nginx')).toHaveAccessibleName(
    /Desired 4 Current 4 Ready 4 Up-to-date 4 Available 4/,
    {
      timeout: 30_000,
    },
  );
  await app.pause();
  // Leaving elements fade and go; what stays stands in its slot.
  await expect(app.grid.locator('.pod-leaving, .tile-leaving')).toHaveCount(0);
  const { slots } = await app.picture();
  expect(slots.filter(({ uids }) => uids.length !== 1)).toEqual([]);
  await expect
    .poll(() =>
      app.grid.evaluate(
        (tree) =>
          [...tree.querySelectorAll('[data-uid][data-colour]')].filter((pod) => {
            const slot = pod.closest('[role="treeitem"]')?.getBoundingClientRect();
            const box = pod.getBoundingClientRect();
            return !slot || Math.abs(slot.left - box.left) > 3 || Math.abs(slot.top - box.top) > 3;
          }).length,
      ),
    )
    .toBe(0);
});
