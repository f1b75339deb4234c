/** Addresses of machines and pods, derived from the machine's number as a kind cluster would give them. */
import type { KubeletState, Machine } from './state';

// A cache of a pure function, asked for every status of every pod: the statuses share its texts.
const known = new Map<number, string>();
const KNOWN_LIMIT = 10_000;

/** 172.18.0.2 for the first machine, and so on. */
export function machineAddress({ number }: Pick<Machine, 'number'>): string {
  let address = known.get(number);
  if (address === undefined) {
    if (known.size >= KNOWN_LIMIT) known.clear();
    const host = number + 2;
    address = `172.${18 + (host >>> 16)}.${(host >>> 8) & 255}.${host & 255}`;
    known.set(number, address);
  }
  return address;
}

/** `10.244.0.0/24` for the first machine (NODE-3). */
export function podNetwork(machine: Pick<Machine, 'number'>): string {
  return `${podPrefix(machine)}.0/24`;
}

function podPrefix({ number }: Pick<Machine, 'number'>): string {
  return `10.${(244 + (number >>> 8)) & 255}.${number & 255}`;
}

/** The next free pod address; the network plugin goes round the range before it gives one out again (POD-11). */
export function takePodAddress(state: KubeletState, machine: Machine): string {
  const used = new Set<string>();
  for (const uid of machine.pods) {
    const address = state.workers.peek(uid)?.podIP;
    if (address) used.add(address);
  }
  for (let tries = 0; tries < 253; tries++) {
    machine.lastPodAddress = machine.lastPodAddress >= 254 ? 2 : Math.max(2, machine.lastPodAddress + 1);
    const address = `${podPrefix(machine)}.${machine.lastPodAddress}`;
    if (!used.has(address)) return address;
  }
  return '';
}
