/**
 * What one reporter has told of one object, as client-go's correlator remembers it (API-53 … API-56). Tens of thousands of these are made and
 * kept: what was told is a chain, which shares with what it was before, and copies are made field by field, so that all are of one shape.
 */
import { fnv1a32 } from '../lib/fnv';
import type { EventSource, EventSubject } from './component';

/** Different messages of one (source, object, type, reason) before they are combined, and the gap that resets it (API-54). */
const AGGREGATE_AT = 10;
const AGGREGATE_GAP = 600_000;
/** Token bucket of the spam filter for each (source, object, type) (API-55). */
const BURST = 25;
const REFILL = 300_000;
/** Events are kept one hour after their last write (API-52). */
export const EVENT_TTL = 3_600_000;

export const COMBINED = '(combined from similar events): ';

/** Who tells of what: one correlator's key. */
export interface Teller {
  by: string;
  about: EventSubject;
  type: string;
  source: EventSource;
}

/** What is told. */
interface Message {
  reason: string;
  message: string;
  fieldPath?: string;
}

interface Group {
  readonly reason: string;
  readonly messages: readonly string[];
  readonly last: number;
  /** Hash of who tells, of what and for which reason, as soon as it has been asked for. */
  readonly hash: number | undefined;
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
  /** What the same teller said first before this was said first. */
  readonly earlier: Seen | undefined;
}

/** All that one reporter has told of one object in one type of events. Never changed once it is remembered. */
export interface Told {
  readonly by: string;
  readonly source: EventSource;
  readonly kind: string;
  readonly namespace: string | undefined;
  readonly name: string;
  readonly type: string;
  /** Undefined, as for most: each of `seen` is a group by itself, of a reason of its own, with that message and that time. */
  groups: readonly Group[] | undefined;
  /** What was said last for the first time. */
  seen: Seen | undefined;
  /** The bucket, and when its last token came. */
  tokens: number;
  at: number;
  /** Who told of the same object before this one did. */
  readonly others: Told | undefined;
}

/** Times are ms since the epoch. */
export function newTold({ by, source, about, type }: Teller, now: number, others: Told | undefined): Told {
  const { kind, namespace, name } = about;
  const [groups, seen] = [undefined, undefined];
  return { by, source, kind, namespace, name, type, groups, seen, tokens: BURST, at: now, others };
}

/** A copy in another chain. */
export function withOthers(told: Told, others: Told | undefined): Told {
  const { by, source, kind, namespace, name, type, groups, seen, tokens, at } = told;
  return { by, source, kind, namespace, name, type, groups, seen, tokens, at, others };
}

export function isOf(told: Told, { by, about, type, source }: Teller): boolean {
  return (
    told.type === type &&
    told.by === by &&
    told.source.component === source.component &&
    told.source.host === source.host &&
    told.name === about.name &&
    told.namespace === about.namespace &&
    told.kind === about.kind
  );
}

/**
 * The message, or the one that stands for many. With the tenth message one of the ten is forgotten, whichever: what is still
 * remembered is told by itself when it comes again.
 */
export function aggregate(told: Told, event: Teller & Message, now: number): string {
  const { reason, message } = event;
  if (!told.groups && standsAlone(told, event)) return message;
  const groups = groupsOf(told);
  const at = groups.findIndex((g) => g.reason === reason);
  const group = groups[at];
  let messages = group && now - group.last <= AGGREGATE_GAP ? group.messages : [];
  if (!messages.includes(message)) messages = messages.concat(message);
  const combined = messages.length >= AGGREGATE_AT;
  let hash = group?.hash;
  if (combined) {
    hash ??= fnv1a32(`${textOf(event)}/${reason}/`);
    const draw = fnv1a32(`${message}/${now}`, hash);
    messages = messages.toSpliced(draw % AGGREGATE_AT, 1);
  }
  const next: Group = { reason, messages, last: now, hash };
  told.groups = group ? groups.with(at, next) : groups.concat(next);
  return combined ? COMBINED + message : message;
}

