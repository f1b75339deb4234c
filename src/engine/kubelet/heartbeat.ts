/**
 * A kubelet's heartbeats (NODE-8). The Lease is stored when a contact begins; the renewals that follow every 10 s are not written but
 * shown to whoever reads (`present` of the kinds Lease and Node).
 */
import { rfc3339Micro } from '../../k8s/time';
import type { Manifest } from '../api/types';
import type { Context } from '../component';
import type { KubeletState, Machine } from './state';

type Ctx = Context<KubeletState>;

/** A kubelet renews its lease, and looks whether its status has changed, this often. */
export const BEAT = 10_000;
const LEASE_SECONDS = 40;
export const LEASE_NAMESPACE = 'kube-node-lease';

/** When the kubelet last renewed its lease, ms since epoch. */
export function lastRenewal({ contact, renewed }: Machine, now: number): number | undefined {
  return contact === undefined ? renewed : contact + Math.floor((now - contact) / BEAT) * BEAT;
}

/** The first beat after now, of a kubelet in contact. */
export function nextBeat({ contact = 0 }: Machine, now: number): number {
  return contact + (Math.floor((now - contact) / BEAT) + 1) * BEAT;
}

/** The kubelet reaches the control plane, after a start or a gap. */
export function beginContact(ctx: Ctx, machine: Machine): void {
  machine.contact = ctx.now;
  machine.renewed = undefined;
  const { name, uid } = machine;
  const renewTime = rfc3339Micro(ctx.now);
  const old = ctx.read.get('Lease', LEASE_NAMESPACE, name);
  if (old) {
    const body = { ...old, spec: { ...old.spec, holderIdentity: name, renewTime } };
    ctx.api.update('Lease', LEASE_NAMESPACE, name, body as unknown as Manifest);
    return;
  }
  ctx.api.create('Lease', LEASE_NAMESPACE, {
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    metadata: {
      name,
      namespace: LEASE_NAMESPACE,
      ownerReferences: [{ apiVersion: 'v1', kind: 'Node', name, uid }],
    },
    spec: { holderIdentity: name, leaseDurationSeconds: LEASE_SECONDS, renewTime },
  });
}

/** From now on nothing is heard of the kubelet. */
export function endContact(ctx: Ctx, machine: Machine): void {
  const last = lastRenewal(machine, ctx.now);
  machine.contact = undefined;
  if (last !== undefined) machine.renewed = last;
}
