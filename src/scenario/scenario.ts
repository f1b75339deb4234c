/**
 * The scenario: all that a link carries. Everything else (the cluster at any moment, the picture, what kubectl prints) is
 * derived from it by the engine.
 */
import type { Bootstrap, Manifest } from '../engine/index';
import { MAX_TEXT_LENGTH } from '../yaml/text-limit';

/** One thing the user did, as a command at a virtual time. */
export interface Action {
  /** Milliseconds since the origin, the moment the page opened at. */
  at: number;
  /** A shell line: `kubectl …` or `sim …` (`sim add-node worker-3`, `sim stop-kubelet worker-1`). */
  line: string;
  /** Text for `-f -`. */
  stdin?: string;
}

export interface Scenario {
  version: 1;
  /** Id of the cluster that it starts from, a key of the catalog. Never changes its meaning. */
  base: string;
  seed: number;
  actions: readonly Action[];
  /** The text in the editor. */
  text: string;
  /** Milliseconds since the origin. */
  playhead: number;
}

/** A step towards a base's origin, at a time before it: a command, or objects that are created as they stand, without any YAML. */
export type SetUpStep = Action | { at: number; objects: readonly Manifest[] };

/** A cluster to start from. Ids are public: a changed base gets a new id. */
export interface Base {
  id: string;
  title: string;
  /** Virtual time of the empty cluster, milliseconds since the Unix epoch. */
  startTime: number;
  /** Milliseconds from `startTime` to the origin (00:00:00 on the page's clock). */
  warmUp: number;
  /** What the empty cluster has; default: bare. */
  bootstrap?: Bootstrap;
  setUp: readonly SetUpStep[];
  /** What the editor shows first. */
  text: string;
}

/** Limits of what a scenario may hold, and so of what a link may ask for. */
export const LIMITS = {
  actions: 2_000,
  /** Characters of one command line. */
  line: 10_000,
  /** Characters of the editor's text, or of one `-f -` text. */
  text: MAX_TEXT_LENGTH,
  /** Characters of all of them together. */
  total: 2_000_000,
  /** Milliseconds of play: a day. */
  time: 24 * 3_600_000,
} as const;

export type ParsedScenario = { ok: true; scenario: Scenario } | { ok: false; message: string };

/** Reads a scenario from untrusted data: checks every field and limit, drops what it does not know. */
export function parseScenario(data: unknown): ParsedScenario {
  if (!isRecord(data)) return refuse('it does not hold a scenario');
  if (data['version'] !== 1)
    return refuse(`its version ${JSON.stringify(data['version'])?.slice(0, 20)} is not known here`);
  const { base, seed, text, playhead, actions } = data;
  if (typeof base !== 'string' || base.length > 100) return refuse('it names no cluster to start from');
  if (!isInteger(seed, 0, 0xffffffff)) return refuse('its seed is not a whole number');
  if (typeof text !== 'string' || text.length > LIMITS.text)
    return refuse('its manifest text is missing or too long');
  if (!isInteger(playhead, 0, LIMITS.time)) return refuse('its playhead lies outside the first 24 hours');
  if (!Array.isArray(actions) || actions.length > LIMITS.actions)
    return refuse('its list of actions is missing or too long');
  const read: Action[] = [];
  let last = 0;
  let total = text.length;
  for (const item of actions as unknown[]) {
    const action = readAction(item, last);
    if (!action) return refuse(`its action ${read.length + 1} is malformed`);
    last = action.at;
    total += sizeOf(action);
    read.push(action);
  }
  if (total > LIMITS.total) return refuse('its texts are too long together');
  if (last > playhead) return refuse('it has actions after its playhead');
  return { ok: true, scenario: { version: 1, base, seed, actions: read, text, playhead } };
}

/** Characters that count towards `LIMITS.total`. */
export function sizeOf({ line, stdin = '' }: Action): number {
  return line.length + stdin.length;
}

function readAction(item: unknown, earliest: number): Action | undefined {
  if (!isRecord(item)) return undefined;
  const { at, line, stdin } = item;
  if (!isInteger(at, earliest, LIMITS.time)) return undefined;
  if (typeof line !== 'string' || line.length > LIMITS.line) return undefined;
  if (stdin === undefined) return { at, line };
  if (typeof stdin !== 'string' || stdin.length > LIMITS.text) return undefined;
  return { at, line, stdin };
}

function refuse(message: string): ParsedScenario {
  return { ok: false, message };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isInteger(value: unknown, min: number, max: number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max;
}
