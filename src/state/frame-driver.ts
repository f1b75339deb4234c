import type { SessionStore } from './session';

/** How the driver meets real time; given by the composition root. */
export interface FramePorts {
  /** Calls back once before the next frame, with real milliseconds. Returns what cancels it. */
  nextFrame(callback: (time: number) => void): () => void;
  /** Real milliseconds, monotonic. */
  clock(): number;
}

/** Real milliseconds of engine work in one frame; the rest belongs to drawing. */
const BUDGET = 8;
/** Work items between two looks at the clock. */
const SLICE = 200;
/** Longest real pause that play makes up for; a hidden tab does not fast-forward. */
const LONGEST_FRAME = 100;

/**
 * Moves the playhead while playing: real time × speed, sliced so that no frame is held up. A playhead that is on its way
 * somewhere (`heading`) goes there as fast as it can.
 */
export function startFrameDriver(session: SessionStore, ports: FramePorts): { stop(): void } {
  let last = ports.clock();
  /** Virtual time still owed: less than a millisecond, or what a slice could not finish. */
  let owed = 0;
  let cancel = ports.nextFrame(frame);

  function frame(time: number): void {
    const elapsed = Math.min(Math.max(0, time - last), LONGEST_FRAME);
    last = time;
    const { playing, speed, now, heading } = session.getState();
    if (heading !== undefined) advanceTo(heading);
    else if (playing) {
      // What could not be done in earlier frames is dropped: the clock slows down instead of running after itself.
      owed = Math.min(owed, LONGEST_FRAME * speed) + elapsed * speed;
      const whole = Math.floor(owed);
      if (whole > 0) owed -= advanceTo(now + whole) - now;
    }
    cancel = ports.nextFrame(frame);
  }

  /** Slice by slice, as far as the frame allows; the time reached. */
  function advanceTo(time: number): number {
    const until = ports.clock() + BUDGET;
    while (!session.getState().advanceTo(time, SLICE) && ports.clock() <= until);
    return session.getState().now;
  }

  return { stop: () => cancel() };
}
