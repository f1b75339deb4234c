/**
 * The Leases of the control plane: each API server has one that names it, and of schedulers and controller managers one leads. They are
 * taken when the first pod of the component shows up, and not renewed.
 */
import { fnv1a32 } from '../../lib/fnv';
import { rfc3339Micro } from '../../k8s/time';
import type { Lease } from '../../k8s/types';
import type { Component, Context } from '../component';
import type { Manifest } from '../api/types';

const NAMESPACE = 'kube-system';
const IDENTITY = 'kube-apiserver';
const API_VERSION = 'coordination.k8s.io/v1';

/** What elects a leader, and who reports it. */
const LEADERS = [
  ['kube-controller-manager', 'kube-controller-manager'],
  ['kube-scheduler', 'default-scheduler'],
] as const;

type Ctx = Context<{ stopped: readonly string[] }>;

/** Queue keys: `<component>/<node>`. */
export const leaderElection: Component<{ stopped: readonly string[] }> = {
  name: 'leader-election',
  initialState: () => ({ stopped: [] }),
  onInput(ctx) {
    const before = ctx.state.stopped;
    ctx.state.stopped = LEADERS.flatMap(([name]) => (ctx.world.stopped(name) ? [name] : []));
    for (const name of before) if (!ctx.state.stopped.includes(name)) takeOver(ctx, name);
  },
  onEvent(ctx, { kind, type, object }) {
    if (kind !== 'Pod' || type !== 'ADDED' || object.metadata.namespace !== NAMESPACE) return;
    const { component = '', tier } = object.metadata.labels ?? {};
    const node = object.spec.nodeName;
    const known = component === IDENTITY || LEADERS.some(([name]) => name === component);
    if (tier === 'control-plane' && node !== undefined && known) ctx.enqueue(`${component}/${node}`);
  },
  sync(ctx, key) {
    const [component = '', node = ''] = key.split('/');
    const identity = component === IDENTITY;
    const name = identity ? `apiserver-${identityOf(node)}` : component;
    if (ctx.read.get('Lease', NAMESPACE, name)) return;
    const holderIdentity = `${identity ? name : node}_${ctx.random.uuid()}`;
    const renewTime = rfc3339Micro(ctx.now);
    const created = ctx.api.create('Lease', NAMESPACE, {
      apiVersion: API_VERSION,
      kind: 'Lease',
      metadata: { name, namespace: NAMESPACE, ...(identity && { labels: labelsOf(node) }) },
      spec: identity
        ? { holderIdentity, leaseDurationSeconds: 3600, renewTime }
        : {
            acquireTime: renewTime,
            holderIdentity,
            leaseDurationSeconds: 15,
            leaseTransitions: 0,
            renewTime,
          },
    });
    if (created.ok && !identity) tell(ctx, created.object);
  },
};

/** A process that starts again is another one, and leads once the lease of the last has run out. */
function takeOver(ctx: Ctx, name: string): void {
  const lease = ctx.read.get('Lease', NAMESPACE, name);
  if (!lease) return;
  const { holderIdentity = '', leaseTransitions = 0 } = lease.spec ?? {};
  const host = holderIdentity.slice(0, holderIdentity.indexOf('_'));
  const time = rfc3339Micro(ctx.now);
  const spec = {
    ...lease.spec,
    acquireTime: time,
    holderIdentity: `${host}_${ctx.random.uuid()}`,
    leaseTransitions: leaseTransitions + 1,
    renewTime: time,
  };
  const updated = ctx.api.update('Lease', NAMESPACE, name, { ...lease, spec } as unknown as Manifest);
  if (updated.ok) tell(ctx, updated.object);
}

function tell(ctx: Ctx, { metadata, spec }: Lease): void {
  const { name, uid } = metadata;
  ctx.event(
    { apiVersion: API_VERSION, kind: 'Lease', namespace: NAMESPACE, name, uid },
    'Normal',
    'LeaderElection',
    `${spec?.holderIdentity} became leader`,
    { source: { component: LEADERS.find(([component]) => component === name)?.[1] ?? name } },
  );
}

function labelsOf(node: string): Manifest {
  return { 'apiserver.kubernetes.io/identity': IDENTITY, 'kubernetes.io/hostname': node };
}

const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567';

/** 26 digits; upstream takes them from a SHA-256 of the host's name. */
function identityOf(node: string): string {
  let digits = '';
  for (let hash = fnv1a32(node); digits.length < 26; hash = fnv1a32(digits, hash))
    digits += BASE32[(hash ^ (hash >>> 15)) & 31];
  return digits;
}
