/** The query of a request, read as Go's conversions read it. */
import { badRequest, type Refusal } from './statuses';
import type { RestRequest } from './types';

const INT64 = 2n ** 63n;

export class Query {
  constructor(private readonly pairs: RestRequest['query']) {}

  has(name: string): boolean {
    return this.pairs.some(([key]) => key === name);
  }

  /** The first value; undefined when the name is absent. */
  text(name: string): string | undefined {
    return this.pairs.find(([key]) => key === name)?.[1];
  }

  all(name: string): string[] {
    return this.pairs.filter(([key]) => key === name).map(([, value]) => value);
  }

  /** Anything but `false` and `0` is true, even nothing at all. */
  bool(name: string): boolean | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    return text !== '0' && text.toLowerCase() !== 'false';
  }

  int(name: string): number | undefined | Refusal {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const why = intProblem(text);
    return why === undefined
      ? Number(text)
      : badRequest(`strconv.ParseInt: parsing ${JSON.stringify(text)}: ${why}`);
  }
}

function intProblem(text: string): string | undefined {
  if (!/^[+-]?\d+$/.test(text)) return 'invalid syntax';
  const value = BigInt(text.replace('+', ''));
  return value >= INT64 || value < -INT64 ? 'value out of range' : undefined;
}
