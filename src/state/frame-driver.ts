import { Pace } from './pace';
import type { SessionStore } from './session';

/** How the driver meets real time; given by the composition root. */
export interface FramePorts {
  /**
   * Calls back once for the next frame, after its picture was drawn where that can be had, with the real milliseconds at which the
   * frame began. Returns what cancels it.
   */
  nextFrame(callback: (time: number) => void): () => void;
  /** The same as soon as the browser has seen to what waits (input, a frame that is due), with the time of now. */
  soon(callback: (time: number) => void): () => void;
  /** Real milliseconds, monotonic. */
  clock(): number;
}

/** Real milliseconds of a frame at 60 a second, less what the browser needs for itself. */
const FRAME = 15;
/** Engine work in one frame, real milliseconds: at least this much, however long the picture took, and at most that much. */
const LEAST = 6;
const MOST = 12;
/** The least where a picture was drawn in this frame and the next will have none: there is room in that one. */
const LEAST_BESIDE_PICTURE = 3;
/** Longest real pause that play makes up for; a hidden tab does not fast-forward. */
const LONGEST_FRAME = 100;
/** Real milliseconds between two pictures while someone waits for a command or a far time: its end is worth more than the way. */
const GLIMPSE = 150;
/** The same while playing, as a multiple of what a picture costs, so that engine and picture share the time; and at most. */
const PICTURE_SHARE = 2;
const LONGEST_STILL = 250;

/**
 * Moves the playhead while playing: real time × speed. What has to be done before (a command, the way to another time) goes first, and
 * does not wait for frames. The engine works in what a frame has left after the picture, and asks for the time before each of its work
 * items; what does not fit slows the clock. Pictures that cost more than a frame become fewer.
 */
export function startFrameDriver(session: SessionStore, ports: FramePorts): { stop(): void } {
  let last = ports.clock();
  /** Virtual time still owed: less than a millisecond, or what a slice could not finish. */
  let owed = 0;
  /** When the store last told of news, and what drawing them cost, real milliseconds. */
  let shownAt = Number.NEGATIVE_INFINITY;
  let pictureCost = 0;
  /** Whether the store tells of news in this frame, and so the next one has a picture to draw. */
  let show = false;
  const pace = new Pace();
  let cancel = ports.nextFrame(frame);

  function frame(time: number): void {
    const elapsed = Math.min(Math.max(0, time - last), LONGEST_FRAME);
    last = time;
    const start = ports.clock();
    const drew = show;
    if (drew) pictureCost = start - time;
    showUnless(time, Math.min(LONGEST_STILL, pictureCost > FRAME - MOST ? pictureCost * PICTURE_SHARE : 0));
    const { playing } = session.getState();
    const least = drew && !show ? LEAST_BESIDE_PICTURE : LEAST;
    const mayGoOn = budget(start, Math.min(MOST, Math.max(least, time + FRAME - start)));
    const isFree = session.getState().work(mayGoOn, show);
    if (isFree && playing) play(elapsed, mayGoOn);
    else if (!playing) pace.reset();
    session.getState().setPace(pace.value);
    cancel = isFree ? ports.nextFrame(frame) : ports.soon(hurry);
  }

  /** Between frames, while time stands still. */
  function hurry(time: number): void {
    last = time;
    showUnless(time, GLIMPSE);
    const isFree = session.getState().work(budget(time, MOST), show);
    show = false;
    cancel = isFree ? ports.nextFrame(frame) : ports.soon(hurry);
  }

  function showUnless(time: number, still: number): void {
    show = time - shownAt >= still;
    if (show) shownAt = time;
  }

  function play(elapsed: number, mayGoOn: () => boolean): void {
    const { speed, cluster } = session.getState();
    const { now } = cluster;
    // What could not be done in earlier frames is dropped: the clock slows down instead of running after itself.
    owed = Math.min(owed, LONGEST_FRAME * speed) + elapsed * speed;
    const whole = Math.floor(owed);
    if (whole > 0) session.getState().advanceTo(now + whole, mayGoOn, show);
    const moved = cluster.now - now;
    owed -= moved;
    pace.note(speed, elapsed, moved);
  }

  /** Yes at least once, so that there is always some progress. */
  function budget(start: number, milliseconds: number): () => boolean {
    let asked = false;
    return () => {
      if (asked) return ports.clock() < start + milliseconds;
      asked = true;
      return true;
    };
  }

  return { stop: () => cancel() };
}
