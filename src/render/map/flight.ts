import { easeCubicInOut } from 'd3-ease';
import { timer, type Timer } from 'd3-timer';
import { between, type Camera } from './camera';

/** Real milliseconds. */
const GLIDE = 260;

/** The way of the camera to another place. */
export interface Flight {
  /** Where it will be; undefined while it rests. */
  goal(): Camera | undefined;
  /** Goes there from `from`, or is there at once when nothing is to move. */
  start(from: Camera, to: Camera): void;
  stop(): void;
}

/** `show` is called with every camera on the way. */
export function createFlight(show: (camera: Camera) => void, isStill: () => boolean): Flight {
  let running: Timer | undefined;
  let goal: Camera | undefined;
  const stop = (): void => {
    running?.stop();
    goal = undefined;
  };
  return {
    goal: () => goal,
    start(from, to) {
      stop();
      if (isStill()) return show(to);
      goal = to;
      running = timer((elapsed) => {
        const t = Math.min(1, elapsed / GLIDE);
        show(between(from, to, easeCubicInOut(t)));
        if (t === 1) stop();
      });
    },
    stop,
  };
}
