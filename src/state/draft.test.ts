import { describe, expect, test } from 'vitest';
import { LIMITS } from '../scenario/scenario';
import { defaultScenario } from './session';
import { Page } from './testing/page';

const NGINX = defaultScenario().text;
const line = (text: string, part: string): number => text.split('\n').findIndex((l) => l.includes(part)) + 1;

/** The default text with a line replaced. */
function edit(from: string, to: string): string {
  expect(NGINX).toContain(from);
  return NGINX.replace(from, to);
}

describe('diagnostics', () => {
  const cases: [rule: string, text: string, mark: string][] = [
    [
      'VAL-7 selector and template labels differ',
      edit('      labels:\n        app: nginx', '      labels:\n        app: other'),
      '11: spec.template.metadata.labels: Invalid value: {"app":"other"}: `selector` does not match template `labels`',
    ],
    [
      'VAL-6 an immutable selector',
      NGINX.replaceAll('app: nginx', 'app: other'),
      '6: spec.selector: Invalid value: {"matchLabels":{"app":"other"}}: field is immutable',
    ],
    [
      'VAL-23 an unknown field',
      edit('        image: nginx:1.28', '        image: nginx:1.28\n        imagee: x'),
      '17: unknown field "spec.template.spec.containers[0].imagee"',
    ],
    [
      'VAL-30 a required field',
      edit('      - name: nginx\n        image', '      - image'),
      '15: spec.template.spec.containers[0].name: Required value',
    ],
    [
      'VAL-48 an unreadable quantity',
      edit(
        '        image: nginx:1.28',
        '        image: nginx:1.28\n        resources:\n          requests:\n            memory: 1Gi\n            cpu: 100mm',
      ),
      '20: DaemonSet in version "v1" cannot be handled as a DaemonSet: unable to parse quantity\'s suffix',
    ],
    [
      'API-7 a namespace that is not there',
      edit('  name: nginx\nspec', '  name: nginx\n  namespace: nowhere\nspec'),
      '5: namespaces "nowhere" not found',
    ],
  ];
  test.each(cases)('%s', (_, text, mark) => {
    const page = new Page();
    const before = page.digest;
    page.type(text);
    expect(page.marks.join('\n')).toContain(mark);
    expect(page.digest).toBe(before);
    expect(page.session.getState().actions).toEqual([]);
  });

  test('VAL-23 a wrong type stands at its field', () => {
    const page = new Page();
    const text = edit('        - containerPort: 80', '        - containerPort: http');
    page.type(text);
    const [diagnostic] = page.draft.getState().diagnostics;
    expect(diagnostic).toMatchObject({
      severity: 'error',
      source: 'api',
      startLine: line(text, 'containerPort'),
    });
    expect(diagnostic?.message).toContain('cannot unmarshal string into Go struct field');
  });

  test('a text that cannot be read stands at its line and is not sent', () => {
    const page = new Page();
    page.type(edit('  name: nginx\nspec:', '  name: nginx\nspec: {'));
    expect(page.draft.getState().diagnostics[0]?.source).toBe('yaml');
    const before = page.digest;
    expect(page.apply()).toMatch(/^error: error parsing STDIN: /);
    expect(page.digest).toBe(before);
  });

  test('a good text has none', () => {
    const page = new Page();
    page.type(edit('nginx:1.28', 'nginx:1.29'));
    expect(page.marks).toEqual([]);
  });

  test('the text that the page opens with is checked too', () => {
    const page = new Page({ ...defaultScenario(), text: edit('image: nginx', 'imagee: nginx') });
    expect(page.marks[0]).toContain('unknown field');
  });

  test('a text of more than a link carries is not read', () => {
    const page = new Page();
    page.type('# x\n'.repeat(LIMITS.text / 4) + '#');
    expect(page.marks).toEqual([
      '1: the text is larger than 256 KiB, the most that the playground reads and a link carries',
    ]);
    expect(page.apply()).toBe('error: a text may have 262144 characters');
  });
});

