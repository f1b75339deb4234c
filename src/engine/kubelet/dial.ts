import type { WorldReader } from '../world';

type FaultEffects = ReturnType<WorldReader['ofNode']>;

/** Why the API server cannot talk to the kubelet of a machine with these faults, as its dialer says it; undefined when it can. */
export function dialError({ kubelet, power, network }: FaultEffects): string | undefined {
  if (power === 'off') return 'connect: no route to host';
  if (network === 'cut') return 'i/o timeout';
  return kubelet === 'stopped' ? 'connect: connection refused' : undefined;
}
