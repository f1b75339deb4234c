/** Defaults of a container, in templates and pods alike (VAL-2). */
import { parseImage } from '../../../k8s/image';
import { quantityText } from '../../../k8s/quantity';
import type { Container, ContainerPort, EnvVar, Probe } from '../../../k8s/types';
import { withoutGatedFields } from './gated-fields';
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
  let c = withDefaults(withoutGatedFields(container), {
    imagePullPolicy: pullPolicy(container.image ?? ''),
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

/** Of what is no reference to an image, upstream knows no tag. */
function pullPolicy(image: string): 'Always' | 'IfNotPresent' {
  const isReference = REFERENCE.test(image) && !/^[a-f0-9]{64}$/.test(image);
  return isReference && parseImage(image).tagOrLatest === 'latest' ? 'Always' : 'IfNotPresent';
}

const PART = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*';
const HOST = '[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?';
const REFERENCE = new RegExp(
  `^(?:${HOST}(?:\\.${HOST})*(?::\\d+)?/)?${PART}(?:/${PART})*(?::\\w[\\w.-]{0,127})?(?:@[A-Za-z][\\w+.-]*:[0-9a-fA-F]{32,})?$`,
);

// A cache of a pure function of an immutable list: all nodes of a kind and all pods of a template have the same lists.
const found = new WeakMap<ResourceMap, ResourceMap>();

/** Quantities as the server gives them back, e.g. `0.5` → `500m`. */
export function canonical(list: ResourceMap | undefined): ResourceMap | undefined {
  if (!list) return list;
  const known = found.get(list);
  if (known) return known;
  let changed: ResourceMap | undefined;
  for (const name in list) {
    const text = quantityText(list[name] as string);
    if (text !== list[name]) (changed ??= { ...list })[name] = text;
  }
  const result = changed ?? list;
  found.set(list, result);
  found.set(result, result);
  return result;
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

/** Stored as zero where nobody asks for it: it reads as one. */
export function withDivisor<T extends { divisor?: string }>(reference: T): T {
  return withDefaults(reference, { divisor: '0' } as Partial<T>);
}

function defaultEnv(env: EnvVar): EnvVar {
  const { resourceFieldRef } = env.valueFrom ?? {};
  if (resourceFieldRef && resourceFieldRef.divisor === undefined)
    return { ...env, valueFrom: { ...env.valueFrom, resourceFieldRef: withDivisor(resourceFieldRef) } };
  const fieldRef = env.valueFrom?.fieldRef;
  if (!fieldRef) return env;
  const filled = withDefaults(fieldRef, { apiVersion: 'v1' });
  return filled === fieldRef ? env : { ...env, valueFrom: { ...env.valueFrom, fieldRef: filled } };
}
