import type { Base } from '../scenario';
import { BARE_THREE_NODES, THREE_NODES } from './three-nodes';

/** Every base that a scenario may start from; ids are part of the link format and stay for ever. */
export const BASES: readonly Base[] = [BARE_THREE_NODES, THREE_NODES];

export const DEFAULT_BASE = THREE_NODES;

export function baseById(id: string): Base | undefined {
  return BASES.find((base) => base.id === id);
}
