// @vitest-environment jsdom
import { act, fireEvent, screen, within } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { FAULTS, faultById, type Fault } from '../../engine/index';
import { ClusterPane } from '../cluster/cluster-pane';
import { Selected } from '../inspector/selected';
import { nextPicture, renderIn, testPage } from '../testing/render-page';
import { faultCommand, readTarget, targetText, type FaultTarget } from './fault-target';

const click = async (element: HTMLElement): Promise<void> => {
  fireEvent.click(element);
  await nextPicture();
};
const button = (name: string | RegExp): HTMLElement => screen.getByRole('button', { name });
const titles = (scope: Fault['scope']): string[] =>
  FAULTS.filter((fault) => fault.scope === scope).map(({ title }) => title);

/** Names of the items of the menu “Break…”. */
function items(): string[] {
  const menu = screen.getByText('Break…').closest('details');
  if (!menu) throw new Error('no menu');
  return within(menu)
    .getAllByRole('button')
    .map((item) => item.querySelector('span')?.textContent ?? '');
}

function describedBy(element: HTMLElement): string {
  return document.getElementById(element.getAttribute('aria-describedby') ?? '')?.textContent ?? '';
}

describe('targets', () => {
  test.each<[FaultTarget, string, string]>([
    [{ scope: 'cluster' }, '', 'sim break x'],
    [{ scope: 'node', name: 'worker-1' }, 'worker-1', 'sim break x worker-1'],
    [{ scope: 'node', name: '$(reboot)' }, '$(reboot)', "sim break x '$(reboot)'"],
    [{ scope: 'pod', namespace: 'a', name: 'b' }, 'a/b', 'sim break x b -n a'],
    [
      { scope: 'pod', namespace: 'a', kind: 'daemonset', name: 'b' },
      'a/daemonset/b',
      'sim break x daemonset/b -n a',
    ],
  ])('%j is %s for the engine and “%s” on a line', (target, text, line) => {
    expect(targetText(target)).toBe(text);
    expect(readTarget(target.scope, text)).toEqual(target);
    expect(faultCommand('break', 'x', target)).toBe(line);
  });
});

describe('the whole cluster', () => {
  test('offers every fault of the cluster with its lesson, breaks it and mends it', async () => {
    const page = testPage();
    renderIn(page, <ClusterPane />);
    expect(items()).toEqual(titles('cluster'));
    expect(screen.queryByRole('list', { name: 'What is broken' })).toBeNull();
    for (const fault of FAULTS.filter(({ scope }) => scope === 'cluster')) {
      expect(describedBy(button(fault.title))).toBe(fault.lesson);
      await click(button(fault.title));
    }
    const list = screen.getByRole('list', { name: 'What is broken' });
    // Newest first.
    expect(
      within(list)
        .getAllByRole('button')
        .map((mend) => mend.getAttribute('aria-label')),
    ).toEqual(
      titles('cluster')
        .toReversed()
        .map((title) => `Mend: ${title}`),
    );
    expect(items()).toEqual(titles('cluster').map((title) => `Mend: ${title}`));
    for (const mend of within(list).getAllByRole('button')) {
      expect(describedBy(mend).length).toBeGreaterThan(20);
      await click(mend);
    }
    expect(screen.queryByRole('list', { name: 'What is broken' })).toBeNull();
    expect(page.services.session.getState().cluster.world.faults).toEqual([]);
    expect(page.commands.getState().entries.every(({ output }) => output.status === 0)).toBe(true);
  });

  test('after mending the keyboard goes on at the next fault, at last where one breaks things', async () => {
    const page = testPage();
    renderIn(page, <ClusterPane />);
    act(() => {
      page.run('sim break registry-down');
      page.run('sim break node-crashed worker-1');
    });
    await nextPicture();
    const first = button('Mend: Node crashed, worker-1');
    first.focus();
    await click(first);
    expect(document.activeElement).toBe(
      within(screen.getByRole('list', { name: 'What is broken' })).getByRole('button'),
    );
    await click(document.activeElement as HTMLElement);
    expect(document.activeElement?.textContent).toBe('Break…');
  });

  test('the switch to the time before 1.12, and back', async () => {
    const page = testPage();
    renderIn(page, <ClusterPane />);
    const placement = () => page.services.session.getState().cluster.world.daemonPlacement;
    await click(screen.getByRole('radio', { name: /^DaemonSet controller/ }));
    expect(placement()).toBe('controller');
    await click(button('Back to the scheduler'));
    expect(placement()).toBe('scheduler');
    expect((screen.getByRole('radio', { name: /^Scheduler/ }) as HTMLInputElement).checked).toBe(true);
  });

  test('arrows walk through the menu, Escape folds it', async () => {
    renderIn(testPage(), <ClusterPane />);
    const summary = screen.getByText('Break…').closest('summary') as HTMLElement;
    const menu = summary.closest('details') as HTMLDetailsElement;
    summary.focus();
    menu.open = true;
    const press = (key: string) => fireEvent.keyDown(document.activeElement as Element, { key });
    press('ArrowDown');
    expect(document.activeElement).toBe(button(titles('cluster')[0] ?? ''));
    press('ArrowDown');
    expect(document.activeElement).toBe(button(titles('cluster')[1] ?? ''));
    press('ArrowUp');
    press('ArrowUp');
    expect(document.activeElement).toBe(summary);
    press('Escape');
    expect(menu.open).toBe(false);
    await nextPicture();
  });
});

