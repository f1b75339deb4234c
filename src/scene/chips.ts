import { shortKey } from '../explain/words';
import { taintText } from '../k8s/taints';
import type { Node, Taint } from '../k8s/types';
import type { FaultMark } from './faults';
import type { Chip } from './types';

export const CHIP_HEIGHT = 19;
export const CHIP_GAP = 4;
const MAX_ROWS = 3;
/** Advance of a 10.5 px monospace character, and the padding and border of a chip. */
const CHARACTER = 6.35;
const PADDING = 13;

type Plain = Pick<Chip, 'key' | 'text' | 'title' | 'kind'>;

/** The labels a person has put on a node; what every node has anyway is left out. */
export function labelChips(node: Node): Plain[] {
  return Object.entries(node.metadata.labels ?? {})
    .filter(([key, value]) => isTelling(key, value))
    .map(([key, value]) => ({
      key: `label ${key}`,
      text: value === '' ? shortKey(key) : `${shortKey(key)}=${value}`,
      title: `Label ${key}=${value}`,
      kind: 'label',
    }));
}

const USUAL = new Map([
  ['kubernetes.io/os', 'linux'],
  ['kubernetes.io/arch', 'amd64'],
]);

function isTelling(key: string, value: string): boolean {
  if (USUAL.has(key)) return USUAL.get(key) !== value;
  if (key.startsWith('topology.kubernetes.io/')) return true;
  return !/^(beta\.)?(node\.|node-role\.)?kubernetes\.io\//.test(key);
}

/** One chip for each key and value, its effects joined: a lost node carries the same taint twice (NODE-14). */
export function taintChips(node: Node): Plain[] {
  const groups = new Map<string, Taint[]>();
  for (const taint of node.spec.taints ?? []) {
    const key = `${taint.key}=${taint.value ?? ''}`;
    const group = groups.get(key);
    if (group) group.push(taint);
    else groups.set(key, [taint]);
  }
  return [...groups].map(([key, taints]) => {
    const first = taints[0] as Taint;
    // The effect that evicts comes first: the end of a long chip is cut.
    const effects = taints.map((taint) => taint.effect).sort();
    const value = first.value ? `=${first.value}` : '';
    return {
      key: `taint ${key}`,
      text: `${shortKey(first.key)}${value}:${effects.join(',')}`,
      title: `Taint ${taints.map(taintText).join(', ')}`,
      kind: 'taint',
    };
  });
}

/** One chip for each fault of the machine. */
export function faultChips(faults: readonly FaultMark[]): Plain[] {
  return faults.map(({ fault, word, title }) => ({
    key: `fault ${fault}`,
    text: word,
    title,
    kind: 'fault',
  }));
}

/** Room for the sign before the words of a fault. */
const SIGN = 11;

/** Chips in rows of the given width: faults, labels, taints; labels that do not fit into three rows are counted in a chip. */
export function placeChips(
  faults: readonly Plain[],
  labels: readonly Plain[],
  taints: readonly Plain[],
  width: number,
): { chips: Chip[]; rows: number } {
  for (let shown = labels.length; shown >= 0; shown--) {
    const hidden = labels.slice(shown);
    const more: Plain[] =
      hidden.length > 0
        ? [
            {
              key: 'more',
              text: `+${hidden.length}`,
              title: hidden.map((chip) => chip.title).join('\n'),
              kind: 'label',
            },
          ]
        : [];
    const placed = place([...faults, ...labels.slice(0, shown), ...more, ...taints], width);
    if (placed.rows <= MAX_ROWS || shown === 0) return placed;
  }
  return { chips: [], rows: 0 };
}

function place(plain: readonly Plain[], width: number): { chips: Chip[]; rows: number } {
  let x = 0;
  let row = 0;
  const chips = plain.map((chip) => {
    const sign = chip.kind === 'fault' ? SIGN : 0;
    const w = Math.min(width, Math.ceil(chip.text.length * CHARACTER + PADDING + sign));
    if (x > 0 && x + w > width) {
      x = 0;
      row += 1;
    }
    const placed: Chip = { ...chip, x, y: row * (CHIP_HEIGHT + CHIP_GAP), w };
    x += w + CHIP_GAP;
    return placed;
  });
  return { chips, rows: plain.length > 0 ? row + 1 : 0 };
}
