// @vitest-environment jsdom
import { act, fireEvent, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { nextPicture, renderIn, testPage } from '../testing/render-page';
import { Selected } from './selected';
import { Welcome } from './welcome';

const NGINX = { namespace: 'default', name: 'nginx' };

test('an excluded node shows the failing rule, and its fix goes into the text', () => {
  const page = testPage();
  renderIn(page, <Selected selection={{ type: 'slot', node: 'cp-1', set: NGINX }} />);
  expect(screen.getByRole('heading', { name: 'cp-1 has no nginx pod' })).toBeTruthy();
  const failing = screen.getAllByRole('listitem').filter((item) => item.dataset['state'] === 'no');
  expect(failing.map((item) => item.textContent)).toEqual([
    expect.stringContaining('node-role.kubernetes.io/control-plane:NoSchedule'),
  ]);
  fireEvent.click(screen.getByRole('button', { name: 'Put it in the editor' }));
  expect(page.services.text.getText()).toMatch(/\n {6}tolerations:\n {6}- (?:.*\n {8}){2}.*\n/);
  expect(page.services.draft.getState().diagnostics).toEqual([]);
  act(() => page.services.draft.getState().apply());
  page.settle(60);
  expect(
    page.services.session.getState().cluster.read.get('DaemonSet', 'default', 'nginx')?.status.numberReady,
  ).toBe(3);
});

test('a set that is not in the text offers no edit of it', () => {
  const page = testPage();
  act(() => page.setText('# empty\n'));
  renderIn(page, <Selected selection={{ type: 'slot', node: 'cp-1', set: NGINX }} />);
  expect(screen.queryByRole('button', { name: 'Put it in the editor' })).toBeNull();
  expect(screen.getByText('The manifest of nginx is not in the editor.')).toBeTruthy();
});

test('the welcome tolerates the control plane, and takes it back', async () => {
  const page = testPage();
  const before = page.services.text.getText();
  renderIn(page, <Welcome />);
  fireEvent.click(screen.getByRole('button', { name: /Tolerate the control plane/ }));
  page.settle(60);
  await nextPicture();
  const desired = () =>
    page.services.session.getState().cluster.read.get('DaemonSet', 'default', 'nginx')?.status
      .desiredNumberScheduled;
  expect(desired()).toBe(3);
  fireEvent.click(screen.getByRole('button', { name: /Take the toleration away/ }));
  page.settle(60);
  expect(desired()).toBe(2);
  expect(page.services.text.getText()).toBe(before);
});

test('the welcome rolls out the next tag', () => {
  const page = testPage();
  renderIn(page, <Welcome />);
  fireEvent.click(screen.getByRole('button', { name: /Roll out nginx:1\.29/ }));
  expect(page.services.text.getText()).toContain('image: nginx:1.29\n');
  expect(page.commands.getState().entries).toMatchObject([{ line: 'kubectl apply -f -' }]);
});
