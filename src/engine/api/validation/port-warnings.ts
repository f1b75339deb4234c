/** Ports of containers that get in each other's way. */
import type { JsonObject } from '../../../k8s/types';
import { numberAt, objectsAt, textAt } from './untyped';

interface Port {
  at: string;
  hostIp: string;
  hostPort: number;
}

/** `at`: the path of the container. */
export function portWarnings(containers: readonly { container: JsonObject; at: string }[]): string[] {
  const warnings: string[] = [];
  const seen = new Map<string, Port[]>();
  const ports = containers.flatMap(({ container, at }) =>
    objectsAt(container, 'ports').map((port, i) => ({ port, at: `${at}.ports[${i}]` })),
  );
  for (const { port, at } of ports) {
    const number = numberAt(port, 'containerPort') ?? 0;
    const protocol = textAt(port, 'protocol') || 'TCP';
    const one: Port = { at, hostIp: textAt(port, 'hostIP'), hostPort: numberAt(port, 'hostPort') ?? 0 };
    if (one.hostIp !== '' && one.hostPort === 0) {
      const shown = `{Name:${textAt(port, 'name')} HostPort:0 ContainerPort:${number} Protocol:${protocol} HostIP:${one.hostIp}}`;
      warnings.push(`${at}: hostIP set without hostPort: ${shown}`);
    }
    const others = seen.get(`${number}/${protocol}`) ?? [];
    for (const other of others) {
      const how = conflict(one, other);
      if (how !== undefined) warnings.push(`${at}: ${how} port definition with ${other.at}`);
    }
    seen.set(`${number}/${protocol}`, [...others, one]);
  }
  const names = new Map<string, string>();
  for (const { port, at } of ports) {
    const name = textAt(port, 'name');
    const other = names.get(name);
    if (name === '') continue;
    if (other === undefined) names.set(name, at);
    else {
      warnings.push(
        `${at}: duplicate port name ${JSON.stringify(name)} with ${other}, services and probes that select ports by name will use ${other}`,
      );
    }
  }
  return warnings;
}

function conflict(one: Port, other: Port): string | undefined {
  if (one.hostIp === other.hostIp && one.hostPort === other.hostPort) return 'duplicate';
  if (one.hostPort === 0 || other.hostPort === 0) return 'overlapping';
  const mixed = (one.hostIp === '') !== (other.hostIp === '');
  return one.hostPort === other.hostPort && mixed ? 'dangerously ambiguous' : undefined;
}
