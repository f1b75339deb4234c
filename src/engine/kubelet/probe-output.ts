/** What a failing probe says (POD-25). */
import type { Container, Probe } from '../../k8s/types';

export function probeOutput(probe: Probe, container: Container, podIP: string): string {
  if (probe.httpGet) return 'HTTP probe failed with statuscode: 503';
  if (probe.tcpSocket) {
    const { host, port } = probe.tcpSocket;
    const number = typeof port === 'number' ? port : portNamed(container, port);
    return `dial tcp ${host || podIP}:${number}: connect: connection refused`;
  }
  return probe.grpc ? 'service unhealthy (responded with "NOT_SERVING")' : '';
}

function portNamed(container: Container, name: string): string {
  return String(container.ports?.find((p) => p.name === name)?.containerPort ?? name);
}
