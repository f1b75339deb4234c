import type { Base } from '../scenario';
import { KINDNET, KUBE_PROXY } from './system-manifests';

const NGINX = `apiVersion: apps/v1
kind: DaemonSet
metadata:
  name: nginx
spec:
  selector:
    matchLabels:
      app: nginx
  template:
    metadata:
      labels:
        app: nginx
    spec:
      containers:
      - name: nginx
        image: nginx:1.28
        ports:
        - containerPort: 80
`;

/** The cluster people know: one tainted control-plane node, two workers, kube-proxy and a CNI agent, the user's nginx. */
export const THREE_NODES: Base = {
  id: 'three-nodes-1',
  title: 'One control plane, two workers',
  startTime: Date.UTC(2026, 0, 5, 9, 0, 0),
  warmUp: 600_000,
  setUp: [
    { at: -600_000, line: 'sim add-node cp-1:control-plane --ready --static-pods' },
    { at: -600_000, line: 'kubectl create -f -', stdin: KUBE_PROXY },
    { at: -600_000, line: 'kubectl create -f -', stdin: KINDNET },
    { at: -570_000, line: 'sim add-node worker-1 worker-2 --ready' },
    { at: -300_000, line: 'kubectl apply -f -', stdin: NGINX },
  ],
  text: NGINX,
};
