/**
 * Compares a recording with what the simulation did, group by group of steps. What is left to chance upstream is left out of the
 * comparison by rule: which pod has which suffix, the order over nodes and objects, and the states that an object has for an instant
 * while several controllers are at work. What stands still in one must be passed through by the other.
 */
import { groupSteps, WAITS, type News, type Step } from './recording';
import type { Played } from './player';

/** Seconds for which a state must last to be more than a step on the way. */
const STANDS = 0.45;
/** Difference in time that is of no interest: seconds, and a part of the time. */
const SLACK = 1.5;
const DRIFT = 0.1;

export interface Difference {
  /** Number of the group in its recording, from 1. */
  group: number;
  /** `- …` recorded only, `+ …` simulated only, `t …` at another time. */
  text: string;
}

export function compare(recorded: readonly Step[], played: readonly Played[]): Difference[] {
  return compareNumbered(hashesByOwner(recorded), hashesByOwner(played));
}

/** Numbers hashes by their owner, `<hash:nginx:2>`: which of two owners is first is left to chance. */
function hashesByOwner<T extends Step | Played>(steps: readonly T[]): T[] {
  const owners = new Map<string, string>();
  const counts = new Map<string, number>();
  const texts = steps.flatMap(({ news }) => news.map(({ text }) => text));
  for (const text of texts)
    for (const [, owner = '', hash = ''] of text.matchAll(/\b([a-z][-a-z]*)-(<hash-\d+>)/g)) {
      if (owners.has(hash)) continue;
      const count = (counts.get(owner) ?? 0) + 1;
      counts.set(owner, count);
      owners.set(hash, `<hash:${owner}:${count}>`);
    }
  const renamed = (text: string): string => text.replace(/<hash-\d+>/g, (hash) => owners.get(hash) ?? hash);
  return steps.map((step) => ({
    ...step,
    printed: step.printed?.map(renamed),
    news: step.news.map(({ at, text }) => ({ at, text: renamed(text) })),
  }));
}

function compareNumbered(recorded: readonly Step[], played: readonly Played[]): Difference[] {
  const omitted = recorded.find(({ text }) => text.startsWith('omit '))?.text.slice(5);
  const crowded = recorded.some(({ text }) => text.startsWith('crowd '));
  const kept = played.map((step) => ({ ...step, news: keep(step.news, omitted, crowded) }));
  const before = { recorded: new Map<string, Facts>(), played: new Map<string, Facts>() };
  let at = 0;
  return groupSteps(recorded).flatMap((steps, index) => {
    const own = kept.slice(at, at + steps.length);
    at += steps.length;
    const left = newsOf(steps);
    const right = newsOf(own);
    const texts = [
      ...steps.flatMap((step, i) => comparePrinted(step, own[i]?.printed)),
      ...compareEvents(left, right),
      ...comparePods(left, right),
      ...compareStates({ lines: left, states: before.recorded }, { lines: right, states: before.played }),
    ];
    return texts.map((text) => ({ group: index + 1, text }));
  });
}

function newsOf(steps: readonly { news: readonly News[] }[]): News[] {
  return steps.flatMap(({ news }) =>
    news.map(({ at, text }) => {
      const crowd = /^… \+\S+s (\d+ pods: .*)$/.exec(text);
      return { at, text: crowd?.[1] ?? text };
    }),
  );
}

