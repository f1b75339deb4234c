/** JSONPath templates as kubectl reads them (CLI-36): text with `{…}` actions. */

export type PathStep =
  | { type: 'field'; name: string }
  | { type: 'wildcard' }
  | { type: 'recursive' }
  | { type: 'slice'; start?: number; end?: number; step?: number }
  | { type: 'paths'; paths: readonly (readonly PathStep[])[] }
  | { type: 'union'; indexes: readonly number[] }
  | { type: 'filter'; left: Operand; operator: string; right?: Operand };

/** One side of a filter: a path from `@` or a literal. */
export type Operand = { path: readonly PathStep[] } | { value: string | number | boolean };

export type Piece =
  | { type: 'text'; text: string }
  | { type: 'path'; steps: readonly PathStep[] }
  | { type: 'range'; steps: readonly PathStep[]; body: readonly Piece[] };

export type Template = { ok: true; pieces: readonly Piece[] } | { ok: false; message: string };

class Problem {
  constructor(readonly message: string) {}
}

/** Parses a template; the message on failure is what kubectl appends to `error parsing jsonpath <text>, `. */
export function parseTemplate(text: string): Template {
  const stack: { steps: readonly PathStep[]; body: Piece[] }[] = [];
  let current: Piece[] = [];
  const root = current;
  let at = 0;
  while (at < text.length) {
    const open = text.indexOf('{', at);
    if (open < 0) {
      current.push({ type: 'text', text: text.slice(at) });
      break;
    }
    if (open > at) current.push({ type: 'text', text: text.slice(at, open) });
    const end = actionEnd(text, open + 1);
    if (typeof end === 'string') return { ok: false, message: end };
    const action = text.slice(open + 1, end).trim();
    at = end + 1;
    if (action === 'end') {
      const done = stack.pop();
      if (!done) return { ok: false, message: 'not in range, nothing to end' };
      const body = current;
      current = done.body;
      current.push({ type: 'range', steps: done.steps, body });
    } else if (/^range\b/.test(action)) {
      const steps = pathOf(action.slice(5).trim());
      if (steps instanceof Problem) return { ok: false, message: steps.message };
      stack.push({ steps, body: current });
      current = [];
    } else {
      const pieces = inside(action);
      if (pieces instanceof Problem) return { ok: false, message: pieces.message };
      current.push(...pieces);
    }
  }
  if (stack.length > 0) return { ok: false, message: 'unclosed range, missing {end}' };
  return { ok: true, pieces: root };
}

/** Index of the `}` that ends the action, or the message of what is open. */
function actionEnd(text: string, start: number): number | string {
  let brackets = 0;
  for (let i = start; i < text.length; i++) {
    const char = text[i];
    if (char === '"' || char === "'") {
      const close = closingQuote(text, i);
      if (close < 0) return 'unterminated quoted string';
      i = close;
    } else if (char === '[') brackets++;
    else if (char === ']') brackets--;
    else if (char === '}') return brackets > 0 ? 'unterminated array' : i;
  }
  return brackets > 0 ? 'unterminated array' : 'unclosed action';
}

function closingQuote(text: string, open: number): number {
  for (let i = open + 1; i < text.length; i++) {
    if (text[i] === '\\') i++;
    else if (text[i] === text[open]) return i;
  }
  return -1;
}

/** An action holds quoted texts and paths, separated by blanks. */
function inside(action: string): Piece[] | Problem {
  const pieces: Piece[] = [];
  let rest = action;
  while (rest !== '') {
    if (rest[0] === '"' || rest[0] === "'") {
      const close = closingQuote(rest, 0);
      pieces.push({ type: 'text', text: unquote(rest.slice(1, close)) });
      rest = rest.slice(close + 1).trim();
      continue;
    }
    const end = pathEnd(rest);
    const steps = pathOf(rest.slice(0, end));
    if (steps instanceof Problem) return steps;
    pieces.push({ type: 'path', steps });
    rest = rest.slice(end).trim();
  }
  return pieces;
}

function pathEnd(text: string): number {
  let brackets = 0;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '[') brackets++;
    else if (text[i] === ']') brackets--;
    else if (text[i] === '\\') i++;
    else if (/\s/.test(text[i] ?? '') && brackets === 0) return i;
  }
  return text.length;
}

function unquote(text: string): string {
  const escapes: Record<string, string> = { n: '\n', t: '\t', r: '\r' };
  return text.replaceAll(/\\(.)/g, (_, c: string) => escapes[c] ?? c);
}

