/** Addresses of machines and pods, derived from the machine's number as a kind cluster would give them. */
import { derivedFrom } from '../derived';
import type { KubeletState, Machine, PodWorker } from './state';

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

/** Addresses in use, by name of the machine; those that have been asked for. As derived as what a machine's pods take (`taken.ts`). */
const inUse = derivedFrom<KubeletState, Map<string, Set<string>>>(() => new Map());

/** Addresses of the pods that the machine looks after. */
export function addressesOn(state: KubeletState, machine: Pick<Machine, 'name' | 'pods'>): Set<string> {
  const known = inUse(state);
  let used = known.get(machine.name);
  if (!used) known.set(machine.name, (used = countAddresses(state, machine)));
  return used;
}

/** The same from all of its pods. */
export function countAddresses({ workers }: KubeletState, { pods }: Pick<Machine, 'pods'>): Set<string> {
  const used = new Set<string>();
  for (const uid of pods) {
    const address = workers.peek(uid)?.podIP;
    if (address) used.add(address);
  }
  return used;
}

/** The next free pod address; the network plugin goes round the range before it gives one out again (POD-11). */
export function takePodAddress(state: KubeletState, machine: Machine): string {
  const used = addressesOn(state, machine);
  for (let tries = 0; tries < 253; tries++) {
    machine.lastPodAddress = machine.lastPodAddress >= 254 ? 2 : Math.max(2, machine.lastPodAddress + 1);
    const address = `${podPrefix(machine)}.${machine.lastPodAddress}`;
    if (used.has(address)) continue;
    used.add(address);
    return address;
  }
  return '';
}

/** The pod's sandbox is gone, and with it its address. */
export function releasePodAddress(state: KubeletState, { node, podIP }: PodWorker): void {
  inUse(state).get(node)?.delete(podIP);
}
