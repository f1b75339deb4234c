/** Valid, defaulted objects for the tests, and small changes to them. */
import type { Json, JsonObject } from '../../../../k8s/types';
import type { FieldError } from '../../field-error';

export type Changes = Readonly<Record<string, Json | undefined>>;

export const CONTAINER: JsonObject = {
  name: 'nginx',
  image: 'nginx',
  imagePullPolicy: 'Always',
  terminationMessagePath: '/dev/termination-log',
  terminationMessagePolicy: 'File',
  resources: {},
};

function podSpec(): JsonObject {
  return {
    containers: [CONTAINER],
    restartPolicy: 'Always',
    dnsPolicy: 'ClusterFirst',
    securityContext: {},
    schedulerName: 'default-scheduler',
    terminationGracePeriodSeconds: 30,
  };
}

export function daemonSet(changes: Changes = {}): JsonObject {
  const object = {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name: 'nginx', namespace: 'default', generation: 1 },
    spec: {
      selector: { matchLabels: { app: 'nginx' } },
      template: { metadata: { labels: { app: 'nginx' } }, spec: podSpec() },
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1, maxSurge: 0 } },
      revisionHistoryLimit: 10,
    },
  };
  return changed(object, changes);
}

/** A DaemonSet with changes below `spec.template.spec`. */
export function withTemplate(changes: Changes): JsonObject {
  return daemonSet(
    Object.fromEntries(Object.entries(changes).map(([path, value]) => [`spec.template.spec.${path}`, value])),
  );
}

/** A DaemonSet with changes to its only container. */
export function withContainer(changes: Changes): JsonObject {
  return withTemplate(
    Object.fromEntries(Object.entries(changes).map(([path, value]) => [`containers[0].${path}`, value])),
  );
}

export function pod(changes: Changes = {}): JsonObject {
  const spec = { ...podSpec(), enableServiceLinks: true, serviceAccountName: 'default' };
  const object = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web', namespace: 'default', generation: 1 },
    spec,
  };
  return changed(object, changes);
}

export function node(changes: Changes = {}): JsonObject {
  const object = { apiVersion: 'v1', kind: 'Node', metadata: { name: 'worker-1' }, spec: {}, status: {} };
  return changed(object, changes);
}

/** A deep copy with values set at paths such as `spec.ports[0].name`; undefined removes. */
export function changed(object: JsonObject, changes: Changes): JsonObject {
  const copy = JSON.parse(JSON.stringify(object)) as JsonObject;
  for (const [path, value] of Object.entries(changes)) {
    const steps = path.split(/[.[\]]+/).filter((step) => step !== '');
    const last = steps.pop() ?? '';
    let parent = copy as Record<string, unknown>;
    steps.forEach((step, i) => {
      const next = steps[i + 1] ?? last;
      parent[step] ??= /^[0-9]+$/.test(next) ? [] : {};
      parent = parent[step] as Record<string, unknown>;
    });
    if (value === undefined) delete parent[last];
    else parent[last] = value;
  }
  return copy;
}

/** The errors as kubectl prints them. */
export function lines(errors: readonly FieldError[]): string[] {
  return errors.map((error) => `${error.field}: ${error.message}`);
}