describe('a node', () => {
  test('offers every fault of a node; only its own are told beside it', async () => {
    const page = testPage();
    renderIn(page, <Selected selection={{ type: 'node', name: 'worker-1' }} />);
    expect(items()).toEqual(titles('node'));
    act(() => void page.run('sim break node-crashed worker-2'));
    await nextPicture();
    expect(screen.queryByRole('list', { name: 'What is broken here' })).toBeNull();
    await click(button('Network partition'));
    expect(
      within(screen.getByRole('list', { name: 'What is broken here' })).getByRole('listitem').textContent,
    ).toContain(faultById('network-partition')?.lesson);
    expect(page.commands.getState().entries.at(-1)?.line).toBe('sim break network-partition worker-1');
  });
});

describe('pods', () => {
  async function openPod() {
    const page = testPage();
    page.settle(30);
    const { read } = page.services.session.getState().cluster;
    const pod = read.list('Pod', 'default')[0];
    if (!pod) throw new Error('no pod');
    const { uid, name, namespace = '' } = pod.metadata;
    renderIn(page, <Selected selection={{ type: 'pod', uid, name, namespace }} />);
    return { page, name };
  }

  test('a probe that it does not have cannot fail, and the menu says why', async () => {
    const { page } = await openPod();
    expect(items()).toEqual(titles('pod'));
    for (const probe of ['Readiness', 'Liveness', 'Startup']) {
      const item = button(`${probe} probe failing`);
      expect(item.getAttribute('aria-disabled')).toBe('true');
      expect(describedBy(item)).toBe(
        `None of its containers has a ${probe.toLowerCase()}Probe: there is nothing to fail.`,
      );
      await click(item);
    }
    expect(page.commands.getState().entries).toEqual([]);
  });

  test('what happens once leaves nothing to mend, but its lesson', async () => {
    const { page, name } = await openPod();
    await click(button('Out of memory'));
    expect(page.commands.getState().entries.at(-1)?.line).toBe(`sim break out-of-memory ${name} -n default`);
    expect(
      screen
        .getAllByRole('status')
        .map((place) => place.textContent)
        .join(),
    ).toContain(faultById('out-of-memory')?.lesson);
    expect(screen.queryByRole('list', { name: 'What is broken here' })).toBeNull();
  });

  test('all pods of a DaemonSet at once, with a probe of its template', async () => {
    const page = testPage();
    const probe =
      '{"spec":{"template":{"spec":{"containers":[{"name":"nginx","readinessProbe":{"httpGet":{"port":80}}}]}}}}';
    page.run(`kubectl patch ds nginx -p '${probe}'`);
    page.settle(30);
    renderIn(page, <Selected selection={{ type: 'set', namespace: 'default', name: 'nginx' }} />);
    expect(button('Liveness probe failing').getAttribute('aria-disabled')).toBe('true');
    await click(button('Readiness probe failing'));
    expect(page.commands.getState().entries.at(-1)).toMatchObject({
      line: 'sim break readiness-probe-failing daemonset/nginx -n default',
      output: { status: 0 },
    });
    await click(button('Mend: Readiness probe failing, daemonset/nginx'));
    expect(page.commands.getState().entries.at(-1)).toMatchObject({
      line: 'sim mend readiness-probe-failing daemonset/nginx -n default',
      output: { status: 0 },
    });
  });

  test('all pods of a Deployment at once; each of them tells it, and mends it for all', async () => {
    const page = testPage();
    const selection = {
      type: 'workload',
      kind: 'Deployment',
      namespace: 'kube-system',
      name: 'coredns',
    } as const;
    const { unmount } = renderIn(page, <Selected selection={selection} />);
    await click(button('Readiness probe failing'));
    const target = 'deployment/coredns -n kube-system';
    expect(page.commands.getState().entries.at(-1)).toMatchObject({
      line: `sim break readiness-probe-failing ${target}`,
      output: { status: 0 },
    });
    unmount();
    const { read } = page.services.session.getState().cluster;
    const pod = read.list('Pod', 'kube-system').find(({ metadata }) => metadata.name.startsWith('coredns-'));
    const { uid = '', name = '', namespace = '' } = pod?.metadata ?? {};
    renderIn(page, <Selected selection={{ type: 'pod', uid, name, namespace }} />);
    await nextPicture();
    expect(screen.getByRole('list', { name: 'What is broken here' }).textContent).toContain(
      'deployment/coredns',
    );
    await click(button('Mend: Readiness probe failing, deployment/coredns'));
    expect(page.commands.getState().entries.at(-1)).toMatchObject({
      line: `sim mend readiness-probe-failing ${target}`,
      output: { status: 0 },
    });
  });
});
