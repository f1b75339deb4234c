/** JSON text as Go's decoder sees it: where it is no JSON, in Go's words, and which fields come twice. */
import { hexByte, utf8Bytes } from './utf8';

export interface JsonScan {
  /** e.g. `invalid character '}' looking for beginning of value`; undefined for well-formed text. */
  problem?: string;
  /** Paths of keys that an object has more than once, in order of the second one: `spec.containers[0].image`. */
  duplicates: string[];
}

/** Go refuses what is deeper. */
const MAX_DEPTH = 10_000;
/** No message names more. */
const MAX_DUPLICATES = 100;

interface Frame {
  /** Of an object: its keys so far. */
  keys: Set<string> | undefined;
  key: string;
  index: number;
}

class Malformed extends Error {}

/** The walk is a loop, not a recursion: depth costs no stack. */
export function scanJson(text: string): JsonScan {
  const scanner = new Scanner(text);
  try {
    scanner.run();
    return { duplicates: scanner.duplicates };
  } catch (error) {
    if (error instanceof Malformed) return { problem: error.message, duplicates: [] };
    throw error;
  }
}

class Scanner {
  readonly duplicates: string[] = [];
  private readonly frames: Frame[] = [];
  private place = 0;

  constructor(private readonly text: string) {}

  run(): void {
    this.value();
    while (this.frames.length > 0) this.next(this.frames[this.frames.length - 1] as Frame);
    this.blank();
    if (this.place < this.text.length) this.refuse('after top-level value');
  }

  /** What follows a value or the opening of its container. */
  private next(frame: Frame): void {
    const close = frame.keys ? '}' : ']';
    const isFirst = frame.index === 0;
    if (this.peek() === close) {
      this.place++;
      this.frames.pop();
      return;
    }
    if (!isFirst) {
      if (this.peek() !== ',')
        this.refuse(frame.keys ? 'after object key:value pair' : 'after array element');
      this.place++;
    }
    if (frame.keys) {
      if (this.peek() !== '"') this.refuse('looking for beginning of object key string');
      frame.key = this.string();
      if (this.peek() !== ':') this.refuse('after object key');
      this.place++;
      this.note(frame, frame.keys);
    }
    frame.index++;
    this.value();
  }

  private note(frame: Frame, keys: Set<string>): void {
    if (!keys.has(frame.key)) keys.add(frame.key);
    else if (this.duplicates.length < MAX_DUPLICATES) {
      const path = this.path();
      if (!this.duplicates.includes(path)) this.duplicates.push(path);
    }
  }

  /** Of the key last read. */
  private path(): string {
    let path = '';
    for (const { keys, key, index } of this.frames) {
      if (keys === undefined) path += `[${index - 1}]`;
      else path += path === '' ? key : `.${key}`;
    }
    return path;
  }

  private value(): void {
    const character = this.peek();
    if (character === '{' || character === '[') {
      if (this.frames.length >= MAX_DEPTH) this.refuse('exceeded max depth');
      this.place++;
      const keys = character === '{' ? new Set<string>() : undefined;
      this.frames.push({ keys, key: '', index: 0 });
    } else if (character === '"') this.string();
    else if (character === 't') this.literal('true');
    else if (character === 'f') this.literal('false');
    else if (character === 'n') this.literal('null');
    else if (character === '-' || isDigit(character)) this.number();
    else this.refuse('looking for beginning of value');
  }

  private literal(word: string): void {
    for (let i = 0; i < word.length; i++, this.place++) {
      if (this.text[this.place] === word[i]) continue;
      this.refuse(`in literal ${word} (expecting ${quoted(word[i] ?? '')})`, true);
    }
  }

  private number(): void {
    if (this.text[this.place] === '-') this.place++;
    if (this.text[this.place] === '0') this.place++;
    else this.digits('in numeric literal');
    if (this.text[this.place] === '.') {
      this.place++;
      this.digits('after decimal point in numeric literal');
    }
    if (/[eE]/.test(this.text[this.place] ?? '')) {
      this.place++;
      if (/[-+]/.test(this.text[this.place] ?? '')) this.place++;
      this.digits('in exponent of numeric literal');
    }
  }

  private digits(context: string): void {
    if (!isDigit(this.text[this.place])) this.refuse(context, true);
    while (isDigit(this.text[this.place])) this.place++;
  }

  private string(): string {
    const start = this.place++;
    for (; ; this.place++) {
      const character = this.text[this.place];
      if (character === '"') break;
      if (character === undefined || character < ' ') this.refuse('in string literal');
      if (character !== '\\') continue;
      const escaped = this.text[++this.place] ?? ' ';
      if (!'"\\/bfnrtu'.includes(escaped)) this.refuse('in string escape code', true);
      if (escaped !== 'u') continue;
      for (let i = 0; i < 4; i++) {
        if (!/^[0-9a-fA-F]$/.test(this.text[++this.place] ?? ' ')) {
          this.refuse('in \\u hexadecimal character escape', true);
        }
      }
    }
    return JSON.parse(this.text.slice(start, ++this.place)) as string;
  }

  /** The next character that is not blank. */
  private peek(): string | undefined {
    this.blank();
    return this.text[this.place];
  }

  private blank(): void {
    while (/[ \t\r\n]/.test(this.text[this.place] ?? '')) this.place++;
  }

  /** `inToken`: at its end, Go reads a space after the text, which does not fit either. */
  private refuse(context: string, inToken = false): never {
    const character = this.text.slice(this.place, this.place + 2);
    if (character === '' && !inToken) throw new Malformed('unexpected end of JSON input');
    // Go goes by bytes, and shows the first one of a longer character as if it were a character.
    const [byte = 0x20] = utf8Bytes(character);
    throw new Malformed(`invalid character ${quoted(String.fromCharCode(byte))} ${context}`);
  }
}

function isDigit(character: string | undefined): boolean {
  return character !== undefined && character >= '0' && character <= '9';
}

function quoted(character: string): string {
  if (character === "'" || character === '\\') return `'\\${character}'`;
  const code = character.charCodeAt(0);
  if (code >= 0x20 && (code < 0x7f || code > 0xa0)) return `'${character}'`;
  const short = { 7: '\\a', 8: '\\b', 9: '\\t', 10: '\\n', 11: '\\v', 12: '\\f', 13: '\\r' }[code];
  return `'${short ?? `\\x${hexByte(code)}`}'`;
}
