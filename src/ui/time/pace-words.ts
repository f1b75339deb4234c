import type { Shown } from '../../state/types';
import { clockText } from './time-words';

export const SLOW_HINT =
  'More happens in the cluster than this browser works out in that time. Nothing is left out: the clock waits for it.';

/** `12× of 60×`, while the clock is slower than was asked for. */
export function slowWords({ pace, speed }: Pick<Shown, 'pace' | 'speed'>): string | undefined {
  return pace === undefined ? undefined : `${pace}× of ${speed}×: much is going on, the clock waits for it`;
}

/** What is done while time stands still; undefined when nothing is. */
export function underWayWords({
  underWay,
  now,
  origin,
}: Pick<Shown, 'underWay' | 'now' | 'origin'>): string | undefined {
  if (underWay === undefined) return undefined;
  if (underWay.type === 'command') return `running ${underWay.line}`;
  const goal = clockText(underWay.to - origin);
  if (underWay.type === 'opening') return `replaying to ${goal}`;
  return now > underWay.to ? `going back to ${goal}` : `going to ${goal}`;
}
