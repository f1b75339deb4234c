/** What reporters remember of the events they have told, as client-go's correlator does (API-53 … API-56). */
import { fnv1a32 } from '../lib/fnv';
import { KeptMap } from '../lib/kept-map';
import type { EventSubject } from './component';
import { derivedFrom } from './derived';
import { EventAgeing } from './event-ageing';

/** Different messages of one (source, object, type, reason) before they are combined, and the gap that resets it (API-54). */
const AGGREGATE_AT = 10;
const AGGREGATE_GAP = 600_000;
/** Token bucket of the spam filter for each (source, object, type) (API-55). */
const BURST = 25;
const REFILL = 300_000;
/** Events are kept one hour after their last write (API-52). */
export const EVENT_TTL = 3_600_000;

export const COMBINED = '(combined from similar events): ';

interface Group {
  readonly reason: string;
  readonly messages: readonly string[];
  readonly last: number;
}

/** Name of the stored event, its full count, and when it was first and last observed. */
export interface Seen {
  readonly fieldPath: string | undefined;
  readonly reason: string;
  /** The message; of a series the version of the object; of many messages `COMBINED`. */
  readonly said: string;
  readonly name: string;
  readonly count: number;
  readonly first: number;
  readonly last: number;
}

/** Who tells of what: one correlator's key. */
interface Teller {
  by: string;
  about: EventSubject;
  type: string;
  source: { component: string; host?: string };
}

/** All that one reporter has told of one object in one type of events. Never changed once it is remembered. */
interface Told {
  readonly by: string;
  readonly component: string;
  readonly host: string | undefined;
  readonly kind: string;
  readonly namespace: string | undefined;
  readonly name: string;
  readonly type: string;
  groups: readonly Group[];
  seen: readonly Seen[];
  /** The bucket, and when its last token came. */
  tokens: number;
  at: number;
}

/** Part of the checkpoint, kept like the state of a component (state-keeping.ts). */
export interface EventState {
  /** By the object's uid: text that has been hashed before, unlike one made of all that identifies a teller. Entries are never changed. */
  told: KeptMap<readonly Told[]>;
  sequence: number;
  /** When the memory was last tidied up. */
  sweptAt: number;
}

export function newEventState(): EventState {
  return { told: new KeptMap(), sequence: 0, sweptAt: 0 };
}

/** A reporter's process has stopped. Its events stay; the same told again is a new one. */
export function forgetReporter({ told }: EventState, by: string): void {
  for (const object of told.keys()) {
    const tellers = told.get(object) ?? [];
    if (!tellers.some((t) => t.by === by)) continue;
    keep(
      told,
      object,
      tellers.filter((t) => t.by !== by),
    );
  }
}

const derivedOf = derivedFrom<EventState, { ageing?: EventAgeing }>(() => ({}));

/** When something of it may be forgotten; a teller without events to show is looked at each time. */
function dueTime(tellers: readonly Told[]): number {
  let first = Number.POSITIVE_INFINITY;
  for (const { groups, seen } of tellers) {
    if (seen.length === 0) return 0;
    for (const { last } of groups) first = Math.min(first, last + AGGREGATE_GAP + 1);
    for (const { last } of seen) first = Math.min(first, last + EVENT_TTL + 1);
  }
  return first;
}

/** Forgets what is too old to matter. */
export function forgetOld(state: EventState, now: number): void {
  const { told } = state;
  const derived = derivedOf(state);
  // The first time, and after a look back, everything is looked at.
  const objects = derived.ageing?.take(now) ?? told.keys();
  const ageing = (derived.ageing ??= new EventAgeing());
  for (const object of objects) {
    forgetOldOf(told, object, now);
    const left = told.peek(object);
    if (left) ageing.expect(object, dueTime(left));
  }
}

function forgetOldOf(told: EventState['told'], object: string, now: number): void {
  const isGroup = ({ last }: Group): boolean => now - last <= AGGREGATE_GAP;
  const isSeen = ({ last }: Seen): boolean => now - last <= EVENT_TTL;
  const tellers = told.get(object) ?? [];
  if (tellers.every(({ groups, seen }) => seen.length > 0 && groups.every(isGroup) && seen.every(isSeen)))
    return;
  const left = tellers.map((t) => ({
    ...t,
    groups: t.groups.filter(isGroup),
    seen: t.seen.filter(isSeen),
  }));
  // A bucket that has filled up again is as good as a new one.
  const matters = ({ groups, seen, tokens, at }: Told): boolean =>
    groups.length > 0 || seen.length > 0 || tokens + Math.floor((now - at) / REFILL) < BURST;
  keep(told, object, left.filter(matters));
}

