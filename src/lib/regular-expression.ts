/**
 * Regular expressions of others, in the syntax of Go's regexp (RE2). Matching takes time in proportion to text × pattern whatever the
 * pattern is, which the built-in RegExp does not promise; each character test is a built-in one-character expression.
 */

/** One state: `char` consumes, `split` goes two ways, `look` goes on where its test holds, `match` ends. */
type State =
  | { type: 'char'; test: RegExp; next: number }
  | { type: 'split'; next: number; other: number }
  | { type: 'look'; holds: (text: readonly string[], at: number) => boolean; next: number }
  | { type: 'match' };

const MAX_STATES = 5000;
const MAX_REPEAT = 1000;
const MAX_NESTING = 100;
/** Steps of one match: a text that takes more is not judged. */
const MAX_STEPS = 5_000_000;

class Unreadable extends Error {}

/** Whether the pattern is found anywhere in a text. Undefined when the pattern cannot be read here. */
export type Matcher = (text: string) => boolean | undefined;

/** Undefined when the pattern is wrong, too large, or of a kind that is not known here. */
export function regularExpression(pattern: string): Matcher | undefined {
  try {
    const program = new Compiler(pattern).program();
    return (text) => run(program, Array.from(text));
  } catch (error) {
    if (error instanceof Unreadable || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** A piece of the program: where it starts, given where it goes on. */
type Piece = (next: number) => number;

class Compiler {
  private readonly chars: readonly string[];
  private at = 0;
  private depth = 0;
  private copies = 0;
  private flags = 'u';
  private readonly states: State[] = [];

  constructor(pattern: string) {
    this.chars = Array.from(pattern);
  }

  program(): { states: readonly State[]; start: number } {
    const piece = this.alternatives();
    if (this.at < this.chars.length) throw new Unreadable();
    return { start: piece(this.add({ type: 'match' })), states: this.states };
  }

  private add(state: State): number {
    if (this.states.length >= MAX_STATES) throw new Unreadable();
    return this.states.push(state) - 1;
  }

  private alternatives(): Piece {
    if (++this.depth > MAX_NESTING) throw new Unreadable();
    const { flags } = this;
    let piece = this.sequence();
    while (this.take('|')) {
      const [left, right] = [piece, this.sequence()];
      piece = (next) => this.add({ type: 'split', next: left(next), other: right(next) });
    }
    this.flags = flags;
    this.depth--;
    return piece;
  }

  private sequence(): Piece {
    const pieces: Piece[] = [];
    while (this.at < this.chars.length && !this.sees('|') && !this.sees(')')) pieces.push(this.repeated());
    return (next) => pieces.reduceRight((after, piece) => piece(after), next);
  }

  private repeated(): Piece {
    let piece = this.atom();
    for (;;) {
      const bounds = this.bounds();
      if (!bounds) return piece;
      this.take('?');
      piece = this.times(piece, bounds.min, bounds.max);
    }
  }

  private bounds(): { min: number; max: number } | undefined {
    if (this.take('*')) return { min: 0, max: Infinity };
    if (this.take('+')) return { min: 1, max: Infinity };
    if (this.take('?')) return { min: 0, max: 1 };
    const counted = /^\{(\d{1,4})(,(\d{0,4}))?\}/.exec(this.chars.slice(this.at, this.at + 12).join(''));
    if (!counted) return undefined;
    this.at += counted[0].length;
    const min = Number(counted[1]);
    const max = counted[2] === undefined ? min : counted[3] === '' ? Infinity : Number(counted[3]);
    if (min > MAX_REPEAT || max < min || (max > MAX_REPEAT && max !== Infinity)) throw new Unreadable();
    return { min, max };
  }

  private times(piece: Piece, min: number, max: number): Piece {
    return (next) => {
      let start = next;
      if (max === Infinity) {
        const loop = this.add({ type: 'split', next, other: next });
        this.states[loop] = { type: 'split', next: piece(loop), other: next };
        start = loop;
      } else {
        for (let i = min; i < max; i++) start = this.add({ type: 'split', next: piece(start), other: next });
      }
      this.copies += min;
      // A piece without states of its own can still be asked for a billion times.
      if (this.copies > MAX_STATES) throw new Unreadable();
      for (let i = 0; i < min; i++) start = piece(start);
      return start;
    };
  }

  private atom(): Piece {
    const char = this.chars[this.at++] ?? '';
    if (char === '(') return this.group();
    if (char === '[') return this.char(this.charClass());
    if (char === '.') return this.char(this.flags.includes('s') ? '[^]' : '[^\\n]');
    const multiline = this.flags.includes('m');
    if (char === '^') return this.look((text, i) => i === 0 || (multiline && text[i - 1] === '\n'));
    if (char === '$') return this.look((text, i) => i === text.length || (multiline && text[i] === '\n'));
    if (char === '*' || char === '+' || char === '?') throw new Unreadable();
    if (char !== '\\') return this.char(/[\\\]{}/]/.test(char) ? `\\${char}` : char);
    return this.escape();
  }

  private group(): Piece {
    const rest = this.chars.slice(this.at, this.at + 80).join('');
    const flags = /^\?([imsU]*)(-[imsU]+)?([:)])/.exec(rest);
    const before = this.flags;
    if (flags) {
      this.at += flags[0].length;
      const off = flags[2] ?? '';
      this.flags = [...new Set(before + (flags[1] ?? ''))].filter((flag) => !off.includes(flag)).join('');
      // Flags without a group hold to the end of the group around them.
      if (flags[3] === ')') return (next) => next;
    } else {
      const name = /^\?P?<\w+>/.exec(rest);
      if (name) this.at += name[0].length;
      else if (rest.startsWith('?')) throw new Unreadable();
    }
    const piece = this.alternatives();
    this.flags = before;
    if (!this.take(')')) throw new Unreadable();
    return piece;
  }

  private escape(): Piece {
    const char = this.chars[this.at++] ?? '';
    if (char === 'A') return this.look((_, i) => i === 0);
    if (char === 'z') return this.look((text, i) => i === text.length);
    if (char === 'b' || char === 'B') {
      const isWord = (c: string | undefined): boolean => c !== undefined && /\w/.test(c);
      return this.look((text, i) => (isWord(text[i - 1]) !== isWord(text[i])) === (char === 'b'));
    }
    return this.char(this.escaped(char));
  }

  /** The text after a backslash as the built-in syntax has it. */
  private escaped(char: string): string {
    if (/[dDsSwWtnrfv]/.test(char)) return `\\${char}`;
    if (char === 'a') return '\\x07';
    if (char === 'p' || char === 'P' || char === 'x') {
      const rest = this.chars.slice(this.at, this.at + 40).join('');
      const braced = /^\{\^?(\w+)\}/.exec(rest);
      const found = braced ?? (char === 'x' ? /^([\da-fA-F]{2})/ : /^([A-Z])/).exec(rest);
      if (!found || found[0].includes('^')) throw new Unreadable();
      this.at += found[0].length;
      const name = found[1] ?? '';
      if (char === 'x') return `\\u{${name}}`;
      return `\\${char}{${/^[A-Z][a-z]?$/.test(name) ? name : `Script=${name}`}}`;
    }
    if (/[\w]/.test(char) || char === '') throw new Unreadable();
    return /[$()*+./?[\\\]^{|}-]/.test(char) ? `\\${char}` : char;
  }

  private charClass(): string {
    let text = this.take('^') ? '[^' : '[';
    for (let first = true; ; first = false) {
      const char = this.chars[this.at++];
      if (char === undefined) throw new Unreadable();
      if (char === ']' && !first) return `${text}]`;
      const named = char === '[' && /^:(\w+):\]/.exec(this.chars.slice(this.at, this.at + 12).join(''));
      if (named) {
        const set = CLASSES[named[1] ?? ''];
        if (set === undefined) throw new Unreadable();
        this.at += named[0].length;
        text += set;
      } else if (char === '\\') text += this.escaped(this.chars[this.at++] ?? '');
      else if (char === '-') text += first || this.sees(']') || !/[^[]$/.test(text) ? '\\-' : '-';
      else text += /[$()*+./?[\\\]^{|}]/.test(char) ? `\\${char}` : char;
    }
  }

  private char(text: string): Piece {
    const test = new RegExp(`^${text}$`, this.flags.includes('i') ? 'iu' : 'u');
    return (next) => this.add({ type: 'char', test, next });
  }

  private look(holds: (text: readonly string[], at: number) => boolean): Piece {
    return (next) => this.add({ type: 'look', holds, next });
  }

  private sees(char: string): boolean {
    return this.chars[this.at] === char;
  }

  private take(char: string): boolean {
    if (!this.sees(char)) return false;
    this.at++;
    return true;
  }
}

const CLASSES: Readonly<Record<string, string>> = {
  alnum: '0-9A-Za-z',
  alpha: 'A-Za-z',
  blank: '\\t ',
  digit: '0-9',
  lower: 'a-z',
  punct: '!-\\/:-@\\[-`\\{-~',
  space: '\\t\\n\\v\\f\\r ',
  upper: 'A-Z',
  word: '0-9A-Za-z_',
  xdigit: '0-9A-Fa-f',
};

/** All ways at once: a set of states for each place in the text. */
function run(
  { states, start }: { states: readonly State[]; start: number },
  text: readonly string[],
): boolean | undefined {
  let steps = 0;
  let current = new Set<number>();
  for (let i = 0; ; i++) {
    const pending = [...current, start];
    const here = new Set<number>();
    while (pending.length > 0) {
      const id = pending.pop() as number;
      if (here.has(id)) continue;
      if (++steps > MAX_STEPS) return undefined;
      here.add(id);
      const state = states[id] as State;
      if (state.type === 'match') return true;
      if (state.type === 'split') pending.push(state.other, state.next);
      else if (state.type === 'look' && state.holds(text, i)) pending.push(state.next);
    }
    const char = text[i];
    if (char === undefined) return false;
    current = new Set();
    for (const id of here) {
      const state = states[id] as State;
      if (state.type === 'char' && state.test.test(char)) current.add(state.next);
    }
  }
}
