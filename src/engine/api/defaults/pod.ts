/** Defaults that only pods get, not templates (VAL-3). */
import { quantityText } from '../../../k8s/quantity';
import { podRequests } from '../../../k8s/resources';
import type { Container, PodSpec } from '../../../k8s/types';
import { deepEqual } from '../../../lib/equal';
import { mapKeeping, withChanges, withDefaults } from './keep';
import { defaultPodSpec } from './pod-spec';

export function defaultPod(spec: PodSpec): PodSpec {
  let s = withDefaults(defaultPodSpec(spec), { enableServiceLinks: true });
  // Negative ones are of old.
  if ((s.terminationGracePeriodSeconds ?? 0) < 0) s = { ...s, terminationGracePeriodSeconds: 1 };
  const { hostNetwork } = s;
  const change = (c: Container): Container => withHostPorts(withRequests(c), hostNetwork);
  if (s.containers) s = withChanges(s, { containers: mapKeeping(s.containers, change) });
  if (s.initContainers) s = withChanges(s, { initContainers: mapKeeping(s.initContainers, change) });
  const { resources } = s as Sized;
  return resources ? withPodRequests(s, resources) : s;
}

/** What the pod as a whole asks for: the sum of its containers, else its own limit. */
function withPodRequests(s: Sized, resources: Resources): Sized {
  const { limits = {}, requests = {} } = resources;
  if (Object.keys(limits).length === 0) return s;
  const { resources: _own, overhead: _more, ...plain } = s;
  const sums = podRequests({ ...plain, containers: s.containers ?? [] });
  const filled: Record<string, string> = { ...requests };
  if (sums['cpu']) filled['cpu'] ??= quantityText(`${sums['cpu']}m`);
  if (sums['memory']) filled['memory'] ??= binary(sums['memory']);
  for (const name in limits) filled[name] ??= limits[name] as string;
  if (deepEqual(filled, requests)) return s;
  return { ...s, resources: { ...resources, requests: filled } } as Sized;
}

type Resources = { limits?: Record<string, string>; requests?: Record<string, string> };
/** The published types do not know the resources of a pod as a whole. */
type Sized = PodSpec & { resources?: Resources };

function binary(bytes: number): string {
  const unit = UNITS.find(([, size]) => bytes % size === 0);
  return unit ? `${bytes / unit[1]}${unit[0]}` : String(bytes);
}

const UNITS = [
  ['Gi', 2 ** 30],
  ['Mi', 2 ** 20],
  ['Ki', 2 ** 10],
] as const;

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
