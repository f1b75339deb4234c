/** Defaults that only pods get, not templates (VAL-3). */
import type { Container, PodSpec } from '../../../k8s/types';
import { mapKeeping, withChanges, withDefaults } from './keep';
import { defaultPodSpec } from './pod-spec';

export function defaultPod(spec: PodSpec): PodSpec {
  let s = withDefaults(defaultPodSpec(spec), { enableServiceLinks: true });
  const { hostNetwork } = s;
  const change = (c: Container): Container => withHostPorts(withRequests(c), hostNetwork);
  if (s.containers) s = withChanges(s, { containers: mapKeeping(s.containers, change) });
  if (s.initContainers) s = withChanges(s, { initContainers: mapKeeping(s.initContainers, change) });
  return s;
}

/** Missing requests are copied from the limits, resource by resource. */
function withRequests(c: Container): Container {
  const limits = c.resources?.limits;
  if (!limits) return c;
  const requests = c.resources?.requests ?? {};
  const filled = withDefaults(requests, limits);
  return filled === requests ? c : { ...c, resources: { ...c.resources, requests: filled } };
}

function withHostPorts(c: Container, hostNetwork: boolean | undefined): Container {
  if (!hostNetwork || !c.ports) return c;
  const ports = mapKeeping(c.ports, (p) => (p.hostPort ? p : { ...p, hostPort: p.containerPort }));
  return withChanges(c, { ports });
}