/** Parses one path: `.a.b[0]`, `$.a`, `@.a`, `..name`, `.items[?(@.x=="y")]`. */
function pathOf(text: string): PathStep[] | Problem {
  const steps: PathStep[] = [];
  let i = text[0] === '$' || text[0] === '@' ? 1 : 0;
  while (i < text.length) {
    if (text.startsWith('..', i)) {
      steps.push({ type: 'recursive' });
      i += text[i + 2] === '[' ? 2 : 1;
    } else if (text[i] === '[') {
      const end = bracketEnd(text, i);
      if (end < 0) return new Problem('unterminated array');
      const step = bracket(text.slice(i + 1, end).trim());
      if (step instanceof Problem) return step;
      steps.push(step);
      i = end + 1;
    } else {
      if (text[i] === '.') i++;
      let name = '';
      let escaped = false;
      while (i < text.length && text[i] !== '.' && text[i] !== '[') {
        if (text[i] === '\\') {
          escaped = true;
          i++;
        }
        name += text[i++] ?? '';
      }
      if (name === '*' && !escaped) steps.push({ type: 'wildcard' });
      else if (name !== '') steps.push({ type: 'field', name });
      else if (i >= text.length) break;
    }
  }
  return steps;
}

function bracketEnd(text: string, open: number): number {
  let depth = 0;
  for (let i = open; i < text.length; i++) {
    if (text[i] === '"' || text[i] === "'") {
      const close = closingQuote(text, i);
      if (close < 0) return -1;
      i = close;
    } else if (text[i] === '[') depth++;
    else if (text[i] === ']' && --depth === 0) return i;
  }
  return -1;
}

function bracket(text: string): PathStep | Problem {
  if (text === '*') return { type: 'wildcard' };
  const filter = /^\?\((.*)\)$/s.exec(text);
  if (filter) return filterStep((filter[1] ?? '').trim());
  if (/^(['"]).*\1$/s.test(text)) {
    // What stands in quotes is itself a path: dots divide unless they are escaped.
    const paths: PathStep[][] = [];
    for (const quoted of text.matchAll(/'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"/g)) {
      const path = pathOf(`.${quoted[1] ?? quoted[2] ?? ''}`);
      if (path instanceof Problem) return path;
      paths.push(path);
    }
    return { type: 'paths', paths };
  }
  if (/^-?\d+(\s*,\s*-?\d+)+$/.test(text)) return { type: 'union', indexes: text.split(',').map(Number) };
  const slice = /^(-?\d*)(?::(-?\d*))?(?::(-?\d*))?$/.exec(text);
  if (!slice || text === '') return new Problem(`invalid array index ${text}`);
  const number = (part: string | undefined) => (part === undefined || part === '' ? undefined : Number(part));
  const start = number(slice[1]);
  if (!text.includes(':')) return { type: 'union', indexes: [start ?? 0] };
  const end = number(slice[2]);
  const step = number(slice[3]);
  return {
    type: 'slice',
    ...(start === undefined ? {} : { start }),
    ...(end === undefined ? {} : { end }),
    ...(step === undefined ? {} : { step }),
  };
}

function filterStep(text: string): PathStep | Problem {
  const match = /^(.*?)\s*(==|!=|<=|>=|<|>)\s*(.*)$/s.exec(text);
  if (!match) {
    const left = operand(text);
    return left instanceof Problem ? left : { type: 'filter', left, operator: 'exists' };
  }
  const left = operand(match[1] ?? '');
  const right = operand(match[3] ?? '');
  if (left instanceof Problem) return left;
  if (right instanceof Problem) return right;
  return { type: 'filter', left, operator: match[2] ?? '==', right };
}

function operand(text: string): Operand | Problem {
  const trimmed = text.trim();
  if (/^(['"]).*\1$/s.test(trimmed)) return { value: unquote(trimmed.slice(1, -1)) };
  if (/^[+-]?\d+(\.\d+)?$/.test(trimmed)) return { value: Number(trimmed) };
  if (trimmed === 'true' || trimmed === 'false') return { value: trimmed === 'true' };
  if (!/^[@$.]/.test(trimmed)) return new Problem(`unrecognized identifier ${trimmed}`);
  const path = pathOf(trimmed);
  return path instanceof Problem ? path : { path };
}

/** The path of `--sort-by` and custom columns: `metadata.name`, `.metadata.name` or `{.metadata.name}` (CLI-18). */
export function parseRelaxedPath(
  text: string,
): { ok: true; steps: PathStep[] } | { ok: false; message: string } {
  const match = /^\{?\.?([^{}]+)\}?$/.exec(text.trim());
  if (!match) {
    return {
      ok: false,
      message: `unexpected path string, expected a 'name1.name2' or '.name1.name2' or '{name1.name2}' or '{.name1.name2}'`,
    };
  }
  const steps = pathOf(`.${match[1]}`);
  return steps instanceof Problem ? { ok: false, message: steps.message } : { ok: true, steps };
}
