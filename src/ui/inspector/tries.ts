import type { Reader } from '../../engine/index';
import { conditionOf } from '../../k8s/conditions';
import { parseImage } from '../../k8s/image';
import { tolerates } from '../../k8s/taints';
import type { Toleration } from '../../k8s/types';
import { setInText, type SetInText } from '../manifest/edit-set';

/** What there is to try. Plain data: it is part of the page's first picture. */
export interface Tries {
  /** A ready worker. */
  worker?: string;
  /** The first DaemonSet of the text. */
  set?: {
    name: string;
    /** Whether it tolerates the control plane; undefined where changing that alone would change nothing. */
    tolerates?: boolean;
    /** Its image with the next version. */
    next?: string;
  };
}

/** A change of the text. */
export type Try = 'tolerate' | 'untolerate' | 'roll out';

const TOLERATIONS = ['spec', 'template', 'spec', 'tolerations'] as const;
const AFFINITY = ['spec', 'template', 'spec', 'affinity'] as const;
const IMAGE = ['spec', 'template', 'spec', 'containers', 0, 'image'] as const;
const TAINT = { key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' } as const;

export function triesFor(text: string, read: Reader): Tries {
  const worker = read
    .list('Node')
    .find(
      ({ metadata, status }) =>
        metadata.labels?.[TAINT.key] === undefined &&
        conditionOf(status.conditions, 'Ready')?.status === 'True',
    )?.metadata.name;
  const set = setInText(text);
  const next = set && nextImage(set.image);
  const tolerating = set && tolerance(set);
  return {
    ...(worker === undefined ? {} : { worker }),
    ...(set && {
      set: {
        name: set.name,
        ...(tolerating && { tolerates: tolerating.length > 0 }),
        ...(next === undefined ? {} : { next }),
      },
    }),
  };
}

/** The text with the change made; undefined when it cannot be (any more). */
export function textFor(text: string, change: Try): string | undefined {
  const set = setInText(text);
  if (!set) return undefined;
  if (change === 'roll out') {
    const next = nextImage(set.image);
    return next === undefined ? undefined : set.set(IMAGE, next);
  }
  const [index] = tolerance(set) ?? [];
  if (change === 'tolerate')
    return set.append(TOLERATIONS, [{ key: TAINT.key, operator: 'Exists', effect: TAINT.effect }]);
  return index === undefined ? undefined : set.remove([...TOLERATIONS, index]);
}

/** Where its tolerations tolerate the control plane; undefined where changing one alone would change nothing. */
function tolerance(set: SetInText): number[] | undefined {
  const tolerations: unknown = set.get(TOLERATIONS);
  const list = Array.isArray(tolerations) ? (tolerations as (Toleration | null)[]) : [];
  const tolerating = list.flatMap((t, i) => (t && tolerates(t, TAINT) ? [i] : []));
  // Agents of workers alone keep away from the control plane by its label.
  const keepsAway = JSON.stringify(set.get(AFFINITY) ?? '').includes(TAINT.key);
  return keepsAway || tolerating.length > 1 ? undefined : tolerating;
}

/** The same image with the last number of its tag one higher; undefined when the tag has none. */
export function nextImage(image: string): string | undefined {
  const { tag, digest } = parseImage(image);
  if (digest !== undefined || tag === undefined || !/\d+$/.test(tag)) return undefined;
  const higher = tag.replace(/\d+$/, (n) => String(Number(n) + 1));
  return `${image.slice(0, image.length - tag.length)}${higher}`;
}
