import { compareText } from './compare';
import { hex32 } from './hex';

/** What a value starts with, so that no two different values are fed the same numbers. */
const MARK = {
  nothing: 1,
  yes: 2,
  no: 3,
  number: 4,
  text: 5,
  bigint: 6,
  list: 7,
  object: 8,
  map: 9,
  set: 10,
};

/**
 * 128-bit hash of plain data, fed value by value: equal data give equal hashes in every engine, and no text of the whole is made.
 * The order in which keys, entries of a Map and members of a Set came does not count, `undefined` is as good as absent, and -0
 * is 0. Not a cryptographic hash: it finds accidents, not forgeries. Anything but plain data throws.
 */
export class CanonicalHash {
  private a = 0x9e3779b9;
  private b = 0x243f6a88;
  private c = 0xb7e15162;
  private d = 0x0badcafe;
  private readonly double = new DataView(new ArrayBuffer(8));

  add(value: unknown): this {
    if (value === null || value === undefined) this.mix(MARK.nothing);
    else if (typeof value === 'string') this.text(MARK.text, value);
    else if (typeof value === 'number') this.number(value);
    else if (typeof value === 'boolean') this.mix(value ? MARK.yes : MARK.no);
    else if (typeof value === 'bigint') this.text(MARK.bigint, String(value));
    else if (Array.isArray(value)) {
      this.mix(MARK.list);
      this.mix(value.length);
      for (const item of value) this.add(item);
    } else if (value instanceof Set) this.unordered(MARK.set, [...value]);
    else if (value instanceof Map) this.unordered(MARK.map, [...value]);
    else if (typeof value === 'object') this.object(value as Record<string, unknown>);
    else throw new TypeError(`only plain data has a hash, not a ${typeof value}`);
    return this;
  }

  /** 32 hexadecimal digits, of all that was added so far. */
  digest(): string {
    return [this.a, this.b, this.c, this.d].map((word) => hex32(scatter(word))).join('');
  }

  private object(object: Record<string, unknown>): void {
    const prototype: unknown = Object.getPrototypeOf(object);
    if (prototype !== Object.prototype && prototype !== null)
      throw new TypeError('only plain data has a hash, not an instance of a class');
    const keys = Object.keys(object).filter((key) => object[key] !== undefined);
    this.mix(MARK.object);
    this.mix(keys.length);
    for (const key of keys.sort(compareText)) {
      this.text(MARK.text, key);
      this.add(object[key]);
    }
  }

  /** Entries of a Map or members of a Set. Texts are sorted as they stand, others by their own hashes. */
  private unordered(mark: number, members: unknown[]): void {
    const keyed = members.map((member): [string, unknown] => {
      const key: unknown = mark === MARK.map ? (member as [unknown, unknown])[0] : member;
      return [typeof key === 'string' ? `"${key}` : new CanonicalHash().add(key).digest(), member];
    });
    this.mix(mark);
    this.mix(keyed.length);
    for (const [, member] of keyed.sort(([a], [b]) => compareText(a, b))) this.add(member);
  }

  private text(mark: number, text: string): void {
    this.mix(mark);
    this.mix(text.length);
    const even = text.length & ~1;
    for (let i = 0; i < even; i += 2) this.mix(text.charCodeAt(i) | (text.charCodeAt(i + 1) << 16));
    if (even < text.length) this.mix(text.charCodeAt(even));
  }

  private number(value: number): void {
    // One bit pattern for each number: -0 is 0, and there is one NaN.
    this.double.setFloat64(0, Number.isNaN(value) ? NaN : value + 0);
    this.mix(MARK.number);
    this.mix(this.double.getInt32(0));
    this.mix(this.double.getInt32(4));
  }

  /** Each step can be undone, so that no two states fall together for the same word; multiplying carries up, turning carries down. */
  private mix(word: number): void {
    const a = Math.imul(this.a ^ word, 0x239b961b);
    const b = Math.imul(this.b ^ a, 0xab0e9789);
    const c = Math.imul(this.c ^ b, 0x38b34ae5);
    const d = Math.imul(this.d ^ c, 0xa1e38b93);
    this.a = (d << 15) | (d >>> 17);
    this.b = (a << 16) | (a >>> 16);
    this.c = (b << 17) | (b >>> 15);
    this.d = (c << 18) | (c >>> 14);
  }
}

/** 32 hexadecimal digits for a value of plain data; see `CanonicalHash`. */
export function canonicalHash(value: unknown): string {
  return new CanonicalHash().add(value).digest();
}

/** The last step of MurmurHash3: every bit concerns every other. */
function scatter(word: number): number {
  let h = word;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
