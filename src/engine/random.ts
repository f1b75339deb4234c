import { xoroshiro128plus, xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';
import { uuidText } from '../lib/hex';
import type { Random } from './component';

/** The alphabet of generated name suffixes (API-8). */
const SUFFIX_ALPHABET = 'bcdfghjklmnpqrstvwxz2456789';

/** Seeded generator whose whole state can be read and restored (architecture rule 2). */
export class SeededRandom implements Random {
  private generator;

  constructor(seed: number) {
    this.generator = xoroshiro128plus(seed);
  }

  get state(): readonly number[] {
    return this.generator.getState();
  }

  set state(state: readonly number[]) {
    this.generator = xoroshiro128plusFromState(state);
  }

  private next(): number {
    return this.generator.next() >>> 0;
  }

  int(min: number, max: number): number {
    const range = max - min + 1;
    return min + Math.floor((this.next() / 0x100000000) * range);
  }

  float(): number {
    return this.next() / 0x100000000;
  }

  suffix(length: number): string {
    let text = '';
    for (let i = 0; i < length; i++) text += SUFFIX_ALPHABET[this.int(0, SUFFIX_ALPHABET.length - 1)];
    return text;
  }

  uuid(): string {
    const a = this.next();
    const b = (this.next() & 0xffff0fff) | 0x4000;
    const c = (this.next() & 0x3fffffff) | 0x80000000;
    return uuidText(a, b, c, this.next());
  }
}
