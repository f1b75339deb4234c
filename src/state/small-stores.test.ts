import { describe, expect, test } from 'vitest';
import { describeAction } from './action-words';
import { TextPort } from './text-port';
import { createView } from './view';

test.each([
  ['kubectl apply -f -', 'manifest applied'],
  ['kubectl create -f -', 'objects created'],
  ['kubectl cordon worker-1', 'worker-1 cordoned'],
  ['kubectl uncordon worker-1', 'worker-1 uncordoned'],
  ['kubectl taint node worker-1 a=b:NoSchedule', 'worker-1: taint a=b:NoSchedule'],
  ['kubectl taint node worker-1 a:NoSchedule-', 'worker-1: taint a:NoSchedule-'],
  ['kubectl label node worker-1 disk=ssd --overwrite', 'worker-1: label disk=ssd'],
  ['kubectl delete node worker-1', 'node worker-1 deleted'],
  ['kubectl delete pod nginx-abcde -n default --wait=false', 'pod nginx-abcde deleted'],
  ['kubectl set image ds/nginx nginx=nginx:1.29', 'ds/nginx nginx=nginx:1.29 set'],
  ['sim add-node worker-3', 'worker-3 added'],
  ['sim add-node cp-2:control-plane a[x=y] --ready', 'cp-2, a added'],
  ['sim stop-kubelet worker-1', 'kubelet of worker-1 stopped'],
  ['sim start-kubelet worker-1', 'kubelet of worker-1 started'],
  ['kubectl rollout undo ds/nginx', 'kubectl rollout undo ds/nginx'],
  ['', ''],
])('%j in words: %s', (line, words) => {
  expect(describeAction({ at: 0, line })).toBe(words);
});

describe('text port', () => {
  test('the text is the editor’s as soon as there is one, and outlives it', () => {
    const port = new TextPort('start');
    port.setText('before');
    expect(port.getText()).toBe('before');
    let held = 'held';
    port.attach({ getText: () => held, setText: (text) => (held = text) });
    expect(port.getText()).toBe('held');
    port.setText('set');
    expect(held).toBe('set');
    port.detach();
    expect(port.getText()).toBe('set');
    held = 'gone';
    expect(port.getText()).toBe('set');
  });
});

test('view', () => {
  const view = createView({ theme: 'dark' });
  view.getState().select({ type: 'node', name: 'a' });
  view.getState().setInspectorTab('yaml');
  view.getState().setPane('editor');
  view.getState().notify({ tone: 'info', text: 'hello' });
  expect(view.getState()).toMatchObject({
    theme: 'dark',
    selection: { type: 'node', name: 'a' },
    inspectorTab: 'yaml',
    pane: 'editor',
    notice: { text: 'hello' },
  });
  view.getState().notify(undefined);
  view.getState().select(undefined);
  view.getState().setTheme('light');
  expect(view.getState()).toMatchObject({ theme: 'light', selection: undefined, notice: undefined });
});
