import type { Manifest } from '../../engine/index';
import { parseRfc3339 } from '../../k8s/time';
import type { Base } from '../scenario';
import { COREDNS } from './coredns';
import { KUBE_PROXY_ACCESS, KUBEADM } from './kubeadm-manifests';
import {
  KINDNET,
  KINDNET_ACCESS,
  kubeProxy,
  KUBE_PROXY_CONFIGURATION,
  KUBE_PROXY_MODE,
} from './system-manifests';

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

const title = 'One control plane, two workers';
const startTime = parseRfc3339('2026-01-05T09:00:00Z');
const warmUp = 600_000;

const CONTROL_PLANE = { at: -600_000, line: 'sim add-node cp-1:control-plane --ready --static-pods' };
const WORKERS = { at: -570_000, line: 'sim add-node worker-1 worker-2 --ready' };

const system = (...objects: Manifest[]) => ({ at: -600_000, objects });
const users = { at: -300_000, line: 'kubectl apply -f -', stdin: NGINX };

/** One tainted control-plane node, two workers, kube-proxy and a CNI agent, the user's nginx, and nothing else. Kept for links. */
export const BARE_THREE_NODES: Base = {
  id: 'three-nodes-1',
  title,
  startTime,
  warmUp,
  setUp: [CONTROL_PLANE, system(...kubeProxy(KUBE_PROXY_MODE), ...KINDNET), WORKERS, users],
  text: NGINX,
};

/** The cluster people know: the same as kubeadm leaves it, with CoreDNS and all that a real control plane makes for itself. */
export const THREE_NODES: Base = {
  id: 'three-nodes-2',
  title,
  startTime,
  warmUp,
  bootstrap: 'full',
  setUp: [
    CONTROL_PLANE,
    system(
      ...KUBEADM,
      ...COREDNS,
      ...kubeProxy(KUBE_PROXY_CONFIGURATION),
      ...KUBE_PROXY_ACCESS,
      ...KINDNET,
      ...KINDNET_ACCESS,
    ),
    WORKERS,
    users,
  ],
  text: NGINX,
};