describe('apply', () => {
  test('a rejected text changes nothing and keeps its marks', () => {
    const page = new Page();
    const before = page.digest;
    const text = edit('app: nginx\n  template', 'app: other\n  template');
    const said = page.apply(text);
    expect(said).toContain('The DaemonSet "nginx" is invalid');
    expect(page.digest).toBe(before);
    expect(page.port.getText()).toBe(text);
    expect(page.marks.length).toBeGreaterThan(0);
    const { appliedRevision, revision } = page.draft.getState();
    expect(appliedRevision).toBeLessThan(revision);
  });

  test('a good text rolls out and counts as applied', () => {
    const page = new Page();
    expect(page.apply(edit('nginx:1.28', 'nginx:1.29'))).toBe('daemonset.apps/nginx configured');
    const { appliedRevision, revision } = page.draft.getState();
    expect(appliedRevision).toBe(revision);
    page.wait(60);
    expect(page.pods('nginx').map((p) => p.spec.containers[0]?.image)).toEqual(['nginx:1.29', 'nginx:1.29']);
  });

  test('applying the same again is no action', () => {
    const page = new Page();
    const before = page.digest;
    expect(page.apply()).toBe('daemonset.apps/nginx unchanged');
    expect(page.session.getState().actions).toEqual([]);
    expect(page.digest).toBe(before);
  });

  test('API-47 a field removed from the text is removed from the object', () => {
    const page = new Page();
    page.apply(edit('spec:\n  selector', 'spec:\n  minReadySeconds: 5\n  selector'));
    expect(page.set('nginx')?.spec.minReadySeconds).toBe(5);
    page.apply(NGINX);
    expect(page.set('nginx')?.spec.minReadySeconds).toBeUndefined();
  });

  test('one refused document does not stop the others', () => {
    const page = new Page();
    const second = NGINX.replaceAll('nginx', 'web').replace(
      'metadata:\n  name: web',
      'metadata:\n  name: W_B',
    );
    const said = page.apply(`${second}---\n${edit('nginx:1.28', 'nginx:1.29')}`);
    expect(said).toContain('daemonset.apps/nginx configured');
    expect(said).toContain('The DaemonSet "W_B" is invalid');
    expect(page.marks[0]).toContain('metadata.name');
  });

  const space = 'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: web\n';
  const inside = edit('  name: nginx\nspec', '  name: nginx\n  namespace: web\nspec');

  test('a namespace and what lives in it may come in one text', () => {
    const page = new Page();
    page.type(`${space}---\n${inside}`);
    expect(page.marks).toEqual([]);
    expect(page.draft.getState().missing).toEqual([]);
    expect(page.apply()).toBe('namespace/web created\ndaemonset.apps/nginx created');
    page.wait(60);
    expect(page.counts('nginx', 'web')).toBe('2/2/2/2/2');
  });

  test('but not the other way round: kubectl sends them in order', () => {
    const page = new Page();
    page.type(`${inside}---\n${space}`);
    expect(page.marks).toEqual(['5: namespaces "web" not found']);
    page.apply();
    expect(page.set('nginx', 'web')).toBeUndefined();
    // By now the namespace is there, but what was refused must stay visible.
    expect(page.marks).toEqual(['5: namespaces "web" not found']);
    page.apply();
    expect(page.set('nginx', 'web')).toBeDefined();
  });

  test('going back before an apply undoes it', () => {
    const page = new Page();
    page.wait(10);
    page.apply(edit('nginx:1.28', 'nginx:1.29'));
    const { session, draft } = page;
    session.getState().seek(session.getState().origin + 5000);
    expect(draft.getState().appliedRevision).toBeLessThan(draft.getState().revision);
  });
});

describe('live', () => {
  test('applies good texts as they are typed, and only good ones', () => {
    const page = new Page();
    page.draft.getState().setLive(true);
    expect(page.session.getState().actions).toEqual([]);
    page.type(edit('nginx:1.28', 'nginx:1.29'));
    expect(page.session.getState().actions).toHaveLength(1);
    page.type(edit('nginx:1.28', ''));
    page.type(edit('image:', 'imagee:'));
    expect(page.session.getState().actions).toHaveLength(1);
    expect(page.set('nginx')?.spec.template.spec?.containers[0]?.image).toBe('nginx:1.29');
  });

  test('VAL-25 a document of a kind that is not served does not hold up the others', () => {
    const page = new Page();
    page.draft.getState().setLive(true);
    const other = 'apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata:\n  name: web\n';
    page.type(`${edit('nginx:1.28', 'nginx:1.29')}---\n${other}`);
    expect(page.marks.join('\n')).toContain('no matches for kind "HorizontalPodAutoscaler"');
    expect(page.set('nginx')?.spec.template.spec?.containers[0]?.image).toBe('nginx:1.29');
    const { revision, appliedRevision } = page.draft.getState();
    expect(appliedRevision).toBe(revision);
  });

  test('switching it on applies what was typed before', () => {
    const page = new Page();
    page.type(edit('nginx:1.28', 'nginx:1.29'));
    expect(page.session.getState().actions).toEqual([]);
    page.draft.getState().setLive(true);
    expect(page.session.getState().actions).toHaveLength(1);
  });
});

