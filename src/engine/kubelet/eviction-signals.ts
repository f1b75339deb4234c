/** What the eviction manager measures, as data (POD-41): thresholds of v1.34, and invented readings of a machine that is short. */
import { quantityText } from '../../k8s/quantity';
import type { Resource } from '../world';
import type { Machine } from './state';
import { durationIn } from './timing';

/** The order in which shortages are dealt with. */
export const RESOURCES: readonly Resource[] = ['memory', 'disk', 'pid'];

const PAGE = 4096;
const MAX_PIDS = 32_768;
/** The disk of node-object.ts, bytes. */
const DISK = 107_374_182_400;

interface Signal {
  /** As messages call it. */
  resource: string;
  condition: string;
  threshold: string;
  /** What is left, between these, in units of 4096 bytes or in processes. */
  left: readonly [least: number, most: number];
}

export const SIGNALS: Record<Resource, Signal> = {
  memory: { resource: 'memory', condition: 'MemoryPressure', threshold: '100Mi', left: [10_240, 24_575] },
  // Images and pods share one disk: imagefs.available<15% is crossed first. Percentages are 32-bit floats upstream.
  disk: {
    resource: 'ephemeral-storage',
    condition: 'DiskPressure',
    threshold: binaryText(Math.floor(DISK * Math.fround(0.15))),
    left: [2_700_000, 3_900_000],
  },
  // No threshold by default; a node that reports this pressure has one, usually 10%.
  pid: {
    resource: 'pids',
    condition: 'PIDPressure',
    threshold: String(Math.floor(MAX_PIDS * Math.fround(0.1))),
    left: [1_200, 3_100],
  },
};

/** What is left of it on a machine at this look: the same for the same machine and time. */
export function available(resource: Resource, uid: string, now: number): string {
  const amount = durationIn(SIGNALS[resource].left, uid, resource, now);
  return resource === 'pid' ? quantityText(amount) : binaryText(amount * PAGE);
}

/** What a machine is short of, or was within the last five minutes. */
export function conditionsOf({ pressure }: Pick<Machine, 'pressure'>): Resource[] {
  return pressure ? RESOURCES.filter((resource) => pressure.seen[resource] !== undefined) : [];
}

/** `[MemoryPressure DiskPressure]` */
export function conditionList(short: readonly Resource[]): string {
  return `[${short.map((resource) => SIGNALS[resource].condition).join(' ')}]`;
}

/** A number of bytes as a quantity of the binary format: `83412Ki`, `16106127999`. */
export function binaryText(bytes: number): string {
  return bytes > 0 && bytes % 1024 === 0 ? quantityText(`${bytes / 1024}Ki`) : String(bytes);
}