/** As the recorder does: of a crowd only what is said of the set, and how many pods. */
function keep(news: readonly News[], omitted: string | undefined, crowded: boolean): News[] {
  const left = news.filter(({ text }) => omitted === undefined || !text.includes(omitted));
  if (!crowded) return left;
  const counts = ['created', 'bound to', 'Terminating', 'gone'].flatMap((what) => {
    const pods = news.filter(({ text }) => text.startsWith('pod ') && text.includes(what));
    return pods.length === 0 ? [] : [{ at: pods[0]?.at ?? 0, text: `${pods.length} pods: ${what}` }];
  });
  return [...left.filter(({ text }) => /^(ds|revision) |DaemonSet\//.test(text)), ...counts];
}

function withoutNumbers(text: string): string {
  return text.replace(/<suffix-\d+>/g, '<suffix>');
}

function plainRow(line: string): string {
  return withoutNumbers(line)
    .replace(/\(\d+s ago\)/g, '(<age> ago)')
    .replace(/ {2,}/g, '  ')
    .trim();
}

/** Lines as a set, because lists are in order of random names. */
function comparePrinted({ text, printed }: Step, own: string[] | undefined): string[] {
  if (own === undefined) return [];
  const rows = (lines: readonly string[]): string[] => {
    const plain = lines.map((line) => plainRow(line));
    // A line for every status write, of which nobody knows how many there are.
    return WAITS.test(text) ? plain.filter((line, i) => line !== plain[i - 1]) : plain;
  };
  return differ(rows(printed), rows(own)).map((row) => `${row.slice(0, 2)}printed ${row.slice(2)}`);
}

function compareEvents(left: readonly News[], right: readonly News[]): string[] {
  const only = (news: readonly News[]): Timed[] =>
    news
      .filter(({ text }) => text.startsWith('event ') || / pods: /.test(text))
      .map(({ at, text }) => ({ text: withoutNumbers(text), times: [at] }));
  return differTimed(only(left), only(right));
}

/** What happened to each pod and each revision in the group, as one text. */
function comparePods(left: readonly News[], right: readonly News[]): string[] {
  return differTimed(lives(left), lives(right));
}

interface Timed {
  text: string;
  times: number[];
}

function lives(news: readonly News[]): Timed[] {
  const all: Timed[] = [];
  const open = new Map<string, Timed>();
  for (const { at, text } of news) {
    const [, name = '', said = ''] = /^((?:pod|revision) \S+) (.*)$/.exec(text) ?? [];
    if (name === '') continue;
    let life = open.get(name);
    if (life) life.text += ` → ${said}`;
    else {
      life = { text: withoutNumbers(text), times: [] };
      all.push(life);
      open.set(name, life);
    }
    life.times.push(at);
    if (said === 'gone') open.delete(name);
  }
  return all;
}

type Facts = ReadonlyMap<string, string>;

interface Side {
  lines: readonly News[];
  /** What was said of each object up to now; goes on. */
  states: Map<string, Facts>;
}

function compareStates(recorded: Side, played: Side): string[] {
  const starts = { left: new Map(recorded.states), right: new Map(played.states) };
  const left = paths(recorded);
  const right = paths(played);
  return [...new Set([...left.keys(), ...right.keys()])].sort().flatMap((name) => {
    const a = left.get(name) ?? [];
    const b = right.get(name) ?? [];
    return [
      ...missing('-', name, a, [...startOf(starts.right.get(name)), ...b]),
      ...missing('+', name, b, [...startOf(starts.left.get(name)), ...a]),
      ...times(name, a, b),
    ];
  });
}

interface State {
  at: number;
  text: string;
  /** The line that led to it. */
  said: string;
  stands: boolean;
}

function startOf(facts: Facts | undefined): State[] {
  return facts ? [{ at: 0, text: textOf(facts), said: '', stands: false }] : [];
}

function textOf(facts: Facts): string {
  return [...facts.values()].sort().join('; ');
}

/** The states that each set and node went through. */
function paths({ lines, states }: Side): Map<string, State[]> {
  const all = new Map<string, State[]>();
  for (const { at, text } of lines) {
    const [, name = '', said = ''] = /^((?:ds|deploy|rs|sts|node) \S+) (.*)$/.exec(text) ?? [];
    if (name === '') continue;
    const facts = said === 'gone' ? new Map([['gone', 'gone']]) : learn(states.get(name), said);
    states.set(name, facts);
    const path = all.get(name) ?? [];
    all.set(name, path);
    const last = path.at(-1);
    if (last && at - last.at < STANDS) last.stands = false;
    path.push({ at, text: textOf(facts), said, stands: true });
  }
  return all;
}

function learn(before: Facts | undefined, said: string): Facts {
  const facts = new Map(before);
  facts.delete('gone');
  for (const fact of said.split('; ')) {
    if (fact === 'created') continue;
    const lost = /^no longer (.*)$/.exec(fact)?.[1];
    if (lost !== undefined) facts.delete(keyOf(lost));
    else facts.set(keyOf(fact), fact);
  }
  return facts;
}

function keyOf(fact: string): string {
  return fact.startsWith('taint ') ? fact : (/^(\w|\.)+(?==)/.exec(fact)?.[0] ?? fact.split(' ')[0] ?? '');
}

/** States that stand in one and do not come in the other, in order. */
function missing(mark: string, name: string, path: readonly State[], other: readonly State[]): string[] {
  let from = 0;
  return path
    .filter(({ stands }) => stands)
    .flatMap(({ text, said }) => {
      const found = other.findIndex((state, i) => i >= from && state.text === text);
      if (found >= 0) from = found;
      return found >= 0 ? [] : [`${mark} ${name} stands at ${text} (${said})`];
    });
}

function times(name: string, a: readonly State[], b: readonly State[]): string[] {
  return a
    .filter(({ stands }) => stands)
    .flatMap(({ text, at, said }) => {
      const own = nearest(
        at,
        b.filter((state) => state.text === text).map((state) => state.at),
      );
      return own === undefined || near(at, own, said)
        ? []
        : [`t ${name} ${said}: ${at.toFixed(1)}, here ${own.toFixed(1)}`];
    });
}

function nearest(at: number, times: readonly number[]): number | undefined {
  return [...times].sort((a, b) => Math.abs(a - at) - Math.abs(b - at))[0];
}

/** The node controller looks every 5 s. */
const LOOKED_FOR = /RegisteredNode|RemovingNode|:NoExecute/;
const PERIOD = 5;

function near(a: number, b: number, text = ''): boolean {
  return Math.abs(a - b) <= SLACK + DRIFT * a + (LOOKED_FOR.test(text) ? PERIOD : 0);
}

/** The two as multisets; for texts that both have, their times in order. */
function differTimed(left: readonly Timed[], right: readonly Timed[]): string[] {
  const texts = differ(
    left.map(({ text }) => text),
    right.map(({ text }) => text),
  );
  // Which node comes first is left to chance.
  const anyNode = (text: string): string => text.replace(/\b(worker|db|web)-\d\b/g, '$1-N');
  const common = new Set(right.map(({ text }) => anyNode(text)));
  const timesOf = (all: readonly Timed[], text: string): number[][] =>
    all
      .filter((one) => anyNode(one.text) === text)
      .map(({ times }) => times)
      .sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0));
  const late = [...new Set(left.map(({ text }) => anyNode(text)))].flatMap((text) => {
    const [a, b] = [timesOf(left, text), timesOf(right, text)];
    if (!common.has(text) || a.length !== b.length) return [];
    const far = a.findIndex((times, i) => times.some((at, j) => !near(at, b[i]?.[j] ?? 0, text)));
    const show = (times: readonly number[] = []): string => times.map((at) => at.toFixed(1)).join(' ');
    return far >= 0 ? [`t ${text}: ${show(a[far])}, here ${show(b[far])}`] : [];
  });
  return [...texts, ...late];
}

