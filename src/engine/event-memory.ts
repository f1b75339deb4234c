/** What reporters remember of the events they have told. */
import type { Kept } from '../lib/kept';
import { KeptTable } from '../lib/kept-table';
import type { EventSubject } from './component';
import { derivedFrom } from './derived';
import { EventAgeing } from './event-ageing';
import {
  dueTime,
  hasGroups,
  isOf,
  newTold,
  plainTold,
  stillOf,
  withOthers,
  type Teller,
  type Told,
} from './told';

/** Part of the checkpoint, kept like the state of a component (state-keeping.ts). */
export interface EventState {
  /**
   * The last one who came to tell of an object, and through it the others. By the object's uid: text that has been hashed before, unlike
   * one made of all that identifies a teller. Entries are never changed.
   */
  told: KeptTable<Told>;
  sequence: number;
  /** When the memory was last tidied up. */
  sweptAt: number;
}

export function newEventState(): EventState {
  return { told: new KeptTable(), sequence: 0, sweptAt: 0 };
}

/** The memory as plain data, for those who compare. `kept`: as `keepState` made it. */
export function plainMemory(kept: unknown): { told: Map<string, unknown[]> } {
  const { told, ...rest } = kept as Omit<EventState, 'told'> & { told: Kept<Told> };
  const plain = told.entries().map(([object, last]) => [object, tellersOf(last).map(plainTold)] as const);
  return { ...rest, told: new Map(plain) };
}

/** A reporter's process has stopped. Its events stay; the same told again is a new one. */
export function forgetReporter({ told }: EventState, by: string): void {
  for (const object of told.keys()) {
    const tellers = tellersOf(told.get(object));
    const left = tellers.filter((t) => t.by !== by);
    if (left.length < tellers.length) keep(told, object, left);
  }
}

const derivedOf = derivedFrom<EventState, { ageing?: EventAgeing }>(() => ({}));

/** Forgets what is too old to matter. */
export function forgetOld(state: EventState, now: number): void {
  const { told } = state;
  const derived = derivedOf(state);
  // The first time, and after a look back, everything is looked at.
  const objects = derived.ageing?.take(now) ?? told.keys();
  const ageing = (derived.ageing ??= new EventAgeing());
  for (const object of objects) {
    const tellers = tellersOf(told.get(object));
    if (firstDue(tellers) <= now)
      keep(
        told,
        object,
        tellers.flatMap((t) => stillOf(t, now) ?? []),
      );
    const left = tellersOf(told.get(object));
    if (left.length > 0) ageing.expect(object, firstDue(left));
  }
}

function firstDue(tellers: readonly Told[]): number {
  return tellers.reduce((due, told) => Math.min(due, dueTime(told)), Number.POSITIVE_INFINITY);
}

function keep(told: EventState['told'], object: string, tellers: readonly Told[]): void {
  const last = tellers.reduce<Told | undefined>((others, each) => withOthers(each, others), undefined);
  if (last) told.set(object, last);
  else told.delete(object);
}

/** In the order in which they came. */
function tellersOf(last: Told | undefined): Told[] {
  const tellers: Told[] = [];
  for (let told = last; told; told = told.others) tellers.push(told);
  return tellers.reverse();
}

/** What is remembered of an object, and of one teller in it. */
interface Recalled {
  last: Told | undefined;
  /** The teller's place in the chain from `last` on; undefined: it is new. */
  known: Told | undefined;
  /** A copy, to be changed and handed to `remember`. */
  told: Told;
}

export function recall(state: EventState, teller: Teller, now: number): Recalled {
  const last = state.told.get(objectKey(teller.about));
  let known = last;
  while (known && !isOf(known, teller)) known = known.others;
  return { last, known, told: known ? withOthers(known, known.others) : newTold(teller, now, last) };
}

/** `recalled`: as it was just recalled, but for what has changed in `told`. */
export function remember(state: EventState, { about }: Teller, { last, known, told }: Recalled): void {
  const object = objectKey(about);
  const later: Told[] = [];
  if (known) for (let other = last; other && other !== known; other = other.others) later.push(other);
  state.told.set(
    object,
    later.reduceRight((others, each) => withOthers(each, others), told),
  );
  // Groups grow old first, and what is told again grows old later: only the first one can bring the time forward.
  if (!last || (hasGroups(told) && !someHasGroups(last)))
    derivedOf(state).ageing?.expect(object, dueTime(told));
}

function someHasGroups(last: Told): boolean {
  let told: Told | undefined = last;
  while (told && !hasGroups(told)) told = told.others;
  return told !== undefined;
}

function objectKey({ uid, kind, namespace, name }: EventSubject): string {
  return uid ?? `${kind}/${namespace ?? ''}/${name}`;
}
