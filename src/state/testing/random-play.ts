/** Random things that a user does, as a scenario has them. */
import fc from 'fast-check';
import { DEFAULT_BASE } from '../../scenario/catalog/index';
import type { Action, Scenario } from '../../scenario/scenario';
import { defaultScenario } from '../session';

const nodes = ['cp-1', 'worker-1', 'worker-2', 'n-1', 'n-2', 'no-such-node'];
const node = fc.constantFrom(...nodes);
const tag = fc.constantFrom('1.28', '1.29', '1.30', 'broken', 'crash', 'unready', 'slow');

const NGINX = DEFAULT_BASE.text;
const strategy = (text: string): string =>
  NGINX.replace('spec:\n  selector', `spec:\n  updateStrategy:\n${text}\n  selector`);
const toleration =
  '      tolerations:\n      - key: node-role.kubernetes.io/control-plane\n        operator: Exists\n      containers';
const readiness = '        readinessProbe:\n          httpGet: {port: 80}\n        ports';
const manifest = fc.constantFrom(
  NGINX,
  NGINX.replace('      containers', toleration),
  NGINX.replace('        ports', readiness),
  NGINX.replace('spec:\n  selector', 'spec:\n  minReadySeconds: 10\n  selector'),
  strategy('    type: OnDelete'),
  strategy('    rollingUpdate: {maxUnavailable: 0, maxSurge: 1}'),
  strategy('    rollingUpdate: {maxUnavailable: 50%}'),
  NGINX.replace('      containers', '      nodeSelector: {disk: ssd}\n      containers'),
  NGINX.replace('- containerPort: 80', '- containerPort: 80\n          hostPort: 80'),
  NGINX.replaceAll('nginx', 'web'),
  NGINX.replaceAll('nginx', 'agent').replace(
    '      containers',
    '      serviceAccountName: agent\n      containers',
  ),
  // Refused: another selector, an unknown field, no such namespace.
  NGINX.replaceAll('app: nginx', 'app: other'),
  NGINX.replace('image:', 'imagee:'),
  NGINX.replace('  name: nginx\nspec', '  name: nginx\n  namespace: nowhere\nspec'),
);

const line = fc.oneof(
  fc.constantFrom('n-1', 'n-2', 'n-1[disk=ssd] n-2:control-plane').map((n) => `sim add-node ${n}`),
  node.map((n) => `sim stop-kubelet ${n}`),
  node.map((n) => `sim start-kubelet ${n}`),
  node.map((n) => `kubectl delete node ${n}`),
  node.map((n) => `kubectl cordon ${n}`),
  node.map((n) => `kubectl uncordon ${n}`),
  fc
    .tuple(node, fc.constantFrom('a=b:NoSchedule', 'a=b:NoExecute', 'a=b:NoExecute-', 'a-'))
    .map(([n, taint]) => `kubectl taint node ${n} ${taint}`),
  fc
    .tuple(node, fc.constantFrom('disk=ssd', 'disk=hdd', 'disk-'))
    .map(([n, label]) => `kubectl label node ${n} ${label} --overwrite`),
  tag.map((t) => `kubectl set image ds/nginx nginx=nginx:${t}`),
  fc.constantFrom(
    'kubectl delete pods -l app=nginx --wait=false',
    'kubectl delete pods -l app=nginx --grace-period=0 --force',
    'kubectl delete ds nginx --wait=false',
    'kubectl delete ds nginx --cascade=orphan',
    'kubectl rollout restart ds/nginx',
    'kubectl rollout undo ds/nginx',
    'kubectl create serviceaccount agent',
    'kubectl get pods -A -o wide',
    'kubectl delete pod no-such-pod',
    'kubectl label node worker-1 bad@key=x',
    'kubectl set image ds/nginx nginx=nginx:1.31 --dry-run=server',
    'no-such-program',
  ),
);

type Did = Pick<Action, 'line' | 'stdin'>;
const did: fc.Arbitrary<Did> = fc.oneof(
  { weight: 3, arbitrary: line.map((l) => ({ line: l })) },
  { weight: 1, arbitrary: manifest.map((stdin) => ({ line: 'kubectl apply -f -', stdin })) },
);
/** Whole seconds, odd milliseconds, and several things at one time. */
const pause = fc.oneof(
  fc.constant(0),
  fc.integer({ min: 0, max: 40 }).map((s) => s * 1000),
  fc.integer({ min: 1, max: 70_000 }),
);

export const anAction = did;

/** Up to `length` actions, then some time. */
export function aScenario(length = 12): fc.Arbitrary<Scenario> {
  return fc
    .tuple(
      fc.array(fc.tuple(pause, did), { maxLength: length }),
      pause,
      fc.integer({ min: 0, max: 0xffffffff }),
    )
    .map(([list, rest, seed]) => {
      let at = 0;
      const actions = list.map(([wait, what]) => ({ at: (at += wait), ...what }));
      return { ...defaultScenario(), seed, actions, playhead: at + rest };
    });
}
