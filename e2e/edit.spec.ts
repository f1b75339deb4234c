import { expect, test } from './fixtures';
import { nginx } from './nginx';

test('2 applying by key and by button, as kubectl apply does', async ({ app, page }) => {
  await app.start();
  await test.step('Ctrl+Enter in the editor applies', async () => {
    await app.apply(nginx({ metadata: 'labels:\n  team: web\nannotations:\n  note: hello' }));
    await app.expectPrinted('daemonset.apps/nginx configured');
    expect(await app.getText()).toBe(
      nginx({ metadata: 'labels:\n  team: web\nannotations:\n  note: hello' }),
    );
    await app.card('nginx').click();
    await app.inspector.getByRole('tab', { name: 'YAML' }).click();
    await expect(app.inspector.getByRole('tabpanel')).toContainText('team: web');
    await expect(app.inspector.getByRole('tabpanel')).toContainText('note: hello');
  });
  await test.step('the button does the same; a field that left the text leaves the object', async () => {
    await app.setText(nginx());
    await expect(app.manifest.getByText('edited, not applied')).toBeAttached();
    await app.applyButton.click();
    await expect(app.inspector.getByRole('tabpanel')).not.toContainText('team: web');
    await expect(app.inspector.getByRole('tabpanel')).not.toContainText('note: hello');
    await expect(app.manifest.getByText('edited, not applied')).not.toBeAttached();
  });
  await test.step('applying the same once more changes nothing', async () => {
    await app.applyButton.click();
    await app.expectPrinted('daemonset.apps/nginx unchanged');
  });
  await test.step('Ctrl+Enter works outside of the editor too', async () => {
    await app.setText(nginx({ metadata: 'labels:\n  team: ops' }));
    await app.card('nginx').focus();
    await page.keyboard.press('Control+Enter');
    await expect(app.inspector.getByRole('tabpanel')).toContainText('team: ops');
  });
});

test('2 Live applies what is valid as it is typed, and nothing else', async ({ app, page }) => {
  await app.start();
  await app.live.check();
  await app.goToLineEnd(
    nginx()
      .split('\n')
      .findIndex((line) => line.includes('image:')) + 1,
  );
  await page.keyboard.press('Backspace');
  await page.keyboard.type('9');
  await app.expectPrinted('daemonset.apps/nginx configured');
  await expect(app.card('nginx')).toContainText('1.29');
  await test.step('a text with faults is not applied', async () => {
    const commands = await app.console.getByText('kubectl apply').count();
    await app.setText(nginx({ image: '' }));
    await expect(app.problem('spec.template.spec.containers[0].image: Required value')).toBeVisible();
    expect(await app.console.getByText('kubectl apply').count()).toBe(commands);
  });
  await test.step('switched off, it waits for the apply', async () => {
    await app.live.uncheck();
    await app.setText(nginx({ image: 'nginx:1.30' }));
    await expect(app.problems.getByRole('listitem')).toHaveCount(0);
    await expect(app.card('nginx')).toContainText('1.29');
    await app.applyButton.click();
    await expect(app.card('nginx')).toContainText('1.30');
  });
});