function keep(told: EventState['told'], object: string, tellers: readonly Told[]): void {
  if (tellers.length === 0) told.delete(object);
  else told.set(object, tellers);
}

/** What is remembered of an object, and of one teller in it. */
interface Recalled {
  tellers: readonly Told[];
  /** Index of `told` in `tellers`; -1: it is new. */
  at: number;
  /** A copy, to be changed and handed to `remember`. */
  told: Told;
}

const NOBODY: readonly Told[] = [];

/** Lists in it grow by `concat`: what literals with spreads give is three times as long as needed, and most lists are short. */
export function recall(state: EventState, teller: Teller, now: number): Recalled {
  const { by, type, about, source } = teller;
  const tellers = state.told.get(objectKey(about)) ?? NOBODY;
  const at = tellers.findIndex((told) => isOf(told, teller));
  const known = tellers[at];
  if (known) return { tellers, at, told: { ...known } };
  const { kind, namespace, name } = about;
  const { component, host } = source;
  const nothing = { groups: [], seen: [], tokens: BURST, at: now };
  return { tellers, at, told: { by, component, host, kind, namespace, name, type, ...nothing } };
}

/** `recalled`: as it was just recalled, but for what has changed in `told`. */
export function remember(state: EventState, { about }: Teller, { tellers, at, told }: Recalled): void {
  const object = objectKey(about);
  state.told.set(object, at < 0 ? tellers.concat(told) : tellers.with(at, told));
  // Groups grow old first, and what is told again grows old later: only the first one can bring the time forward.
  if (tellers.length === 0 || (told.groups.length > 0 && tellers.every(({ groups }) => groups.length === 0)))
    derivedOf(state).ageing?.expect(object, dueTime([told]));
}

function objectKey({ uid, kind, namespace, name }: EventSubject): string {
  return uid ?? `${kind}/${namespace ?? ''}/${name}`;
}

function isOf(told: Told, { by, about, type, source }: Teller): boolean {
  return (
    told.type === type &&
    told.by === by &&
    told.component === source.component &&
    told.host === source.host &&
    told.name === about.name &&
    told.namespace === about.namespace &&
    told.kind === about.kind
  );
}

/**
 * The message, or the one that stands for many. With the tenth message one of the ten is forgotten, whichever: what is still
 * remembered is told by itself when it comes again.
 */
export function aggregate(told: Told, teller: Teller, reason: string, message: string, now: number): string {
  const at = told.groups.findIndex((g) => g.reason === reason);
  const group = told.groups[at];
  let messages = group && now - group.last <= AGGREGATE_GAP ? group.messages : [];
  if (!messages.includes(message)) messages = messages.concat(message);
  const combined = messages.length >= AGGREGATE_AT;
  if (combined) {
    const draw = fnv1a32(`${textOf(teller)}/${reason}/${message}/${now}`);
    messages = messages.toSpliced(draw % AGGREGATE_AT, 1);
  }
  const next: Group = { reason, messages, last: now };
  told.groups = group ? told.groups.with(at, next) : told.groups.concat(next);
  return combined ? COMBINED + message : message;
}

function textOf({ by, about, type, source }: Teller): string {
  const object = `${about.kind}/${about.namespace ?? ''}/${about.name}/${about.uid ?? ''}`;
  return `${by} ${source.component}/${source.host ?? ''}/${object}/${type}`;
}

/** Counts an event, known or new. `newName`: for a new one. */
export function observe(
  told: Told,
  { fieldPath, reason, said }: Pick<Seen, 'fieldPath' | 'reason' | 'said'>,
  now: number,
  newName: () => string,
): Seen {
  const known = told.seen.find((s) => s.said === said && s.reason === reason && s.fieldPath === fieldPath);
  if (known) return recount(told, known, known.count + 1, now);
  const seen: Seen = { fieldPath, reason, said, name: newName(), count: 1, first: now, last: now };
  told.seen = told.seen.concat(seen);
  return seen;
}

export function recount(told: Told, seen: Seen, count: number, now: number): Seen {
  const next = { ...seen, count, last: now };
  told.seen = told.seen.with(told.seen.indexOf(seen), next);
  return next;
}

/** Whether the spam filter lets an event through (API-55). */
export function takeToken(told: Told, now: number): boolean {
  const refilled = Math.floor((now - told.at) / REFILL);
  told.tokens += refilled;
  told.at += refilled * REFILL;
  if (told.tokens >= BURST) {
    // A full bucket does not save up: the time to the next token counts from the first one taken.
    told.tokens = BURST;
    told.at = now;
  }
  const taken = told.tokens > 0;
  if (taken) told.tokens--;
  return taken;
}
