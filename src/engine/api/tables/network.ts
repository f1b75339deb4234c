/** Tables of what leads traffic to pods. */
import { selectorText } from '../../../k8s/labels';
import type { Endpoints, EndpointSlice, Ingress, NetworkPolicy } from '../../../k8s/types';
import { compareText } from '../../../lib/compare';
import { ageOf } from './age';
import { columnsOf, NONE, UNSET, type KindTable } from './columns';

const SHOWN = 3;

/** The first three of a list, and how many there are besides. */
function firstOf(list: readonly string[], none: string): string {
  if (list.join('') === '') return none;
  const more = list.length > SHOWN ? ` + ${list.length - SHOWN} more...` : '';
  return list.slice(0, SHOWN).join(',') + more;
}

export const networkPolicyTable: KindTable<NetworkPolicy> = {
  columns: columnsOf('Name Pod-Selector Age'),
  cells: (policy, now) => [policy.metadata.name, selectorText(policy.spec?.podSelector), ageOf(policy, now)],
};

export const ingressTable: KindTable<Ingress> = {
  columns: columnsOf('Name Class Hosts Address Ports Age'),
  cells: (ingress, now) => {
    const { spec, status } = ingress;
    const points = status?.loadBalancer?.ingress ?? [];
    const addresses = new Set(points.flatMap((point) => point.ip || point.hostname || []));
    return [
      ingress.metadata.name,
      spec?.ingressClassName ?? NONE,
      hostsText(spec?.rules ?? []),
      [...addresses].sort(compareText).join(','),
      spec?.tls?.length ? '80, 443' : '80',
      ageOf(ingress, now),
    ];
  },
};

/** Once three hosts are shown, every further rule counts as more, whether it has a host or not. */
function hostsText(rules: readonly { host?: string }[]): string {
  const hosts: string[] = [];
  let more = false;
  for (const { host } of rules) {
    if (hosts.length === SHOWN) more = true;
    else if (host) hosts.push(host);
  }
  if (hosts.length === 0) return '*';
  return hosts.join(',') + (more ? ` + ${rules.length - SHOWN} more...` : '');
}

export const endpointsTable: KindTable<Endpoints> = {
  columns: columnsOf('Name Endpoints Age'),
  cells: (endpoints, now) => {
    const subsets = endpoints.subsets ?? [];
    const list = subsets.flatMap(({ addresses = [], ports }) =>
      ports?.length
        ? ports.flatMap(({ port }) => addresses.map(({ ip }) => hostPort(ip, port)))
        : addresses.map(({ ip }) => ip),
    );
    return [endpoints.metadata.name, firstOf(list, subsets.length > 0 ? '' : NONE), ageOf(endpoints, now)];
  },
};

function hostPort(ip: string, port: number): string {
  return ip.includes(':') ? `[${ip}]:${port}` : `${ip}:${port}`;
}

export const endpointSliceTable: KindTable<EndpointSlice> = {
  columns: columnsOf('Name AddressType Ports Endpoints Age'),
  cells: (slice, now) => {
    const ports = (slice.ports ?? []).map((port) => String(port.port ?? port.name ?? '*'));
    const addresses = (slice.endpoints ?? []).flatMap((endpoint) => endpoint.addresses ?? []);
    return [
      slice.metadata.name,
      slice.addressType,
      firstOf(ports, UNSET),
      firstOf(addresses, UNSET),
      ageOf(slice, now),
    ];
  },
};