/** Pods of Deployments and StatefulSets, which the scheduler may put on any of several equal nodes. */
const ANYWHERE = /\b(?!worker-)[a-z]+-(?:<hash:[^>]*>-<suffix>|\d)(?=$|\W)/;

function differ(left: readonly string[], right: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const text of left) counts.set(text, (counts.get(text) ?? 0) + 1);
  for (const text of right) counts.set(text, (counts.get(text) ?? 0) - 1);
  dropTies(counts);
  return [...counts]
    .filter(([, count]) => count !== 0)
    .map(([text, count]) => {
      const times = Math.abs(count) > 1 ? ` (${Math.abs(count)} times)` : '';
      return `${count > 0 ? '-' : '+'} ${text}${times}`;
    });
}

/** Texts about such pods that differ in the node alone. */
function dropTies(counts: Map<string, number>): void {
  const anyNode = (text: string): string => text.replace(/\bworker-\d\b/g, 'worker-N');
  for (const [text, count] of counts) {
    if (count <= 0 || !ANYWHERE.test(text) || text.startsWith('event')) continue;
    for (const [other, others] of counts) {
      const both = Math.min(counts.get(text) ?? 0, -others);
      if (both <= 0 || anyNode(other) !== anyNode(text)) continue;
      counts.set(text, (counts.get(text) ?? 0) - both);
      counts.set(other, others + both);
    }
  }
}