describe('offers', () => {
  const vanished = (page: Page): string[] => page.draft.getState().vanished.map((o) => `${o.kind} ${o.name}`);
  const WEB = NGINX.replaceAll('nginx', 'web');

  test('an applied object whose document vanished is offered for deletion, not deleted', () => {
    const page = new Page();
    page.apply(`${NGINX}---\n${WEB}`);
    expect(vanished(page)).toEqual([]);
    page.type(NGINX);
    expect(vanished(page)).toEqual(['DaemonSet web']);
    expect(page.set('web')).toBeDefined();
    page.draft.getState().deleteVanished(page.draft.getState().vanished[0]!);
    expect(vanished(page)).toEqual([]);
    expect(page.set('web')).toBeUndefined();
    expect(page.session.getState().actions.at(-1)?.line).toBe('kubectl delete daemonset web -n default');
  });

  test('kept means kept, until its document comes back and vanishes again', () => {
    const page = new Page();
    page.apply(`${NGINX}---\n${WEB}`);
    page.type(NGINX);
    page.draft.getState().keepVanished(page.draft.getState().vanished[0]!);
    expect(vanished(page)).toEqual([]);
    page.apply(edit('1.28', '1.29'));
    expect(vanished(page)).toEqual([]);
    page.type(`${NGINX}---\n${WEB}`);
    page.type(NGINX);
    expect(vanished(page)).toEqual(['DaemonSet web']);
  });

  test('nothing has vanished while the text cannot be read', () => {
    const page = new Page();
    page.type('a: [');
    expect(vanished(page)).toEqual([]);
    page.type('');
    expect(vanished(page)).toEqual(['DaemonSet nginx']);
  });

  test('what the server refused was never applied: it is not offered', () => {
    const page = new Page();
    page.apply(
      `${NGINX}---\n${NGINX.replaceAll('nginx', 'kindnet').replace('metadata:\n  name', 'metadata:\n  namespace: kube-system\n  name').replaceAll('app: kindnet', 'app: mine')}`,
    );
    page.type(NGINX);
    expect(vanished(page)).toEqual([]);
  });

  const inLogging = edit('  name: nginx\nspec', '  name: nginx\n  namespace: logging\nspec');
  const missing = (page: Page): string[] => page.draft.getState().missing.map((o) => `${o.kind} ${o.name}`);

  test('a missing namespace gets a stand-in, and the refused apply is done again', () => {
    const page = new Page();
    page.apply(inLogging);
    expect(missing(page)).toEqual(['Namespace logging']);
    page.draft.getState().createStandIn(page.draft.getState().missing[0]!);
    expect(missing(page)).toEqual([]);
    expect(page.marks).toEqual([]);
    expect(page.set('nginx', 'logging')).toBeDefined();
    expect(page.draft.getState().lastApply?.status).toBe(0);
  });

  test('a text edited since its refusal is not applied by a stand-in', () => {
    const page = new Page();
    page.apply(inLogging);
    page.type(inLogging.replace('1.28', '1.2'));
    page.draft.getState().createStandIn(page.draft.getState().missing[0]!);
    expect(page.set('nginx', 'logging')).toBeUndefined();
    expect(page.session.getState().actions).toHaveLength(1);
  });

  test('a text that was never applied is not applied by a stand-in', () => {
    const page = new Page();
    page.type(inLogging);
    expect(missing(page)).toEqual(['Namespace logging']);
    page.draft.getState().createStandIn(page.draft.getState().missing[0]!);
    expect(page.set('nginx', 'logging')).toBeUndefined();
    expect(page.marks).toEqual([]);
  });

  test('a link that opens on something missing says so at once', () => {
    const first = new Page();
    first.apply(edit('      containers:', '      serviceAccountName: agent\n      containers:'));
    first.wait(5);
    const second = new Page(first.session.getState().toScenario(first.port.getText()));
    expect(missing(second)).toEqual(['ServiceAccount agent']);
    const { appliedRevision, revision } = second.draft.getState();
    expect(appliedRevision).toBe(revision);
  });

  test('reopened forgets what was known of the old text', () => {
    const page = new Page();
    page.apply(inLogging);
    page.session.getState().reset();
    page.port.setText(NGINX);
    page.draft.getState().reopened();
    expect(page.draft.getState()).toMatchObject({
      diagnostics: [],
      missing: [],
      vanished: [],
      lastApply: undefined,
    });
    expect(page.draft.getState().appliedRevision).toBe(page.draft.getState().revision);
  });
});
