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
  ['kubectl rollout undo ds/nginx', 'ds/nginx rolled back'],
  ['kubectl rollout restart ds nginx -n default', 'ds nginx restarted'],
  ['kubectl rollout status ds/nginx', 'kubectl rollout status ds/nginx'],
  ['kubectl scale deployment web --replicas=4', 'deployment web scaled to 4'],
  ['kubectl drain worker-1 --ignore-daemonsets', 'worker-1 drained'],
  ['sim break container-crash ds/nginx -n default', 'containers of daemonset/nginx crashed'],
  ['sim break container-crash pod/a deploy/web', 'containers of a, deployment/web crashed'],
  [
    'sim mend liveness-probe-failing kube-proxy-x -n kube-system',
    'liveness probe of kube-system/kube-proxy-x passes again',
  ],
  ['sim break network-partition worker-1 worker-2', 'network of worker-1, worker-2 cut off'],
  ['sim mend scheduler-stopped', 'kube-scheduler started'],
  ['sim place-daemon-pods controller', 'daemon pods placed by the controller'],
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