test('2 the editor completes, explains and marks', async ({ app, page }) => {
  await app.start();
  await test.step('completion offers the fields of a DaemonSet', async () => {
    await app.goToLineEnd(5);
    await page.keyboard.press('Enter');
    await page.keyboard.type('upd');
    const offered = page.getByRole('listbox').getByRole('option', { name: /^updateStrategy/ });
    // The language service may still be starting.
    await expect(async () => {
      await page.keyboard.press('Control+Space');
      await expect(offered).toBeVisible({ timeout: 1_000 });
    }).toPass({ timeout: 20_000 });
    await page.keyboard.press('Escape');
  });
  await test.step('hovering over a field explains it', async () => {
    await app.setText(nginx({ spec: 'minReadySeconds: 5' }));
    const field = app.manifest.getByText('minReadySeconds', { exact: true });
    await expect(async () => {
      await app.manifest.getByText('containers').hover();
      await field.hover();
      await expect(
        page.getByText(/minimum number of seconds for which a newly created DaemonSet pod/),
      ).toBeVisible({
        timeout: 1_500,
      });
    }).toPass({ timeout: 20_000 });
    await page.mouse.move(2, 2);
  });
  await test.step('a syntax error is marked at its line', async () => {
    await app.setText('apiVersion: apps/v1\nkind: DaemonSet\nmetadata:\n  name: "nginx\n');
    const problem = app.problems.getByRole('button').first();
    await expect(problem).toHaveAttribute('data-severity', 'error');
    await expect(problem).toContainText(/line [45]/);
    await expect(app.manifest.locator('.squiggly-error').first()).toBeAttached();
  });
  await test.step('the schema is checked as one types', async () => {
    await app.setText(nginx({ spec: 'minReadySeconds: soon' }));
    await expect(app.manifest.locator('.squiggly-error, .squiggly-warning').first()).toBeAttached();
    await expect(app.problems.getByRole('button').first()).toContainText('line 6');
  });
  await test.step('and choosing a problem leads to its line', async () => {
    await app.problems.getByRole('button').first().click();
    await expect(app.editor).toBeFocused();
  });
});

interface Rejection {
  rule: string;
  text: string;
  line: string;
  words: string;
}
const REJECTIONS: readonly Rejection[] = [
  {
    rule: 'VAL-7',
    text: nginx().replace('        app: nginx\n', '        app: other\n'),
    line: '      labels:',
    words:
      'spec.template.metadata.labels: Invalid value: {"app":"other"}: `selector` does not match template `labels`',
  },
  {
    rule: 'VAL-12',
    text: nginx({ spec: 'updateStrategy:\n  rollingUpdate:\n    maxUnavailable: 1\n    maxSurge: 1' }),
    line: '      maxSurge: 1',
    words:
      'spec.updateStrategy.rollingUpdate.maxSurge: Invalid value: 1: may not be set when maxUnavailable is non-zero',
  },
  {
    rule: 'VAL-6',
    text: nginx().replaceAll('app: nginx', 'app: web'),
    line: '  selector:',
    words: 'spec.selector: Invalid value: {"matchLabels":{"app":"web"}}: field is immutable',
  },
  {
    rule: 'API-41',
    text: nginx({ spec: 'replicas: 3' }),
    line: '  replicas: 3',
    words: 'unknown field "spec.replicas"',
  },
  {
    rule: 'VAL-59',
    text: nginx({ name: 'Nginx' }).replaceAll('app: Nginx', 'app: nginx'),
    line: '  name: Nginx',
    words: 'metadata.name: Invalid value: "Nginx": a lowercase RFC 1123 subdomain must consist of lower case',
  },
];

test('2 the API server rejects in its own words, at the line that is to blame', async ({ app }) => {
  await app.start();
  const before = await app.picture();
  for (const { rule, text, line, words } of REJECTIONS) {
    await test.step(`${rule} ${words.slice(0, 60)}`, async () => {
      await app.setText(text);
      await expect(app.problem(words).first()).toBeVisible();
      await expect(app.problem(words).first()).toContainText(`line ${text.split('\n').indexOf(line) + 1}`);
      await expect(app.manifest.locator('.squiggly-error').first()).toBeAttached();
      await app.applyButton.click();
      await app.expectPrinted(words);
      // Refused: the problem stays, the text stays, the cluster is as before.
      await expect(app.problem(words).first()).toBeVisible();
      expect(await app.getText()).toBe(text);
      expect(await app.picture()).toEqual(before);
    });
  }
  await test.step('a text that is good again has no problems', async () => {
    await app.setText(nginx());
    await expect(app.problems.getByRole('listitem')).toHaveCount(0);
  });
});

const CONFIG = `apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
data:
  mode: quiet
`;
const NAMESPACE = `apiVersion: v1
kind: Namespace
metadata:
  name: agents
`;

