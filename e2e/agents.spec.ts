import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';

const read = (name: string): string =>
  readFileSync(new URL(`./agents/${name}.yaml`, import.meta.url), 'utf8');

/** Line ends become the editor's. */
const asEdited = (text: string): string => text.replaceAll('\r\n', '\n');

/** What the editor underlines; of the lines on screen, for it draws no others. */
const MARKED = '.squiggly-error, .squiggly-warning, .squiggly-info, .squiggly-hint';

/** The underlined places of the whole text, found by going through it page by page. */
async function marks(page: Page): Promise<number> {
  // The language service speaks half a second after a change.
  await page.waitForTimeout(1500);
  await page.keyboard.press('Control+Home');
  let most = 0;
  for (let i = 0; i < 40; i++) {
    most = Math.max(most, await page.locator(MARKED).count());
    await page.keyboard.press('PageDown');
  }
  return most;
}

const AGENTS: readonly { agent: string; pods: number; twice?: true }[] = [
  { agent: 'log-agent', pods: 3 },
  { agent: 'node-metrics', pods: 3, twice: true },
  { agent: 'pod-network', pods: 3, twice: true },
  { agent: 'volume-driver', pods: 2 },
];

test('VAL-25 whole files of agents: nothing is marked as wrong, and their pods come', async ({
  app,
  page,
}) => {
  await app.start();
  let time = 0;
  for (const { agent, pods, twice } of AGENTS) {
    await test.step(agent, async () => {
      await app.setText(read(agent));
      const problems = app.problems.getByRole('listitem');
      await expect(app.problem('apply again')).toHaveCount(twice ? (agent === 'pod-network' ? 2 : 1) : 0);
      if (!twice) expect(await marks(page)).toBe(0);
      await page.keyboard.press('Control+Enter');
      await app.expectPrinted(`daemonset.apps/${agent} created`);
      if (twice) {
        await app.expectPrinted('ensure CRDs are installed first');
        await page.keyboard.press('Control+Enter');
        await app.expectPrinted(`daemonset.apps/${agent} unchanged`);
      }
      await expect(problems).toHaveCount(0);
      expect(asEdited(await app.getText())).toBe(asEdited(read(agent)));
      time += 60;
      await app.at(time);
      await app.expectCounters(agent, [pods, pods, pods, pods, pods]);
      await app.editor.focus();
      expect(await marks(page)).toBe(0);
    });
  }
  await app.expectSlot('volume-driver', 'worker-1', /Ready/);
});

test('VAL-22 wrong fields in a role and in a custom object are marked at their lines, and nothing is lost', async ({
  app,
  page,
}) => {
  await app.start();
  const text = read('pod-network');
  const lineOf = (words: string): number => wrong.slice(0, wrong.indexOf(words)).split('\n').length;
  const wrong = text
    .replace('resources: [nodes/status]', 'resource: [nodes/status]')
    .replace('cidr: 10.244.0.0/16', 'cidr: 10.244.0.0/16\n  encapsulation: GRE');
  await app.setText(wrong);
  const role = app.problem('unknown field "rules[1].resource"');
  await expect(role).toContainText(`line ${lineOf('resource: [nodes/status]')}`);
  await page.keyboard.press('Control+Enter');
  await app.expectPrinted('strict decoding error: unknown field "rules[1].resource"');
  const object = app.problem(
    'spec.encapsulation: Unsupported value: "GRE": supported values: "None", "VXLAN", "IPIP"',
  );
  await expect(object).toContainText(`line ${lineOf('encapsulation: GRE')}`);
  await role.getByRole('button').click();
  await expect(page.locator(MARKED)).not.toHaveCount(0);
  expect(await app.getText()).toBe(wrong);
  await app.apply(text);
  await app.expectPrinted('addresspool.net.example.com/default created');
  await app.expectPrinted('clusterrole.rbac.authorization.k8s.io/pod-network created');
  await expect(app.problems.getByRole('listitem')).toHaveCount(0);
});

test('what a pasted file left behind is offered for deletion when another text takes its place', async ({
  app,
}) => {
  await app.start();
  await app.apply(read('volume-driver'));
  await app.expectPrinted('csidriver.storage.k8s.io/volumes.csi.example.com created');
  await app.setText('# nothing\n');
  await app.manifest.getByRole('button', { name: /^Delete all \d+$/ }).click();
  await app.expectPrinted('storageclass.storage.k8s.io "fast-volumes" deleted');
  await app.expectPrinted('daemonset.apps "volume-driver" deleted from kube-system namespace');
  await app.at(60);
  await expect(app.card('volume-driver')).toHaveCount(0);
});
