/** Real milliseconds over which the pace is measured, and so the least time between two words about it. */
const WINDOW = 1_000;
/** Below this share of the speed the clock is slow; it is no more from the other share on. Between them what was said stays. */
const SLOW = 0.8;
const FULL = 0.95;

/** How fast the clock really goes, told seldom enough to be read. */
export class Pace {
  private real = 0;
  private virtual = 0;
  private speed: number | undefined;
  private told: number | undefined;

  /** The speed reached, in virtual seconds for each real one, rounded for reading; undefined while it is what was asked for. */
  get value(): number | undefined {
    return this.told;
  }

  /** A frame in which the clock was to run at `speed`: real and virtual milliseconds that went by. */
  note(speed: number, real: number, virtual: number): void {
    // Another speed is another question.
    if (speed !== this.speed) this.reset();
    this.speed = speed;
    this.real += real;
    this.virtual += virtual;
    if (this.real < WINDOW) return;
    const share = this.virtual / this.real / speed;
    if (share < SLOW || (this.told !== undefined && share < FULL)) this.told = readable(share * speed);
    else this.told = undefined;
    this.real = this.virtual = 0;
  }

  /** The clock stands, or was set anew. */
  reset(): void {
    this.real = this.virtual = 0;
    this.told = undefined;
  }
}

/** Two digits are enough, and they change less often. */
function readable(pace: number): number {
  return pace >= 10 ? Math.round(pace) : Math.max(0.1, Math.round(pace * 10) / 10);
}
