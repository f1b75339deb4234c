/** A cluster in which all is well, and ways to make it look otherwise. */
import type { DaemonSet, KubeObject, Pod } from '../../../k8s/types';
import type { Action, SetChoice } from './action';
import { tried } from './court';
import type { Law } from './laws';
import type { Change, Picture } from './mirror';

export const CHOICE: SetChoice = {
  strategy: { type: 'RollingUpdate', maxUnavailable: 1, maxSurge: 0 },
  image: 'a:1',
  select: 'all',
  tolerate: 'control-plane',
  minReadySeconds: 0,
  cpu: '100m',
  hostPort: false,
  probes: false,
  priority: 'none',
  grace: 2,
  limit: 10,
};
export const SURGE: SetChoice = {
  ...CHOICE,
  strategy: { type: 'RollingUpdate', maxUnavailable: 0, maxSurge: 1 },
};
export const MINUTE: Action = { do: 'wait', ms: 60_000 };
export const WEB: Action = {
  do: 'deployment',
  replicas: 3,
  cpu: '100m',
  image: 'a:1',
  surge: 1,
  recreate: false,
};

const pictures = new Map<SetChoice, { picture: Picture; at: number }>();

/** Three nodes, a daemon pod on each, a Deployment of three, all up. The picture is the caller's. */
export function calm(first = CHOICE): { picture: Picture; at: number } {
  let known = pictures.get(first);
  if (!known) {
    const { violations, mirror, cluster } = tried({ nodes: 3, first, actions: [WEB, MINUTE] });
    if (violations.length > 0) throw new Error(violations.join('\n'));
    pictures.set(first, (known = { picture: mirror, at: cluster.now }));
  }
  return { picture: known.picture.copy(), at: known.at };
}

export const daemons = (picture: Picture): Pod[] =>
  picture.list('Pod').filter(({ metadata }) => metadata.name.startsWith('ds-0'));
export const webs = (picture: Picture): Pod[] =>
  picture.list('Pod').filter(({ metadata }) => metadata.name.startsWith('web'));
export const theSet = (picture: Picture): DaemonSet =>
  picture.find('DaemonSet', 'default', 'ds-0') as DaemonSet;

export function withMeta<T extends KubeObject>(object: T, metadata: Partial<T['metadata']>): T {
  return { ...object, metadata: { ...object.metadata, ...metadata } };
}

export function change(
  by: string,
  at: number,
  object: KubeObject,
  old?: KubeObject,
  type?: Change['type'],
): Change {
  const kind = object.kind as Change['kind'];
  return { type: type ?? (old ? 'MODIFIED' : 'ADDED'), kind, object, ...(old && { old }), by, at };
}

/** Old pods: the template has changed since. */
export function outdated(picture: Picture): void {
  for (const pod of daemons(picture))
    picture.set(
      'Pod',
      withMeta(pod, {
        labels: { ...pod.metadata.labels, 'controller-revision-hash': 'old', 'pod-template-generation': '0' },
      }),
    );
}

/** The controller deletes a pod: what the laws say, and the picture after it. */
export function sendAway(law: Law, by: string, picture: Picture, pod: Pod, at: number): string | undefined {
  const going = withMeta(pod, { deletionTimestamp: new Date(at).toISOString() });
  const said = law(change(by, at, going, pod), picture, { isOldPlacement: false });
  picture.set('Pod', going);
  return said;
}
