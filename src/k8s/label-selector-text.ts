/** The text form of label selectors, as in `kubectl get -l` (CLI-16), with the server's error texts. */
import { compareText } from '../lib/compare';
import type { Requirement } from './labels';
import { labelValue, qualifiedName } from './names';

export type ParsedLabelSelector = { ok: true; requirements: Requirement[] } | { ok: false; message: string };

/** Carries a message up to `parseLabelSelector`; never leaves this file. */
class SelectorSyntax extends Error {}

type TokenType = 'identifier' | 'symbol' | 'end';
interface Token {
  type: TokenType;
  text: string;
}

const OPERATORS = 'in, notin, =, ==, !=, gt, lt';
const TOKEN = /\s*(==|!=|[=!(),><]|[^\s=!(),><]+)/y;

function tokens(text: string): Token[] {
  const found: Token[] = [];
  TOKEN.lastIndex = 0;
  for (;;) {
    const match = TOKEN.exec(text);
    if (!match) break;
    const token = match[1] ?? '';
    found.push({ type: /^[=!(),><]/.test(token) ? 'symbol' : 'identifier', text: token });
  }
  found.push({ type: 'end', text: '' });
  return found;
}

/**
 * `k=v`, `k==v`, `k!=v`, `k in (a,b)`, `k notin (a,b)`, `k`, `!k`, `k>5`, `k<5`, joined by commas. Requirements come sorted by key.
 * The message of a failure is the server's, without the `Unable to find …` frame.
 */
export function parseLabelSelector(text: string): ParsedLabelSelector {
  try {
    return { ok: true, requirements: parse(tokens(text)).sort((a, b) => compareText(a.key, b.key)) };
  } catch (error) {
    if (error instanceof SelectorSyntax) return { ok: false, message: error.message };
    throw error;
  }
}

function parse(list: Token[]): Requirement[] {
  const reader = new TokenReader(list);
  const requirements: Requirement[] = [];
  for (;;) {
    const next = reader.peek();
    if (next.type === 'end') return requirements;
    if (next.type !== 'identifier' && next.text !== '!') {
      throw new SelectorSyntax(`found '${next.text}', expected: !, identifier, or 'end of string'`);
    }
    requirements.push(framed(() => requirement(reader)));
    const after = reader.take();
    if (after.type === 'end') return requirements;
    if (after.text !== ',') {
      throw new SelectorSyntax(`found '${after.text}', expected: ',' or 'end of string'`);
    }
    const following = reader.peek();
    if (following.type !== 'identifier' && following.text !== '!') {
      throw new SelectorSyntax(`found '${following.text}', expected: identifier after ','`);
    }
  }
}

function framed<T>(body: () => T): T {
  try {
    return body();
  } catch (error) {
    if (error instanceof SelectorSyntax) {
      throw new SelectorSyntax(`unable to parse requirement: ${error.message}`, { cause: error });
    }
    throw error;
  }
}

function requirement(reader: TokenReader): Requirement {
  let token = reader.take();
  const negated = token.text === '!' && token.type === 'symbol';
  if (negated) token = reader.take();
  if (token.type !== 'identifier') throw new SelectorSyntax(`found '${token.text}', expected: identifier`);
  const key = token.text;
  const problems = qualifiedName(key);
  if (problems.length > 0) throw invalid('<nil>', key, problems);
  if (negated) return { key, operator: 'DoesNotExist', values: [] };
  const next = reader.peek();
  if (next.type === 'end' || next.text === ',') return { key, operator: 'Exists', values: [] };
  return withOperator(reader, key);
}

function withOperator(reader: TokenReader, key: string): Requirement {
  const token = reader.take();
  switch (token.text) {
    case 'in':
      return checked({ key, operator: 'In', values: valueSet(reader) });
    case 'notin':
      return checked({ key, operator: 'NotIn', values: valueSet(reader) });
    case '=':
    case '==':
      return checked({ key, operator: 'In', values: [exactValue(reader)] });
    case '!=':
      return checked({ key, operator: 'NotIn', values: [exactValue(reader)] });
    case '>':
      return checked({ key, operator: 'Gt', values: [exactValue(reader)] });
    case '<':
      return checked({ key, operator: 'Lt', values: [exactValue(reader)] });
    default:
      throw new SelectorSyntax(`found '${token.text}', expected: ${OPERATORS}`);
  }
}

function exactValue(reader: TokenReader): string {
  const next = reader.peek();
  if (next.type === 'end' || next.text === ',') return '';
  const token = reader.take();
  if (token.type !== 'identifier') throw new SelectorSyntax(`found '${token.text}', expected: identifier`);
  return token.text;
}

/** `(a,b)`; an empty place between commas or parentheses is the empty value. */
function valueSet(reader: TokenReader): string[] {
  const open = reader.take();
  if (open.text !== '(') throw new SelectorSyntax(`found '${open.text}' expected: '('`);
  const values = new Set<string>();
  let expectValue = true;
  for (;;) {
    const token = reader.take();
    if (token.text === ')') {
      if (expectValue) values.add('');
      return [...values].sort(compareText);
    }
    if (token.text === ',') {
      if (expectValue) values.add('');
      expectValue = true;
    } else if (token.type === 'identifier') {
      if (!expectValue) throw new SelectorSyntax(`found '${token.text}', expected: ',' or ')'`);
      values.add(token.text);
      expectValue = false;
    } else {
      throw new SelectorSyntax(
        `found '${token.text}', expected: ${expectValue ? "',', or identifier" : "',' or ')'"}`,
      );
    }
  }
}

function checked(r: Requirement): Requirement {
  r.values.forEach((value, i) => {
    if ((r.operator === 'Gt' || r.operator === 'Lt') && !/^[+-]?\d+$/.test(value)) {
      throw invalid(`values[${i}]`, value, ["for 'Gt', 'Lt' operators, the value must be an integer"]);
    }
    const problems = labelValue(value);
    if (problems.length > 0) throw invalid(`values[${i}][${r.key}]`, value, problems);
  });
  return r;
}

function invalid(path: string, value: string, problems: readonly string[]): SelectorSyntax {
  return new SelectorSyntax(`${path}: Invalid value: ${JSON.stringify(value)}: ${problems.join('; ')}`);
}

class TokenReader {
  private position = 0;

  constructor(private readonly list: readonly Token[]) {}

  peek(): Token {
    return this.list[this.position] ?? { type: 'end', text: '' };
  }

  take(): Token {
    const token = this.peek();
    this.position++;
    return token;
  }
}