test('2 several documents; what vanished from the text is offered for deletion, never deleted', async ({
  app,
}) => {
  await app.start();
  const agent = nginx({ name: 'agent', metadata: 'namespace: agents' });
  const all = [NAMESPACE, CONFIG, nginx(), agent].join('---\n');
  await app.apply(all);
  for (const words of [
    'namespace/agents created',
    'configmap/settings created',
    'daemonset.apps/nginx unchanged',
    'daemonset.apps/agent created',
  ])
    await app.expectPrinted(words);
  await app.at(30);
  await app.expectCounters('agent', [2, 2, 2, 2, 2]);

  const offer = app.manifest.getByText(/agents\/agent is no longer in the text/);
  await test.step('nothing happens to it while one edits or applies', async () => {
    await app.apply([NAMESPACE, CONFIG, nginx()].join('---\n'));
    await expect(offer).toBeVisible();
    await app.pass(120);
    await app.expectCounters('agent', [2, 2, 2, 2, 2]);
  });
  await test.step('kept', async () => {
    await app.manifest.getByRole('button', { name: 'Keep it' }).click();
    await expect(offer).toBeHidden();
    await app.expectCounters('agent', [2, 2, 2, 2, 2]);
  });
  await test.step('back in the text and out again: offered again; deleted on demand', async () => {
    await app.apply(all);
    await app.apply([NAMESPACE, CONFIG, nginx()].join('---\n'));
    await expect(offer).toBeVisible();
    await app.manifest.getByRole('button', { name: 'Delete it' }).click();
    await app.expectPrinted('daemonset.apps "agent" deleted from agents namespace');
    await app.pass(60);
    await expect(app.card('agent')).toHaveCount(0);
    await expect(app.grid.locator('[data-set="agent"]')).toHaveCount(0);
    await app.expectCounters('nginx', [2, 2, 2, 2, 2]);
  });
  await test.step('one broken document refuses alone', async () => {
    await app.apply([CONFIG.replace('quiet', 'loud'), nginx({ image: '' })].join('---\n'));
    await app.expectPrinted('configmap/settings configured');
    await app.expectPrinted('spec.template.spec.containers[0].image: Required value');
    await expect(app.problem('Required value')).toContainText('line 23');
  });
});

test('2 without the editor a plain field does', async ({ app, page, complaints }) => {
  await page.route(/create-editor[^/]*\.js$/, (route) => route.abort());
  await app.open();
  const field = app.manifest.getByRole('textbox', { name: /full editor could not be loaded/ });
  await expect(field).toHaveValue(/image: nginx:1\.28/);
  await field.fill(nginx({ image: 'nginx:1.29' }));
  await app.applyButton.click();
  await expect(app.card('nginx')).toContainText('1.29');
  await field.fill(nginx({ image: '' }));
  await expect(app.problem('Required value')).toBeVisible();
  await field.fill(nginx({ image: 'nginx:1.30' }));
  await field.press('Control+Enter');
  await expect(app.card('nginx')).toContainText('1.30');
  // The request that failed is what this is about.
  expect(complaints.splice(0).join()).toContain('ERR_FAILED');
});

/** Aliases of aliases: a few lines that would unfold to hundreds of millions of items. */
const laughs = ['a: &a [x, x, x, x, x, x, x, x, x]']
  .concat(
    ['a:b', 'b:c', 'c:d', 'd:e', 'e:f', 'f:g', 'g:h', 'h:i'].map((pair) => {
      const [of, key] = pair.split(':');
      return `${key}: &${key} [${Array.from({ length: 9 }, () => `*${of}`).join(', ')}]`;
    }),
  )
  .join('\n');

test('2 a text too large, odd or deep is refused in words', async ({ app }) => {
  await app.start();
  const before = await app.picture();
  for (const text of [
    `# ${'x'.repeat(300_000)}\n${nginx()}`,
    laughs,
    `${'['.repeat(5_000)}\n`,
    'kind: DaemonSet\n',
    '\u0000\u0001',
  ]) {
    await app.apply(text);
    await expect(app.problems.getByRole('button').first()).toHaveAttribute('data-severity', 'error');
    expect(await app.picture()).toEqual(before);
  }
  await test.step('an empty text offers to delete, and deletes nothing', async () => {
    await app.apply(' ');
    await app.expectPrinted('error: no objects passed to apply');
    await app.pass(30);
    await app.expectCounters('nginx', [2, 2, 2, 2, 2]);
  });
});
