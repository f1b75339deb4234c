// @vitest-environment jsdom
import { act, fireEvent, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { renderIn, testPage } from '../testing/render-page';
import { Offers } from './offers';

const AGENT = `apiVersion: apps/v1
kind: DaemonSet
metadata:
  name: agent
  namespace: logging
spec:
  selector:
    matchLabels:
      app: agent
  template:
    metadata:
      labels:
        app: agent
    spec:
      serviceAccountName: agent
      containers:
      - name: agent
        image: agent:1
        envFrom:
        - configMapRef:
            name: settings
`;

function withText(text: string) {
  const page = testPage();
  act(() => page.setText(text));
  renderIn(page, <Offers />);
  return page;
}

test('an object whose document is gone is deleted only on request', () => {
  const page = withText('# nothing left\n');
  const { cluster } = page.services.session.getState();
  const nginx = () => cluster.read.get('DaemonSet', 'default', 'nginx');
  expect(screen.getByText('default/nginx')).toBeTruthy();
  expect(nginx()).toBeDefined();
  fireEvent.click(screen.getByRole('button', { name: 'Delete it' }));
  page.settle(60);
  expect(nginx()).toBeUndefined();
  expect(page.commands.getState().entries.at(-1)?.line).toBe('kubectl delete daemonset nginx -n default');
  expect(screen.queryByText('default/nginx')).toBeNull();
});

test('an object that is to be kept is not offered again', () => {
  const page = withText('# nothing left\n');
  fireEvent.click(screen.getByRole('button', { name: 'Keep it' }));
  expect(screen.queryByRole('button', { name: 'Delete it' })).toBeNull();
  expect(page.services.session.getState().cluster.read.get('DaemonSet', 'default', 'nginx')).toBeDefined();
});

test('what is missing is offered as a stand-in, one by one or all at once', () => {
  const page = withText(AGENT);
  act(() => page.services.draft.getState().apply());
  expect(document.body.textContent).toContain('need Namespace logging, which does not exist.');
  fireEvent.click(screen.getByRole('button', { name: 'Create a stand-in' }));
  page.settle(5);
  const { read } = page.services.session.getState().cluster;
  expect(read.get('DaemonSet', 'logging', 'agent')).toBeDefined();
  expect(document.body.textContent).toContain(
    'DaemonSet logging/agent needs ServiceAccount agent in logging, which does not exist.',
  );
  fireEvent.click(screen.getByRole('button', { name: 'Create all 2 stand-ins' }));
  expect(read.get('ServiceAccount', 'logging', 'agent')).toBeDefined();
  expect(read.get('ConfigMap', 'logging', 'settings')).toBeDefined();
  page.settle(60);
  expect(read.get('DaemonSet', 'logging', 'agent')?.status.numberReady).toBe(2);
  expect(document.body.textContent).not.toContain('which does not exist');
});

test('many objects that are gone from the text are one offer', () => {
  const page = testPage();
  const names = ['a', 'b', 'c', 'd', 'e'];
  const maps = names.map((n) => `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${n}\n`).join('---\n');
  act(() => {
    page.setText(`${page.services.text.getText()}---\n${maps}`);
    page.services.draft.getState().apply();
    page.setText(page.services.text.getText().split('---')[0] ?? '');
  });
  renderIn(page, <Offers />);
  expect(screen.queryByRole('button', { name: 'Delete it' })).toBeNull();
  fireEvent.click(screen.getByRole('button', { name: 'Delete all 5' }));
  const { read } = page.services.session.getState().cluster;
  expect(names.filter((n) => read.get('ConfigMap', 'default', n))).toEqual([]);
});
