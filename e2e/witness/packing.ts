/** Captures say most things many times: an answer that is like an earlier one is kept as the difference to it. */
import type { CapturedCommand, Exchange, Json } from './capture';

type Change = [path: (string | number)[], value?: Json];

/** Stands for a value: that of the exchange's answer (by its number in the capture), changed. */
interface Packed {
  $like: number;
  $but?: Change[];
}

/** Shorter ones are not worth it. */
const WORTH = 120;

/** `before`: what the clusters said that this capture starts from; its exchanges are numbered first. */
export function pack(
  commands: readonly CapturedCommand[],
  before: readonly CapturedCommand[],
): CapturedCommand[] {
  /** The latest answers about an object, or of a kind. */
  const seen = new Map<string, { index: number; value: Json }>();
  let count = 0;
  const see = (value: Json | undefined): void => {
    const index = count++;
    if (value === undefined) return;
    for (const key of keysOf(value)) seen.set(key, { index, value });
  };
  const packed = (value: Json): Json => {
    const whole = JSON.stringify(value);
    if (whole.length < WORTH || !isObject(value)) return value;
    let best: { text: string; value: Json } | undefined;
    for (const key of keysOf(value)) {
      const earlier = seen.get(key);
      if (!earlier) continue;
      const changes = changesOf(earlier.value, value, []);
      const like = { $like: earlier.index, ...(changes.length > 0 && { $but: changes }) } as unknown as Json;
      const text = JSON.stringify(like);
      if (text.length < (best?.text.length ?? whole.length / 2)) best = { text, value: like };
    }
    if (best) return best.value;
    return Array.isArray(value['items']) ? { ...value, items: value['items'].map(packed) } : value;
  };
  for (const exchange of before.flatMap((command) => command.exchanges)) see(exchange.answer);
  return commands.map((command) => ({
    ...command,
    exchanges: command.exchanges.map((exchange): Exchange => {
      const { body, answer } = exchange;
      const result = { ...exchange };
      if (body !== undefined) result.body = packed(body);
      if (answer !== undefined) result.answer = packed(answer);
      see(answer);
      return result;
    }),
  }));
}

/** Tables and lists are known by what they hold first, objects by their uid and by their kind and name. */
function keysOf(value: Json): string[] {
  if (!isObject(value)) return [JSON.stringify(value)];
  const { kind, metadata, items, columnDefinitions } = value;
  const about = `${JSON.stringify(kind)} ${JSON.stringify(columnDefinitions)}`;
  if (Array.isArray(items)) return [`${about} ${JSON.stringify(items[0] ?? null).slice(0, 400)}`, about];
  if (columnDefinitions !== undefined || !isObject(metadata)) return [JSON.stringify(value), about];
  return [
    `${about} ${JSON.stringify(metadata['uid'])}`,
    `${about} ${JSON.stringify(metadata['name'])}`,
    about,
  ];
}

export function unpack(
  commands: readonly CapturedCommand[],
  before: readonly CapturedCommand[],
): CapturedCommand[] {
  const answers = before.flatMap((command) => command.exchanges.map((exchange) => exchange.answer));
  const unpacked = (value: Json): Json => {
    if (isObject(value) && Array.isArray(value['items']))
      return { ...value, items: value['items'].map(unpacked) };
    if (!isPacked(value)) return value;
    let result = structuredClone(answers[value.$like] ?? null);
    for (const [path, to] of value.$but ?? []) result = changed(result, path, to);
    return result;
  };
  return commands.map((command) => ({
    ...command,
    exchanges: command.exchanges.map((exchange) => {
      const result = { ...exchange };
      if (exchange.body !== undefined) result.body = unpacked(exchange.body);
      if (exchange.answer !== undefined) result.answer = unpacked(exchange.answer);
      answers.push(result.answer);
      return result;
    }),
  }));
}

function isPacked(value: Json): value is Json & Packed {
  return isObject(value) && typeof value['$like'] === 'number';
}

function isObject(value: Json | undefined): value is { [key: string]: Json } {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/** A change without a value takes the key away. */
function changesOf(from: Json, to: Json, path: (string | number)[]): Change[] {
  if (isObject(from) && isObject(to)) {
    const keys = [...new Set([...Object.keys(from), ...Object.keys(to)])].sort();
    return keys.flatMap((key): Change[] => {
      const [before, after] = [from[key], to[key]];
      if (after === undefined) return [[[...path, key]]];
      return before === undefined ? [[[...path, key], after]] : changesOf(before, after, [...path, key]);
    });
  }
  if (Array.isArray(from) && Array.isArray(to) && from.length === to.length)
    return to.flatMap((item, i) => changesOf(from[i] ?? null, item, [...path, i]));
  return JSON.stringify(from) === JSON.stringify(to) ? [] : [[path, to]];
}

function changed(value: Json, [key, ...rest]: readonly (string | number)[], to: Json | undefined): Json {
  if (key === undefined) return to ?? null;
  const holder = value as { [key: string | number]: Json };
  if (rest.length > 0) holder[key] = changed(holder[key] ?? null, rest, to);
  else if (to === undefined) delete holder[key];
  else holder[key] = to;
  return value;
}
