import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Look } from '../../scene/cell-look';
import type { Scene, SceneTarget, Grouping } from '../../scene/types';

/** What the user wants to see of a large cluster; never part of the scenario. */
export interface MapLook extends Look {
  group: Grouping;
}

export type MapLookStore = StoreApi<MapLook>;

export function createMapLook(): MapLookStore {
  return createStore<MapLook>()(() => ({ colour: 'revision', set: undefined, group: 'zone' }));
}

/** The look in force: without a choice the cells show the set that is selected. */
export function lookFor(
  { colour, set }: MapLook,
  { sets }: Pick<Scene, 'sets'>,
  selection: SceneTarget | undefined,
): Look {
  if (set !== undefined || selection?.type !== 'set') return { colour, set };
  const { namespace, name } = selection;
  return { colour, set: sets.find((card) => card.name === name && card.namespace === namespace)?.uid };
}
