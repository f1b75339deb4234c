/** Defaults of a container, in templates and pods alike (VAL-2). */
import { parseImage } from '../../../k8s/image';
import { quantityText } from '../../../k8s/quantity';
import type { Container, ContainerPort, EnvVar, Probe } from '../../../k8s/types';
import { mapKeeping, withChanges, withDefaults } from './keep';

type ResourceMap = Record<string, string>;

/** Templates are defaulted once, and their containers go into every pod: the same container must not cost again. */
const done = new WeakSet<Container>();

export function defaultContainer(container: Container): Container {
  if (done.has(container)) return container;
  const result = fill(container);
  done.add(result);
  return result;
}

function fill(container: Container): Container {
  const { tagOrLatest } = parseImage(container.image ?? '');
  let c = withDefaults(container, {
    imagePullPolicy: tagOrLatest === 'latest' ? 'Always' : 'IfNotPresent',
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
    resources: {},
  });
  if (c.ports)
    c = withChanges(c, {
      ports: mapKeeping(c.ports, (p: ContainerPort) => withDefaults(p, { protocol: 'TCP' })),
    });
  if (c.env) c = withChanges(c, { env: mapKeeping(c.env, defaultEnv) });
  c = withProbes(c);
  const resources = c.resources ?? {};
  const limits = canonical(resources.limits);
  const requests = canonical(resources.requests);
  if (limits !== resources.limits || requests !== resources.requests) {
    c = { ...c, resources: { ...resources, ...(limits && { limits }), ...(requests && { requests }) } };
  }
  return c;
}

/** Quantities as the server gives them back, e.g. `0.5` → `500m`. */
export function canonical(list: ResourceMap | undefined): ResourceMap | undefined {
  if (!list) return list;
  let changed: ResourceMap | undefined;
  for (const name in list) {
    const text = quantityText(list[name] as string);
    if (text !== list[name]) (changed ??= { ...list })[name] = text;
  }
  return changed ?? list;
}

function withProbes(container: Container): Container {
  let c = container;
  for (const field of ['livenessProbe', 'readinessProbe', 'startupProbe'] as const) {
    const probe = c[field];
    if (probe) c = withChanges(c, { [field]: defaultProbe(probe) });
  }
  if (c.lifecycle) {
    const { postStart, preStop } = c.lifecycle;
    const lifecycle = withChanges(c.lifecycle, {
      ...(postStart && { postStart: defaultHandler(postStart) }),
      ...(preStop && { preStop: defaultHandler(preStop) }),
    });
    c = withChanges(c, { lifecycle });
  }
  return c;
}

function defaultProbe(probe: Probe): Probe {
  const p = defaultHandler(
    withDefaults(probe, { timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3 }),
  );
  return p.grpc ? withChanges(p, { grpc: withDefaults(p.grpc, { service: '' }) }) : p;
}

function defaultHandler<T extends Pick<Probe, 'httpGet'>>(handler: T): T {
  const { httpGet } = handler;
  if (!httpGet) return handler;
  const filled = withDefaults(httpGet, { path: '/', scheme: 'HTTP' });
  // An empty path is as good as none.
  const httpGetFilled = filled.path === '' ? { ...filled, path: '/' } : filled;
  return httpGetFilled === httpGet ? handler : { ...handler, httpGet: httpGetFilled };
}

function defaultEnv(env: EnvVar): EnvVar {
  const fieldRef = env.valueFrom?.fieldRef;
  if (!fieldRef) return env;
  const filled = withDefaults(fieldRef, { apiVersion: 'v1' });
  return filled === fieldRef ? env : { ...env, valueFrom: { ...env.valueFrom, fieldRef: filled } };
}
