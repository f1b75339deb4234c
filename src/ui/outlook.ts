import { columnPlaces } from '../scene/columns';
import type { NodeContent } from '../scene/node-content';
import { placeTile, type Place, type TileMemory } from '../scene/tile';
import type { SceneTarget, SetCard, Workload } from '../scene/types';
import type { KnownStart } from '../state/opening';
import type { Tries } from './inspector/tries';
import type { DrawAtOnce } from './scene-feed';

/**
 * All that the page shows of a cluster at its start, as plain data, so that it is there before the simulation. Of the default base
 * it is kept in `outlook.json` (`npm run outlook` writes it, a test compares it with the cluster played).
 */
export interface Outlook extends KnownStart {
  /** What the editor shows. */
  text: string;
  nodes: readonly NodeContent[];
  sets: readonly SetCard[];
  workloads: readonly Workload[];
  summary: string;
  tries: Tries;
}

const NOTHING = { origin: 0, nodes: [], sets: [], workloads: [], summary: '' };

/** Draws an outlook as the simulation will; without one there is nothing to draw. */
export function drawOutlook(outlook: Outlook | undefined): DrawAtOnce {
  const { origin: now, nodes, sets, workloads, summary } = outlook ?? NOTHING;
  const memory: TileMemory = new Map();
  return ({ width, selection }) => {
    // A base has few nodes: its tiles can be read.
    const { places, height } = columnPlaces(nodes, 'full', width);
    const tiles = nodes.map((node, i) => placeTile(node, 'full', places[i] as Place, selection, memory));
    return {
      now,
      level: 'full',
      width,
      height,
      tiles,
      sections: [],
      sets: cards(selection),
      workloads,
      summary,
    };
  };

  function cards(selection: SceneTarget | undefined): SetCard[] {
    return sets.map((card) => ({ ...card, selected: isSelected(card, selection) }));
  }
}

function isSelected({ namespace, name }: SetCard, selection: SceneTarget | undefined): boolean {
  return selection?.type === 'set' && selection.namespace === namespace && selection.name === name;
}