/** Whether what was seen says all there is to say of groups, with this message, too. */
function standsAlone(told: Told, { reason, message, fieldPath }: Message): boolean {
  for (let { seen } = told; seen; seen = seen.earlier)
    if (seen.reason === reason) return seen.said === message && seen.fieldPath === fieldPath;
  return !message.startsWith(COMBINED);
}

/** Before a series is told, which is in no group. */
export function withoutGroup(told: Told): void {
  told.groups = groupsOf(told);
}

function textOf({ by, about, type, source }: Teller): string {
  const object = `${about.kind}/${about.namespace ?? ''}/${about.name}/${about.uid ?? ''}`;
  return `${by} ${source.component}/${source.host ?? ''}/${object}/${type}`;
}

export function findSeen(told: Told, { reason, fieldPath }: Message, said: string): Seen | undefined {
  let { seen } = told;
  while (seen && !(seen.said === said && seen.reason === reason && seen.fieldPath === fieldPath))
    seen = seen.earlier;
  return seen;
}

/** Notes what was not seen before. `name`: of the object that is to show it. */
export function noteNew(
  told: Told,
  { reason, fieldPath }: Message,
  said: string,
  name: string,
  now: number,
): Seen {
  const seen: Seen = { fieldPath, reason, said, name, count: 1, first: now, last: now, earlier: told.seen };
  return (told.seen = seen);
}

/** Notes that it was seen again. */
export function recount(told: Told, seen: Seen, count: number, now: number): Seen {
  const { fieldPath, reason, said, name, first, earlier } = seen;
  const next: Seen = { fieldPath, reason, said, name, count, first, last: now, earlier };
  const later: Seen[] = [];
  for (let other = told.seen; other && other !== seen; other = other.earlier) later.push(other);
  told.seen = later.reduceRight(withEarlier, next);
  return next;
}

function withEarlier(earlier: Seen | undefined, seen: Seen): Seen {
  const { fieldPath, reason, said, name, count, first, last } = seen;
  return { fieldPath, reason, said, name, count, first, last, earlier };
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

export function hasGroups({ groups, seen }: Told): boolean {
  return groups ? groups.length > 0 : seen !== undefined;
}

/** When something of it may be forgotten; what has no events to show is looked at each time. */
export function dueTime({ groups, seen }: Told): number {
  let due = seen ? Number.POSITIVE_INFINITY : 0;
  for (const { last } of groups ?? []) due = Math.min(due, last + AGGREGATE_GAP + 1);
  const lifetime = groups ? EVENT_TTL : AGGREGATE_GAP;
  for (let each = seen; each; each = each.earlier) due = Math.min(due, each.last + lifetime + 1);
  return due;
}

/** Without what is too old to matter, and in no chain; undefined when nothing is left. */
export function stillOf(told: Told, now: number): Told | undefined {
  const still = withOthers(told, undefined);
  still.groups = groupsOf(told).filter(({ last }) => now - last <= AGGREGATE_GAP);
  const seen = seenOf(told).filter(({ last }) => now - last <= EVENT_TTL);
  still.seen = seen.reduce<Seen | undefined>(withEarlier, undefined);
  // A bucket that has filled up again is as good as a new one.
  const full = told.tokens + Math.floor((now - told.at) / REFILL) >= BURST;
  return full && !still.seen && !hasGroups(still) ? undefined : still;
}

/** As plain data, with lists in place of chains: for those who compare. */
export function plainTold(told: Told): unknown {
  const { by, source, kind, namespace, name, type, tokens, at } = told;
  const seen = seenOf(told).map(({ earlier: _earlier, ...each }) => each);
  const groups = groupsOf(told).map(({ hash: _hash, ...group }) => group);
  return { by, ...source, kind, namespace, name, type, tokens, at, groups, seen };
}

const NO_GROUPS: readonly Group[] = [];

function groupsOf(told: Told): readonly Group[] {
  if (told.groups || !told.seen) return told.groups ?? NO_GROUPS;
  return seenOf(told).map(({ reason, said, last }) => ({ reason, messages: [said], last, hash: undefined }));
}

/** In the order in which it was said first. */
function seenOf(told: Told): Seen[] {
  const all: Seen[] = [];
  for (let { seen } = told; seen; seen = seen.earlier) all.push(seen);
  return all.reverse();
}
